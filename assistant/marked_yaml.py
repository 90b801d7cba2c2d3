"""YAML read plainly and safely: values, and the line on which each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.reader import Reader

Place = tuple[int | str, ...]

# The parser of libyaml where there is one; it is ten times as quick.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_DEPTH = 20
_MOST_DIGITS = 9


@dataclass(frozen=True)
class MarkedYaml:
    """What a text says, and the lines of its fields and list entries by the way to them."""

    value: object
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Return the line of a field, or of the nearest that holds it where the field itself is missing."""
        ways = (place[:end] for end in range(len(place), 0, -1))
        return next((self.lines[way] for way in ways if way in self.lines), 1)


def read_marked(text: str) -> MarkedYaml:
    """Read mappings, lists, texts, whole numbers, true, false and null; anything else stays the text it is.

    Raises:
        yaml.MarkedYAMLError: saying what is wrong and where; also for anchors, aliases, tags, deep nesting
            and fields that stand twice.
    """
    if unprintable := Reader.NON_PRINTABLE.search(text):
        place = unprintable.start()
        mark = yaml.Mark("", place, text.count("\n", 0, place), 0, text, place)
        raise yaml.MarkedYAMLError(
            problem=f"the character {unprintable.group()!r} may not stand here", problem_mark=mark
        )
    _refuse_references(text)
    lines: dict[Place, int] = {}
    node = yaml.compose(text, Loader=SAFE_LOADER)
    return MarkedYaml(value=None if node is None else _value(node, (), lines), lines=lines)


def _refuse_references(text: str) -> None:
    """Refuse what can make a short text long or deep, before anything is built of it."""
    depth = 0
    for event in yaml.parse(text, Loader=SAFE_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _wrong("anchors (&) and aliases (*) are not taken; write the text out, or put it in quotes", event)
        if getattr(event, "tag", None):
            raise _wrong("tags (!) are not taken; put the text in quotes", event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_DEPTH:
            raise _wrong(f"lists and mappings nest deeper than {_MOST_DEPTH}", event)


def _wrong(problem: str, place: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=place.start_mark)


def _value(node: yaml.Node, at: Place, lines: dict[Place, int]) -> object:
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(entry, (*at, number), lines) for number, entry in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _wrong("a field's name must be a word", key)
            if key.value in found:
                first = lines[*at, key.value]
                raise _wrong(f"the field '{key.value}' stands twice, first on line {first}; take one out", key)
            lines[*at, key.value] = key.start_mark.line + 1
            found[key.value] = _value(value, (*at, key.value), lines)
        return found
    return _scalar(node)


def _scalar(node: yaml.Node) -> object:
    text: str = node.value
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case "int" if text.isdecimal() and len(text) <= _MOST_DIGITS:
            return int(text)
        case _:
            return text
