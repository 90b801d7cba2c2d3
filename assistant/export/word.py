"""A draft or a checklist as a Word file: landscape, with real headings, header rows and links to its sources."""

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

import assistant.export.word_parts as parts
from assistant.export.cleaning import tidy
from assistant.export.facts import source_heads, source_row
from assistant.export.measures import lines_needed, widths
from assistant.export.origin import as_properties
from assistant.export.view import View, ViewCell, ViewRow
from assistant.export.word_styles import MARK, TEXT, set_styles
from assistant.export.wordings import load_wordings

ROW_PLACE = "draft_row_"
LANGUAGE = "en-GB"
_MARGIN = 15.0
_WIDE, _HIGH = 297.0, 210.0
_ROOM = _WIDE - 2 * _MARGIN
# Of the table of sources: token, title, published, status, section, paragraph, page, quote.
_SOURCE_WIDTHS = (17.0, 50.0, 21.0, 16.0, 42.0, 21.0, 13.0, _ROOM - 180.0)
_NUMBER_WIDTH = 11.0


def write_word(view: View, path: Path) -> None:
    """Write what is shown of a draft as a Word file."""
    document = docx.Document()
    set_styles(document)
    _set_page(document, view.title)
    _set_properties(document, view)
    words, marks = load_wordings(), parts.Bookmarks()
    document.add_heading(tidy(view.title), level=0)
    _add_facts(document, view)
    document.add_heading(view.heading, level=1)
    if view.rows:
        _add_table(document, view, marks)
    else:
        document.add_paragraph(words.table["empty"])
    for heading, said in ((words.headings["variants"], view.variants), (words.headings["changes"], view.changes)):
        _add_said(document, view, heading, said)
    if view.notices:
        document.add_heading(words.headings["notices"], level=1)
        for notice in view.notices:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(f"{words.notices[notice.kind]}: ").bold = True
            paragraph.add_run(tidy(notice.text))
    if view.citations:
        document.add_heading(words.headings["sources"], level=1)
        _add_sources(document, view, marks)
    document.add_heading(words.headings["searched"], level=1)
    document.add_paragraph(tidy(view.searched))
    document.save(str(path))


def _set_page(document: Document, title: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDE), Mm(_HIGH)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.header_distance = section.footer_distance = Mm(8)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{tidy(title)}  |  Page ")
    parts.add_field(footer, "PAGE")
    footer.add_run(" of ")
    parts.add_field(footer, "NUMPAGES")


def _set_properties(document: Document, view: View) -> None:
    parts.drop_thumbnail(document)
    parts.set_language(document, LANGUAGE)
    properties = document.core_properties
    properties.title, properties.language, properties.author, properties.comments = (
        tidy(view.title)[:255],
        LANGUAGE,
        "",
        "",
    )
    parts.set_properties(document, as_properties(view.origin))


def _add_facts(document: Document, view: View) -> None:
    words = load_wordings()
    for name, text in view.facts:
        paragraph = document.add_paragraph(style="Draft Fact")
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(tidy(text))
    document.add_paragraph(view.legend).paragraph_format.space_before = Pt(6)
    if view.notices:
        document.add_paragraph(words.notices_pointer.format(count=len(view.notices)))


def _add_table(document: Document, view: View, marks: parts.Bookmarks) -> None:
    words, tokens = load_wordings(), frozenset(citation.token for citation in view.citations)
    titles = [view.number_title, *(column.title for column in view.columns)]
    table = _table(document, titles, rows=len(view.rows))
    sizes = [_NUMBER_WIDTH, *widths(view, _ROOM - _NUMBER_WIDTH)]
    for row, made in zip(view.rows, list(table.rows)[1:], strict=True):
        cells = made.cells
        parts.give_style(cells[0].paragraphs[0], TEXT)
        cells[0].paragraphs[0].add_run(row.number)
        marks.add(cells[0].paragraphs[0], f"{ROW_PLACE}{row.number}")
        for column, cell in zip(view.columns, cells[1:], strict=True):
            _fill(cell, row.cells[column.id], tokens, composed=not column.editable)
        if _lines(view, row, sizes[1:]) <= words.longest_whole_row:
            parts.keep_whole(made)
    parts.set_widths(table, sizes)
    description = words.table["description"].format(title=view.title, rows=len(view.rows), columns=len(titles))
    parts.describe(table, view.title, description)


def _lines(view: View, row: ViewRow, sizes: Sequence[float]) -> int:
    cells = (row.cells[column.id] for column in view.columns)
    return max(
        lines_needed("\n".join((cell.text, *cell.marks)), width) for cell, width in zip(cells, sizes, strict=True)
    )


def _fill(cell: _Cell, shown: ViewCell, tokens: frozenset[str], *, composed: bool) -> None:
    paragraph = cell.paragraphs[0]
    parts.give_style(paragraph, TEXT)
    if composed:
        parts.add_linked(paragraph, shown.text, tokens)
    else:
        paragraph.add_run(tidy(shown.text))
    for mark in shown.marks:
        beneath = cell.add_paragraph()
        parts.give_style(beneath, MARK)
        parts.add_linked(beneath, mark, tokens)
    colour = load_wordings().colours.get(shown.state) if shown.state else None
    if colour:
        parts.shade(cell, colour)


def _add_said(document: Document, view: View, heading: str, said: tuple[tuple[str, str], ...]) -> None:
    if not said:
        return
    tokens = frozenset(citation.token for citation in view.citations)
    document.add_heading(heading, level=1)
    for number, text in said:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{view.number_title} {number}: ").bold = True
        parts.add_linked(paragraph, text, tokens)


def _add_sources(document: Document, view: View, marks: parts.Bookmarks) -> None:
    words = load_wordings()
    table = _table(document, source_heads(), rows=len(view.citations))
    for citation, made in zip(view.citations, list(table.rows)[1:], strict=True):
        cells = made.cells
        for text, cell in zip(source_row(citation), cells, strict=True):
            parts.give_style(cell.paragraphs[0], TEXT)
            cell.paragraphs[0].add_run(tidy(text))
        marks.add(cells[0].paragraphs[0], parts.source_place(citation.token))
        if lines_needed(citation.quote, _SOURCE_WIDTHS[-1]) <= words.longest_whole_row:
            parts.keep_whole(made)
    parts.set_widths(table, _SOURCE_WIDTHS)
    title = words.headings["sources"]
    columns = len(_SOURCE_WIDTHS)
    parts.describe(
        table, title, words.table["description"].format(title=title, rows=len(view.citations), columns=columns)
    )


def _table(document: Document, titles: Sequence[str], rows: int) -> Table:
    table: Table = document.add_table(rows=rows + 1, cols=len(titles), style="Table Grid")
    parts.set_margins(table, 1.5)
    head = table.rows[0]
    for title, cell in zip(titles, head.cells, strict=True):
        cell.paragraphs[0].style = "Draft Head"
        cell.paragraphs[0].add_run(tidy(title))
        parts.shade(cell, "1F3864")
    parts.repeat_header(head)
    parts.keep_whole(head)
    return table
