"""Single words that tell a change: bodies that no passage names, figures and qualities of another thing."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.verifier.comparison import Comparison
from assistant.verifier.figure_matching import meets
from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.lexicon import GENERAL, contrary, likeness
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Phrases, Word, words_of


def unnamed_bodies(comparison: Comparison) -> float:
    """Return how many bodies of the claim no passage names by any word."""
    acting = load_word_lists().acting
    held = {word.stem for passage in comparison.passages for word in words_of(passage)}
    known = {word for group, phrases in _groups() if _stands(phrases, comparison.passages) for word in group}
    missing = {
        word.stem
        for number, word in enumerate(comparison.claim.words)
        if word.low in acting
        and word.low not in known
        and comparison.places[number].likeness < GENERAL
        and not any(likeness(word.stem, stem) >= GENERAL for stem in held)
    }
    return float(min(2, len(missing)))


@cache
def _groups() -> list[tuple[frozenset[str], Phrases]]:
    return [(frozenset(group), Phrases(group)) for group in load_word_lists().same]


def _stands(phrases: Phrases, passages: Sequence[str]) -> bool:
    return any(phrases.spans(words_of(passage)) for passage in passages)


def other_head(comparison: Comparison) -> float:
    """Tell whether a source counts by another figure what the claim counts: '51 areas' where it has '31 areas'."""
    written = [(figure, head) for source in comparison.sources for figure, head in _counted(source.text, source.words)]
    for figure, head in _counted(comparison.claim.text, comparison.claim.words):
        same = [other for other, by in written if by == head and other.kind == figure.kind]
        elsewhere = any(meets(figure, other) for other, by in written if by != head)
        if same and elsewhere and not any(meets(figure, other) for other in same):
            return 1.0
    return 0.0


def _counted(text: str, words: Sequence[Word]) -> Iterator[tuple[Figure, str]]:
    """Yield the figures of a text with the stem of the word of matter right behind each."""
    for figure in figures_of(text):
        behind = next((word for word in words if word.start >= figure.end), None)
        if behind and behind.weight > 0 and not behind.is_figure and behind.start - figure.end <= 1:
            yield figure, behind.stem


def other_qualities(comparison: Comparison) -> float:
    """Tell whether a word has the contrary before it of what its source has there: 'low cost' for 'high cost'."""
    written: dict[str, set[str]] = {}
    for source in comparison.sources:
        for first, second in pairwise(source.words):
            written.setdefault(second.stem, set()).add(first.stem)
    claim = comparison.claim.words
    return float(
        any(
            second.weight > 0 < first.weight
            and first.stem not in written.get(second.stem, set())
            and any(contrary(first.stem, stem) for stem in written.get(second.stem, ()))
            for first, second in pairwise(claim)
        )
    )
