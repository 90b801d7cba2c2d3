"""A returned Word file, its tracked changes taken as accepted."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from assistant.export.cleaning import plain
from assistant.export.origin import Origin, from_properties
from assistant.export.returned import (
    ARCHIVE_FAULTS,
    Returned,
    ReturnedCell,
    ReturnedRow,
    TableMissingError,
    check_archive,
    damaged,
)
from assistant.export.word import ROW_PLACE
from assistant.export.word_styles import MARK

_GONE = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SPECIAL = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\N{NON-BREAKING HYPHEN}"}
_CHANGES = {qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")}
_ROW_PLACE = re.compile(re.escape(ROW_PLACE) + r"(\d+)")
_FAULTS = (OpcError, SyntaxError, KeyError, ValueError, AttributeError, TypeError, *ARCHIVE_FAULTS, OSError)


def read_word(path: Path, number_title: str, titles: Collection[str]) -> Returned:
    """Return what stands in the draft's table of a returned Word file.

    Args:
        path: the file.
        number_title: the head of the column of numbers.
        titles: the heads of the other columns, by which the table is known.

    Raises:
        ReturnedFileError: it is no sound Word file, or has no such table.
    """
    check_archive(path)
    try:
        document = docx.Document(str(path))
        table = _table(document, number_title, titles)
        origin = _origin(document)
        notes = tuple(_notes(document, table)) if table is not None else ()
        rows = [(row, _cells(row)) for row in _rows(table)] if table is not None else []
    except _FAULTS as error:
        raise damaged(path) from error
    if not rows:
        raise TableMissingError(path, origin)
    style = _style_id(document)
    heads = tuple(_text(cell) for cell in rows[0][1])
    return Returned(
        origin=origin,
        heads=heads[1:],
        rows=tuple(_row(row, cells, len(heads), style) for row, cells in rows[1:]),
        notes=notes,
    )


def _table(document: Document, number_title: str, titles: Collection[str]) -> Any:
    """Return the table whose first row is likest the draft's; None where none has its first head and another."""
    wanted = {plain(title).casefold() for title in titles}
    best, most = None, 0
    for table in document.element.body.iter(qn("w:tbl")):
        first = next(iter(_rows(table)), None)
        heads = [_text(cell).casefold() for cell in _cells(first)] if first is not None else []
        found = len(wanted.intersection(heads[1:])) if heads[:1] == [number_title.casefold()] else 0
        if found > most:
            best, most = table, found
    return best


def _rows(table: Any) -> Iterator[Any]:
    for row in table.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr"):
        if not row.xpath("./w:trPr/w:del"):
            yield row


def _cells(row: Any) -> list[Any]:
    return list(row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc"))


def _row(row: Any, cells: list[Any], width: int, style: str | None) -> ReturnedRow:
    places = (_ROW_PLACE.fullmatch(mark.get(qn("w:name"), "")) for mark in row.iter(qn("w:bookmarkStart")))
    key = next((place[1] for place in places if place), None)
    merged = len(cells) != width or any(cell.xpath("./w:tcPr/w:vMerge | ./w:tcPr/w:gridSpan") for cell in cells)
    read = tuple(None if merged else _cell(cell, style) for cell in cells[1:])
    return ReturnedRow(key=key, number=_text(cells[0]) if cells else "", cells=read or (None,) * (width - 1))


def _cell(cell: Any, style: str | None) -> ReturnedCell:
    paragraphs = list(cell.iter(qn("w:p")))
    styles = (paragraph.xpath("string(./w:pPr/w:pStyle/@w:val)") for paragraph in paragraphs)
    return ReturnedCell(
        lines=tuple("".join(_words(paragraph)) for paragraph in paragraphs),
        marked=tuple(bool(style) and name == style for name in styles),
    )


def _text(cell: Any) -> str:
    return plain("\n".join("".join(_words(paragraph)) for paragraph in cell.iter(qn("w:p"))))


def _words(element: Any) -> Iterator[str]:
    """Yield the words of an element as they stand once every tracked change is accepted."""
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SPECIAL:
            yield _SPECIAL[child.tag]
        elif child.tag != qn("w:pPr"):
            yield from _words(child)


def _style_id(document: Document) -> str | None:
    found = (style.style_id for style in document.styles if style.name == MARK)
    return next(found, None)


def _origin(document: Document) -> Origin | None:
    for relation in document.part.package.rels.values():
        if relation.reltype.endswith("/custom-properties") and not relation.is_external:
            properties = parse_xml(relation.target_part.blob)
            return from_properties({one.get("name", ""): "".join(one.itertext()) for one in properties})
    return None


def _notes(document: Document, table: Any) -> Iterator[str]:
    if any(element.tag in _CHANGES for element in table.iter()):
        yield "The file has tracked changes; they were taken as accepted."
    if next(document.element.body.iter(qn("w:commentReference")), None) is not None:
        yield "The file has comments; they are not read, and stay in the file."
