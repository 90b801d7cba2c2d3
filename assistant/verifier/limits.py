"""What a source says under a condition or with a hedge, and a claim without; and causes that only a claim tells."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from assistant.verifier.comparison import Comparison
from assistant.verifier.duty import strengths_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word

# So many words of a condition are looked for in the claim.
_MOST_WORDS = 9
# A word of the condition stands in the claim from this on.
_HELD = 0.7
# The claim must say this much of the sentence part that the condition stands in.
_SAID = 0.6
_NEAR = 8
_MOST_QUOTED = 5


class LimitDifference(NamedTuple):
    """A hedge or condition of the source that the claim drops, and a cause that only the claim tells."""

    dropped: float
    cause: float
    limit: str
    told: str


@cache
def _phrases() -> dict[str, Phrases]:
    lists = load_word_lists()
    return {
        "hedges": Phrases(lists.hedges),
        "conditions": Phrases(lists.strict_conditions),
        "all conditions": Phrases((*lists.strict_conditions, *lists.conditions, *lists.part)),
        "causes": Phrases(lists.causes["plain"]),
        "hints": Phrases((*lists.causes["plain"], *lists.causes["hinted"])),
    }


def limit_difference(comparison: Comparison) -> LimitDifference:
    """Compare the hedges, conditions and causes of a claim with those of its source."""
    claim = comparison.claim.words
    weak = any(s.level <= 2 for s in strengths_of(claim))
    said = bool(_phrases()["all conditions"].spans(claim)) or bool(_phrases()["hedges"].spans(claim))
    found = [] if weak or said else [_dropped(comparison, kind) for kind in ("hedges", "conditions")]
    dropped, limit = max(found, default=(0.0, ""))
    told = _causes(comparison)
    return LimitDifference(dropped, float(bool(told)), limit, told)


def _dropped(comparison: Comparison, kind: str) -> tuple[float, str]:
    """Return how much of a limit of the nearest proposition the claim leaves out, and the limit."""
    source, matrix = comparison.sources[0], comparison.matrices[0]
    if not matrix.size:
        return 0.0, ""
    met = matrix.max(axis=0)
    worst, text = 0.0, ""
    for start, stop in _phrases()[kind].spans(source.words):
        around = [
            n
            for n in range(max(0, start - _NEAR), min(len(source.words), stop + _NEAR))
            if source.words[n].weight == 1.0 and not start <= n < stop
        ]
        inside = _inside(source.words, stop) if kind == "conditions" else []
        outside = [n for n in around if n not in inside]
        if not outside or float(np.mean(met[outside] >= _HELD)) < _SAID:
            continue
        lost = 1.0 - float(np.mean(met[inside] >= _HELD)) if inside else 1.0
        if lost > worst:
            worst, text = lost, " ".join(word.text for word in source.words[start : stop + _MOST_QUOTED])
    return worst, text


def _inside(words: Sequence[Word], stop: int) -> list[int]:
    """Return the words of matter of a condition, up to a sign."""
    found = []
    for number in range(stop, min(len(words), stop + _MOST_WORDS)):
        if words[number].weight > 0:
            found.append(number)
        if number + 1 < len(words) and words[number + 1].start - words[number].end > 1:
            break
    return found


def _causes(comparison: Comparison) -> str:
    """Return the word by which the claim tells a cause where no passage near it does."""
    spans = _phrases()["causes"].spans(comparison.claim.words)
    if not spans or any(_phrases()["hints"].spans(source.words) for source in comparison.sources[:2]):
        return ""
    start, stop = spans[0]
    return " ".join(word.text for word in comparison.claim.words[start:stop])
