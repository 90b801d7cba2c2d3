"""Passages as a model sees them: fenced with a secret, named, without orders, personal data or marks like ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.context import Candidate
from assistant.guard import mask_personal_data
from assistant.instructions import instruction_in, visible, without_instructions
from assistant.model.policy import PassagesPolicy
from assistant.settings import PersonalDataPattern
from indexer.contracts import Cell, Passage, PassageKind
from indexer.rows import labelled

_SENTENCE_END = re.compile(r"(?<=[.?!)\"”])\s+")
# In place of a title that is all order.
_NAMELESS = "untitled"
_BRACKETED = re.compile(r"[\[(]\s*S\d+(?:\s*[,;&-]\s*S?\d+)*\s*[\])]")


@dataclass(frozen=True)
class Fenced:
    """Passages by token, the text that shows them, and the secret of their fences."""

    text: str
    nonce: str
    candidates: dict[str, Candidate]


def fenced(
    candidates: Sequence[Candidate], policy: PassagesPolicy, nonce: str, personal: tuple[PersonalDataPattern, ...] = ()
) -> Fenced:
    """Show passages to a model.

    Args:
        candidates: best first; what is too much is left off at the end.
        policy: how many, and what is taken out.
        nonce: a secret made for this request alone, so that no passage can close its fence.
        personal: kinds of personal data that leave no machine.
    """
    parts: list[str] = []
    shown: dict[str, Candidate] = {}
    length = 0
    for candidate in candidates[: policy.most]:
        token = f"S{len(shown) + 1}"
        text = _as_shown(candidate, policy, personal)
        if shown and length + len(text) > policy.most_characters:
            break
        length += len(text)
        shown[token] = candidate
        parts.append(fence(token, text[: policy.most_characters], nonce))
    return Fenced("\n\n".join(parts), nonce, shown)


def fence(name: str, text: str, nonce: str) -> str:
    """Return a text between fences."""
    return f"<<{name} {nonce}>>\n{text}\n<<END {name} {nonce}>>"


def as_asked(question: str, personal: tuple[PersonalDataPattern, ...]) -> str:
    """Return what a question asks of the documents: what stands before its first order to a program, without fences.

    Sentences are looked at one by one, for the guard has put the lines of a question into one.
    """
    asked = visible(question).replace("<<", " ").replace(">>", " ")
    before = takewhile(lambda sentence: instruction_in(sentence) is None, _SENTENCE_END.split(asked))
    return mask_personal_data(without_instructions(" ".join(before)), personal)[0].strip()


def evidence_text(candidate: Candidate) -> str:
    """Return a passage as a statement is held to it: its text, and what a reader sees over it.

    What it says to a program bears nothing out.
    """
    passage, place = candidate.passage, candidate.document.metadata.place
    over = ", ".join(part for part in map(_to_readers, (place, *passage.headings)) if part)
    text = _said(passage)
    return f"{over}:\n{text}" if over else text


def unmarked(text: str, policy: PassagesPolicy, tokens: int) -> str:
    """Return a source's text without reference marks, forged tokens and fences.

    A bare 'S17' is a section of an Act unless it could be one of our tokens.
    """
    text = re.sub(policy.fences, " ", text)
    for mark in policy.marks:
        text = re.sub(mark, "", text)
    text = _BRACKETED.sub("", text)
    return re.sub(r"\bS(\d{1,3})\b", lambda found: "" if 0 < int(found[1]) <= tokens else found[0], text)


def _as_shown(candidate: Candidate, policy: PassagesPolicy, personal: tuple[PersonalDataPattern, ...]) -> str:
    said = candidate.document.metadata
    facts = ", ".join(fact for fact in map(_to_readers, (said.place, said.published, said.status)) if fact)
    title = _to_readers(said.title) or _to_readers(candidate.document.id) or _NAMELESS
    lines = [f"Document: {title}" + (f" ({facts})" if facts else "")]
    headings = [heading for heading in map(_to_readers, candidate.passage.headings) if heading]
    if headings:
        lines.append(f"Section: {' > '.join(headings)}")
    text = "\n".join([*lines, _said(candidate.passage)])
    return unmarked(mask_personal_data(text, personal)[0], policy, policy.most)


def _said(passage: Passage) -> str:
    """Return what a passage says to its readers, under its lead-in."""
    text = _row(passage) if passage.kind is PassageKind.TABLE_ROW else _to_readers(passage.text)
    return "\n".join(part for part in (_to_readers(passage.lead_in), text) if part)


def _row(passage: Passage) -> str:
    """Return a row cell by cell: an order in one of them leaves the others, and a column may be named 'User'."""
    cells = [(_to_readers(cell.column), _to_readers(cell.text)) for cell in passage.cells]
    if instruction_in(" ".join(text for _, text in cells)) is not None:
        return ""  # an order that is spread over cells
    return labelled([Cell(column=column or None, text=text) for column, text in cells if text])


def _to_readers(text: object) -> str:
    return without_instructions(visible(str(text))) if text else ""
