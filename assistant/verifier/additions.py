"""What is tacked on to what a source says: each part of a claim needs support of its own, or the true ones hide it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assistant.verifier.alignment import Matrix, Reader, Reading
from assistant.verifier.parts import Part, part_between, parts_of
from assistant.verifier.words import Word

# A word of the claim that is met so far has its counterpart; below, it is lost in proportion.
_HELD = 0.75
# A part as near as this to a part or proposition of the passages says something like it, whatever its words.
_NEAR = 0.65
_NEAR_BESIDE = 0.6
# They bring the measures to about 1 where nothing of a part is met and it is near to nothing.
_SCALE = 4.0
_SCALE_BESIDE = 3.0
# So many words in a row, or a proposition from end to end, are the source's own.
_RUN = 4
_FEWEST = 2
# From such a share of its own words on a claim copies its source, and what stands between them is added.
_COPIED = 0.4


class Addition(NamedTuple):
    """How far the worst part of a claim lacks support of its own, and that part."""

    share: float
    said: str


class Additions(NamedTuple):
    """The worst part of a claim, and the worst of what stands beside words copied from the source."""

    foreign: Addition
    beside: Addition


NO_ADDITION = Addition(0.0, "")


class Sought(NamedTuple):
    """A claim, the propositions that it is compared with, and how far each word is met in any of the passages."""

    claim: Reading
    sources: Sequence[Reading]
    met: Matrix


def additions(reader: Reader, claim: Reading, sources: Sequence[Reading], matrices: Sequence[Matrix]) -> Additions:
    """Return the parts of a claim that the passages bear out least.

    Args:
        reader: gives parts their vectors, apart from the sentence that they stand in.
        claim: what is said.
        sources: the propositions that the claim is compared with.
        matrices: how far each word of the claim is met in each proposition that was read.
    """
    met = np.max([matrix.max(axis=1, initial=0.0) for matrix in matrices], axis=0)
    sought = Sought(claim, sources, met)
    return Additions(_foreign(reader, sought), _beside(reader, sought))


def _foreign(reader: Reader, sought: Sought) -> Addition:
    """Return the part of which most has no counterpart; the fewer its words, the less that tells."""
    lost = []
    for part in parts_of(sought.claim.text):
        words, loss = _loss(sought, part.words)
        if loss.any():
            weight = sum(word.weight for word in words)
            lost.append((part, _SCALE * float(loss.sum()) / (weight + 1.0)))
    return _worst(reader, sought, lost, _NEAR)


def _beside(reader: Reader, sought: Sought) -> Addition:
    """Return the worst part between words that are copied; there a single word without a counterpart tells."""
    words = sought.claim.words
    runs = copied_runs(words, sought.sources)
    copied = {n for run in runs for n in run}
    if len(copied) < _COPIED * len(words):
        return NO_ADDITION
    starts = {part.words[0] for part in parts_of(sought.claim.text)} | {end for r in runs for end in (r.start, r.stop)}
    ends = [*sorted(starts - {len(words)}), len(words)]
    lost = []
    for start, stop in pairwise(ends):
        _, loss = _loss(sought, [n for n in range(start, stop) if n not in copied])
        if loss.any():
            part = part_between(sought.claim.text, words, start, stop)
            lost.append((part, _SCALE_BESIDE * float(loss.max())))
    return _worst(reader, sought, lost, _NEAR_BESIDE)


def _loss(sought: Sought, numbers: Sequence[int]) -> tuple[list[Word], Matrix]:
    """Return the words of matter among some of a claim's, and how much of each has no counterpart."""
    kept = [n for n in numbers if sought.claim.words[n].weight > 0 and not sought.claim.words[n].is_figure]
    words = [sought.claim.words[n] for n in kept]
    # A light word says too little to be an addition: 'the strategy says', 'in three places'.
    telling = np.array([word.weight == 1.0 for word in words], dtype=np.float32)
    return words, np.clip((_HELD - sought.met[kept]) / _HELD, 0.0, 1.0) * telling


def _worst(reader: Reader, sought: Sought, lost: Sequence[tuple[Part, float]], near: float) -> Addition:
    """Return the part that is worst once it is asked how near it is to anything in the passages."""
    if not lost:
        return NO_ADDITION
    held = [part.text for source in sought.sources for part in parts_of(source.text)]
    source = np.stack([reading.vector for reading in sought.sources])
    source = np.concatenate([reader.vectors(held), source]) if held else source
    nearest = (reader.vectors([part.text for part, _ in lost]) @ source.T).max(axis=1)
    return max(
        Addition(share * max(0.0, near - float(best)), part.text)
        for (part, share), best in zip(lost, nearest, strict=True)
    )


def copied_runs(words: Sequence[Word], sources: Sequence[Reading]) -> list[range]:
    """Return the runs of a claim's words that stand so in a source, the longest from each word on."""
    said = [word.low for word in words]
    written = [[w.low for w in source.words[own:]] for source in sources for own in sorted({0, source.own})]
    found: list[range] = []
    at = 0
    while at < len(said):
        longest = max((_run(said, at, held) for held in written), default=0)
        if longest:
            found.append(range(at, at + longest))
        at += longest or 1
    return found


def _run(said: Sequence[str], at: int, written: Sequence[str]) -> int:
    """Return how many words from one on stand so in a text; 0 for too few."""
    longest = 0
    for start, word in enumerate(written):
        if word == said[at]:
            pairs = zip(said[at:], written[start:], strict=False)
            length = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(said) - at, len(written) - start))
            longest = max(longest, length)
    return longest if longest >= _RUN or _FEWEST <= longest == len(written) else 0
