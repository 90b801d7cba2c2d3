"""One file to blocks, by its format."""

from pathlib import Path

from indexer.errors import UnreadableFileError, UnsupportedFileError
from indexer.reading.html import read_html
from indexer.reading.pdf import read_pdf
from indexer.reading.reading import FileReading
from indexer.reading.sheets import read_csv, read_xlsx
from indexer.reading.text import read_text
from indexer.reading.unseen import seen
from indexer.reading.word import read_docx
from indexer.settings import ReadingPolicy

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
}
_READERS = {
    "txt": read_text,
    "md": read_text,
    "pdf": read_pdf,
    "docx": read_docx,
    "html": read_html,
    "csv": read_csv,
    "xlsx": read_xlsx,
}


def read_file(path: Path, policy: ReadingPolicy) -> FileReading:
    """Read a file of a known format.

    Raises:
        UnsupportedFileError: no reader for the file's suffix.
        UnreadableFileError: empty, too large, damaged, encrypted or without text; the message says which.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise UnsupportedFileError(
            f"{path.name}: files of type '{path.suffix}' are not read; give one of {', '.join(sorted(SUFFIXES))}."
        )
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(f"{path.name}: the file is empty (0 bytes); check that it was saved or copied whole.")
    if size > policy.max_bytes[kind]:
        raise UnreadableFileError(
            f"{path.name}: {size / 1e6:.0f} MB is over the limit of {policy.max_bytes[kind] / 1e6:.0f} MB for "
            f"{kind} files; split it, or raise the limit in indexer/policy.yaml."
        )
    reading = _READERS[kind](path, policy)
    reading = reading.model_copy(update={"blocks": tuple(map(seen, reading.blocks))})
    if not any(block.text.strip() for block in reading.blocks):
        raise UnreadableFileError(f"{path.name}: no text was found in it; there is nothing to index.")
    return reading
