"""Tables without a text around them: CSV files and Excel workbooks."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.contracts import Block, BlockKind
from indexer.errors import UnreadableFileError
from indexer.reading.archive import OfficeKind, opened
from indexer.reading.composing import Phrase
from indexer.reading.grids import GridCell, Table, table_rows
from indexer.reading.inline import clean_cell
from indexer.reading.numberformats import shown
from indexer.reading.reading import FileReading
from indexer.reading.text import decode
from indexer.settings import ReadingPolicy

_EXCEL = OfficeKind("Excel", "an Excel workbook", ".xlsx", ".xls")
_NAMED_DELIMITER = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_DELIMITERS = ",;\t|"
# The sniffer's patterns take a time that grows with the square of what they are given.
_SAMPLE = 4096
# No program writes wider sheets; a wider row is a list that lost its line ends.
_MAX_COLUMNS = 16384


def read_csv(path: Path, _policy: ReadingPolicy) -> FileReading:
    """Read a file of comma-, semicolon- or tab-separated values as one table.

    Raises:
        UnreadableFileError: no text, or rows or cells that no spreadsheet has.
    """
    text = decode(path)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(text)
    text = _NAMED_DELIMITER.sub("", text, count=1)
    rows: list[list[str]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            rows.append(_trimmed(path, f"row {number}", row))
    except csv.Error as error:
        raise UnreadableFileError(
            f"{path.name}: row {len(rows) + 1} cannot be read ({error}); look there for a quotation mark that is "
            "never closed."
        ) from error
    return FileReading(blocks=tuple(_table(rows, 0)[0]))


def _delimiter(text: str) -> str:
    if named := _NAMED_DELIMITER.match(text):
        return named.group(1)
    sample = text[:_SAMPLE]
    try:
        return csv.Sniffer().sniff(sample[: sample.rfind("\n") + 1] or sample, delimiters=_DELIMITERS).delimiter
    except csv.Error:
        return ","


def read_xlsx(path: Path, policy: ReadingPolicy) -> FileReading:
    """Read the visible sheets of a workbook, each as a heading over its rows.

    Raises:
        UnreadableFileError: damaged, encrypted, no workbook, or unpacking to too much.
    """
    from openpyxl import load_workbook

    blocks: list[Block] = []
    ordinal = 0
    with opened(path, policy, _EXCEL) as archive:
        if "[Content_Types].xml" not in archive.namelist() or not any(
            name.startswith("xl/") for name in archive.namelist()
        ):
            raise UnreadableFileError(
                f"{path.name}: it holds no Excel workbook, or is damaged; open it and save it as .xlsx."
            )
        workbook = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                made, ordinal = _sheet(path, sheet, ordinal)
                blocks += made
    return FileReading(blocks=tuple(blocks))


def _sheet(path: Path, sheet: Any, ordinal: int) -> tuple[list[Block], int]:
    """Return the blocks of a sheet, none where it is empty, and the ordinal of the last table."""
    # The size that a sheet states of itself may be wrong.
    sheet.reset_dimensions()
    rows = [row for row in _sheet_rows(path, sheet) if row]
    if not rows:
        return [], ordinal
    blocks = [Block(kind=BlockKind.HEADING, text=" ".join(sheet.title.split()) or "Sheet", level=1)]
    first = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    titles = (" ".join(clean_cell(_escaped("".join(row))).split()) for row in rows[:first])
    blocks += [Block(kind=BlockKind.PARAGRAPH, text=title) for title in titles if title]
    if first == len(rows):
        return blocks, ordinal
    made, ordinal = _table(_without_empty_columns(rows[first:]), ordinal)
    return blocks + made, ordinal


def _sheet_rows(path: Path, sheet: Any) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = [_cell_text(cell) if cell.value is not None else "" for cell in row]
        yield _trimmed(path, f"sheet '{sheet.title}', row {number}", texts)


def _cell_text(cell: Any) -> str:
    if cell.data_type == "e":
        return ""
    value = cell.value
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time.min
        return value.date().isoformat() if whole else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown(value, cell.number_format or "General")
    return str(value).strip()


def _trimmed(path: Path, place: str, row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    if width > _MAX_COLUMNS:
        raise UnreadableFileError(
            f"{path.name}: {place} has {width} cells, more than the {_MAX_COLUMNS} of any spreadsheet; "
            "check how its cells and lines are separated."
        )
    return row[:width]


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Drop the columns before the first that is filled; a label column may be empty in most rows."""
    filled = min(next(at for at, text in enumerate(row) if text) for row in rows)
    return [row[filled:] for row in rows]


def _table(rows: list[list[str]], ordinal: int) -> tuple[list[Block], int]:
    grid = [[GridCell(_escaped(text) if text else "") for text in row] for row in rows]
    return table_rows(Table(grid), ordinal)


def _escaped(text: str) -> str:
    phrase = Phrase()
    phrase.add(text)
    return phrase.words()
