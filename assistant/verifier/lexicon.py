"""Which words say the same, the more general, or the contrary; from WordNet and the word lists."""

from functools import cache, lru_cache
from pathlib import Path

from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import stem_of, words_of

SAME, SYNONYM, GENERAL, SPECIFIC = 1.0, 0.92, 0.85, 0.72


@cache
def _groups() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return by stem the groups of meaning a word stands in, and those one step more general."""
    own: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    text = Path(__file__).with_name("lexicon.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        word, same, general = line.split("\t")
        own.setdefault(stem_of(word), set()).update(same.split())
        above.setdefault(stem_of(word), set()).update(general.split())
    for number, group in enumerate(load_word_lists().same):
        for phrase in group:
            parts = words_of(phrase)
            if len(parts) == 1:
                own.setdefault(parts[0].stem, set()).add(f"same {number}")
    return {w: frozenset(g) for w, g in own.items()}, {w: frozenset(g) for w, g in above.items()}


@cache
def _contrasts() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in load_word_lists().contrasts:
        stems = {stem_of(word) for word in row}
        for stem in stems:
            found.setdefault(stem, set()).update(stems - {stem})
    return {stem: frozenset(others) for stem, others in found.items()}


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=200_000)
def likeness(said: str, written: str) -> float:
    """Return how far a stem that is said is met by one that is written, 0 where the lists do not know."""
    if said == written:
        return SAME
    own, above = _groups()
    if own.get(said, _NONE) & own.get(written, _NONE):
        return SYNONYM
    if own.get(said, _NONE) & above.get(written, _NONE):
        return GENERAL
    if above.get(said, _NONE) & own.get(written, _NONE):
        return SPECIFIC
    if len(said) > 4 and len(written) > 4 and (said.startswith(written) or written.startswith(said)):
        return SPECIFIC
    return 0.0


@lru_cache(maxsize=200_000)
def contrary(said: str, written: str) -> bool:
    """Tell whether two stems exclude one another; a pair that can also say the same does not."""
    if said == written:
        return False
    if written in _contrasts().get(said, _NONE):
        return True
    return _negative_of(said, written) or _negative_of(written, said)


_NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "de", "mis")


@lru_cache(maxsize=50_000)
def negates(stem: str) -> bool:
    """Tell whether a stem is another known one with a prefix that denies."""
    known = _groups()[0]
    return any(stem.startswith(prefix) and stem[len(prefix) :] in known for prefix in ("un", "non", "dis"))


def _negative_of(first: str, second: str) -> bool:
    return len(second) > 3 and any(first == prefix + second for prefix in _NEGATIVE_PREFIXES)
