"""Facts about a draft and its sources in words; what is not known is said to be so."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from assistant.contracts import Citation
from assistant.drafting.contracts import Checklist, Draft
from assistant.export.origin import Origin
from assistant.export.view import ViewColumn, ViewRow
from assistant.export.wordings import load_wordings


def known(value: object) -> str:
    """Return a value as text, or that it is not known."""
    return str(value) if value not in (None, "") else load_wordings().not_known


def dated(document: Draft | Checklist, origin: Origin) -> Iterator[tuple[str, str]]:
    """Yield when a draft was made, from which generation of the library, and which version it is."""
    words = load_wordings().facts
    yield words["drafted"], _day(document.created)
    yield words["generation"], known(document.generation)
    if origin.draft:
        yield words["version"], f"{origin.version} ({origin.draft})"


def _day(moment: str) -> str:
    try:
        day = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{day.day} {day:%B %Y, %H:%M} {day.tzname() or ''}".strip()


def source_title(citation: Citation) -> str:
    """Return a source's title; of a summary of ours, of what it is one."""
    title = known(citation.title or citation.document_id)
    if citation.summary_of:
        return load_wordings().sources["summary"].format(title=title, of=citation.summary_of)
    return title


def source_row(citation: Citation) -> tuple[str, ...]:
    """Return what the table of sources says of a citation, in the order of its columns."""
    return (
        citation.token,
        source_title(citation),
        known(citation.published),
        known(citation.document_status),
        known(citation.section),
        known(citation.paragraph),
        known(citation.page),
        citation.quote,
    )


def source_heads() -> tuple[str, ...]:
    """Return the heads of the columns of the table of sources."""
    words = load_wordings().sources
    return tuple(
        words[name] for name in ("token", "title", "published", "status", "section", "paragraph", "page", "quote")
    )


def short_source(citation: Citation) -> str:
    """Return a citation in one line: token, title, and where it stands."""
    words = load_wordings().sources
    parts = (
        citation.section,
        citation.paragraph and f"{words['paragraph'].lower()} {citation.paragraph}",
        citation.page and f"{words['page'].lower()} {citation.page}",
    )
    where = ", ".join(part for part in parts if part) or load_wordings().not_known
    return words["short"].format(token=citation.token, title=source_title(citation), where=where)


def status_line(columns: Iterable[ViewColumn], row: ViewRow) -> str:
    """Return in words what each cell of a row rests on, for files whose cells hold nothing but their text."""
    said = ((column.title, " ".join(row.cells[column.id].marks)) for column in columns)
    return "\n".join(f"{title}: {marks}" for title, marks in said if marks)
