"""A returned Excel file: the values of its table, typed ones as they are shown."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from assistant.export.cleaning import plain
from assistant.export.origin import from_properties
from assistant.export.returned import (
    ARCHIVE_FAULTS,
    Returned,
    ReturnedCell,
    ReturnedRow,
    TableMissingError,
    check_archive,
    damaged,
)
from assistant.export.wordings import load_wordings

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What is formatted far below the table makes a sheet seem a million rows long; no draft has so many.
_MOST_ROWS, _MOST_COLUMNS, _HEAD_WITHIN = 5000, 100, 20
_FAULTS = (
    InvalidFileException,
    SyntaxError,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    *ARCHIVE_FAULTS,
    IndexError,
    OSError,
)


def read_excel(path: Path, number_title: str, titles: Collection[str]) -> Returned:
    """Return what stands in the draft's table of a returned Excel file.

    Args:
        path: the file.
        number_title: the head of the column of numbers.
        titles: the heads of the other columns, by which the table is known.

    Raises:
        ReturnedFileError: it is no sound Excel file, or has no such table.
    """
    check_archive(path)
    try:
        book = load_workbook(path)
        origin = from_properties({one.name: str(one.value or "") for one in book.custom_doc_props.props})
        found = next(filter(None, (_head(sheet, number_title, titles) for sheet in book.worksheets)), None)
        if found is None:
            raise TableMissingError(path, origin)
        sheet, head, columns = found
        values = _Values(path, sheet.title)
        rows = tuple(_row(sheet, number, columns, values) for number in range(head + 1, _last(sheet) + 1))
    except _FAULTS as error:
        raise damaged(path) from error
    return Returned(origin=origin, heads=tuple(columns.heads), rows=rows, notes=tuple(values.notes))


class _Columns:
    """Where the key, the number and the other heads stand in a sheet."""

    def __init__(self, heads: dict[int, str], number_title: str) -> None:
        key = load_wordings().table["key"].casefold()
        self.key = next((place for place, head in heads.items() if head.casefold() == key), None)
        self.number = next(place for place, head in heads.items() if head.casefold() == number_title.casefold())
        self.places = [place for place, head in heads.items() if place not in (self.key, self.number) and head]
        self.heads = [heads[place] for place in self.places]


class _Values:
    """The values that Excel worked out for formulas; the file is read a second time only where it has some."""

    def __init__(self, path: Path, sheet: str) -> None:
        self._path, self._title = path, sheet
        self._sheet: Any = None
        self.notes: list[str] = []

    def of(self, cell: Any) -> str | None:
        """Return the text of a cell; None where it is a formula whose value the file does not hold."""
        value = cell.value
        if cell.data_type == "f":
            if self._sheet is None:
                self._sheet = load_workbook(self._path, data_only=True)[self._title]
            value = self._sheet[cell.coordinate].value
            lost = value is None
            told = "has no value in the file and was left out" if lost else "was read as its value"
            self.notes.append(f"The formula in {cell.coordinate} {told}.")
            if lost:
                return None
        return _in_words(value, cell.number_format)


def _in_words(value: Any, number_format: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime() if value.time() == time():
            return f"{value.day} {value:%B %Y}"
        case datetime():
            return f"{value.day} {value:%B %Y %H:%M}"
        case date():
            return f"{value.day} {value:%B %Y}"
        case int() | float():
            return _number(value, number_format)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:.10g}%"
    if "£" in number_format:
        return f"£{value:,.0f}" if float(value).is_integer() else f"£{value:,.2f}"
    return str(int(value)) if float(value).is_integer() else f"{value:.15g}"


def _head(sheet: Any, number_title: str, titles: Collection[str]) -> tuple[Any, int, _Columns] | None:
    wanted = {plain(title).casefold() for title in titles}
    for number in range(1, min(sheet.max_row, _HEAD_WITHIN) + 1):
        texts = _heads(sheet, number)
        folded = {text.casefold() for text in texts.values()}
        if number_title.casefold() in folded and wanted & folded:
            return sheet, number, _Columns(texts, number_title)
    return None


def _heads(sheet: Any, row: int) -> dict[int, str]:
    places = range(1, min(sheet.max_column, _MOST_COLUMNS) + 1)
    return {place: plain(_in_words(sheet.cell(row, place).value, "General")) for place in places}


def _last(sheet: Any) -> int:
    return min(int(sheet.max_row), _MOST_ROWS)


def _row(sheet: Any, number: int, columns: _Columns, values: _Values) -> ReturnedRow:
    key = _text(sheet, number, columns.key) if columns.key else ""
    return ReturnedRow(
        key=key or None,
        number=_text(sheet, number, columns.number),
        cells=tuple(_cells(sheet, number, columns, values)),
    )


def _cells(sheet: Any, number: int, columns: _Columns, values: _Values) -> Iterator[ReturnedCell | None]:
    for place in columns.places:
        cell = sheet.cell(number, place)
        text = None if isinstance(cell, MergedCell) else values.of(cell)
        yield None if text is None else ReturnedCell.of(text)


def _text(sheet: Any, row: int, column: int) -> str:
    return plain(_in_words(sheet.cell(row, column).value, "General"))
