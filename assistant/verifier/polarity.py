"""What a claim denies and its source does not, and the other way about; and contrary words."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from assistant.verifier.alignment import Matrix
from assistant.verifier.comparison import Comparison
from assistant.verifier.lexicon import contrary, negates
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word, stem_of

# A negation reaches over so many words that carry matter.
_REACH = 4
# Two contrary words count where the words around them, so many on each side, meet this well.
_WINDOW = 6
_REACHED = 0.7
_AROUND = 0.55


@cache
def _negators() -> Phrases:
    return Phrases(load_word_lists().negators)


@cache
def _idioms() -> Phrases:
    return Phrases(load_word_lists().idioms)


def negations_of(words: Sequence[Word]) -> list[int]:
    """Return where negations stand; 'not only' is none."""
    spans = _negators().spans(words)
    return [start for start, stop in spans if not (stop < len(words) and words[stop].low == "only")]


def _denied(words: Sequence[Word]) -> dict[int, int]:
    """Return the words under a negation, each with where the negation stands."""
    found: dict[int, int] = {}
    for at in negations_of(words):
        reached = 0
        for number in range(at + 1, len(words)):
            if words[number].weight > 0:
                found.setdefault(number, at)
                reached += 1
            if reached == _REACH:
                break
        # 'falls outside the strategy', 'is excluded': what is denied may stand before.
        if words[at].weight > 0:
            found.setdefault(at, at)
    return found


class PolarityDifference(NamedTuple):
    """What the claim denies or turns round and its source does not, and contrary words of both."""

    contrary: float
    directions: float
    plainly: float
    said: str
    written: str


def polarity_difference(comparison: Comparison) -> PolarityDifference:
    """Compare what is denied in a claim and in the propositions that meet it, and look for contrary words."""
    against = contrary_words(comparison)
    return PolarityDifference(
        contrary=float(len(against)),
        directions=_directions(comparison),
        plainly=float(_denied_plainly(comparison) and not against),
        said=against[0][0] if against else "",
        written=against[0][1] if against else "",
    )


def _denied_plainly(comparison: Comparison) -> bool:
    """Tell whether a 'not' or 'no' of the one is met by no denial at all of the other."""
    claim = comparison.claim.words
    used = {comparison.places[n].source for n in comparison.content} | {0}
    sources = [comparison.sources[number].words for number in sorted(used)]
    if _plain(claim):
        return not any(negations_of(words) or _hidden(words) for words in sources)
    if negations_of(claim) or _hidden(claim):
        return False
    reached = {
        (comparison.places[n].source, comparison.places[n].word)
        for n in comparison.content
        if comparison.places[n].likeness >= _REACHED
    }
    for number in used:
        words, own = comparison.sources[number].words, comparison.sources[number].own
        plain = _plain(words)
        denied = [n for n, at in _denied(words).items() if at in plain and at >= own]
        if sum((number, n) in reached for n in denied) > 1:
            return True
    return False


def _plain(words: Sequence[Word]) -> set[int]:
    """Return where a 'not', a 'no' or the like stands that is no part of a phrase which denies nothing."""
    plain = load_word_lists().plain_negators
    within = {n for start, stop in _idioms().spans(words) for n in range(start, stop)}
    return {n for n, word in enumerate(words) if word.low in plain and n not in within}


def _hidden(words: Sequence[Word]) -> bool:
    """Tell whether a word denies by its form or meaning: 'unclear', 'homeless', 'out of work', 'superseded'."""
    hidden = load_word_lists().hidden_negators
    return any(
        word.low in hidden
        or (word.low.startswith(("un", "non", "dis")) and negates(word.stem))
        or (word.low.endswith("less") and word.weight > 0)
        for word in words
    )


def contrary_words(comparison: Comparison) -> list[tuple[str, str]]:
    """Return words of the claim in whose place a proposition has a contrary, and none the word itself."""
    held = {word.stem for word in comparison.claim.words}
    found: list[tuple[str, str]] = []
    for number, word in enumerate(comparison.claim.words):
        if any(True for _ in _around(comparison, number, {word.stem})) or _follows_plain(
            comparison.claim.words, number
        ):
            continue
        stems = {other.stem for source in comparison.sources for other in source.words} - held
        against = _around(comparison, number, {stem for stem in stems if contrary(word.stem, stem)})
        found.extend((word.text, other.text) for other in against)
    return list(dict.fromkeys(found))


def _follows_plain(words: Sequence[Word], at: int) -> bool:
    """Tell whether a 'not' stands right before a word, which turns its contrary into the same."""
    return any(word.low in load_word_lists().plain_negators for word in words[max(0, at - 2) : at])


def _around(comparison: Comparison, number: int, wanted: set[str]) -> Iterator[Word]:
    """Yield the words of the propositions of the wanted stems where the words around them meet those of the claim."""
    for source, matrix in zip(comparison.sources, comparison.matrices, strict=True):
        for at, other in enumerate(source.words):
            window = slice(max(0, at - _WINDOW), at + _WINDOW + 1)
            if other.stem in wanted and _meets_around(comparison, number, matrix[:, window]):
                yield other


def _meets_around(comparison: Comparison, number: int, window: Matrix) -> bool:
    words = comparison.claim.words
    around = [n for n in range(max(0, number - 4), min(len(words), number + 5)) if n != number and words[n].weight > 0]
    return bool(around) and float(np.mean([window[n].max() for n in around])) >= _AROUND


def _directions(comparison: Comparison) -> float:
    """Tell whether the claim goes up where its source only goes down, or the other way about."""
    source = comparison.sources[0].words[comparison.sources[0].own :]
    said, written = _heading(comparison.claim.words), _heading(source)
    if any(negations_of(words) for words in (comparison.claim.words, source)):
        return 0.0
    return float(len(said) == 1 and len(written) == 1 and said != written)


def _heading(words: Sequence[Word]) -> set[str]:
    lists = load_word_lists()
    stems = {word.stem for word in words}
    return {name for name, listed in lists.directions.items() if stems & {stem_of(word) for word in listed}}
