"""Whether what was found is enough to answer at all, or only in part."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from assistant.late import Met
from assistant.names import Names
from assistant.nearness import LOOKED_AT, Nearness, chance_of_silence, nearness_of
from assistant.reading import Reading
from assistant.settings import Policy
from indexer.late_interaction import Span
from indexer.library import Library

Meeting = Callable[[Reading, Sequence[Span]], Met]


class Sufficiency:
    """Stops a question to which the documents do not speak, and marks one to which they speak only in part."""

    def __init__(self, library: Library, policy: Policy, met: Meeting) -> None:
        """Keep what names are looked up in, the policy, and what tells how well passages meet a question."""
        self._policy = policy
        self._names = Names(library, policy.question.stop_words)
        self._met = met

    def judge(self, context: AnswerContext) -> AnswerContext:
        """Return the context, stopped as not found, out of scope or partial where it is."""
        unknown = self._names.unknown(context.subject, context.documents)
        if missing := [name for name in unknown if " " not in name]:
            return self._not_said(context, missing, "not_mentioned")
        if context.candidates and (missing := self._nowhere_together(context)):
            return self._not_said(context, missing, "not_together")
        near, policy = self._near(context, apart=len(unknown) > 0), self._policy.evidence
        if near is None:
            return replace(context, stopped=AnswerStatus.NOT_FOUND)
        if near.best < policy.off_topic:
            return replace(context, stopped=AnswerStatus.OUT_OF_SCOPE)
        chance = chance_of_silence(near, policy)
        if chance >= policy.refuse:
            return replace(context, stopped=AnswerStatus.NOT_FOUND)
        return replace(context, stopped=AnswerStatus.PARTIAL) if chance >= policy.doubt else context

    def near(self, context: AnswerContext) -> Nearness | None:
        """Return how near the passages found come; null where names alone decide, or nothing was found."""
        unknown = self._names.unknown(context.subject, context.documents)
        if any(" " not in name for name in unknown) or self._nowhere_together(context):
            return None
        return self._near(context, apart=len(unknown) > 0)

    def _near(self, context: AnswerContext, *, apart: bool) -> Nearness | None:
        first = [Span(candidate.passage.id) for candidate in context.candidates[:LOOKED_AT]]
        if not first or context.reading is None:
            return None
        return nearness_of(self._met(context.reading, first), context.reading.words.unknown, apart=apart)

    def unmet(self, context: AnswerContext, met: Met) -> list[str]:
        """Return the telling words of a question that the spans of an answer hardly meet, as it has them, in order."""
        if context.reading is None or not len(met.tokens):
            return []
        best = met.tokens.max(axis=0)
        poor = np.flatnonzero((best < self._policy.evidence.unmet) & (met.weights > 0))
        pieces = context.reading.query.tokens.pieces
        return self._names.holding(context.subject, {int(pieces[at]) for at in poor})

    def _nowhere_together(self, context: AnswerContext) -> list[str]:
        """Return the names and years of a question where none of the first passages, or what it is of, has them all."""
        names = self._names.asked(context.subject, context.documents)
        near = context.candidates[: self._policy.evidence.together]
        return [] if any(all(self._names.stands_by(name, one) for name in names) for one in near) else names

    def _not_said(self, context: AnswerContext, names: Sequence[str], wording: str) -> AnswerContext:
        key = wording if len(names) == 1 else f"{wording}_several"
        reply = self._policy.replies[key].format(searched=context.searched, names=" and ".join(names))
        return replace(context, stopped=AnswerStatus.NOT_FOUND, reply=reply)
