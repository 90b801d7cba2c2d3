"""Passages to propositions: a sentence, an item with its lead-in, a row with the names of its columns."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.verifier.words import folded
from indexer.sentences import sentence_spans

_ITEM = re.compile(r"^\s*(?:[-•*·▪●]|\(?[a-z0-9ivx]{1,3}[.)])\s+")
_MOST_LEAD_WORDS = 40
# A sentence that begins so speaks of what the one before it names.
_LEANS_BACK = re.compile(r"(?:They|It|These|Their|Its|Both|Such|This)\b")
# A sentence longer than the model reads is cut at its semicolons, else at so many words.
_MOST_WORDS = 110


@dataclass(frozen=True)
class Proposition:
    """One thing that a passage says. ``lead`` is said of it elsewhere: a lead-in, a row's label."""

    text: str
    lead: str = ""

    @property
    def whole(self) -> str:
        """Return what is said with what is said of it."""
        return f"{self.lead} {self.text}".strip()


@lru_cache(maxsize=1_024)
def propositions_of(passage: str) -> tuple[Proposition, ...]:
    """Return what a passage says, in order."""
    found: list[Proposition] = []
    lead = ""
    for line in folded(passage).split("\n"):
        if not line.strip():
            continue
        if _is_row(line):
            found.extend(_row(line))
        elif item := _ITEM.match(line):
            found.extend(_items(line[item.end() :], lead))
        else:
            parts = _sentences(line)
            for number, part in enumerate(parts):
                leans = number and _LEANS_BACK.match(part) and len(parts[number - 1].split()) <= _MOST_LEAD_WORDS
                found.append(Proposition(part, parts[number - 1] if leans else ""))
            lead = parts[-1] if parts and len(parts[-1].split()) <= _MOST_LEAD_WORDS else ""
    return tuple(dict.fromkeys(found))


def _items(text: str, lead: str) -> list[Proposition]:
    return [Proposition(part, lead) for part in _sentences(text)]


def _is_row(line: str) -> bool:
    return "\t" in line or line.count("|") > 1


def _row(line: str) -> list[Proposition]:
    cells = [cell.strip() for cell in re.split(r"[\t|]", line) if cell.strip()]
    whole = "; ".join(cells)
    if len(whole.split()) <= _MOST_WORDS:
        return [Proposition(whole)]
    label = cells[0] if len(cells[0].split()) <= _MOST_LEAD_WORDS else ""
    return [Proposition(part, label if part != label else "") for cell in cells for part in _sentences(cell)]


def _sentences(text: str) -> list[str]:
    found = []
    for start, end in sentence_spans(text):
        found.extend(_cut(text[start:end]))
    return found


def _cut(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= _MOST_WORDS:
        return [sentence]
    parts = [part.strip() for part in sentence.split(";")]
    if len(parts) > 1 and all(len(part.split()) <= _MOST_WORDS for part in parts):
        return [part for part in parts if part]
    return [" ".join(words[at : at + _MOST_WORDS]) for at in range(0, len(words), _MOST_WORDS)]
