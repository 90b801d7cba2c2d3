"""How strongly a claim and its source bind, and whether what is only planned is told as done."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from assistant.verifier.alignment import Reading
from assistant.verifier.comparison import Comparison
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word

# A word of strength governs what follows it within so many words.
_REACH = 9
# 'It is likely that contracts will need to': so far on what follows is only likely.
_LIKELY_REACH = 6
_ACTION = 4
# Such a share of what meets the claim stands behind a word that plans it.
_LEAST_GOVERNED = 0.3
_MET = 0.5
# A claim this strong is no raise over a source that tells a plain fact, or only a little.
_OVER_FACT = {1: 0, 2: 0, 3: 2, 4: 1, 5: 3}
_PARTICIPLE = re.compile(r".*(?:ed|en|wn|lt|pt|ught|id|ade|set|ound|ung|one)$")


class Strength(NamedTuple):
    """A word of strength and where it stands."""

    level: int
    text: str
    at: int


@cache
def _phrases() -> tuple[tuple[int, Phrases], ...]:
    return tuple((grade.level, Phrases(grade.words)) for grade in load_word_lists().duty.values())


def strengths_of(words: Sequence[Word]) -> list[Strength]:
    """Return the words of strength of a text in order; of two that overlap the longer."""
    found: list[tuple[int, int, int]] = []
    for level, phrases in _phrases():
        found.extend((start, stop, level) for start, stop in phrases.spans(words))
    found.sort(key=lambda one: (one[0], -(one[1] - one[0]), -one[2]))
    kept: list[Strength] = []
    last = -1
    for start, stop, level in found:
        # 'may need to', 'could be required': what is only possible stays so.
        weakened = kept and kept[-1].level == 1 and start - last <= (_LIKELY_REACH if kept[-1].text == "likely" else 1)
        if start >= last and not weakened:
            if not (start and words[start].text == "May"):  # the month
                kept.append(Strength(level, " ".join(word.text for word in words[start:stop]), start))
            last = stop
    return kept


def _strengths_of_source(reading: Reading) -> list[Strength]:
    """Return the words of strength of a proposition; an item or cell that begins with an action is to be done."""
    found = strengths_of(reading.words)
    actions = load_word_lists().actions
    for number, word in enumerate(reading.words):
        before = reading.text[: word.start].rstrip()
        if (not before or before[-1] in ":;•\t|") and word.low in actions and (number or not reading.own):
            follows = reading.words[number + 1].low if number + 1 < len(reading.words) else ""
            if follows not in {"is", "are", "was", "were", "has", "have", "in"}:
                found.append(Strength(_ACTION, word.text, max(0, number - 1)))
    return sorted(found, key=lambda s: s.at)


def governing(strengths: Sequence[Strength], at: int) -> Strength | None:
    """Return the word of strength that governs a word: the last before it within reach, else None."""
    before = [s for s in strengths if 0 <= at - s.at <= _REACH]
    return before[-1] if before else None


class DutyDifference(NamedTuple):
    """How much more strongly than its source a claim binds, where words meet and over the whole sentence."""

    local: float
    whole: float
    told_done: float
    unplanned: float
    said: str
    written: str


def duty_difference(comparison: Comparison) -> DutyDifference:
    """Compare the words of strength of a claim with those of the propositions that meet it."""
    claim = strengths_of(comparison.claim.words)
    near = [_strengths_of_source(source) for source in comparison.sources]
    used = _used(comparison)
    written = [s for number in used for s in near[number]]
    top_said = max(claim, key=lambda s: s.level, default=None)
    top_written = max(written, key=lambda s: s.level, default=None)
    whole = _gap(top_said, top_written)
    local, pair = _local(comparison, claim, near)
    done = _is_done(comparison.claim.words)
    source_done = any(_is_done(comparison.sources[number].words) for number in used)
    ahead = [s for s in written if 1 <= s.level <= 4]
    told_done = float(not claim and bool(ahead) and done and not source_done)
    first = [s for s in near[0] if 2 <= s.level <= 4 and _governs(comparison, s)]
    unplanned = float(not claim and bool(_ahead_of(comparison, near))) + float(not claim and bool(first))
    told_done += 0.0 if claim else _finished(comparison, near)
    said, wrote = pair if pair else (top_said.text if top_said else "", top_written.text if top_written else "")
    if not claim and ahead:
        said, wrote = "", ahead[0].text
    return DutyDifference(local, float(whole), told_done, unplanned, said, wrote)


def _gap(said: Strength | None, written: Strength | None) -> int:
    """Return by how much what is said is stronger than what is written."""
    if said is None:
        return 0
    if written is None:
        return _OVER_FACT[said.level]
    return max(0, said.level - written.level)


def _used(comparison: Comparison) -> list[int]:
    """Return the propositions that meet the claim's words, the nearest always among them."""
    counts: dict[int, float] = {0: 1.0}
    for number in comparison.content:
        place = comparison.places[number]
        counts[place.source] = counts.get(place.source, 0.0) + comparison.claim.words[number].weight
    total = sum(counts.values())
    return [source for source, weight in counts.items() if source == 0 or weight / total > 0.3]


def _local(
    comparison: Comparison, claim: Sequence[Strength], near: Sequence[Sequence[Strength]]
) -> tuple[float, tuple[str, str] | None]:
    """Return the mean by which the governing words of the claim outweigh those of what meets it."""
    total = weight = 0.0
    pair: tuple[str, str] | None = None
    for number in comparison.content:
        place = comparison.places[number]
        own = governing(claim, number)
        if own is None or own.at == number or place.likeness < 0.5:
            continue
        other = governing(near[place.source], place.word)
        gap = _gap(own, other)
        share = 1.0 / (number - own.at)
        total += share * gap
        weight += share
        if gap and pair is None:
            pair = (own.text, other.text if other else "")
    return (total / weight if weight else 0.0), pair


def _ahead_of(comparison: Comparison, near: Sequence[Sequence[Strength]]) -> list[Strength]:
    """Return the words of strength of the source that govern most of what meets the claim."""
    governed: list[Strength] = []
    words = 0
    for number in comparison.content:
        place = comparison.places[number]
        if place.likeness < 0.5:
            continue
        words += 1
        strength = governing(near[place.source], place.word)
        if strength and strength.at != place.word:
            governed.append(strength)
    return governed if words and len(governed) / words >= 0.4 else []


def _governs(comparison: Comparison, strength: Strength) -> bool:
    """Tell whether a word of strength of the nearest proposition stands before some of what meets the claim."""
    met = [comparison.places[n] for n in comparison.content]
    words = [place.word for place in met if place.source == 0 and place.likeness >= _MET]
    governed = sum(0 <= word - strength.at <= _REACH for word in words)
    return governed >= _LEAST_GOVERNED * max(1, len(words))


def _finished(comparison: Comparison, near: Sequence[Sequence[Strength]]) -> float:
    """Tell whether a verb that the claim has in the perfect or past is under way, or still to come, in its source."""
    words = comparison.claim.words
    lists = load_word_lists()
    for number in comparison.content:
        place = comparison.places[number]
        source = comparison.sources[place.source].words
        had = _aux_before(words, number, lists.have) and not _aux_before(source, place.word, lists.have, 6)
        if place.likeness < 0.7 or not had:
            continue
        other = source[place.word]
        ongoing = other.low.endswith("ing") and _aux_before(source, place.word, lists.be)
        to_come = place.word > 0 and source[place.word - 1].low in {"to", "be", "will", "become"}
        strength = governing(near[place.source], place.word)
        if ongoing or to_come or (strength and 1 <= strength.level <= 5):
            return 1.0
    return 0.0


def _aux_before(words: Sequence[Word], at: int, aux: frozenset[str], reach: int = 3) -> bool:
    near = range(max(0, at - reach), at)
    return any(words[n].low in aux and words[n + 1].low != "to" for n in near)


def _is_done(words: Sequence[Word]) -> bool:
    """Tell whether anything is told as done: in the perfect, or by a participle behind a form of 'be'."""
    lists = load_word_lists()
    told = lists.have | (lists.be - {"be"})
    return any(
        word.low in told and bool(_PARTICIPLE.fullmatch(following.low))
        for word, following in zip(words, [*words[1:], *words[-1:]], strict=True)
    )
