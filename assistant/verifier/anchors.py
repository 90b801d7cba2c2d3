"""Figures that stand in the passages, but by another matter than in the claim; and where bodies stand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.verifier.alignment import Matrix, Reading
from assistant.verifier.comparison import Comparison
from assistant.verifier.figure_matching import Met
from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.names import name_numbers
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Word

# Over so many words what a word stands by fades to a third; a comma or an 'and' between halves it.
_REACH = 4.0
_ACROSS = 0.55
_CLAIM_REACH = 8.0
_MET = 0.5
_PARTING = {",", ";", ":", "(", ")"}


class Moved(NamedTuple):
    """How much better the claim's words stand by another figure or body than by the one that the claim names."""

    margin: float
    said: str
    better: str
    by: str


NOT_MOVED = Moved(0.0, "", "", "")


def nearness(reading: Reading, at: int, reach: float = _REACH) -> Matrix:
    """Return how near each word of a text stands to one of them, 1 for that word itself."""
    parts = _parts(reading.text, reading.words)
    place = np.arange(len(reading.words))
    return np.asarray(np.exp(-np.abs(place - at) / reach) * _ACROSS ** np.abs(parts - parts[at]), dtype=np.float32)


def _parts(text: str, words: Sequence[Word]) -> Matrix:
    """Return in which part of its text each word stands, counting commas, brackets and the like."""
    part = 0
    found = []
    end = 0
    for word in words:
        part += sum(1 for sign in text[end : word.start] if sign in _PARTING)
        part += word.low in {"and", "but", "while", "whereas", "although"}
        found.append(part)
        end = word.end
    return np.array(found, dtype=np.float32)


def _standing(comparison: Comparison, said: range, source: int, written: range) -> float:
    """Return how well what stands by a figure or body of the claim stands by that of a source, 0 to 1."""
    claim, other = comparison.claim, comparison.sources[source]
    weights = np.array([word.weight for word in claim.words], dtype=np.float32) * nearness(claim, said[0], _CLAIM_REACH)
    weights[said.start : said.stop] = 0
    beside = nearness(other, written[0])
    beside[written.start : written.stop] = 0
    total = float(weights.sum())
    if not total or not len(beside):
        return 0.0
    return float((comparison.matrices[source] * beside).max(axis=1) @ weights / total)


def _counted(words: Sequence[Word], figure: range) -> list[int]:
    """Return the words behind a figure that tell what it counts: '22 children had plans, 45 had none'."""
    found = []
    for number in range(figure.stop, len(words)):
        if not words[number].weight:
            break
        found.append(number)
    return found


def _pull(comparison: Comparison, said: range, source: int, own: range, rival: range) -> float:
    """Return by how much what the claim says by a figure or body stands nearer to a rival in the same proposition."""
    claim, other, matrix = comparison.claim, comparison.sources[source], comparison.matrices[source].copy()
    matrix[:, [n for n, word in enumerate(other.words) if word.is_figure or n in own or n in rival]] = 0
    for bare, full in ((rival, own), (own, rival)):
        if _is_bare(other.words, bare):
            counted = {other.words[n].stem for n in _counted(other.words, full)}
            matrix[:, [n for n, word in enumerate(other.words) if word.stem in counted]] = 0
    weights = np.array([word.weight for word in claim.words], dtype=np.float32) * nearness(claim, said[0], _CLAIM_REACH)
    weights[said.start : said.stop] = 0
    best, at = matrix.max(axis=1), matrix.argmax(axis=1)
    nearer = nearness(other, rival[0]) - nearness(other, own[0])
    total = float(weights.sum())
    return float((weights * best * (best > _MET) * nearer[at]).sum()) / total if total else 0.0


def _is_bare(words: Sequence[Word], figure: range) -> bool:
    """Tell whether a figure stands without what it counts."""
    return figure.stop < len(words) and not words[figure.stop].weight


def _word_range(words: Sequence[Word], figure: Figure) -> range:
    numbers = [n for n, word in enumerate(words) if word.end > figure.start and word.start < figure.end]
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)


def moved_figures(comparison: Comparison, met: Sequence[Met]) -> Moved:
    """Return the figure of the claim that stands best by another matter; ``met`` is over the comparison's sources."""
    everything = [(n, f) for n, source in enumerate(comparison.sources) for f in figures_of(source.text)]
    placed = [(_word_range(comparison.claim.words, m.said), m.said, [w for w in m.where if w[0] >= 0]) for m in met]
    worst = NOT_MOVED
    for said, figure, where in placed:
        if not said or not where:
            continue
        own = _best(comparison, said, where)
        for rival in everything:
            if rival in where or _class_of(rival[1]) != _class_of(figure):
                continue
            other = next((p for p in placed if rival in p[2] and p[0] and p[0] != said), None)
            worst = max(worst, _margin(comparison, (said, own), rival, other[0] if other else None))
    return worst


_Placed = tuple[float, int, Figure]


def _class_of(figure: Figure) -> str:
    if figure.kind in {"date", "years"}:
        return "date"
    return f"{figure.kind} range" if figure.is_range else figure.kind


def _best(comparison: Comparison, said: range, where: Sequence[tuple[int, Figure]]) -> _Placed:
    ranked = [(_score(comparison, said, place), *place) for place in where]
    return max(ranked, key=lambda one: one[0])


def _score(comparison: Comparison, said: range, place: tuple[int, Figure]) -> float:
    written = _word_range(comparison.sources[place[0]].words, place[1])
    return _standing(comparison, said, place[0], written) if written else 0.0


def _margin(
    comparison: Comparison, own: tuple[range, _Placed], rival: tuple[int, Figure], other: range | None
) -> Moved:
    """Return by how much the claim would fit better with the rival figure, or with both exchanged if it has both."""
    said, (score, number, figure) = own
    margin = _score(comparison, said, rival) - score
    if rival[0] == number:
        words = comparison.sources[number].words
        ranges = _word_range(words, figure), _word_range(words, rival[1])
        if all(ranges):
            pull = _pull(comparison, said, number, *ranges)
            bare = _is_bare(words, ranges[0]) and not _is_bare(words, ranges[1])
            margin = pull if bare else max(margin, pull)
    if other is not None:
        margin = (margin + _score(comparison, other, (number, figure)) - _score(comparison, other, rival)) / 2
    by = _matter(comparison.sources[number], _word_range(comparison.sources[number].words, figure))
    words = comparison.claim.words
    text = comparison.claim.text[words[said.start].start : words[said.stop - 1].end]
    return Moved(margin, text, rival[1].text, by)


def _matter(reading: Reading, written: range) -> str:
    """Return the words that stand nearest to a figure, as they are written."""
    if not written:
        return ""
    near = nearness(reading, written[0])
    order = sorted(
        (n for n, w in enumerate(reading.words) if w.weight > 0 and n not in written), key=lambda n: -near[n]
    )
    return " ".join(reading.words[n].text for n in sorted(order[:3]))


def body_ranges(words: Sequence[Word]) -> list[range]:
    """Return the names and bodies of a text: runs of words with a capital, and words for bodies."""
    names = set(name_numbers(words))
    bodies = load_word_lists().bodies
    marked = [n in names or word.low in bodies for n, word in enumerate(words)]
    found: list[range] = []
    for number, is_body in enumerate(marked):
        if is_body and found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        elif is_body:
            found.append(range(number, number + 1))
    return found


def is_organisation(words: Sequence[Word], body: range) -> bool:
    """Tell whether a name is of a body that acts, by its head or because it is a short form."""
    heads = load_word_lists().organisations
    return any(words[n].low in heads or (words[n].text.isupper() and len(words[n].text) > 2) for n in body)
