"""A draft or a checklist as an Excel file: the table, the evidence of each cell, the sources, and what it is."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from assistant.export.cleaning import escaped, fitted, tidy
from assistant.export.facts import source_heads, source_row, status_line
from assistant.export.measures import lines_needed, widths
from assistant.export.origin import as_properties
from assistant.export.view import View
from assistant.export.wordings import load_wordings

LANGUAGE = "en-GB"
# Column A holds the keys of the rows, hidden.
_FIRST = 2
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEAD_FONT, _FONT = Font(name="Arial", size=10, bold=True, color="FFFFFF"), Font(name="Arial", size=10)
_LINK_FONT = Font(name="Arial", size=10, underline="single", color="054A91")
_HEAD_FILL = PatternFill("solid", fgColor="1F3864")
_EVIDENCE_WIDTHS = (6, 18, 38, 14, 8, 24, 22, 11, 7, 44, 26, 26)
_SOURCE_WIDTHS = (9, 36, 12, 10, 30, 12, 8, 74)
# A line of 10 points, and the most that Excel takes as the height of a row.
_LINE, _HIGHEST = 13.5, 409.0
_MILLIMETRES = 1.9


class _Height(RowDimension):  # type: ignore[misc]
    """A height that Excel works out anew once the row is edited; openpyxl's own stays for ever."""

    @property
    def customHeight(self) -> bool:  # noqa: N802
        """Whether the height is the user's own; never."""
        return False


def write_excel(view: View, path: Path) -> None:
    """Write what is shown of a draft as an Excel file."""
    words, book = load_wordings(), Workbook()
    table = book.active
    table.title = words.sheets["draft"]
    _fill_table(table, view)
    sources = book.create_sheet(words.sheets["sources"])
    places = _fill_sources(sources, view)
    evidence = book.create_sheet(words.sheets["evidence"], 1)
    _fill_evidence(evidence, view, places)
    _fill_about(book.create_sheet(words.sheets["about"]), view)
    _set_properties(book, view)
    book.save(path)


def _put(sheet: Worksheet, row: int, column: int, text: str, *, head: bool = False) -> Cell:
    """Write a text as a text: what begins like a formula or reads like an error stays what it is."""
    cell = sheet.cell(row, column)
    cell.value = escaped(fitted(text))
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "'")
    cell.alignment, cell.border, cell.font = _WRAPPED, _BORDER, _HEAD_FONT if head else _FONT
    if head:
        cell.fill = _HEAD_FILL
    return cell


def _put_row(sheet: Worksheet, row: int, texts: Sequence[str], first: int = 1, *, head: bool = False) -> None:
    for column, text in enumerate(texts, first):
        _put(sheet, row, column, text, head=head)


def _fill_table(sheet: Worksheet, view: View) -> None:
    words = load_wordings()
    titles = [view.number_title, *(column.title for column in view.columns), words.table["status"]]
    _put_row(sheet, 1, [words.table["key"], *titles], head=True)
    for number, row in enumerate(view.rows, 2):
        _put_row(sheet, number, [row.key, row.number])
        for place, column in enumerate(view.columns, _FIRST + 1):
            shown = row.cells[column.id]
            cell = _put(sheet, number, place, shown.text)
            if shown.state in words.colours:
                cell.fill = PatternFill("solid", fgColor=words.colours[shown.state])
        _put(sheet, number, _FIRST + 1 + len(view.columns), status_line(view.columns, row))
    sizes = [6.0, *(width / _MILLIMETRES for width in widths(view, 270.0)), 40.0]
    _lay_out(sheet, sizes, len(view.rows) + 1, view.title, first=_FIRST)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "C2"
    for name, choices in view.choices.items():
        place = _FIRST + 1 + [column.id for column in view.columns].index(name)
        letter = get_column_letter(place)
        rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=False)
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{max(len(view.rows), 1) + 1}")


def _fill_evidence(sheet: Worksheet, view: View, places: dict[str, int]) -> None:
    words = load_wordings()
    names = ("number", "column", "text", "state", "token", "title", "section", "paragraph", "page", "quote")
    _put_row(sheet, 1, [words.evidence[name] for name in (*names, "before", "notes")], head=True)
    by_token = {citation.token: source_row(citation) for citation in view.citations}
    for number, line in enumerate(view.evidence, 2):
        token, title, _, _, section, paragraph, page, quote = by_token.get(line.token, (line.token, *[""] * 7))
        where = (title, section, paragraph, page, quote)
        _put_row(
            sheet, number, [line.number, line.column, line.text, line.state, token, *where, line.before, line.notes]
        )
        if line.token in places:
            cell = sheet.cell(number, names.index("token") + 1)
            target = f"'{words.sheets['sources']}'!A{places[line.token]}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = _LINK_FONT
    _lay_out(sheet, _EVIDENCE_WIDTHS, len(view.evidence) + 1, view.title)


def _fill_sources(sheet: Worksheet, view: View) -> dict[str, int]:
    _put_row(sheet, 1, source_heads(), head=True)
    places = {}
    for number, citation in enumerate(view.citations, 2):
        _put_row(sheet, number, source_row(citation))
        places[citation.token] = number
    _lay_out(sheet, _SOURCE_WIDTHS, len(view.citations) + 1, view.title)
    return places


def _fill_about(sheet: Worksheet, view: View) -> None:
    words = load_wordings()
    lines = [(words.headings["about"], view.title), *view.facts, ("", view.legend)]
    lines += [(words.notices[notice.kind], notice.text) for notice in view.notices]
    lines += [(f"{words.headings['variants']}, {view.number_title} {number}", text) for number, text in view.variants]
    lines.append((words.headings["searched"], view.searched))
    for number, (name, text) in enumerate(lines, 1):
        _put(sheet, number, 1, name).font = Font(name="Arial", size=10, bold=True)
        _put(sheet, number, 2, text)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 32, 110
    _set_heights(sheet, {1: 32, 2: 110})
    _print_landscape(sheet, view.title)


def _lay_out(sheet: Worksheet, sizes: Sequence[float], rows: int, title: str, first: int = 1) -> None:
    """Set widths, filters, the head that stays in sight and on every page, and the page."""
    for column, width in enumerate(sizes, first):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _set_heights(sheet, dict(enumerate(sizes, first)))
    last = get_column_letter(first + len(sizes) - 1)
    # The keys stand inside the filter, so that they are sorted with their rows.
    sheet.auto_filter.ref = f"A1:{last}{rows}"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"{get_column_letter(first)}1:{last}{rows}"
    # Screen readers take a name of this form as: the first row of the region is its head.
    name = f"ColumnTitleRegion.{get_column_letter(first)}1.{last}{rows}".lower()
    sheet.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!${get_column_letter(first)}$1")
    _print_landscape(sheet, title)


def _set_heights(sheet: Worksheet, sizes: dict[int, float]) -> None:
    """Make every row as high as its longest cell needs; not every program does that by itself."""
    for row in range(1, sheet.max_row + 1):
        texts = ((str(sheet.cell(row, column).value or ""), width) for column, width in sizes.items())
        lines = max(lines_needed(text, width * _MILLIMETRES) for text, width in texts)
        sheet.row_dimensions[row] = _Height(sheet, index=row, ht=min(lines * _LINE + 2, _HIGHEST))


def _print_landscape(sheet: Worksheet, title: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # An ampersand begins a code there; Excel takes 255 characters in all.
    sheet.oddFooter.left.text = tidy(title).replace("&", "&&")[:150]
    sheet.oddFooter.right.text = "Page &P of &N"


def _set_properties(book: Workbook, view: View) -> None:
    book.properties.title, book.properties.language = tidy(view.title)[:255], LANGUAGE
    book.properties.creator = ""
    for name, value in as_properties(view.origin).items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
