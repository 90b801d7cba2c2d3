"""A returned file read back: the edits that it asks for."""

from pathlib import Path

from assistant.drafting.contracts import Checklist, Draft
from assistant.errors import ReturnedFileError
from assistant.export.matching import match
from assistant.export.merging import ReadBack, merge
from assistant.export.origin import Origin, digest_of, origin_of
from assistant.export.returned import Returned, TableMissingError
from assistant.export.view import View
from assistant.export.writing import view_of

SUFFIXES = (".docx", ".xlsx", ".csv")


def read_back(path: Path, base: Draft | Checklist, current: Draft | Checklist | None = None) -> ReadBack:
    """Return the edits that bring what was changed in a returned file into the draft.

    Args:
        path: a file that was written from ``base``, edited since.
        base: the draft as it was when the file was written.
        current: the draft as it is now, where it was changed since; what both changed is left to decide.

    Raises:
        ReturnedFileError: the file is of another kind, damaged, of another draft or of another version.
    """
    view = view_of(base, origin_of(base))
    returned = _read(path, view)
    if returned.origin is None:
        raise ReturnedFileError(
            f"{path.name} does not say which draft it is of; give a file that was exported from this program, edited "
            "and saved in the same format."
        )
    if returned.origin.digest != digest_of(base):
        raise ReturnedFileError(
            f"{path.name} was not written from this version of this draft{_said(returned.origin)}; nothing was read."
        )
    now = base if current is None else current
    return merge(now, view, view_of(now, origin_of(now)), match(view, returned))


def read_origin(path: Path, document: Draft | Checklist) -> Origin:
    """Return which draft and version a returned file says that it was made of.

    Args:
        path: the file.
        document: any version of the draft that it is thought to be of; its heads tell the table.

    Raises:
        ReturnedFileError: the file is of another kind, damaged, or does not say.
    """
    try:
        origin = _read(path, view_of(document, origin_of(document))).origin
    except TableMissingError as error:
        # A file of a draft with other columns is told as that, not as one without a table.
        if error.origin is None or error.origin.draft is None:
            raise
        origin = error.origin
    if origin is None:
        raise ReturnedFileError(f"{path.name} does not say which draft it is of; was it exported from this program?")
    return origin


def _said(origin: Origin) -> str:
    return f": it says draft {origin.draft}, version {origin.version}" if origin.draft else ""


def _read(path: Path, view: View) -> Returned:
    titles = [column.title for column in view.columns]
    if path.is_file() and path.stat().st_size == 0:
        raise ReturnedFileError(f"{path.name} is empty, of 0 bytes; save it again in the program that made it.")
    match path.suffix.lower():
        case ".docx":
            from assistant.export.word_reading import read_word

            return read_word(path, view.number_title, titles)
        case ".xlsx":
            from assistant.export.excel_reading import read_excel

            return read_excel(path, view.number_title, titles)
        case ".csv":
            from assistant.export.separated_reading import read_separated

            return read_separated(path, view.number_title)
    raise ReturnedFileError(f"{path.name} cannot be read back; only {', '.join(SUFFIXES)} can.")
