"""One way to write a draft as a file, whatever kind of file it is."""

from collections.abc import Callable
from pathlib import Path

from assistant.drafting.contracts import Checklist, Draft
from assistant.errors import ExportError
from assistant.export.atomic import written_whole
from assistant.export.checklist_view import checklist_view
from assistant.export.draft_view import draft_view
from assistant.export.origin import Origin, origin_of
from assistant.export.view import View

SUFFIXES = (".docx", ".xlsx", ".md", ".csv")


def write(document: Draft | Checklist, path: Path, *, draft: str | None = None, version: int | None = None) -> None:
    """Write a draft or a checklist as a file of the kind that its name ends with.

    Args:
        document: what is written.
        path: where to; a file that is there is replaced once the new one is whole.
        draft: the id under which it is kept, so that a returned file finds it.
        version: the version of it that is written.

    Raises:
        ExportError: the name has another ending, or the file cannot be written.
    """
    writer = _writer(path)
    view = view_of(document, origin_of(document, draft, version))
    with written_whole(path) as aside:
        writer(view, aside)


def view_of(document: Draft | Checklist, origin: Origin) -> View:
    """Return what files show of a draft or a checklist."""
    return draft_view(document, origin) if isinstance(document, Draft) else checklist_view(document, origin)


def _writer(path: Path) -> Callable[[View, Path], None]:
    match path.suffix.lower():
        case ".docx":
            from assistant.export.word import write_word

            return write_word
        case ".xlsx":
            from assistant.export.excel import write_excel

            return write_excel
        case ".md":
            from assistant.export.markdown import write_markdown

            return write_markdown
        case ".csv":
            from assistant.export.separated import write_separated

            return write_separated
    kinds = ", ".join(SUFFIXES)
    raise ExportError(f"A draft cannot be written as '{path.name}'; end the name with one of {kinds}.")
