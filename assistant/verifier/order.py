"""Who does what to whom: whether a claim turns its source round."""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from assistant.verifier.anchors import body_ranges, is_organisation
from assistant.verifier.comparison import Comparison
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Word, stem_of

_SAME_VERB = 0.85
_PARTING = {"and", "or", "of", "for", "with", "to", "in", "on", "at", "by", "from", "as"}
_CLAUSE = re.compile(r"[;:]|, (?:and|but|while|whereas|so)\b|\b(?:while|whereas|whom|which)\b")
# So far before its 'than' a 'more' or 'less' stands.
_COMPARED_REACH = 22
# What is compared must lie this much nearer to one side of the source's comparison.
_CLEAR = 0.08


class OrderDifference(NamedTuple):
    """Pairs of bodies whose parts are exchanged, and a comparison that is turned round."""

    exchanged: float
    compared: float
    said: str


def order_difference(comparison: Comparison) -> OrderDifference:
    """Compare the order of bodies, and of what is compared."""
    exchanged, said = _exchanged(comparison)
    if not exchanged:
        exchanged, said = _other_agent(comparison)
    compared = _compared(comparison)
    return OrderDifference(0.0 if compared else exchanged, compared, said)


def _agent(words: Sequence[Word], first: range, second: range) -> range | None:
    """Return which of two bodies acts: the one behind a 'by', else the first; None where a passive leaves it open."""
    if "by" in [word.low for word in words[max(first.stop, second.start - 3) : second.start]]:
        return second
    between = words[first.stop : second.start]
    lists = load_word_lists()
    passive = any(
        word.low in lists.be
        and at + 1 < len(between)
        and any(w.low.endswith(("ed", "en", "wn")) for w in between[at + 1 : at + 3])
        for at, word in enumerate(between)
    )
    related = any(word.low in lists.relating for word in between)
    return None if passive or related or not any(word.weight > 0 for word in between) else first


def _exchanged(comparison: Comparison) -> tuple[float, str]:
    claim, source, matrix = comparison.claim.words, comparison.sources[0].words, comparison.matrices[0]
    written = body_ranges(source)
    pairs = [(said, _met(matrix, said, written)) for said in body_ranges(claim) if is_organisation(claim, said)]
    met = [(said, where) for said, where in pairs if where is not None]
    for (a, in_a), (b, in_b) in combinations(met, 2):
        if in_a == in_b or _listed(claim, a, b) or _two_clauses(comparison.claim.text, claim, a, b):
            continue
        first, second = sorted((in_a, in_b), key=lambda r: r.start)
        acting, in_source = _agent(claim, a, b), _agent(source, first, second)
        if acting is None or in_source is None or _listed(source, first, second):
            continue
        if (in_a if acting == a else in_b) != in_source:
            return 1.0, f"{claim[a.start].text} / {claim[b.start].text}"
    return 0.0, ""


def _agents(words: Sequence[Word]) -> list[tuple[int, range]]:
    """Return what bodies do: 'commissioned by the council' and 'the council commissions', each with its body."""
    found: list[tuple[int, range]] = []
    for body in body_ranges(words):
        if not is_organisation(words, body) or (body.start and words[body.start - 1].low == "as"):
            continue
        before = [n for n in range(max(0, body.start - 3), body.start) if words[n].low == "by"]
        if before:
            verbs = [n for n in range(max(0, before[-1] - 3), before[-1]) if words[n].weight > 0]
            found.extend((verb, body) for verb in verbs[-1:])
            continue
        after = range(body.stop, min(len(words), body.stop + 3))
        verb = next((n for n in after if words[n].weight > 0), None)
        between = words[body.stop : verb] if verb is not None else ()
        parting = _PARTING | load_word_lists().be | load_word_lists().relating
        if verb is not None and not any(w.low in parting for w in between):
            found.append((verb, body))
    return found


def _other_agent(comparison: Comparison) -> tuple[float, str]:
    """Tell whether the source has another body do what the claim has one of the source's bodies do."""
    claim, source, matrix = comparison.claim.words, comparison.sources[0].words, comparison.matrices[0]
    written = _agents(source)
    for verb, body in _agents(claim):
        of_verb = [where for other, where in written if matrix[verb, other] >= _SAME_VERB]
        if not of_verb or _met(matrix, body, of_verb) is not None or _met(matrix, body, body_ranges(source)) is None:
            continue
        return 1.0, f"{claim[body.start].text} / {source[of_verb[0].start].text}"
    return 0.0, ""


def _listed(words: Sequence[Word], first: range, second: range) -> bool:
    """Tell whether nothing but 'and' or 'or' stands between two bodies."""
    return all(word.low in {"and", "or", "with", "the", "of"} for word in words[first.stop : second.start])


def _two_clauses(text: str, words: Sequence[Word], first: range, second: range) -> bool:
    """Tell whether a comma or semicolon with an 'and', or a word that opens a clause, stands between two bodies."""
    between = text[words[first.stop - 1].end : words[second.start].start].lower()
    return bool(_CLAUSE.search(between))


def _met(matrix: np.ndarray, said: range, written: Sequence[range]) -> range | None:
    best = max(
        written, default=None,
        key=lambda w: float(matrix[said.start : said.stop, w.start : w.stop].max(axis=1).mean()),
    )  # fmt: skip
    if best is None or matrix[said.start : said.stop, best.start : best.stop].max(axis=1).mean() < 0.8:
        return None
    return best


def _compared(comparison: Comparison) -> float:
    """Tell whether a comparison is the source's, -1, or its reverse, 1; 0 where one of them compares nothing."""
    claim, matrix = comparison.claim.words, comparison.matrices[0]
    source = comparison.sources[0].words
    said, written = comparing(claim), comparing(source)
    if said is None or written is None:
        return 0.0
    at, up = said
    other_at, other_up = written
    lesser = [n for n in range(at + 1, min(len(claim), at + 8)) if claim[n].weight > 0]
    if not lesser:
        return 0.0
    after = matrix[np.ix_(lesser, range(other_at, min(len(source), other_at + 14)))].max(axis=1).mean()
    before = matrix[np.ix_(lesser, range(other_at))].max(axis=1).mean() if other_at else 0.0
    if abs(after - before) < _CLEAR:
        return 0.0
    return -1.0 if (up == other_up) == (after > before) else 1.0


def comparing(words: Sequence[Word]) -> tuple[int, bool] | None:
    """Return where a 'than' stands and whether what is before it is the more; None where nothing is compared."""
    at = next((n for n, word in enumerate(words) if word.low == "than"), None)
    if at is None:
        return None
    for number in range(at - 1, max(-1, at - _COMPARED_REACH), -1):
        up = _is_more(words[number])
        if up is not None:
            return at, up
    return None


def _is_more(word: Word) -> bool | None:
    """Tell whether a word compares upwards or downwards; None where it does neither."""
    lists = load_word_lists()
    if word.low in lists.comparing["less"] or word.stem in {stem_of(down) for down in lists.directions["down"]}:
        return False
    if word.low in lists.comparing["more"] or word.stem in {stem_of(up) for up in lists.directions["up"]}:
        return True
    return True if word.low.endswith("er") and word.weight > 0 else None
