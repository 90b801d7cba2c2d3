"""Parts of a Word file that python-docx has no words for."""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from assistant.export.cleaning import tidy

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# The id that Office gives to properties that people name.
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TOKENS = re.compile(r"\[([^\[\]]+)\]")


def set_properties(document: Document, properties: dict[str, str]) -> None:
    """Give a document custom properties, which stay with it when it is edited and saved."""
    rows = "".join(
        f'<property fmtid="{_PROPERTY_SET}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(tidy(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    xml = f'{head}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{rows}</Properties>'
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _PROPERTIES_TYPE, xml.encode(), package)
    package.relate_to(part, _PROPERTIES_RELATION)


def drop_thumbnail(document: Document) -> None:
    """Take out the preview picture of the empty document that python-docx starts from."""
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]


def set_language(document: Document, language: str) -> None:
    """Say in which language every text is that says nothing else, so that it is read aloud and spelled so."""
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def repeat_header(row: _Row) -> None:
    """Mark a row as the head of its table, repeated on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Keep a row from breaking over two pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def describe(table: Table, title: str, description: str) -> None:
    """Give a table its alternative text."""
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), tidy(text))
        table._tbl.tblPr.append(element)


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Fix the widths of a table's columns, in millimetres."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def set_margins(table: Table, millimetres: float) -> None:
    """Keep the text of every cell this far from its left and right border, and half as far from the others."""
    twips = round(millimetres * 56.7)
    sides = (("top", twips // 2), ("left", twips), ("bottom", twips // 2), ("right", twips))
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{inner}</w:tblCellMar>")
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def shade(cell: _Cell, colour: str) -> None:
    """Colour the ground of a cell."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


class Bookmarks:
    """Places in a document that have a name; each needs a number of its own."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, paragraph: Paragraph, name: str) -> None:
        """Name the place where a paragraph begins."""
        self._count += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            element = OxmlElement(tag)
            element.set(qn("w:id"), str(self._count))
            if tag == "w:bookmarkStart":
                element.set(qn("w:name"), name)
            paragraph._p.append(element)


def source_place(token: str) -> str:
    """Return the name of the place where the source of a token stands."""
    return "source_" + re.sub(r"\W", "_", token)


def give_style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph one of our styles; python-docx looks a name up in all styles, which takes seconds a file."""
    paragraph._p.style = _style_id(name)


def _style_id(name: str) -> str:
    return name.replace(" ", "")


def add_linked(paragraph: Paragraph, text: str, tokens: frozenset[str]) -> None:
    """Add a text to a paragraph, its tokens of sources in square brackets as links to them."""
    for part, is_token in _parts(tidy(text), tokens):
        if not is_token:
            paragraph.add_run(part)
            continue
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), source_place(part))
        link.set(qn("w:history"), "1")
        run = paragraph.add_run(part)._r
        run.style = _style_id("Source Link")
        link.append(run)
        paragraph._p.append(link)


def _parts(text: str, tokens: frozenset[str]) -> Iterator[tuple[str, bool]]:
    done = 0
    for found in _TOKENS.finditer(text):
        named = found[1].split(", ")
        if not tokens.issuperset(named):
            continue
        yield text[done : found.start(1)], False
        for number, token in enumerate(named):
            if number:
                yield ", ", False
            yield token, True
        done = found.end(1)
    if text[done:]:
        yield text[done:], False


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field, such as the number of the page, that Word works out."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
