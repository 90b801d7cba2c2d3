"""One file to blocks, by its format."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from indexer.contracts import Block, Contract
from indexer.errors import UnreadableFileError, UnsupportedFileError
from indexer.reading.markdown import read_markdown
from indexer.settings import ReadingPolicy

SUFFIXES = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".pdf": "pdf", ".docx": "docx"}
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_PAGE_NUMBER = re.compile(r"^[-–| ]*\d+(?: ?(?:of|/) ?\d+)?[-–| ]*$|\bpage \d+(?: of \d+)?$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_FEWEST_PAGES_WITH_FURNITURE = 3


class FileReading(Contract):
    """What stands in one file."""

    blocks: tuple[Block, ...]
    pages: int | None
    front_matter: dict[str, object] | None


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
    if not any(block.text.strip() for block in reading.blocks):
        raise UnreadableFileError(f"{path.name}: no text was found in it; there is nothing to index.")
    return reading


def _read_text(path: Path, _policy: ReadingPolicy) -> FileReading:
    text = _decode(path)
    front_matter = None
    if opening := _FRONT_MATTER.match(text):
        front_matter = _front_matter(path, opening.group(1))
        text = text[opening.end() :]
    # Only what we wrote ourselves names the places on which it rests, and what we wrote has front matter.
    blocks = read_markdown(((line, None) for line in text.splitlines()), addressed=front_matter is not None)
    return FileReading(blocks=tuple(blocks), pages=None, front_matter=front_matter)


def _decode(path: Path) -> str:
    data = path.read_bytes()
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError(f"{path.name}: this is not text (it holds binary data); check the file's ending.")
    for encoding in ("utf-16", "utf-8-sig") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(f"{path.name}: its characters are neither UTF-8 nor Windows-1252; save it as UTF-8.")


def _front_matter(path: Path, text: str) -> dict[str, object]:
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UnreadableFileError(f"{path.name}: the front matter is not valid YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise UnreadableFileError(f"{path.name}: the front matter between '---' lines must be 'key: value' lines.")
    return loaded


def _read_pdf(path: Path, policy: ReadingPolicy) -> FileReading:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(f"{path.name}: the PDF is encrypted; save a copy without a password.")
        pages = [page.extract_text() or "" for page in reader.pages]
    except FileNotDecryptedError as error:
        raise UnreadableFileError(f"{path.name}: the PDF is encrypted; save a copy without a password.") from error
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        NotImplementedError,
        RecursionError,
        OSError,
    ) as error:  # what pypdf raises on 1,500 mutated files
        raise UnreadableFileError(
            f"{path.name}: the PDF is damaged ({type(error).__name__}: {error}); open and save it again."
        ) from error
    if sum(map(len, pages)) < policy.min_characters_per_page * max(1, len(pages)):
        raise UnreadableFileError(
            f"{path.name}: no text: needs OCR ({len(pages)} pages hold {sum(map(len, pages))} characters; a scan?)."
        )
    return FileReading(blocks=tuple(read_markdown(_pdf_lines(pages))), pages=len(pages), front_matter=None)


def _pdf_lines(pages: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the lines of pages without running headers and footers, a blank line where a paragraph ends."""
    furniture = _furniture(pages)
    for number, page in enumerate(pages, start=1):
        lines = [line for line in page.splitlines() if _faceless(line) not in furniture]
        widths = sorted(len(line) for line in lines if line.strip())
        full = widths[int(0.9 * (len(widths) - 1))] if widths else 0
        for line in lines:
            yield line, number
            if len(line) < 0.8 * full:
                yield "", number


def _furniture(pages: list[str]) -> set[str]:
    """Return the lines, their digits hidden, that stand at the top or foot of half the pages."""
    if len(pages) < _FEWEST_PAGES_WITH_FURNITURE:
        return set()
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        edges.update({_faceless(line) for line in (*lines[:2], *lines[-2:])})
    return {line for line, count in edges.items() if count >= len(pages) / 2}


def _faceless(line: str) -> str:
    """Hide the number of a page in a line that says it; 'Priority 1', 'Priority 2' are headings."""
    bare = line.strip()
    return _DIGITS.sub("#", bare) if _PAGE_NUMBER.search(bare) else bare


def _read_docx(path: Path, policy: ReadingPolicy) -> FileReading:
    from markitdown import MarkItDown
    from markitdown._exceptions import MarkItDownException
    from markitdown.converters import DocxConverter

    data = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise UnreadableFileError(f"{path.name}: the Word file is encrypted; save a copy without a password.")
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(
            f"{path.name}: this is not a Word document, or it is damaged or encrypted; open it and save it as .docx."
        ) from error
    if unpacked > policy.max_unpacked_bytes:
        raise UnreadableFileError(
            f"{path.name}: it unpacks to {unpacked / 1e6:.0f} MB, "
            f"over the limit of {policy.max_unpacked_bytes / 1e6:.0f} MB."
        )
    # With its other converters a zip of anything would be read as an archive of files.
    converter = MarkItDown(enable_builtins=False, enable_plugins=False)
    converter.register_converter(DocxConverter())  # type: ignore[no-untyped-call]
    try:
        markdown = converter.convert_stream(io.BytesIO(data), file_extension=".docx").markdown
    except (MarkItDownException, ValueError, KeyError, AttributeError, OSError) as error:
        raise UnreadableFileError(
            f"{path.name}: the Word file is damaged ({error}); open and save it again."
        ) from error
    lines = (_ESCAPED.sub(r"\1", line) for line in markdown.splitlines())
    return FileReading(blocks=tuple(read_markdown((line, None) for line in lines)), pages=None, front_matter=None)


_READERS = {"txt": _read_text, "md": _read_text, "pdf": _read_pdf, "docx": _read_docx}
