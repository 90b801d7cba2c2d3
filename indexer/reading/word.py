"""Word files."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from indexer.errors import UnreadableFileError
from indexer.reading.archive import OfficeKind, opened
from indexer.reading.composing import CellSink, Composer, Phrase, Sink, escape
from indexer.reading.grids import GridCell, Table
from indexer.reading.lines import is_isolated_heading
from indexer.reading.numbering import Label, Numbering
from indexer.reading.properties import first_lines
from indexer.reading.reading import FileReading
from indexer.reading.word_properties import word_properties
from indexer.reading.wordxml import Styles, child, children, is_on, name_of, number, number_of, value
from indexer.settings import ReadingPolicy

_WORD = OfficeKind("Word", "a Word document", ".docx", ".doc")
_MAIN_PART = ("document.main+xml", "template.main+xml")
_DROPPED = ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "sdtPr")
_LIST_STYLES = ("list bullet", "list number")
_CONTENTS_STYLES = ("toc ", "toc1", "tocheading", "table of figures", "table of authorities")
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SCRIPTS = {"superscript": "sup", "subscript": "sub"}
_MAX_SPAN = 1000
_FIRST_PARTS = 50


def read_docx(path: Path, policy: ReadingPolicy) -> FileReading:
    """Read a Word file; raises UnreadableFileError where it is damaged, encrypted or unpacks to too much."""
    with opened(path, policy, _WORD) as archive:
        main = _main_part(path, archive)
        folder = main.rpartition("/")[0]
        styles = Styles(_parsed(archive, f"{folder}/styles.xml"))
        numbering = Numbering(_parsed(archive, f"{folder}/numbering.xml"))
        root = _root(archive, main)
        composer = Composer()
        body = next(children(root, "body"), root)
        parts = _Walk(styles, numbering).parts(body)
        # Converters put the name of the file they read where the title goes.
        if parts and isinstance(parts[0], _Paragraph) and parts[0].words == escape(path.stem):
            del parts[0]
        _compose(parts, composer)
        said = first_lines(part.words for part in parts[:_FIRST_PARTS] if isinstance(part, _Paragraph))
        properties = word_properties(archive, folder, said)
    return FileReading(blocks=tuple(composer.blocks()), properties=properties)


def _main_part(path: Path, archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "word/document.xml"
    if "[Content_Types].xml" in names:
        for override in _root(archive, "[Content_Types].xml"):
            name = (value(override, "PartName") or "").lstrip("/")
            if (value(override, "ContentType") or "").endswith(_MAIN_PART) and name in names:
                return name
    raise UnreadableFileError(f"{path.name}: it holds no Word document, or is damaged; open it and save it as .docx.")


def _parsed(archive: zipfile.ZipFile, name: str) -> Element | None:
    return _root(archive, name) if name in archive.namelist() else None


def _root(archive: zipfile.ZipFile, name: str) -> Element:
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph as it was found; ``number`` is the list and the depth in it."""

    line: str
    words: str
    level: int | None
    label: Label | None
    number: tuple[int, int | None] | None
    listed: bool


_Part = _Paragraph | Table


class _Walk:
    """Goes through the body once, in the order in which Word counts."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def parts(self, parent: Element) -> list[_Part]:
        """Return the paragraphs and tables of an element."""
        made: list[_Part] = []
        joined: Phrase | None = None
        for element in _flow(parent):
            if name_of(element) == "tbl":
                made.append(self._table(element))
                continue
            phrase, boxes = joined or Phrase(), list[Element]()
            style = self._styles.of(value(child(element, "pPr", "pStyle")))
            _gather(element, phrase, boxes, bold=style.bold)
            # Where the end of a paragraph was deleted, the next goes on from it.
            joined = phrase if child(element, "pPr", "rPr", "del") is not None else None
            if joined is None:
                made.extend(self._paragraph(element, phrase))
            for box in boxes:
                made.extend(self.parts(box))
        if joined is not None and joined.words():
            made.append(_Paragraph(joined.line(), joined.words(), None, None, None, listed=False))
        return made

    def _paragraph(self, element: Element, phrase: Phrase) -> Iterator[_Part]:
        properties = child(element, "pPr")
        identity = value(child(properties, "pStyle"))
        style = self._styles.of(identity)
        numbered = number_of(properties) or style.number
        label = None
        if numbered:
            depth = numbered[1]
            if depth is None and style.number:
                depth = style.number[1]
            label = self._numbering.label(numbered[0], depth, identity)
        outline = number(child(properties, "outlineLvl"))
        level = outline + 1 if outline is not None and 0 <= outline < 9 else style.level
        if not style.is_named(*_CONTENTS_STYLES):
            listed = style.is_named(*_LIST_STYLES)
            yield _Paragraph(phrase.line(), phrase.words(), level, label, numbered, listed)

    def _table(self, element: Element) -> Table:
        rows: list[list[GridCell]] = []
        header = 0
        for row in _flow(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            if is_on(properties, "tblHeader") and header == len(rows):
                header += 1
            before = min(number(child(properties, "gridBefore")) or 0, _MAX_SPAN)
            rows.append([*[GridCell("")] * before, *(self._cell(cell) for cell in _flow(row, "tc"))])
        return Table(rows, header)

    def _cell(self, element: Element) -> GridCell:
        properties = child(element, "tcPr")
        span = min(max(number(child(properties, "gridSpan")) or 1, 1), _MAX_SPAN)
        merged = child(properties, "vMerge")
        parts = self.parts(element)
        sink = CellSink()
        _compose(parts, sink)
        above = merged is not None and value(merged) != "restart"
        return GridCell("" if above else sink.text(), span, above, tuple(sink.tables))


def _flow(parent: Element, *wanted: str) -> Iterator[Element]:
    """Return the paragraphs and tables of an element, or its rows or cells, whatever they are wrapped in."""
    for element in parent:
        name = name_of(element)
        if name in (wanted or ("p", "tbl")):
            yield element
        elif name == "sdt":
            content = child(element, "sdtContent")
            if content is not None and not _is_filler(element):
                yield from _flow(content, *wanted)
        elif name in ("ins", "moveTo", "customXml", "smartTag"):
            yield from _flow(element, *wanted)
        elif name == ":AlternateContent":
            yield from _flow(_chosen(element), *wanted)


def _is_filler(control: Element) -> bool:
    """Tell whether a control holds what Word shows until something is typed, or a list of contents."""
    properties = child(control, "sdtPr")
    gallery = value(child(properties, "docPartObj", "docPartGallery")) or ""
    return bool(is_on(properties, "showingPlcHdr")) or gallery.lower() == "table of contents"


def _chosen(alternate: Element) -> Element:
    """Return one of the ways in which a text box is given, the newer first; the other holds the same words."""
    return next((way for way in alternate if name_of(way) == ":Choice"), next(iter(alternate), alternate))


def _gather(parent: Element, phrase: Phrase, boxes: list[Element], *, bold: bool, script: str | None = None) -> None:
    """Add the words of an element to a phrase, and its text boxes to ``boxes``."""
    for element in parent:
        name = name_of(element)
        if name == "t":
            phrase.add(element.text or "", bold=bold, script=script)
        elif name in _SIGNS:
            phrase.add(_SIGNS[name])
        elif name == "r":
            _gather_run(element, phrase, boxes, bold=bold)
        elif name == "txbxContent":
            boxes.append(element)
        elif name == ":oMath":
            phrase.add("".join(element.itertext()), bold=bold)
        elif name not in _DROPPED and not (name == "sdt" and _is_filler(element)):
            inner = _chosen(element) if name == ":AlternateContent" else element
            _gather(inner, phrase, boxes, bold=bold, script=script)


def _gather_run(run: Element, phrase: Phrase, boxes: list[Element], *, bold: bool) -> None:
    properties = child(run, "rPr")
    if not is_on(properties, "vanish"):
        own = is_on(properties, "b")
        raised = _SCRIPTS.get(value(child(properties, "vertAlign")) or "")
        _gather(run, phrase, boxes, bold=bold if own is None else own, script=raised)


def _compose(parts: list[_Part], sink: Sink) -> None:
    """Hand what was found to a sink, each as the kind that it is."""
    alone = len(parts) == 1 and isinstance(sink, CellSink)
    for at, part in enumerate(parts):
        if isinstance(part, Table):
            sink.table(part)
            continue
        label = part.label
        counted = label.text if label and not label.bullet else ""
        if not part.words:
            # The number that Word counts in an otherwise empty cell names its row.
            if alone and counted:
                sink.paragraph(counted.rstrip("."))
        elif part.level is not None:
            sink.heading(part.words, part.level, counted)
        elif label and label.address:
            sink.paragraph(f"{label.address} {part.words}")
        elif counted and (isinstance(sink, CellSink) or _heads(parts, at)):
            sink.paragraph(f"{counted} {part.line}")
        elif (label and label.text) or (part.listed and not label):
            sink.item(part.words)
        else:
            sink.paragraph(part.line)


def _heads(parts: list[_Part], at: int) -> bool:
    """Tell whether a numbered paragraph that is alone in its list is a heading that no style marks."""
    part = parts[at]
    if not isinstance(part, _Paragraph) or not part.label or not part.label.decimal:
        return False
    near = [parts[other] for other in (at - 1, at + 1) if 0 <= other < len(parts)]
    beside = (other for other in near if isinstance(other, _Paragraph) and not (other.label and other.label.address))
    if any(other.number and part.number and other.number[0] == part.number[0] for other in beside):
        return False
    return is_isolated_heading(f"{part.label.text} {part.words}", alone=True)
