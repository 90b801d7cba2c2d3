"""Office files as the zip archives that they are: what must hold before any part is read."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from indexer.errors import UnreadableFileError
from indexer.settings import ReadingPolicy

# The old binary formats begin so, and so do the new ones when a password encrypts them.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A document type stands at the head of a part; no office program writes one, and only there can entities be declared.
_HEAD = 4096
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    OSError,
    AttributeError,
    TypeError,
    IndexError,
)


class OfficeKind(NamedTuple):
    """How messages name a kind of file: "Word", "Word document", ".docx", ".doc"."""

    program: str
    file: str
    suffix: str
    old: str


@contextmanager
def opened(path: Path, policy: ReadingPolicy, kind: OfficeKind) -> Iterator[zipfile.ZipFile]:
    """Open an office file; what goes wrong while its parts are read is the file's failure.

    Raises:
        UnreadableFileError: not such a file, damaged, encrypted, with entities of its own, or unpacking to too much.
    """
    data = path.read_bytes()
    if data.startswith(_OLE):
        raise UnreadableFileError(
            f"{path.name}: the {kind.program} file is encrypted or of the old kind ({kind.old}); "
            f"save a copy without a password as {kind.suffix}."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(path, archive, policy, kind)
            yield archive
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(
            f"{path.name}: this is not {kind.file}, or it is damaged or encrypted; open it and save it as "
            f"{kind.suffix}."
        ) from error
    except RecursionError as error:
        raise UnreadableFileError(
            f"{path.name}: its parts are nested too deep to be read; open it and save it again."
        ) from error
    except _FAULTS as error:
        raise UnreadableFileError(
            f"{path.name}: the {kind.program} file is damaged ({error}); open and save it again."
        ) from error


def _check(path: Path, archive: zipfile.ZipFile, policy: ReadingPolicy, kind: OfficeKind) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(f"{path.name}: the {kind.program} file is encrypted; save a copy without a password.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > policy.max_unpacked_bytes:
        raise UnreadableFileError(
            f"{path.name}: it unpacks to {unpacked / 1e6:.0f} MB, "
            f"over the limit of {policy.max_unpacked_bytes / 1e6:.0f} MB."
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _declares_type(archive, part):
            raise UnreadableFileError(
                f"{path.name}: its part {part.filename} declares a document type, as no {kind.program} file does; "
                "open it and save it again."
            )


def _declares_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        head = stream.read(_HEAD)
    return b"<!DOCTYPE" in head.replace(b"\0", b"")
