import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from indexer_making import cells
from office_making import archive

from indexer.contracts import Block
from indexer.errors import UnreadableFileError
from indexer.reading.files import read_file
from indexer.reading.numberformats import shown
from indexer.settings import load_policy

POLICY = load_policy().reading


def read(path: Path, content: str | bytes) -> tuple[Block, ...]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, POLICY).blocks


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def workbook(*rows: Sequence[Any], change: Callable[[Any], object] | None = None) -> bytes:
    """Return a workbook of one sheet, 'Plan', changed before it is saved."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Plan"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(made)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_values_are_separated_as_the_file_separates_them(tmp_path: Path, delimiter: str) -> None:
    lines = (("Action", "Lead", "When"), ("Open a clinic", "Ann", "May"), ("Run a club", "Bob", "June"))
    found = read(tmp_path / "a.csv", "\r\n".join(delimiter.join(line) for line in lines))
    assert cells(found[0]) == [("Action", "Open a clinic"), ("Lead", "Ann"), ("When", "May")]
    assert [(block.kind.value, block.table) for block in found] == [("table_row", 1)] * 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.tsv", "Action\tLead\nClinic, club\tAnn\n", id="tabs by the ending"),
        pytest.param("a.csv", "sep=;\nAction;Lead\nClinic, club;Ann\n", id="named in the first line"),
        pytest.param("a.csv", 'Action,Lead\n"Clinic, club",Ann\n', id="quoted"),
    ],
)
def test_a_comma_in_a_cell_is_no_end_of_it(tmp_path: Path, name: str, text: str) -> None:
    assert cells(read(tmp_path / name, text)[0]) == [("Action", "Clinic, club"), ("Lead", "Ann")]


def test_words_in_a_cell_are_kept_as_they_are(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", 'Action,Lead\n"a*b* <b>\n_c_ &amp; ""d""",Ann\n')
    assert cells(found[0])[0] == ("Action", 'a*b* <b>\n_c_ &amp; "d"')


def test_rows_of_any_length_are_read(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", "Action,Lead\nClinic\n\nClub,Bob,by May,,\n")
    assert [len(block.cells) for block in found] == [1, 3]


def test_a_million_empty_cells_are_none(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", f"Action,Lead\n{',' * 10**6}\nClub,Bob\n")
    assert [block.text for block in found] == ["Club\tBob"]


def test_one_column_is_read(tmp_path: Path) -> None:
    assert [block.text for block in read(tmp_path / "a.csv", "Action\nOpen\nClose\n")] == ["Open", "Close"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("Action,Lead\n" + "x," * 10**6 + "x\n", "row 2 has 1000001 cells", id="a million columns"),
        pytest.param('Action,Lead\n"' + "never closed " * 20000, "row 2 cannot be read", id="an open quotation mark"),
        pytest.param(workbook(["a"]), "binary", id="a workbook"),
        pytest.param(",,\n,,\n", "no text", id="no words"),
        pytest.param("", "empty", id="empty"),
    ],
)
def test_what_is_no_csv_is_refused_with_a_reason(tmp_path: Path, content: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        read(tmp_path / "a.csv", content)
    assert str(refused.value).startswith("a.csv: ")


def test_each_visible_sheet_is_a_heading_over_its_rows(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for name, state in (("Money", "visible"), ("Notes", "hidden"), ("Empty", "visible"), ("People", "visible")):
        sheet = made.create_sheet(name)
        sheet.sheet_state = state
        if name != "Empty":
            for row in (("Action", "Lead"), ("Clinic", name)):
                sheet.append(row)
    found = read(tmp_path / "a.xlsx", saved(made))
    assert [(block.kind.value, block.text, block.level, block.table) for block in found] == [
        ("heading", "Money", 1, None),
        ("table_row", "Clinic\tMoney", None, 1),
        ("heading", "People", 1, None),
        ("table_row", "Clinic\tPeople", None, 2),
    ]


def test_titles_above_a_table_are_paragraphs_and_empty_edges_are_dropped(tmp_path: Path) -> None:
    rows: tuple[list[str], ...] = (
        ["", "What we do"],
        [],
        ["", "Action", "Lead", ""],
        ["", "Clinic", "Ann", " "],
        ["", "", "Bob"],
        [],
        [" "],
    )
    found = read(tmp_path / "a.xlsx", workbook(*rows))
    assert [(block.kind.value, block.text) for block in found[1:]] == [
        ("paragraph", "What we do"),
        ("table_row", "Clinic\tAnn"),
        ("table_row", "Bob"),
    ]
    assert (cells(found[2])[0], found[3].lead_in) == (("Action", "Clinic"), "Clinic")


def test_merged_cells_are_given_once(tmp_path: Path) -> None:
    rows = (["Goal", "Spring", "Autumn"], ["Be safe", "Train nurses", None], [None, "Open", "Close"])
    found = read(
        tmp_path / "a.xlsx", workbook(*rows, change=lambda s: (s.merge_cells("A2:A3"), s.merge_cells("B2:C2")))
    )
    assert [(block.text, block.lead_in) for block in found[1:]] == [
        ("Be safe\tTrain nurses", None),
        ("Open\tClose", "Be safe"),
    ]


def test_values_are_plain_and_days_are_iso(tmp_path: Path) -> None:
    values = (3.0, 0.1 + 0.2, dt.date(2014, 3, 1), dt.datetime(2014, 3, 1, 9, 30), dt.time(9, 30), True, "a*b*")
    found = read(tmp_path / "a.xlsx", workbook(["x", *values], ["y", "z"]))
    assert [text for _, text in cells(found[1])][1:] == [
        "3", "0.3", "2014-03-01", "2014-03-01 09:30", "09:30", "TRUE", "a*b*",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.12, "0%", "12%"),
        (0.125, "0.0%", "12.5%"),
        (3.0, "General", "3"),
        (1234567.0, "General", "1234567"),
        (1234567.4, "#,##0", "1,234,567"),
        (1.5, "0.00", "1.50"),
        (1.5, "0.0#", "1.5"),
        (27150102, '"£"#,##0', "£27,150,102"),
        (-4.5, "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", "-£4.50"),
        (12.0, "_-* #,##0_-", "12"),
        (0.004, "0.00", "0.00"),
        (float("nan"), "0", ""),
        (2.5, "# ?/?", "2.5"),
    ],
)
def test_numbers_are_as_the_sheet_shows_them(value: float, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_formulas_give_their_value_never_themselves(tmp_path: Path) -> None:
    data = workbook(["Births", "Moves", "All"], [4, 3, "=A2+B2"])
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = {name: made.read(name).decode() for name in made.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert [text for _, text in cells(read(tmp_path / "a.xlsx", data)[1])] == ["4", "3"]
    parts[sheet] = parts[sheet].replace("<v />", "<v>7</v>").replace("<v></v>", "<v>7</v>").replace("<v/>", "<v>7</v>")
    assert [text for _, text in cells(read(tmp_path / "b.xlsx", archive(parts))[1])] == ["4", "3", "7"]
    errors = parts | {sheet: parts[sheet].replace('r="C2"', 'r="C2" t="e"').replace("<v>7</v>", "<v>#REF!</v>")}
    assert [text for _, text in cells(read(tmp_path / "c.xlsx", archive(errors))[1])] == ["4", "3"]


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"not a zip", "not an Excel workbook", id="in name alone"),
        pytest.param(workbook(["a"])[:-200], "not an Excel workbook", id="cut short"),
        pytest.param(archive({"word/document.xml": "<a/>"}), "no Excel workbook", id="a Word file"),
        pytest.param(archive({"[Content_Types].xml": "<a/>", "xl/a.xml": "<a/>"}), "damaged", id="half a workbook"),
        pytest.param(archive({"xl/worksheets/sheet1.xml": LAUGHS}), "declares a document type", id="entities"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"encrypted or of the old kind", id="encrypted"
        ),
        pytest.param(workbook(), "no text", id="no words"),
        pytest.param(workbook([None, "=A1"]), "no text", id="formulas that were never counted"),
        pytest.param(b"", "empty", id="empty"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        read(tmp_path / "a.xlsx", content)
    assert str(refused.value).startswith("a.xlsx: ")


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(["a", "b"]))
    with pytest.raises(UnreadableFileError, match="over the limit of 0 MB"):
        read_file(path, POLICY.model_copy(update={"max_unpacked_bytes": 1000}))


def test_a_cell_in_the_last_corner_does_no_harm(tmp_path: Path) -> None:
    found = read(tmp_path / "a.xlsx", workbook(["x", 4], change=lambda s: s.cell(100_000, 16384, "far")))
    assert [block.text for block in found] == ["Plan", "x\t4", "far"]
