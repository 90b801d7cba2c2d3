"""Parts that cards, offered quotes and the list of documents share: where something stands, and what it is."""

from collections.abc import Iterable
from html import escape

from indexer.contracts import DocumentStatus

_BADGES = {DocumentStatus.DRAFT.value: "Draft", DocumentStatus.FINAL.value: "Final"}


def year(published: str | None) -> str:
    """Return the year of a date; empty where it is not known."""
    return escape(published[:4]) if published else ""


def badge(status: str | None) -> str:
    """Return whether a document was adopted, as a badge."""
    words = _BADGES.get(status or "")
    kind = words.lower() if words else "unknown"
    return f'<span class="badge {kind}">{words or "Status not known"}</span>'


def paragraph(address: str) -> str:
    """Return the address that a document gives a passage."""
    # An address of several words, such as "Section 5, question 6", says itself what it is.
    return f"paragraph {escape(address)}" if address and " " not in address else escape(address)


def dotted(parts: Iterable[str]) -> str:
    """Return the parts that are not empty in one line."""
    return ' <span class="dot" aria-hidden="true">&middot;</span> '.join(part for part in parts if part)
