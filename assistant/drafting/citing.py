"""The citations of a draft: each span once, numbered in the order in which the table shows it."""

from collections.abc import Iterable

from assistant.contracts import Citation
from assistant.drafting.sources import Span
from assistant.retrieve import section_of


class Citations:
    """Gives each span its token."""

    def __init__(self) -> None:
        self._tokens: dict[tuple[str, str, int, int], Citation] = {}

    def cite(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the tokens of spans, each once."""
        return tuple(dict.fromkeys(self._cited(span).token for span in spans))

    @property
    def all(self) -> tuple[Citation, ...]:
        """All citations, in order."""
        return tuple(self._tokens.values())

    def _cited(self, span: Span) -> Citation:
        passage, document = span.source.passage, span.source.document
        place = (passage.id, span.shown, span.start, span.end)
        if place not in self._tokens:
            said = document.metadata
            self._tokens[place] = Citation(
                token=f"S{len(self._tokens) + 1}",
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
                quote=span.text,
                passage=span.shown,
                start=span.start,
                end=span.end,
            )
        return self._tokens[place]
