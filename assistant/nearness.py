"""How near what was found comes to a question, token by token: what tells whether it answers."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from assistant.late import Met
from assistant.settings import EvidencePolicy
from assistant.wanted import Kind
from assistant.weighing import Weighed

# The passages looked at; the one that answers stands among them, if there is one.
LOOKED_AT = 10
# Other words of the same field match near .45, unrelated ones below this.
_HARDLY = 0.42
_RARE = 0.6  # the tokens that weigh more than this share of them
# The names of kinds in the policy: documents of this sort seldom give reasons and times, whatever else they treat.
_REASON, _TIME = "reason", "time"
_NO_REASON = 0.5  # how far behind a reason counts that stands nowhere
_MANY = 10


@dataclass(frozen=True)
class Nearness:
    """Shares of a question's weight, matches of its tokens, and what it asks for; in the order of the coefficients."""

    best: float  # mean match of the passage that meets the question best
    hardly: float  # share of the weight that this passage hardly meets
    rarest: float  # least match in it of a rare token
    apart: float  # 1 where two names that the question puts side by side never stand so in the documents
    rarest_said: float  # least match of a rare token in the weightiest unit
    jointly: float  # the same in the unit where it is highest
    rare: float  # the number of rare tokens, in tens: the least match falls with it
    lacking: float  # 1 where the weightiest unit holds nothing of the kind that is asked for
    time: float  # 1 where the question asks how long or how often
    answers: float  # best log odds of a unit that it answers; 0 where none was read with the question
    some_answer: float  # log of the odds of all units together
    weightiest: float  # log odds of the weightiest unit
    reason: float  # how far the best unit that gives a reason stays behind the best one; 0 where none is asked for


@dataclass(frozen=True)
class Asked:
    """What of a question the regression sees beside its tokens."""

    kind: Kind | None
    apart: bool


def nearness_of(met: Met, weighed: Sequence[Weighed], asked: Asked) -> Nearness | None:
    """Return how near the first passages and the units of them come; null where there is none or no token counts."""
    weights, tokens = met.weights, met.tokens[:LOOKED_AT]
    total = float(weights.sum())
    if not len(tokens) or not weighed or total <= 0:
        return None
    best = tokens[int(np.argmax(tokens @ weights))]
    rare = weights >= np.quantile(weights[weights > 0], _RARE)
    of_units = np.array([one.tokens for one in weighed])
    lacking = asked.kind is not None and not asked.kind.stands_in(weighed[0].unit.text)
    return Nearness(
        best=float(best @ weights / total),
        hardly=float(weights[best < _HARDLY].sum() / total),
        rarest=float(best[rare].min()),
        apart=float(asked.apart),
        rarest_said=float(of_units[0][rare].min()),
        jointly=float(of_units[:, rare].min(axis=1).max()),
        rare=int(rare.sum()) / _MANY,
        lacking=float(lacking),
        time=float(asked.kind is not None and asked.kind.name == _TIME),
        **_answers([one.answers for one in weighed if one.answers is not None]),
        reason=_behind(of_units @ weights / total, weighed, asked.kind),
    )


def chance_of_silence(near: Nearness, policy: EvidencePolicy) -> float:
    """Return the chance that the documents do not answer, 0 to 1, by the logistic regression of the policy."""
    total = policy.intercept + sum(c * value for c, value in zip(policy.coefficients, astuple(near), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def _answers(odds: Sequence[float]) -> dict[str, float]:
    if not odds:
        return {"answers": 0.0, "some_answer": 0.0, "weightiest": 0.0}
    return {"answers": max(odds), "some_answer": float(np.logaddexp.reduce(odds)), "weightiest": odds[0]}


def _behind(means: npt.NDArray[np.float32], weighed: Sequence[Weighed], kind: Kind | None) -> float:
    if kind is None or kind.name != _REASON:
        return 0.0
    reasons = [float(mean) for mean, one in zip(means, weighed, strict=True) if kind.stands_in(one.unit.text)]
    return float(means.max()) - max(reasons) if reasons else _NO_REASON
