"""The styles of an exported Word file."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

TEXT = "Draft Cell"
MARK = "Draft Mark"
_FONT = "Arial"
_DARK = RGBColor(0x1F, 0x38, 0x64)
_GREY = RGBColor(0x40, 0x40, 0x40)
_LINK = RGBColor(0x05, 0x4A, 0x91)
_WHITE = RGBColor(0xFF, 0xFF, 0xFF)


def set_styles(document: Document) -> None:
    """Give a document fonts that every machine has, and the styles of the words in and beside cells."""
    normal = document.styles["Normal"]
    _set(normal, 11, after=6)
    _set(document.styles["Title"], 22, after=6, colour=_DARK)
    _set(document.styles["Heading 1"], 15, before=14, after=6, colour=_DARK)
    _set(document.styles["Footer"], 9, colour=_GREY)
    _set(document.styles["List Bullet"], 11, after=4)
    text = _new(document, TEXT, 9.5)
    mark = _new(document, MARK, 8.5, before=2, colour=_GREY)
    # A line that is begun beneath a mark is text again, and is read back as such.
    mark.next_paragraph_style = text
    _new(document, "Draft Head", 9.5, colour=_WHITE).font.bold = True
    _new(document, "Draft Fact", 11, after=1)
    link = document.styles.add_style("Source Link", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = _LINK


def _new(
    document: Document, name: str, size: float, before: float = 0, after: float = 0, colour: RGBColor | None = None
) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _set(style, size, before, after, colour)
    return style


def _set(
    style: ParagraphStyle,
    size: float,
    before: float = 0,
    after: float = 0,
    colour: RGBColor | None = None,
) -> None:
    style.font.name = _FONT
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    if colour is not None:
        style.font.color.rgb = colour
