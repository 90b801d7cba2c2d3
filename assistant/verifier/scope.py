"""Whether a claim reaches further than its source: all for some, only for also."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from assistant.verifier.comparison import Comparison
from assistant.verifier.figures import figures_of
from assistant.verifier.polarity import negations_of
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word

# 'Both' that a list follows within so many words only counts its two things.
_BOTH = 8
_HALF = 0.5
_DENYING = frozenset({"none", "never", "nobody"})
_MOSTLY = frozenset({"most", "majority"})
_HEIGHTENED = ("ed", "ly", "ant", "ent", "ive", "ful", "al", "ous", "able", "ible", "less", "ic")


@cache
def _phrases() -> dict[str, Phrases]:
    lists = load_word_lists()
    return {
        "whole": Phrases((*lists.whole, *lists.idioms)),
        "part": Phrases(lists.part),
        "idioms": Phrases(lists.idioms),
    }


class ScopeDifference(NamedTuple):
    """How many words of reach only the claim has, and the first of them."""

    widened: float
    said: str


def scope_difference(comparison: Comparison) -> ScopeDifference:
    """Compare how far a claim and the propositions that meet it reach."""
    claim = comparison.claim.words
    denied = any(negations_of(source.words) for source in comparison.sources[:2])
    mostly = any(f.kind == "share" and f.low > _HALF for f in figures_of(comparison.sources[0].text))
    widened = [
        text
        for (_, stop), text in _spans(claim, "whole")
        if not _among(text, _reach(comparison, stop))
        and not (denied and text in _DENYING)
        and not (mostly and text in _MOSTLY)
    ]
    return ScopeDifference(
        widened=float(len(widened)),
        said=widened[0] if widened else "",
    )


def _among(text: str, others: set[str]) -> bool:
    return text in others or any(text in group and group & others for group in load_word_lists().alike)


def _reach(comparison: Comparison, at: int) -> set[str]:
    """Return the words of reach of the nearest proposition, and of that which meets what a word of reach stands by."""
    counted = next((n for n in comparison.content if n >= at), None)
    sources = {0} if counted is None else {0, comparison.places[counted].source}
    near = [comparison.sources[number].words for number in sorted(sources)]
    # 'The whole city' bears out 'all the city'; by itself it is too common to tell that a claim reaches further.
    whole = {word.low for words in near for word in words} & {"whole"}
    return whole | {text for words in near for _, text in _spans(words, "whole")}


def _spans(words: Sequence[Word], kind: str) -> list[tuple[tuple[int, int], str]]:
    """Return the phrases of a kind; one that is denied ('not all') reaches no further, and 'in all' only counts."""
    idioms = set(_phrases()["idioms"].spans(words))
    return [
        ((start, stop), " ".join(w.low for w in words[start:stop]))
        for start, stop in _phrases()[kind].spans(words)
        if (start, stop) not in idioms and not _only_counts(words, start) and not _is_superlative(words, start)
    ]


def _only_counts(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].low if at else ""
    behind = words[at + 1] if at + 1 < len(words) else None
    counted = before in {"in", "at"} and words[at].low == "all" and (behind is None or behind.weight == 0)
    listed = words[at].low == "both" and any(word.low == "and" for word in words[at + 1 : at + _BOTH])
    return before == "not" or counted or listed


def _is_superlative(words: Sequence[Word], at: int) -> bool:
    """Tell whether 'most' heightens the word behind it, as in 'most deprived', and counts nothing."""
    behind = words[at + 1].low if at + 1 < len(words) else ""
    before = words[at - 1].low if at else ""
    return words[at].low == "most" and (before == "the" or behind.endswith(_HEIGHTENED))


def limits_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return where words stand that limit how far a text reaches."""
    return _phrases()["part"].spans(words)
