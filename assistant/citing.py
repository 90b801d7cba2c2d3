"""A located span as a citation: what is quoted, and of which document and place."""

from assistant.contracts import Citation
from assistant.retrieve import section_of
from indexer.contracts import Document, Passage


def citation_of(
    token: str, passage: Passage, document: Document, span: tuple[int, int], shown: str | None = None
) -> Citation:
    """Return the citation of a span.

    Args:
        token: that it goes by.
        passage: that is cited.
        document: that the passage is of.
        span: where the quote begins and ends in what is shown.
        shown: the passage with what stands over it; None for its text alone.
    """
    said, text, (start, end) = document.metadata, shown if shown is not None else passage.text, span
    return Citation(
        token=token,
        passage_id=passage.id,
        document_id=document.id,
        title=said.title,
        publishers=said.publishers,
        published=said.published,
        period=said.period,
        document_status=said.status,
        summary_of=said.summary_of,
        section=section_of(passage),
        paragraph=passage.paragraph,
        page=passage.page,
        quote=text[start:end],
        passage=text,
        start=start,
        end=end,
    )
