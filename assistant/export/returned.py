"""What stands in a returned file, whatever kind it is: heads, rows and where it came from."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ReturnedFileError
from assistant.export.origin import Origin
from assistant.export.wordings import load_wordings

# An encrypted office file, or one of the old binary kind, begins so.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# No office program declares entities; a file that does is made to do harm. It stands at the head of a part.
_DECLARATIONS, _HEAD = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be")), 4096
# What reading a spoilt archive fails with.
ARCHIVE_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True)
class ReturnedCell:
    """The lines of a cell, and which of them are in the style of what we say beneath a text."""

    lines: tuple[str, ...]
    marked: tuple[bool, ...]

    @classmethod
    def of(cls, text: str) -> "ReturnedCell":
        """Return the cell of a file that holds nothing in a cell but its text."""
        return cls((text,), (False,))


@dataclass(frozen=True)
class ReturnedRow:
    """A row: its key and number as they stand in the file, and a cell for each head; None where cells are merged."""

    key: str | None
    number: str
    cells: tuple[ReturnedCell | None, ...]


@dataclass(frozen=True)
class Returned:
    """A returned file. ``place`` says of a row where it stood when it was written, by its key."""

    origin: Origin | None
    heads: tuple[str, ...]
    rows: tuple[ReturnedRow, ...]
    notes: tuple[str, ...] = ()


def check_archive(path: Path) -> None:
    """Refuse what is no sound office file before any part of it is read.

    Raises:
        ReturnedFileError: it is damaged, encrypted, far too large, or declares entities.
    """
    words = load_wordings()
    try:
        if (size := path.stat().st_size) > words.largest_file:
            raise too_large(path, size)
        with path.open("rb") as file:
            if file.read(len(_OLE)) == _OLE:
                raise ReturnedFileError(
                    f"{path.name} is encrypted or of the old kind; save a copy without a password as {path.suffix}."
                )
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > words.largest_unpacked:
                raise ReturnedFileError(f"{path.name} unpacks to far more than a draft can hold; nothing was read.")
            for part in archive.infolist():
                with archive.open(part) as opened:
                    head = opened.read(_HEAD)
                    if any(mark in head for mark in _DECLARATIONS):
                        raise ReturnedFileError(
                            f"{path.name} declares entities of its own in {part.filename}, which no office program "
                            "does; nothing was read. Save it anew in Word, Excel or LibreOffice."
                        )
    except OSError as error:
        raise ReturnedFileError(f"{path} cannot be read ({error.strerror or error}); is it there?") from error
    except ARCHIVE_FAULTS as error:
        raise damaged(path) from error


def too_large(path: Path, size: int) -> ReturnedFileError:
    """Return the failure of a file that is larger than any draft."""
    most = load_wordings().largest_file
    return ReturnedFileError(
        f"{path.name} has {size / 1e6:.0f} MB, more than a draft can have ({most / 1e6:.0f} MB at most); take out "
        "pictures that were put into it, or export the draft again."
    )


def damaged(path: Path) -> ReturnedFileError:
    """Return the failure of a file that is not what its name says, or not whole."""
    return ReturnedFileError(
        f"{path.name} is damaged or no {path.suffix} file; open it in the program that made it and save it again."
    )


class TableMissingError(ReturnedFileError):
    """The table of the draft was not found in a file; ``origin`` is what else the file says of where it is from."""

    def __init__(self, path: Path, origin: Origin | None) -> None:
        super().__init__(
            f"The table of a draft was not found in {path.name}: its first row must be the heads as they were exported."
        )
        self.origin = origin
