"""PDF files."""

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableFileError
from indexer.reading.markdown import read_markdown
from indexer.reading.pdf_page import Line, Word, columns_of, drawn_marks, lines_of, words_of
from indexer.reading.pdf_tables import Table, tables_of
from indexer.reading.pdf_text import Page, text_lines
from indexer.reading.properties import properties_of
from indexer.reading.reading import FileProperties, FileReading
from indexer.settings import ReadingPolicy

# pdfminer warns of every fault that it reads over.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

# What pypdf and pdfminer raise on 1,500 mutated files, beside their own kinds.
_FAULTS = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RecursionError,
    OSError,
    AssertionError,
)
# A mark that stands on every page stands on these.
_EDGES_OF_PAGES = 3
# A page of which only the text is known is set as if with a typewriter.
_PLAIN_SIZE, _PLAIN_WIDTH, _PLAIN_LEADING = 10.0, 5.0, 12.0


def read_pdf(path: Path, policy: ReadingPolicy) -> FileReading:
    """Read a PDF page by page; raises UnreadableFileError where it is damaged, encrypted or a scan."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError(f"{path.name}: the PDF is encrypted; save a copy without a password.")
        placed = _placed_pages(path)
        pages = [placed.get(number) or _plain_page(page, number) for number, page in enumerate(reader.pages, start=1)]
    except FileNotDecryptedError as error:
        raise UnreadableFileError(f"{path.name}: the PDF is encrypted; save a copy without a password.") from error
    except (PyPdfError, *_FAULTS) as error:
        raise UnreadableFileError(
            f"{path.name}: the PDF is damaged ({type(error).__name__}: {error}); open and save it again."
        ) from error
    characters = sum(map(_characters, pages))
    if characters < policy.min_characters_per_page * max(1, len(pages)):
        raise UnreadableFileError(
            f"{path.name}: no text: needs OCR ({len(pages)} pages hold {characters} characters; a scan?)."
        )
    properties = _properties(reader, pages)  # before the lines above and below the pages are taken off
    return FileReading(blocks=tuple(read_markdown(text_lines(pages, policy))), pages=len(pages), properties=properties)


def _properties(reader: Any, pages: list[Page]) -> FileProperties:
    """Return what the file says of itself; a fault there leaves its text to be read."""
    from pypdf.errors import PyPdfError

    lines = [line.text for line in pages[0].lines] if pages else []
    for page in pages[1:_EDGES_OF_PAGES]:
        lines += [line.text for line in (*page.lines[:2], *page.lines[-2:])]
    try:
        said = reader.metadata or {}
        title, author = said.get("/Title"), said.get("/Author")
        return properties_of(title, author, lines)
    except (PyPdfError, *_FAULTS):
        return properties_of(None, None, lines)


def _placed_pages(path: Path) -> dict[int, Page]:
    """Return by their numbers the pages that pdfplumber reads, on which every word has its place."""
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    faults = (PSException, MalformedPDFException, PdfminerException, *_FAULTS)
    pages: dict[int, Page] = {}
    try:
        with closing(pdfplumber.open(path)) as opened:
            for page in opened.pages:
                try:
                    read = _placed_page(page, page.page_number)
                except faults:  # the page is left to pypdf
                    continue
                finally:
                    page.close()
                if read.items:
                    pages[read.number] = read
    except faults:  # as above
        return pages
    return pages


def _placed_page(page: Any, number: int) -> Page:
    words, marks = words_of(page), drawn_marks(page)
    tables = tables_of(page, number, words, marks)
    taken = {word for table in tables for word in table.taken}
    free = [word for word in words if word not in taken]
    items: list[Line | Table] = []
    boxes = [(table.x0, table.top, table.x1, table.bottom) for table in tables]
    for column, members in columns_of(free, boxes):
        lines = lines_of((free[i] for i in members if i < len(free)), marks, number, column)
        within = [tables[i - len(free)] for i in members if i >= len(free)]
        items += sorted([*lines, *within], key=lambda item: item.top)
    return Page(number, float(page.width), items)


def _plain_page(page: Any, number: int) -> Page:
    """Return the text of a page of pypdf as lines under each other."""
    return Page(
        number,
        0.0,
        [
            line
            for row, text in enumerate((page.extract_text() or "").splitlines())
            for line in _plain_lines(text, row, number)
        ],
    )


def _plain_lines(text: str, row: int, number: int) -> Iterator[Line]:
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        x0, x1 = at * _PLAIN_WIDTH, (at + len(word)) * _PLAIN_WIDTH
        top = row * _PLAIN_LEADING
        words.append(Word(word, x0, x1, top, top + _PLAIN_SIZE, _PLAIN_SIZE))
        at += len(word)
    yield from lines_of(words, (), number)


def _characters(page: Page) -> int:
    tables = (item for item in page.items if isinstance(item, Table))
    cells = (line for table in tables for row, _ in table.grid() for lines in row for line in lines)
    return sum(len(line.text) for line in (*page.lines, *cells))
