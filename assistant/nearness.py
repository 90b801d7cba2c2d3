"""How near the passages found come to a question, token by token: what tells whether they answer it."""

import math
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from assistant.late import Met
from assistant.settings import EvidencePolicy

# The passages looked at; the one that answers stands among them, if there is one.
LOOKED_AT = 10
# Below these a token is met poorly, or not at all: other words of the same field lie near .45, unrelated ones below .4.
_POORLY, _HARDLY = 0.55, 0.42
_RARE = 0.6  # the tokens that weigh more than this share of them


@dataclass(frozen=True)
class Nearness:
    """Shares of the question's weight, and matches of its tokens; the order is that of the coefficients."""

    best: float  # mean match of the passage that meets the question best
    poorly: float  # share of the weight that this passage meets poorly
    hardly: float  # share that it hardly meets
    nowhere: float  # share that no passage meets well
    rarest: float  # least match in it of a rare token
    rarest_anywhere: float  # least match of a rare token by the passage that meets it best
    unknown: float  # share of the weight in words that no passage of the library knows
    apart: float  # 1 where two names that the question puts side by side never stand so in the documents


def nearness_of(met: Met, unknown: float, *, apart: bool) -> Nearness | None:
    """Return how near the first passages come; null where there is none or no token counts."""
    weights, tokens = met.weights, met.tokens[:LOOKED_AT]
    total = float(weights.sum())
    if not len(tokens) or total <= 0:
        return None
    best = tokens[int(np.argmax(tokens @ weights))]
    anywhere = tokens.max(axis=0)
    rare = weights >= np.quantile(weights[weights > 0], _RARE)

    def share(of: npt.NDArray[np.bool_]) -> float:
        return float(weights[of].sum() / total)

    return Nearness(
        best=float(best @ weights / total),
        poorly=share(best < _POORLY),
        hardly=share(best < _HARDLY),
        nowhere=share(anywhere < _POORLY),
        rarest=float(best[rare].min()),
        rarest_anywhere=float(anywhere[rare].min()),
        unknown=unknown,
        apart=float(apart),
    )


def chance_of_silence(near: Nearness, policy: EvidencePolicy) -> float:
    """Return the chance that the documents do not answer, 0 to 1, by the logistic regression of the policy."""
    total = policy.intercept + sum(c * value for c, value in zip(policy.coefficients, astuple(near), strict=True))
    return 1.0 / (1.0 + math.exp(-total))
