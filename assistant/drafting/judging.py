"""Which pieces show a limb, which speak against it, and which only come near."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.drafting.checklist_policy import JudgingPolicy
from assistant.drafting.limbs import Numbers
from assistant.drafting.pieces import Piece

_Chosen = npt.NDArray[np.bool_]


class Judged(NamedTuple):
    """What came of one limb, the best of each first; ``nearest`` only where there is no evidence."""

    evidence: tuple[Piece, ...]
    against: tuple[Piece, ...]
    nearest: tuple[Piece, ...]


class Judging:
    """Judges by how near pieces come and how they state things."""

    def __init__(self, policy: JudgingPolicy) -> None:
        self._policy = policy

    def judge(self, pieces: Sequence[Piece], measured: dict[str, Numbers]) -> Judged:
        """Return what shows a limb, from what was measured of every piece of the scope."""
        policy, scores = self._policy, self._scores(measured)
        needy = measured["needy"].any()
        in_place = is_evidence(measured)
        least = policy.evidence_needed if needy else policy.evidence
        shown = scores[in_place].max(initial=-np.inf) >= least
        mixed = is_mixed(measured) & ~in_place
        further = np.asarray(scores - policy.mixed * mixed, dtype=np.float32)
        evidence = self._best(pieces, further, in_place | mixed, least - policy.slack, policy.most_evidence)
        speaks_against = (
            ((measured["lacking"] + measured["denied"] + measured["against"]) > 0)
            & (measured["elsewhere"] == 0)
            & (measured["about"] > 0)
        )
        far = policy.against_needed if needy else policy.against
        against = self._best(pieces, scores, speaks_against, far, policy.most_against)
        near = self._best(pieces, scores, np.ones(len(pieces), dtype=bool), policy.nearest, policy.most_nearest)
        return Judged(evidence if shown else (), against, () if shown else near)

    def _scores(self, measured: dict[str, Numbers]) -> Numbers:
        weighed = (weight * measured[name] for name, weight in self._policy.weights.items())
        return np.asarray(sum(weighed, np.float32(self._policy.intercept)), dtype=np.float32)

    def _best(
        self, pieces: Sequence[Piece], scores: Numbers, chosen: _Chosen, least: float, most: int
    ) -> tuple[Piece, ...]:
        order = (int(at) for at in np.argsort(-scores, kind="stable") if chosen[at] and scores[at] >= least)
        return tuple(piece for piece, _ in zip(_each_once(pieces[at] for at in order), range(most), strict=False))


def is_evidence(measured: dict[str, Numbers]) -> _Chosen:
    """Tell which pieces are of the kind that a limb needs: all of it said in one, and of what is in place."""
    filled = measured["filled"] > 0
    return ((measured["needed"] > 0) & is_in_place(measured)) | ((measured["about"] > 0) & filled)


def is_mixed(measured: dict[str, Numbers]) -> _Chosen:
    """Tell which pieces have all that a limb needs and say of something that it is, whatever else they say."""
    return (measured["needed"] > 0) & (measured["shown"] > 0)


def is_in_place(measured: dict[str, Numbers]) -> _Chosen:
    """Tell which pieces say that something is in place.

    What is planned counts only where the section tells of the present; a sentence of a plan, only where it tells what
    is there already, or plans something that presupposes it. What is denied, or is others' to say, never does.
    """
    said = {name: values > 0 for name, values in measured.items()}
    planned = said["planned"] & ~(said["shown"] & said["under_closed"]) & ~said["presupposed"]
    in_plan = said["under_open"] & ~(said["shown"] & ~said["planned"]) & ~said["presupposed"]
    return ~(planned | in_plan | said["denied"] | said["elsewhere"])


def _each_once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield one piece of each passage, and none whose words have been shown."""
    passages: set[str] = set()
    texts: set[str] = set()
    for piece in pieces:
        text = " ".join(piece.span.text.casefold().split())
        if piece.passage_id not in passages and text not in texts:
            passages.add(piece.passage_id)
            texts.add(text)
            yield piece
