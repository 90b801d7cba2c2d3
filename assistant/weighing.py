"""What could be said, weighed by how well it meets the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.context import AnswerContext, Candidate
from assistant.late import Meeting
from assistant.settings import Policy
from assistant.units import Unit, units_of
from assistant.wanted import Wanted
from indexer.dividing import labelled_text
from indexer.late_interaction import Span
from indexer.library import Library


@dataclass(frozen=True)
class Weighed:
    """A unit, what it weighs, how well it meets each token of the question, and what each token counts for.

    ``answers`` is the log odds that it answers the question, where it was read together with it.
    """

    unit: Unit
    score: float
    tokens: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    answers: float | None = None


class Weighing:
    """Weighs the units of the first candidates."""

    def __init__(self, library: Library, policy: Policy, met: Meeting) -> None:
        """Keep the library, the policy, and what tells how well spans of passages meet a question."""
        self._library = library
        self._policy = policy
        self._met = met
        self._wanted = Wanted(policy.question)
        self._apparatus = re.compile(policy.retrieve.apparatus, re.IGNORECASE)
        self._signpost = re.compile(policy.compose.signposts, re.IGNORECASE)

    def __call__(self, context: AnswerContext, candidates: Sequence[Candidate]) -> list[Weighed]:
        """Return the units of candidates, the weightiest first; nothing where the question was not read.

        A unit that holds the kind of thing asked for weighs a little more.
        """
        units = self._units(candidates)
        if not units or context.reading is None:
            return []
        policy = self._policy.compose
        met = self._met(context.reading, [self._span(unit) for unit in units])
        kind = self._wanted(context.understood)
        best = max(candidate.score for candidate in candidates) or 1.0  # a question without tokens gives no score
        scored = [
            Weighed(
                unit,
                float(met.scores[row])
                + policy.passage_weight * unit.candidate.score / best
                + policy.coverage_weight * context.reading.words.coverage(set(self._library.words(_in_context(unit))))
                + (policy.kind_bonus if kind and kind.stands_in(unit.text) else 0.0),
                met.tokens[row],
                met.weights,
            )
            for row, unit in enumerate(units)
        ]
        return sorted(scored, key=lambda weighed: -weighed.score)

    def _units(self, candidates: Sequence[Candidate]) -> list[Unit]:
        said = (c for c in candidates if not any(self._apparatus.match(heading) for heading in c.passage.headings))
        most = self._policy.compose.max_row_words
        units = (unit for candidate in said for unit in units_of(candidate, most))
        return [unit for unit in units if not self._signpost.search(unit.text)]

    def _span(self, unit: Unit) -> Span:
        """Return the tokens of a unit in its passage, the last of its spans being what it says."""
        passage, (start, stop) = unit.candidate.passage, unit.spans[-1]
        text = labelled_text(passage)
        at = text.find(passage.text[start:stop])
        if stop - start == len(passage.text) or at < 0:
            return Span(passage.id)
        before, through = text[:at], text[: at + stop - start]
        return Span(passage.id, len(self._library.pieces_of(before)), len(self._library.pieces_of(through)))


def _in_context(unit: Unit) -> str:
    headings = unit.candidate.passage.headings
    return f"{headings[-1]}: {unit.text}" if headings else unit.text
