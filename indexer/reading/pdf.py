"""PDF files."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import UnreadableFileError
from indexer.reading.markdown import read_markdown
from indexer.reading.reading import FileReading
from indexer.settings import ReadingPolicy

_PAGE_NUMBER = re.compile(r"^[-–| ]*\d+(?: ?(?:of|/) ?\d+)?[-–| ]*$|\bpage \d+(?: of \d+)?$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_FEWEST_PAGES_WITH_FURNITURE = 3


def read_pdf(path: Path, policy: ReadingPolicy) -> FileReading:
    """Read the text of a PDF page by page; raises UnreadableFileError where it is damaged, encrypted or a scan."""
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
    return FileReading(blocks=tuple(read_markdown(_pdf_lines(pages))), pages=len(pages))


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
