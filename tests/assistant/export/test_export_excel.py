"""The Excel file: sheets, filters, and that no text is taken for a formula."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from drafts_making import NEEDED, checklist, draft, quoted, row
from openpyxl import load_workbook

from assistant.export import read_back, write

DANGEROUS = [
    "=1+1",
    "+44 20 7946 0000",
    "-5% of visits",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "'=1+1",
    "#REF!",
    "_x0041_ and _x005F_x0041_",
    "TRUE",
    "007",
    "1/2",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "draft.xlsx"


def _opened(path: Path, document: Any) -> Any:
    write(document, path)
    return load_workbook(path)


def _texts(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_the_sheets_and_their_heads(path: Path) -> None:
    book = _opened(path, draft())
    assert book.sheetnames == ["Draft", "Evidence", "Sources", "About"]
    assert _texts(book["Draft"])[0] == [
        *("Row key", "Ref", "Theme", "Commissioning intention", "Outcome", "Lead", "Timescale", "Evidence and status")
    ]
    assert len(_texts(book["Sources"])) == 1 + 3


def test_the_table_can_be_read_filtered_and_printed(path: Path) -> None:
    sheet = _opened(path, draft())["Draft"]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:H4", "C2", "$1:$1")
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["A"].hidden
    assert all(cell.alignment.wrap_text for line in sheet.iter_rows() for cell in line)
    with zipfile.ZipFile(path) as archive:
        # Excel makes such a row higher when its text grows.
        assert b"customHeight" not in archive.read("xl/worksheets/sheet1.xml")


def test_cells_hold_their_text_and_the_status_stands_beside_them(path: Path) -> None:
    line = _texts(_opened(path, draft())["Draft"])[2]
    assert line[:2] == ["row-2", "2"]
    assert line[5:7] == ["Moor ICB", "local input needed"]
    assert "Lead: edited by hand; the source of what stood here: [S2]" in line[7].split("\n")


def test_the_evidence_has_a_row_for_each_citation_of_each_cell(path: Path) -> None:
    document = draft()
    book = _opened(path, document)
    lines = _texts(book["Evidence"])[1:]
    cells = [cell for one in document.rows for cell in one.cells.values()]
    variants = sum(len(variant.citations) for one in document.rows for variant in one.variants)
    assert len(lines) == sum(max(len(cell.citations), 1) for cell in cells) + variants
    edited = next(line for line in lines if line[:2] == ["2", "Lead"])
    assert edited[2:6] == ["Moor ICB", "edited by hand", "S2", "Northmoor plan for children"]
    assert edited[10] == "Northmoor PCT"
    assert book["Evidence"]["E2"].hyperlink.location == "'Sources'!A2"


def test_a_checklist_offers_its_verdicts(path: Path) -> None:
    sheet = _opened(path, checklist())["Draft"]
    rules = sheet.data_validations.dataValidation
    assert [(one.formula1, str(one.sqref)) for one in rules] == [
        ('"Evidenced,Partly evidenced,No evidence found"', "D2:D4")
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_taken_for_a_formula(text: str, path: Path) -> None:
    document = draft(1).model_copy(update={"rows": (row(1, lead=quoted(text, "S1")),)})
    cell = _opened(path, document)["Draft"]["F2"]
    assert cell.data_type == "s"
    assert cell.value == re.sub(r"_(?=x[0-9A-F]{4}_)", "_x005F_", text)
    assert cell.quotePrefix == (text[0] in "=+-@\t'")
    assert read_back(path, document).edits == ()


def test_hostile_titles_columns_and_ids_are_text_too(path: Path) -> None:
    document = draft(1, title="=1+1", titles={"theme": "=2+2", "lead": "@lead"}, searched="+3")
    book = _opened(path, document)
    assert [cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value] != []
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}


def test_a_cell_longer_than_excel_holds_is_cut_and_says_so(path: Path) -> None:
    text = "\U0001f600 long " * 9000
    document = draft(1).model_copy(update={"rows": (row(1, lead=quoted(text, "S1"), theme=NEEDED),)})
    value = _opened(path, document)["Draft"]["F2"].value
    assert len(value.encode("utf-16-le")) // 2 <= 32767
    assert value.endswith("the Word file has it whole)")
    assert read_back(path, document).edits == ()


def test_the_properties_name_title_and_language(path: Path) -> None:
    book = _opened(path, draft())
    assert (book.properties.title, book.properties.language) == ("Commissioning intentions: sleep", "en-GB")


def test_an_empty_draft_has_a_head_and_no_rows(path: Path) -> None:
    book = _opened(path, draft(0, citations=(), notices=()))
    assert len(_texts(book["Draft"])) == 1
    assert any("Every passage" in str(line[1]) for line in _texts(book["About"]))
