"""Whether a claim reaches further than its source: all for some, without the condition, without the limit."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from assistant.verifier.comparison import Comparison
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word

_CONDITION_ENDS = {",", ";", ":", "."}
_MOST_CONDITION_WORDS = 14
_HEIGHTENED = ("ed", "ly", "ant", "ent", "ive", "ful", "al", "ous", "able", "ible", "less", "ic")


@cache
def _phrases() -> dict[str, Phrases]:
    lists = load_word_lists()
    return {
        "whole": Phrases((*lists.whole, *lists.idioms)),
        "part": Phrases(lists.part),
        "conditions": Phrases(lists.conditions),
        "idioms": Phrases(lists.idioms),
    }


class ScopeDifference(NamedTuple):
    """Words of reach that only the claim has, limits that only the source has, and conditions that the claim drops."""

    widened: float
    condition_dropped: float
    said: str
    condition: str


def scope_difference(comparison: Comparison) -> ScopeDifference:
    """Compare how far a claim and the propositions that meet it reach."""
    claim = comparison.claim.words
    near = [comparison.sources[0].words]
    whole_said = _texts(claim, "whole")
    whole_written = {text for words in near for text in _texts(words, "whole")}
    widened = [text for text in whole_said if not _among(text, whole_written)]
    dropped, condition = _dropped_condition(comparison)
    return ScopeDifference(
        widened=float(len(widened)),
        condition_dropped=dropped,
        said=widened[0] if widened else "",
        condition=condition,
    )


def _among(text: str, others: set[str]) -> bool:
    return text in others or any(text in group and group & others for group in load_word_lists().alike)


def _texts(words: Sequence[Word], kind: str) -> list[str]:
    """Return the phrases of a kind; one that is denied ('not all') reaches no further, and 'in all' only counts."""
    idioms = set(_phrases()["idioms"].spans(words))
    return [
        " ".join(w.low for w in words[start:stop])
        for start, stop in _phrases()[kind].spans(words)
        if (start, stop) not in idioms and not _only_counts(words, start) and not _is_superlative(words, start)
    ]


def _only_counts(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].low if at else ""
    return before == "not" or (before in {"in", "at"} and words[at].low == "all")


def _is_superlative(words: Sequence[Word], at: int) -> bool:
    """Tell whether 'most' heightens the word behind it, as in 'most deprived', and counts nothing."""
    behind = words[at + 1].low if at + 1 < len(words) else ""
    return words[at].low == "most" and behind.endswith(_HEIGHTENED)


def limits_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return where words stand that limit how far a text reaches."""
    return _phrases()["part"].spans(words)


def _conditions(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the conditions of a text, each from the word that opens it to where it ends."""
    found = []
    for start, stop in _phrases()["conditions"].spans(words):
        if words[start].low == "when" and stop < len(words) and words[stop].low.endswith("ing"):
            continue  # it tells the time, and sets no condition
        end = min(len(words), stop + _MOST_CONDITION_WORDS)
        for number in range(stop, end):
            if number + 1 < len(words) and words[number + 1].start - words[number].end > 1:
                end = number + 1  # a sign stands between
                break
        found.append((start, end))
    return found


def _dropped_condition(comparison: Comparison) -> tuple[float, str]:
    """Return how much of a condition of the nearest proposition the claim leaves out, and that condition."""
    source = comparison.sources[0]
    worst, text = 0.0, ""
    met = comparison.matrices[0].max(axis=0) if comparison.matrices[0].size else np.zeros(len(source.words))
    said = _conditions(comparison.claim.words)
    for start, end in _conditions(source.words):
        numbers = [n for n in range(start, end) if source.words[n].weight > 0]
        held = float(np.mean([met[n] for n in numbers])) if numbers else float(bool(said))
        dropped = max(0.0, 1.0 - held) * (0.5 if said else 1.0)
        if dropped > worst:
            worst, text = dropped, " ".join(w.text for w in source.words[start : min(end, start + 8)])
    return worst, text
