"""Judges of claims that only look at words and figures: what a verifier has to beat."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from evals.claims import JudgedClaim

Rule = Callable[[JudgedClaim], bool]

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d[\d,.]*")


def overlap(item: JudgedClaim) -> float:
    """Return the share of the words of a claim that stand in its passages."""
    words = _words(item.claim.claim)
    return len(words & _words(" ".join(item.texts))) / len(words) if words else 0.0


def overlap_with_figures(item: JudgedClaim) -> float:
    """Return the same, or less than nothing where a figure of the claim stands in no passage."""
    figures = set(_FIGURE.findall(" ".join(item.texts)))
    stated = {found.rstrip(".,") for found in _FIGURE.findall(item.claim.claim)}
    return overlap(item) if stated <= {found.rstrip(".,") for found in figures} else -1.0


def fitted(measure: Callable[[JudgedClaim], float], claims: Sequence[JudgedClaim]) -> Rule:
    """Return the threshold of a measure, and the side of it, that judge the claims best."""
    values = np.array([measure(item) for item in claims])
    supported = np.array([item.claim.supported for item in claims])

    def balanced(threshold: float, sign: int) -> float:
        passes = sign * values >= sign * threshold
        return float((passes[supported].mean() + (~passes[~supported]).mean()) / 2)

    options = [(float(value), sign) for value in np.unique(values) for sign in (1, -1)]
    threshold, sign = max(options, key=lambda option: balanced(*option))
    return lambda item: sign * measure(item) >= sign * threshold


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
