"""Elements of Word's XML by their short names, and what its styles say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

# Transitional files and strict ones say the same under different names.
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF = ("0", "false", "off", "none")
_HEADING_NAME = re.compile(r"heading ?([1-9])$")
_BODY_OUTLINE = 9
_MAX_CHAIN = 20


def name_of(element: Element) -> str:
    """Return an element's name, with a colon before it where it is not Word's own."""
    namespace, _, local = element.tag.rpartition("}")
    return local if namespace + "}" in _NAMESPACES else f":{local}"


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Return the children of a name."""
    return (child for child in (element if element is not None else ()) if name_of(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant down a path of names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of an element."""
    if element is None:
        return None
    return next((held for key, held in element.attrib.items() if key.rpartition("}")[2] == name), None)


def number(element: Element | None, name: str = "val") -> int | None:
    """Return an attribute that is a whole number; anything else is as if it were not there."""
    held = value(element, name) or ""
    return int(held) if re.fullmatch(r"-?\d{1,9}", held) else None


def is_on(properties: Element | None, name: str) -> bool | None:
    """Tell whether a property is set; None where nothing is said of it."""
    found = child(properties, name)
    return None if found is None else (value(found) or "true").lower() not in _OFF


@dataclass(frozen=True)
class Style:
    """What a paragraph takes from its style and from those on which that is based."""

    names: tuple[str, ...] = ()
    level: int | None = None
    bold: bool = False
    number: tuple[int, int | None] | None = None

    def is_named(self, *starts: str) -> bool:
        """Tell whether the style's own name begins with one of some words."""
        return bool(self.names) and self.names[0].startswith(starts)


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {value(style, "styleId") or "": style for style in children(root, "style")}
        self._default = next(
            (key for key, style in self._elements.items() if value(style, "default") == "1" and _is_paragraph(style)),
            "",
        )
        self._styles: dict[str, Style] = {}

    def of(self, identity: str | None) -> Style:
        """Return the style of an id, the default one where a paragraph names none."""
        key = identity or self._default
        if key not in self._styles:
            self._styles[key] = self._made(key)
        return self._styles[key]

    def _made(self, identity: str) -> Style:
        chain: list[Element] = []
        key: str | None = identity
        while key in self._elements and len(chain) < _MAX_CHAIN:
            chain.append(self._elements[key])
            key = value(child(chain[-1], "basedOn"))
        # A file without styles still names them by ids that tell what they are: Heading1.
        names = tuple((value(child(style, "name")) or "").lower() for style in chain) or (identity.lower(),)
        bold = next((held for style in chain if (held := is_on(child(style, "rPr"), "b")) is not None), False)
        outlines = (number(child(style, "pPr", "outlineLvl")) for style in chain)
        outline = next((held for held in outlines if held is not None), None)
        numbers = (number_of(child(style, "pPr")) for style in chain)
        return Style(
            names=names,
            level=_level(names, outline),
            bold=bold,
            number=next((held for held in numbers if held is not None), None),
        )


def number_of(properties: Element | None) -> tuple[int, int | None] | None:
    """Return the list and the depth in it that a paragraph's properties name."""
    numbered = child(properties, "numPr")
    if numbered is None:
        return None
    identity, depth = number(child(numbered, "numId")), number(child(numbered, "ilvl"))
    return None if identity is None else (identity, depth)


def _is_paragraph(style: Element) -> bool:
    return value(style, "type") == "paragraph"


def _level(names: tuple[str, ...], outline: int | None) -> int | None:
    if names[0] == "title":
        return 1
    if outline is not None:
        return outline + 1 if 0 <= outline < _BODY_OUTLINE else None
    named = next((match for name in names if (match := _HEADING_NAME.match(name))), None)
    return int(named.group(1)) if named else None
