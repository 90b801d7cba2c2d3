"""What a Word file says of itself: its core properties, and what stands above and below its pages."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from indexer.reading.properties import properties_of
from indexer.reading.reading import FileProperties
from indexer.reading.wordxml import name_of, value

_CORE = "docProps/core.xml"
_EDGE = re.compile(r"(?:header|footer)\d*\.xml")
_MAX_EDGES = 30


def word_properties(archive: zipfile.ZipFile, folder: str, lines: Iterable[str]) -> FileProperties:
    """Return what the file says of itself; parts that cannot be read say nothing, its text is read all the same.

    Args:
        archive: the file.
        folder: of its parts.
        lines: the first lines of its text.
    """
    names = archive.namelist()
    core = _part(archive, _CORE) if _CORE in names else None
    said = {element.tag.rpartition("}")[2]: element.text for element in (core if core is not None else ())}
    edges = [name for name in names if name.startswith(f"{folder}/") and _EDGE.fullmatch(name.rpartition("/")[2])]
    marks = [line for name in edges[:_MAX_EDGES] for line in _lines(_part(archive, name))]
    return properties_of(said.get("title"), said.get("creator"), [*lines, *marks])


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    try:
        root: Element = fromstring(archive.read(name), forbid_dtd=True)
    except (ParseError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return None
    return root


def _lines(part: Element | None) -> Iterator[str]:
    """Yield the paragraphs of a part and the words of its watermarks."""
    for element in part.iter() if part is not None else ():
        if name_of(element) == "p":
            yield "".join(held.text or "" for held in element.iter() if name_of(held) == "t")
        elif name_of(element) == ":textpath":
            yield value(element, "string") or ""
