"""How likely a passage is to hold the answer."""

import math

from assistant.settings import ConfidencePolicy


class Confidence:
    """A logistic regression, fitted on the dev cases, over how near a passage came (Platt 1999)."""

    def __init__(self, policy: ConfidencePolicy) -> None:
        self._policy = policy

    def probability(self, score: float, cosine: float, coverage: float, unknown: float) -> float:
        """Return the probability, 0 to 1.

        Args:
            score: that orders the passages.
            cosine: of the passage's vector and the question's, 0 to 1.
            coverage: share of the question's weight in words that the passage holds, 0 to 1.
            unknown: share of that weight in words that no passage knows, 0 to 1.
        """
        policy = self._policy
        nearness = policy.score * score + policy.cosine * cosine + policy.coverage * coverage
        return 1.0 / (1.0 + math.exp(-(policy.intercept + nearness + policy.unknown * unknown)))
