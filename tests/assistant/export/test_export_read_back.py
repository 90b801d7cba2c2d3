"""Returned files: every edit comes back, nothing is lost, and what is of another draft is refused."""

import copy
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from drafts_making import checklist, draft, quoted, row
from openpyxl import load_workbook

from assistant.drafting.contracts import CellState, Checklist, Draft
from assistant.drafting.editing import (
    AddRow,
    MoveColumn,
    MoveRow,
    RemoveRow,
    SetCell,
    SetItem,
    apply,
    apply_all,
)
from assistant.errors import ReturnedFileError
from assistant.export import read_back, write
from assistant.export.merging import ReadBack
from assistant.template_contracts import Verdict

HOSTILE = [
    *("=1+1", "two\nlines", " spaces ", "[S1]", "your own", "\ttab", "a  b", "x\x00\x0by"),
    *("\U0001f469\u200d\U0001f467 Ynys Môn", "line\r\nend", "local input needed", ""),
]
EDITABLE = [".docx", ".xlsx", ".csv"]
each_kind = pytest.mark.parametrize("suffix", EDITABLE)
Change = Callable[[Any], None]


def _edit_word(path: Path, change: Change) -> None:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


def _edit_excel(path: Path, change: Change) -> None:
    book = load_workbook(path)
    change(book["Draft"])
    book.save(path)


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., ReadBack]:
    """Writes a Word file, changes it as a person would, and reads it back."""

    def make(change: Change, document: Draft | Checklist | None = None, current: Any = None) -> ReadBack:
        base = document or draft()
        path = tmp_path / "draft.docx"
        write(base, path)
        _edit_word(path, change)
        return read_back(path, base, current)

    return make


@pytest.fixture
def excel(tmp_path: Path) -> Callable[..., ReadBack]:
    """The same with an Excel file."""

    def make(change: Change, document: Draft | Checklist | None = None, current: Any = None) -> ReadBack:
        base = document or draft()
        path = tmp_path / "draft.xlsx"
        write(base, path)
        _edit_excel(path, change)
        return read_back(path, base, current)

    return make


@each_kind
@pytest.mark.parametrize("document", [draft(), draft(30), draft(1), checklist(13)], ids=["3", "30", "1", "checklist"])
def test_what_was_not_changed_gives_no_edits(suffix: str, document: Draft | Checklist, tmp_path: Path) -> None:
    path = tmp_path / f"draft{suffix}"
    write(document, path)
    assert read_back(path, document) == ReadBack(edits=(), conflicts=(), notes=())


@each_kind
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_that_was_not_changed_gives_no_edits(suffix: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / f"draft{suffix}"
    document = draft(2).model_copy(update={"rows": (row(1, lead=quoted(text, "S1", notes=(text,))), row(2))})
    write(document, path)
    assert read_back(path, document) == ReadBack(edits=(), conflicts=(), notes=())


@each_kind
def test_an_edited_cell_keeps_its_source(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"draft{suffix}"
    write(draft(), path)
    if suffix == ".docx":
        _edit_word(path, lambda one: _type(one.tables[0].cell(3, 4), "Moor ICB"))
    elif suffix == ".xlsx":
        _edit_excel(path, lambda sheet: sheet.__setitem__("F4", "Moor ICB"))
    else:
        before, after = b'Northmoor PCT,local input needed,"Theme: [S3]', b'Moor ICB,local input needed,"Theme: [S3]'
        path.write_bytes(path.read_bytes().replace(before, after))
    read = read_back(path, draft())
    assert read.edits == (SetCell(row="row-3", column="lead", text="Moor ICB"),)
    cell = apply_all(draft(), read.edits).rows[2].cells["lead"]
    assert (cell.state, cell.citations, cell.before) == (CellState.EDITED, ("S3",), "Northmoor PCT")


def _type(cell: Any, text: str) -> None:
    cell.paragraphs[0].runs[0].text = text


def test_words_typed_behind_a_token_count_as_text(word: Callable[..., ReadBack]) -> None:
    def change(document: Any) -> None:
        cell = document.tables[0].cell(3, 4)
        cell.paragraphs[1].add_run(" and Moor ICB")
        document.tables[0].cell(1, 4).add_paragraph("A new line")

    texts = {edit.row: edit.text for edit in word(change).edits}  # type: ignore[union-attr]
    assert texts == {"row-1": "Northmoor PCT\nA new line", "row-3": "Northmoor PCT\nand Moor ICB"}


def test_tracked_changes_are_taken_as_accepted(word: Callable[..., ReadBack]) -> None:
    def change(document: Any) -> None:
        paragraph = document.tables[0].cell(3, 4).paragraphs[0]
        run = paragraph.runs[0]._r
        gone = OxmlElement("w:del")
        run.addprevious(gone)
        gone.append(run)
        for text in run.iter(qn("w:t")):
            text.tag = qn("w:delText")
        inserted = parse_xml(f"<w:ins {nsdecls('w')} w:id='9'><w:r><w:t>Moor ICB</w:t></w:r></w:ins>")
        gone.addnext(inserted)
        second = document.tables[0].rows[2]._tr
        second.get_or_add_trPr().append(OxmlElement("w:del"))

    read = word(change)
    assert read.edits == (SetCell(row="row-3", column="lead", text="Moor ICB"), RemoveRow(row="row-2"))
    assert any("tracked changes" in note for note in read.notes)


def test_word_rows_added_removed_and_moved(word: Callable[..., ReadBack]) -> None:
    def change(document: Any) -> None:
        table = document.tables[0]
        rows = [one._tr for one in table.rows]
        rows[0].addnext(rows[3])
        rows[2].getparent().remove(rows[2])
        new = copy.deepcopy(rows[1])
        for mark in [*new.iter(qn("w:bookmarkStart")), *new.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        rows[1].addnext(new)
        for place, text in enumerate(["", "Sleep", "Open a clinic.", "", "Moor ICB", ""]):
            cell = new.tc_lst[place]
            for paragraph in list(cell.iter(qn("w:p")))[1:]:
                cell.remove(paragraph)
            table.rows[-1].cells[place].paragraphs[0].text = text

    document = apply_all(draft(), word(change).edits)
    assert [one.id for one in document.rows] == ["row-3", "row-1", "own-1"]
    cells = document.rows[2].cells
    assert (cells["lead"].text, cells["lead"].state, cells["lead"].citations) == ("Moor ICB", CellState.LOCAL, ())
    assert cells["outcome"].state is CellState.NEEDED


def test_a_lost_row_place_is_found_by_its_number(word: Callable[..., ReadBack]) -> None:
    def change(document: Any) -> None:
        for mark in list(document.tables[0]._tbl.iter(qn("w:bookmarkStart"))):
            mark.getparent().remove(mark)
        rows = [one._tr for one in document.tables[0].rows]
        rows[0].addnext(rows[3])

    assert word(change).edits == (MoveRow(row="row-3", to=1),)


def test_numbers_written_anew_do_not_swap_rows(word: Callable[..., ReadBack]) -> None:
    def change(document: Any) -> None:
        rows = [one._tr for one in document.tables[0].rows]
        rows[0].addnext(rows[3])
        for number, one in enumerate(document.tables[0].rows[1:], 1):
            one.cells[0].paragraphs[0].runs[0].text = str(number)

    assert word(change).edits == (MoveRow(row="row-3", to=1),)


def test_excel_rows_added_removed_and_sorted(excel: Callable[..., ReadBack]) -> None:
    def change(sheet: Any) -> None:
        values = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        new = [None, None, "Sleep", "Open a clinic.", None, None, "Summer 2027", None]
        copied = [*values[0][:2], "Copied", *values[0][3:]]
        for number, line in enumerate([values[2], new, values[0], copied], 2):
            for place, value in enumerate(line, 1):
                sheet.cell(number, place).value = value

    document = apply_all(draft(), excel(change).edits)
    assert [one.id for one in document.rows] == ["row-3", "own-1", "row-1", "own-2"]
    assert document.rows[1].cells["timescale"].text == "Summer 2027"
    assert document.rows[3].cells["theme"].text == "Copied"


def test_typed_values_are_read_as_they_are_shown(excel: Callable[..., ReadBack]) -> None:
    def change(sheet: Any) -> None:
        sheet["G2"], sheet["G3"], sheet["G4"], sheet["F4"] = datetime(2027, 3, 31), 2027, 0.25, 1200
        sheet["G4"].number_format, sheet["F4"].number_format = "0%", '"£"#,##0'

    texts = [edit.text for edit in excel(change).edits]  # type: ignore[union-attr]
    assert texts == ["31 March 2027", "2027", "£1,200", "25%"]


def test_a_formula_without_a_value_clears_no_cell(excel: Callable[..., ReadBack]) -> None:
    read = excel(lambda sheet: sheet.__setitem__("F4", "=A1&B1"))
    assert read.edits == ()
    assert read.notes[0] == "The formula in F4 has no value in the file and was left out."


def test_columns_added_taken_out_and_renamed(excel: Callable[..., ReadBack]) -> None:
    def change(sheet: Any) -> None:
        sheet["D1"], sheet["I1"] = "Intention (final)", "Comments"
        sheet["I2"], sheet["F4"] = "Looks good", "Moor ICB"
        sheet.delete_cols(5)

    read = excel(change)
    assert read.edits == (SetCell(row="row-3", column="lead", text="Moor ICB"),)
    assert [note.split("'")[1] for note in read.notes] == ["Intention (final)", "Comments", "Outcome"]


def test_an_emptied_cell_is_edited_and_one_that_was_needed_is_not(excel: Callable[..., ReadBack]) -> None:
    def change(sheet: Any) -> None:
        sheet["F4"] = sheet["G4"] = None

    assert excel(change).edits == (SetCell(row="row-3", column="lead", text=""),)


def test_merged_cells_are_left_out(excel: Callable[..., ReadBack], word: Callable[..., ReadBack]) -> None:
    read = excel(lambda sheet: sheet.merge_cells("E4:F4"))
    assert (read.edits, len(read.notes)) == ((), 1)
    read = word(lambda one: one.tables[0].cell(3, 3).merge(one.tables[0].cell(3, 4)))
    assert (read.edits, len(read.notes)) == ((), 1)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_checklist_comes_back(suffix: str, tmp_path: Path, excel: Any, word: Any) -> None:
    def in_excel(sheet: Any) -> None:
        sheet["D3"], sheet["F4"], sheet["C2"], sheet["D2"] = "evidenced", "None left.", "Another question?", "perhaps"

    def in_word(document: Any) -> None:
        said = {(2, 2): "Evidenced", (3, 4): "None left.", (1, 1): "Another question?", (1, 2): "perhaps"}
        for place, text in said.items():
            _type(document.tables[0].cell(*place), text)

    read = excel(in_excel, checklist()) if suffix == ".xlsx" else word(in_word, checklist())
    assert set(read.edits) == {SetItem(number=2, verdict=Verdict.EVIDENCED), SetItem(number=3, gap="None left.")}
    assert [(one.row, one.column, one.returned) for one in read.conflicts] == [("1", "verdict", "perhaps")]
    assert read.notes == ("Question 1 cannot be changed in a file and was left as it is.",)


class TestBothChanged:
    """The draft was edited since the file was written."""

    def _both(self, excel: Any, change: Change, *edits: Any) -> tuple[ReadBack, Draft]:
        current = apply_all(draft(), edits)
        read = excel(change, draft(), current)
        return read, apply_all(current, read.edits)

    def test_changes_of_different_cells_are_both_kept(self, excel: Any) -> None:
        mine = SetCell(row="row-3", column="theme", text="Rest")
        read, merged = self._both(excel, lambda sheet: sheet.__setitem__("F4", "Moor ICB"), mine)
        assert read.conflicts == ()
        assert [merged.rows[2].cells[name].text for name in ("theme", "lead")] == ["Rest", "Moor ICB"]

    def test_changes_of_one_cell_are_a_conflict_with_every_text(self, excel: Any) -> None:
        mine = SetCell(row="row-3", column="lead", text="Northmoor ICB")
        read, merged = self._both(excel, lambda sheet: sheet.__setitem__("F4", "Moor ICB"), mine)
        assert read.edits == ()
        (one,) = read.conflicts
        assert (one.row, one.column) == ("3", "lead")
        assert (one.exported, one.current, one.returned) == ("Northmoor PCT", "Northmoor ICB", "Moor ICB")
        assert merged.rows[2].cells["lead"].text == "Northmoor ICB"

    def test_the_same_change_twice_is_none(self, excel: Any) -> None:
        mine = SetCell(row="row-3", column="lead", text="Moor ICB")
        read, _ = self._both(excel, lambda sheet: sheet.__setitem__("F4", "Moor ICB"), mine)
        assert (read.edits, read.conflicts) == ((), ())

    def test_a_row_removed_in_the_file_but_edited_here_stays(self, excel: Any) -> None:
        mine = SetCell(row="row-3", column="lead", text="Moor ICB")
        read, merged = self._both(excel, lambda sheet: sheet.delete_rows(4), mine)
        assert [one.column for one in read.conflicts] == [None]
        assert len(merged.rows) == 3

    def test_a_row_edited_in_the_file_but_removed_here_is_told(self, excel: Any) -> None:
        change = lambda sheet: sheet.__setitem__("F4", "Moor ICB")  # noqa: E731
        read, merged = self._both(excel, change, RemoveRow(row="row-3"))
        assert [(one.row, one.returned) for one in read.conflicts] == [("3", "Moor ICB")]
        assert len(merged.rows) == 2

    def test_rows_added_and_moved_here_stay(self, excel: Any) -> None:
        edits = (AddRow(at=1, cells={"theme": "Mine"}), MoveRow(row="row-3", to=2), MoveColumn(column="lead", to=1))
        read, merged = self._both(excel, lambda sheet: sheet.__setitem__("C5", "Theirs"), *edits)
        assert read.conflicts == ()
        assert [one.cells["theme"].text for one in merged.rows] == ["Mine", "Sleep", "Theirs", "Sleep", "Sleep"]
        assert merged.columns[0] == "lead"

    def test_two_other_orders_are_a_conflict(self, excel: Any) -> None:
        def change(sheet: Any) -> None:
            values = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
            for number, line in enumerate(values[::-1], 2):
                for place, value in enumerate(line, 1):
                    sheet.cell(number, place).value = value

        read, merged = self._both(excel, change, MoveRow(row="row-2", to=1))
        assert [one.returned for one in read.conflicts] == ["3, 2, 1"]
        assert [one.id for one in merged.rows] == ["row-2", "row-1", "row-3"]

    def test_a_file_read_back_twice_adds_nothing_twice(self, tmp_path: Path) -> None:
        path = tmp_path / "draft.xlsx"
        write(draft(), path)

        def change(sheet: Any) -> None:
            sheet["C5"], sheet["F4"] = "Theirs", "x"
            sheet.delete_rows(2)

        _edit_excel(path, change)
        once = apply_all(draft(), read_back(path, draft()).edits)
        assert [one.id for one in once.rows] == ["row-2", "row-3", "own-1"]
        assert read_back(path, draft(), once) == ReadBack(edits=(), conflicts=(), notes=())


class TestRefused:
    """What is not this draft's, or not whole."""

    @each_kind
    def test_a_file_of_another_version(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"draft{suffix}"
        write(draft(), path, draft="ab12", version=2)
        other = apply(draft(), SetCell(row="row-1", column="lead", text="x"))
        with pytest.raises(ReturnedFileError, match="draft ab12, version 2"):
            read_back(path, other)

    @each_kind
    def test_a_file_that_is_none(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"draft{suffix}"
        for data in (b"", b"hello", b"PK\x03\x04" + b"\0" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"):
            path.write_bytes(data)
            with pytest.raises(ReturnedFileError, match=path.name):
                read_back(path, draft())
        path.unlink()
        with pytest.raises(ReturnedFileError, match="is it there"):
            read_back(path, draft())

    @pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
    def test_a_file_cut_or_spoilt_anywhere(self, suffix: str, tmp_path: Path) -> None:
        path, spoilt = tmp_path / f"draft{suffix}", tmp_path / f"spoilt{suffix}"
        write(draft(), path)
        data = path.read_bytes()
        for place in range(0, len(data), len(data) // 12):
            for broken in (data[:place], data[:place] + bytes(200) + data[place + 200 :]):
                spoilt.write_bytes(broken)
                try:
                    read = read_back(spoilt, draft())
                except ReturnedFileError:
                    continue
                assert read.edits == ()

    @pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
    def test_a_file_of_another_program(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"draft{suffix}"
        if suffix == ".docx":
            foreign = docx.Document()
            foreign.add_table(rows=2, cols=2).cell(0, 0).text = "Name"
            foreign.save(str(path))
        else:
            from openpyxl import Workbook

            Workbook().save(path)
        with pytest.raises(ReturnedFileError, match="table of a draft was not found"):
            read_back(path, draft())

    def test_a_file_without_its_properties(self, tmp_path: Path) -> None:
        path = tmp_path / "draft.xlsx"
        write(draft(), path)
        book = load_workbook(path)
        for name in [one.name for one in book.custom_doc_props.props]:
            del book.custom_doc_props[name]
        book.save(path)
        with pytest.raises(ReturnedFileError, match="does not say which draft"):
            read_back(path, draft())

    @pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
    def test_declared_entities(self, suffix: str, tmp_path: Path) -> None:
        path, bad = tmp_path / f"draft{suffix}", tmp_path / f"bad{suffix}"
        write(draft(), path)
        part = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml"}[suffix]
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                if name == part:
                    body = data[data.find(b"?>") + 2 if b"?>" in data else 0 :]
                    data = b"<!DOCTYPE x [<!ENTITY e 'boom'>]>" + body
                target.writestr(name, data)
        with pytest.raises(ReturnedFileError, match="declares entities"):
            read_back(bad, draft())

    def test_a_file_that_unpacks_to_too_much(self, tmp_path: Path) -> None:
        path = tmp_path / "draft.docx"
        write(draft(), path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/bomb.xml", bytes(120_000_000))
        with pytest.raises(ReturnedFileError, match="unpacks to far more"):
            read_back(path, draft())

    def test_another_kind(self, tmp_path: Path) -> None:
        path = tmp_path / "draft.md"
        write(draft(), path)
        with pytest.raises(ReturnedFileError, match=r"only \.docx, \.xlsx, \.csv can"):
            read_back(path, draft())
