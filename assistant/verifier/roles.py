"""Who does what to whom: the parts of a claim's clauses beside those of the clauses that meet them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.verifier.alignment import Matrix
from assistant.verifier.clauses import Clause, clauses_of
from assistant.verifier.comparison import Comparison
from assistant.verifier.words import Word

# From this on two verbs count as met; two forms of 'be' are alike so far.
_SAME_VERB = 0.7
_SAME_BE = 0.75
# Only the nearest propositions are read by clause.
_READ = 2
# What stands behind one of these is another thing than what stands behind the other.
_OPPOSITE = {("from", "to"), ("to", "from"), ("by", "to"), ("to", "by"), ("from", "by"), ("for", "by"), ("by", "for")}


class RoleDifference(NamedTuple):
    """How much better the source knows who acts in a claim as anything but the actor, and the other end of a move."""

    other_agent: float
    other_end: float


def role_difference(comparison: Comparison) -> RoleDifference:
    """Compare the clauses of a claim with those of the propositions that meet it by the same verb."""
    claim = comparison.claim
    agent = end = 0.0
    for clause in clauses_of(claim.text, claim.words):
        for source, matrix in list(zip(comparison.sources, comparison.matrices, strict=True))[:_READ]:
            for other in clauses_of(source.text, source.words) if matrix.size else ():
                verb = _verb_met(matrix, clause, other)
                if verb >= _SAME_VERB:
                    agent = max(agent, verb * _other_agent(matrix, claim.words, clause, other))
                    end = max(end, _other_end(matrix, claim.words, clause, other))
    return RoleDifference(agent, end)


def _verb_met(matrix: Matrix, clause: Clause, other: Clause) -> float:
    if clause.is_copula or other.is_copula:
        return _SAME_BE if clause.is_copula and other.is_copula else 0.0
    return float(matrix[clause.verb, other.verb])


def _other_agent(matrix: Matrix, words: Sequence[Word], clause: Clause, other: Clause) -> float:
    """Return how much better who acts in the claim is met elsewhere in the source than where it tells who acts."""
    if not clause.agent or not other.agent:
        return 0.0
    anywhere = _match(matrix, words, clause.agent, range(matrix.shape[1]))
    return max(0.0, anywhere - _match(matrix, words, clause.agent, other.agent))


def _other_end(matrix: Matrix, words: Sequence[Word], clause: Clause, other: Clause) -> float:
    """Return how much better what stands behind 'from' or 'to' fits behind the other of them."""
    worst = 0.0
    for word, numbers in clause.behind:
        own = max((_match(matrix, words, numbers, there) for w, there in other.behind if w == word), default=0.0)
        rival = max(
            (_match(matrix, words, numbers, there) for w, there in other.behind if (word, w) in _OPPOSITE), default=0.0
        )
        worst = max(worst, rival - own)
    return worst


def _match(matrix: Matrix, words: Sequence[Word], part: Sequence[int], other: Sequence[int]) -> float:
    """Return how well the words of a part are met by those of another, by their weight."""
    if not part or not other:
        return 0.0
    weights = np.array([max(0.2, words[n].weight) for n in part])
    best = matrix[np.ix_(list(part), list(other))].max(axis=1)
    return float(best @ weights / weights.sum())
