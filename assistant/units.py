"""Passages to the units an answer is made of: sentences, lists with their lead-in, rows, each a located span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.context import Candidate, Evidence
from assistant.instructions import instruction_in, said_to_readers
from indexer.contracts import PassageKind
from indexer.dividing import labelled_text
from indexer.rows import labelled
from indexer.sentences import sentence_spans

_MIN_WORDS = 4
_MIN_ROW_WORDS = 10
_MAX_NAME = 80
_LEANS_BACK = re.compile(
    r"^(?:this|these|those|they|it|its|such|however|also|in addition|he|she|their|there)\b", re.IGNORECASE
)
_MAX_LIST_WORDS = 150
_ITEM = re.compile(r"(?m)^- (.+)$")
# "h) Safeguarding", "(iv) Transition".
_LETTERED = re.compile(r"\(?[a-z]{1,4}\)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """One thing that could be said, and the spans where it stands; ``order`` is its place in the passage."""

    candidate: Candidate
    text: str
    spans: tuple[tuple[int, int], ...]
    order: int
    leans_back: bool = False

    def evidence(self) -> tuple[Evidence, ...]:
        """Return the spans as evidence."""
        return tuple(Evidence(candidate=self.candidate, start=start, end=end) for start, end in self.spans)


def units_of(candidate: Candidate, max_row_words: int) -> list[Unit]:
    """Return the units of a passage in order; fragments too short to say anything are left out.

    So is what the document says to a program and not to its readers: it is nobody's evidence.
    """
    passage = candidate.passage
    # Where one item or cell is an order, the others are taken one by one.
    whole = instruction_in(labelled_text(passage)) is None
    if passage.kind is PassageKind.TABLE_ROW:
        units = _row(candidate, max_row_words if whole else 0)
    elif passage.kind is PassageKind.LIST:
        units = _list(candidate, _MAX_LIST_WORDS if whole else 0)
    else:
        units = _sentences(candidate)
    if whole and instruction_in(passage.lead_in or "") is None:
        return list(units)
    return [unit for unit in units if _is_for_readers(unit)]


def _is_for_readers(unit: Unit) -> bool:
    """Tell whether nothing that a unit says, nor an order before it on its line, is said to a program."""
    if instruction_in(unit.text) is not None:
        return False
    kept = said_to_readers(unit.candidate.passage.text)
    return all(any(start <= first and last <= end for start, end in kept) for first, last in unit.spans)


def _sentences(candidate: Candidate) -> Iterator[Unit]:
    text, lead_in = candidate.passage.text, candidate.passage.lead_in
    for order, (start, end) in enumerate(_with_what_they_lead_to(text)):
        sentence = text[start:end]
        if len(sentence.split()) >= _MIN_WORDS:
            leans = order > 0 and bool(_LEANS_BACK.match(sentence))
            led = f"{lead_in}\n{sentence}" if lead_in and not order else sentence
            yield Unit(candidate, led, ((start, end),), order, leans)


def _with_what_they_lead_to(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of sentences; one that ends in a colon goes with the next, or says nothing."""
    opened: int | None = None
    for start, end in sentence_spans(text):
        if text[start:end].endswith(":"):
            opened = start if len(text[start:end].split()) >= _MIN_WORDS else None
            continue
        yield start if opened is None else opened, end
        opened = None


def _list(candidate: Candidate, max_words: int) -> Iterator[Unit]:
    text = candidate.passage.text
    lead_end = 0 if text.startswith("- ") else max(0, text.find("\n- "))
    lettered = _lettered(text)
    if not lettered:
        yield from _items(candidate, (0, len(text)), lead_end, candidate.passage.lead_in, max_words)
        return
    # What stands before the first letter belongs to a letter in another passage, whatever words are over the list.
    order = 0
    for start, end in pairwise([lead_end, *lettered, len(text)]):
        own_lead = max(start, text.find("\n", start, end)) if start in lettered else start
        for unit in _items(candidate, (start, end), own_lead, None, max_words):
            yield replace(unit, order=order)
            order += 1


def _items(
    candidate: Candidate, span: tuple[int, int], lead_end: int, lead_in: str | None, max_words: int
) -> Iterator[Unit]:
    """Yield a list, or what stands under one of its letters, whole; item by item after its lead where it is long."""
    text, (start, end) = candidate.passage.text, span
    group, lead = text[start:end].strip(), text[start:lead_end].strip()
    if group and len(group.split()) <= max_words:
        before = "" if lead or not lead_in else f"{lead_in}\n"
        at = text.index(group, start)
        yield Unit(candidate, before + group, ((at, at + len(group)),), 0)
        return
    introduction = lead.split("\n")[-1].removeprefix("- ") or lead_in or ""
    for order, item in enumerate(_ITEM.finditer(text, lead_end, end)):
        spans: tuple[tuple[int, int], ...] = ((item.start(1), item.end(1)),)
        if lead:
            spans = ((max(start, text.rfind("\n", start, lead_end) + 1), lead_end), *spans)
        yield Unit(candidate, f"{introduction} {item.group(1)}".strip(), spans, order)


def _lettered(text: str) -> list[int]:
    """Return where lettered items begin among others; nothing where every item is lettered."""
    items = list(_ITEM.finditer(text))
    lettered = [_LETTERED.match(item.group(1)) is not None for item in items]
    if all(lettered):
        return []
    return [item.start() for item, is_lettered in zip(items, lettered, strict=True) if is_lettered]


def _says_something(cell: str) -> bool:
    """Tell a cell from what is left of a bullet, a rule or a diagram's letter."""
    return any(sign.isdigit() for sign in cell) or sum(sign.isalpha() for sign in cell) > 1


def _row(candidate: Candidate, max_row_words: int) -> Iterator[Unit]:
    passage = candidate.passage
    over = (passage.lead_in or "").rstrip(":")
    cells = [cell for cell in passage.cells if cell.column or _says_something(cell.text)]
    said = labelled(cells)
    if len(cells) < 2 and len(said.split()) < _MIN_ROW_WORDS:
        return  # a label with nothing beside it says nothing
    if len(passage.text.split()) <= max_row_words:
        yield Unit(candidate, _under(over, said), ((0, len(passage.text)),), 0)
        return
    first = passage.cells[0].text if len(passage.cells) > 1 else ""
    is_name = len(first) < _MAX_NAME and not first.endswith((".", "!", "?"))
    over = over or (first if is_name else "")
    order = 0
    for cell in re.finditer(r"[^\t]+", passage.text):
        if cell.group() == over:
            continue  # it stands over the others already
        for start, end in sentence_spans(cell.group()):
            sentence = cell.group()[start:end]
            if len(sentence.split()) >= _MIN_WORDS:
                span = (cell.start() + start, cell.start() + end)
                yield Unit(candidate, _under(over, sentence.removeprefix("- ")), (span,), order)
                order += 1


def _under(over: str, said: str) -> str:
    return f"{over}: {said}" if over else said
