"""What could be said, weighed by how well it meets the question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.context import AnswerContext, Candidate
from assistant.late import Met
from assistant.reading import Reading
from assistant.settings import Policy, QuestionPolicy
from assistant.units import Unit, units_of
from indexer.dividing import labelled_text
from indexer.late_interaction import Span
from indexer.library import Library

Meeting = Callable[[Reading, Sequence[Span]], Met]

_FIGURE = re.compile(r"[£%]|\d")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)
_NAME = re.compile(r"\b[A-Z]{2,}\b|\b[A-Z]\w+ [A-Z]\w+")


@dataclass(frozen=True)
class Weighed:
    """A unit, what it weighs, and how well it meets each token of the question."""

    unit: Unit
    score: float
    tokens: npt.NDArray[np.float32]


class Weighing:
    """Weighs the units of the first candidates."""

    def __init__(self, library: Library, policy: Policy, met: Meeting) -> None:
        """Keep the library, the policy, and what tells how well spans of passages meet a question."""
        self._library = library
        self._policy = policy
        self._met = met
        self._apparatus = re.compile(policy.retrieve.apparatus, re.IGNORECASE)
        self._signpost = re.compile(policy.compose.signposts, re.IGNORECASE)

    def __call__(self, context: AnswerContext, candidates: Sequence[Candidate]) -> list[Weighed]:
        """Return the units of candidates, the weightiest first; nothing where the question was not read."""
        units = self._units(candidates)
        if not units or context.reading is None:
            return []
        policy = self._policy.compose
        met = self._met(context.reading, [self._span(unit) for unit in units])
        wanted = wanted_by(context.understood, self._policy.question)
        best = max(candidate.score for candidate in candidates) or 1.0  # a question without tokens gives no score
        scored = [
            Weighed(
                unit,
                float(met.scores[row])
                + policy.passage_weight * unit.candidate.score / best
                + policy.coverage_weight * context.reading.words.coverage(set(self._library.words(_in_context(unit))))
                + (policy.kind_bonus if wanted and wanted.search(unit.text) else 0.0),
                met.tokens[row],
            )
            for row, unit in enumerate(units)
        ]
        return sorted(scored, key=lambda weighed: -weighed.score)

    def met(self, reading: Reading, chosen: Sequence[Unit]) -> Met:
        """Return how well what was chosen meets the question."""
        return self._met(reading, [self._span(unit) for unit in chosen])

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


def wanted_by(question: str, policy: QuestionPolicy) -> re.Pattern[str] | None:
    """Return what the answer to a question of this kind holds: a date, a figure or a name; null for other kinds."""
    for pattern, wanted in ((policy.time, _DATE), (policy.number, _FIGURE), (policy.person, _NAME)):
        if re.search(pattern, question, re.IGNORECASE):
            return wanted
    return None


def _in_context(unit: Unit) -> str:
    headings = unit.candidate.passage.headings
    return f"{headings[-1]}: {unit.text}" if headings else unit.text
