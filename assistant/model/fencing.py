"""Passages as a model sees them: fenced with a secret, named S1 to Sn, and without marks that look like ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.context import Candidate
from assistant.model.policy import PassagesPolicy
from indexer.dividing import labelled_text

_BRACKETED = re.compile(r"[\[(]\s*S\d+(?:\s*[,;&-]\s*S?\d+)*\s*[\])]")


@dataclass(frozen=True)
class Fenced:
    """Passages by token, the text that shows them, and the secret of their fences."""

    text: str
    nonce: str
    candidates: dict[str, Candidate]


def fenced(candidates: Sequence[Candidate], policy: PassagesPolicy, nonce: str) -> Fenced:
    """Show passages to a model.

    Args:
        candidates: best first; what is too much is left off at the end.
        policy: how many, and what is taken out.
        nonce: a secret made for this request alone, so that no passage can close its fence.
    """
    parts: list[str] = []
    shown: dict[str, Candidate] = {}
    length = 0
    for candidate in candidates[: policy.most]:
        token = f"S{len(shown) + 1}"
        text = _as_shown(candidate, policy)
        if shown and length + len(text) > policy.most_characters:
            break
        length += len(text)
        shown[token] = candidate
        parts.append(fence(token, text[: policy.most_characters], nonce))
    return Fenced("\n\n".join(parts), nonce, shown)


def fence(name: str, text: str, nonce: str) -> str:
    """Return a text between fences."""
    return f"<<{name} {nonce}>>\n{text}\n<<END {name} {nonce}>>"


def evidence_text(candidate: Candidate) -> str:
    """Return a passage as a statement is held to it: its text, and what a reader sees over it."""
    passage, place = candidate.passage, candidate.document.metadata.place
    over = ", ".join(part for part in (place, *passage.headings) if part)
    text = "\n".join(part for part in (passage.lead_in, labelled_text(passage)) if part)
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


def _as_shown(candidate: Candidate, policy: PassagesPolicy) -> str:
    said = candidate.document.metadata
    facts = ", ".join(str(fact) for fact in (said.place, said.published, said.status) if fact)
    lines = [f"Document: {said.title or candidate.document.id}" + (f" ({facts})" if facts else "")]
    if candidate.passage.headings:
        lines.append(f"Section: {' > '.join(candidate.passage.headings)}")
    text = "\n".join(part for part in (candidate.passage.lead_in, labelled_text(candidate.passage)) if part)
    return unmarked("\n".join([*lines, text]), policy, policy.most)
