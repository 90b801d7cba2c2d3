"""What is measured of a sentence beside its source; the weights of these stand in weights.yaml."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.verifier.anchors import Moved, moved_figures
from assistant.verifier.bindings import other_head, other_qualities, unnamed_bodies
from assistant.verifier.cohesion import Scattered, scattered
from assistant.verifier.comparison import Comparison
from assistant.verifier.duty import DutyDifference, duty_difference
from assistant.verifier.edits import Edits, edits
from assistant.verifier.figure_matching import Met, match_figures
from assistant.verifier.limits import LimitDifference, limit_difference
from assistant.verifier.names import unknown_names
from assistant.verifier.order import OrderDifference, order_difference
from assistant.verifier.polarity import PolarityDifference, polarity_difference
from assistant.verifier.propositions import Proposition
from assistant.verifier.roles import role_difference
from assistant.verifier.scope import ScopeDifference, scope_difference
from assistant.verifier.segments import Misplaced, misplaced_body, misplaced_figure
from assistant.verifier.speaking import addressed, taken_back
from assistant.verifier.sums_compared import against_sums

# A word met less than this has no counterpart.
_NO_COUNTERPART = 0.5
# Claims that keep to their passages are covered this well, and lie this near to the nearest proposition.
_COVERED = 0.8
_NEAR = 0.6
# A figure or body that fits this much better elsewhere has been moved for certain.
_MOVED = 0.15
# Measures that tell a change by themselves from these values on. Each is rare; together they are weighed better.
SIGNS = {
    "moved_figure": 0.6,
    "duty_whole": 2.0,
    "told_done": 1.0,
    "denied_plainly": 1.0,
    "contrary": 1.0,
    "widened": 1.0,
    "exchanged": 1.0,
    "replaced_close": 0.3,
    "left_out_close": 0.8,
    "directions": 1.0,
    "compared": 1.0,
    "other_qualities": 1.0,
    "against_sums": 1.0,
    "misplaced_figure": 0.45,
    "misplaced_body": 0.6,
    "limit_dropped": 0.5,
    "cause_told": 1.0,
    "ends_exchanged": 1.0,
    "foreign": 0.45,
    "beside": 0.3,
}
_MOST_COUNTED = 2
# What stands behind 'from' fits so much better behind 'to'; who acts is met so much better elsewhere.
_OTHER_END = 0.3
_OTHER_AGENT = 0.5
_BULLETS = "\n- "


@dataclass(frozen=True)
class Measured:
    """All that was found of a sentence, and the same as numbers by name."""

    comparison: Comparison
    missing_figures: tuple[str, ...]
    unknown_names: tuple[str, ...]
    unmet: tuple[str, ...]
    figures: Moved
    duty: DutyDifference
    polarity: PolarityDifference
    scope: ScopeDifference
    order: OrderDifference
    edits: Edits
    limits: LimitDifference
    misplaced: tuple[Misplaced, Misplaced]
    scattered: Scattered
    addressed: str
    taken_back: str
    values: dict[str, float]

    @property
    def is_hopeless(self) -> bool:
        """Tell whether nothing could speak for the sentence: a figure stands nowhere, or it speaks to its reader."""
        return bool(self.missing_figures or self.addressed)


def measure(comparison: Comparison, propositions: Sequence[Proposition], odds_borne: float) -> Measured:
    """Measure a sentence of a claim against the passages, the log odds that they bear it out among the rest."""
    texts = [p.whole for p in propositions]
    missing = tuple(
        met.said.text
        for met in match_figures(comparison.claim.text, texts)
        if not met.where and not _counted(met, comparison.passages)
    )
    near = match_figures(comparison.claim.text, [source.text for source in comparison.sources])
    names = tuple(unknown_names(comparison.claim.words, comparison.passages))
    figures, duty = moved_figures(comparison, near), duty_difference(comparison)
    polarity, scope, order = polarity_difference(comparison), scope_difference(comparison), order_difference(comparison)
    edited, limits, apart = edits(comparison), limit_difference(comparison), scattered(comparison)
    misplaced = misplaced_figure(comparison), misplaced_body(comparison)
    spoken, back = (find(comparison.claim, comparison.passages) for find in (addressed, taken_back))
    close = min(1.0, max(0.0, (edited.kept - 0.7) / 0.15))
    touched = min(1.0, 8 * (edited.replaced + edited.added))
    values = {
        **_coverage(comparison),
        "missing_figures": float(min(2, len(missing))),
        "unknown_names": float(min(2, len(names))),
        "moved_figure": min(1.0, figures.margin / _MOVED),
        "duty_whole": duty.whole,
        "told_done": duty.told_done,
        "unplanned": duty.unplanned,
        "denied_plainly": polarity.plainly,
        "contrary": 0.0 if order.compared < 0 else min(2.0, polarity.contrary),
        "widened": min(2.0, scope.widened),
        "exchanged": order.exchanged,
        "replaced_close": touched * close,
        "left_out_close": min(1.0, edited.left_out) * close,
        "directions": 0.0 if order.compared else polarity.directions,
        "compared": max(0.0, order.compared),
        **_bindings(comparison),
        "misplaced_figure": misplaced[0].share,
        "misplaced_body": misplaced[1].share,
        "limit_dropped": limits.dropped,
        "cause_told": limits.cause,
        "scattered": apart.pairs,
        "foreign": comparison.additions.foreign.share,
        "beside": comparison.additions.beside.share,
        "taken_back": float(bool(back)),
        "not_borne": 1.0 / (1.0 + math.exp(odds_borne)),
    }
    values["signs"] = float(min(_MOST_COUNTED, sum(values[name] >= least for name, least in SIGNS.items())))
    return Measured(
        comparison, missing, names, _unmet(comparison), figures, duty, polarity, scope, order, edited,
        limits, misplaced, apart, spoken, back, values,
    )  # fmt: skip


def _bindings(comparison: Comparison) -> dict[str, float]:
    roles = role_difference(comparison)
    return {
        "unnamed_bodies": unnamed_bodies(comparison),
        "other_head": other_head(comparison),
        "other_qualities": other_qualities(comparison),
        "against_sums": against_sums(comparison),
        "ends_exchanged": float(roles.other_end > _OTHER_END),
        "other_agent": max(0.0, roles.other_agent - _OTHER_AGENT),
    }


def _unmet(comparison: Comparison) -> tuple[str, ...]:
    """Return the words of matter of a claim that have no counterpart."""
    words = comparison.claim.words
    return tuple(
        words[n].text
        for n in comparison.content
        if words[n].weight == 1.0 and comparison.places[n].likeness < _NO_COUNTERPART
    )


def _counted(met: Met, passages: Sequence[str]) -> bool:
    """Tell whether a number is that of the items of a passage's list."""
    counts = {(passage.count(_BULLETS) + passage.startswith("- ")) for passage in passages}
    return met.said.kind == "number" and met.said.low > 1 and met.said.low in counts


def _coverage(comparison: Comparison) -> dict[str, float]:
    words = comparison.claim.words
    numbers = [n for n in comparison.content if not words[n].is_figure]
    weights = np.array([words[n].weight for n in numbers])
    best = np.array([comparison.places[n].likeness for n in numbers])
    total = float(weights.sum()) or 1.0
    covered = float(best @ weights / total) if numbers else 1.0
    cosine = float(comparison.claim.vector @ comparison.sources[0].vector)
    return {
        "uncovered": max(0.0, _COVERED - covered),
        "far": max(0.0, _NEAR - cosine),
    }
