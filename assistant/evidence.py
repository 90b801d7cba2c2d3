"""Whether what was found is enough to answer at all."""

from collections.abc import Sequence

from assistant.context import Candidate
from assistant.retrieve import QuestionWords
from assistant.settings import EvidencePolicy

# The nearest in meaning and the one that holds the words need not be the same passage, but both stand at the top.
_LOOKED_AT = 10


def evidence_score(candidates: Sequence[Candidate], words: QuestionWords, policy: EvidencePolicy) -> float:
    """Return how strongly the best candidates speak to the question; compare with the policy's threshold.

    Args:
        candidates: best first.
        words: the telling words of the question.
        policy: weights, found on the dev cases.
    """
    near = candidates[:_LOOKED_AT]
    if not near:
        return 0.0
    best = max(policy.cosine_weight * c.cosine + policy.coverage_weight * c.coverage for c in near)
    return best - policy.unknown_weight * words.unknown
