"""Claims that speak to their reader or of their speaker, give an address, or take back, where no passage does."""

import re
from collections.abc import Sequence
from functools import cache

from assistant.verifier.alignment import Reading
from assistant.verifier.parts import parts_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word, words_of

_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+\.(?:com|org|net|info|co\.uk|gov\.uk|nhs\.uk)\b",
    re.IGNORECASE,
)
_BEFORE_ORDERS = frozenset({"then", "now", "or", "so"})


@cache
def _phrases() -> dict[str, Phrases]:
    lists = load_word_lists()
    return {"orders": Phrases(lists.orders), "revoking": Phrases(lists.revoking)}


def addressed(claim: Reading, passages: Sequence[str]) -> str:
    """Return by which words a claim speaks to its reader, or of its speaker, where no passage does."""
    return _address(claim.text, passages) or _person(claim.words, passages) or _order(claim, passages)


def _address(text: str, passages: Sequence[str]) -> str:
    held = " ".join(passages).casefold()
    return next((found.group() for found in _ADDRESS.finditer(text) if found.group().casefold() not in held), "")


def _person(words: Sequence[Word], passages: Sequence[str]) -> str:
    for persons in load_word_lists().speaking.values():
        said = next((w.text for n, w in enumerate(words) if w.low in persons and _is_person(words, n)), "")
        if said and not any(w.low in persons for passage in passages for w in words_of(passage)):
            return said
    return ""


def _is_person(words: Sequence[Word], at: int) -> bool:
    """Tell whether a word is no number of a list or part, as in '(i)' and 'Part I', and no country."""
    text = words[at].text
    return not (text == "i" or text == "US" or (text == "I" and at > 0 and words[at - 1].is_capital))


def _order(claim: Reading, passages: Sequence[str]) -> str:
    orders, skipped = _phrases()["orders"], load_word_lists().joining
    for part in parts_of(claim.text):
        words = [claim.words[n] for n in part.words]
        while words and (words[0].low in skipped or words[0].low in _BEFORE_ORDERS):
            words = words[1:]
        spans = [span for span in orders.spans(words) if span[0] == 0]
        if not spans:
            continue
        said = " ".join(w.low for w in words[: spans[0][1]])
        if not any(f" {said}" in f" {' '.join(w.low for w in words_of(passage))}" for passage in passages):
            return said
    return ""


def taken_back(claim: Reading, passages: Sequence[str]) -> str:
    """Return by which words a claim takes something back, where no passage takes anything back."""
    revoking = _phrases()["revoking"]
    spans = revoking.spans(claim.words)
    if not spans or any(revoking.spans(words_of(passage)) for passage in passages):
        return ""
    return " ".join(word.text for word in claim.words[spans[0][0] : spans[0][1]])
