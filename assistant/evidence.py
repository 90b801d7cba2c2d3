"""Whether what was found is enough to answer at all, or only in part."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from assistant.late import Meeting
from assistant.names import Names, own_words
from assistant.nearness import LOOKED_AT, Asked, Nearness, chance_of_silence, nearness_of
from assistant.settings import Policy
from assistant.wanted import Wanted
from assistant.weighing import Weighed
from indexer.late_interaction import Span
from indexer.library import Library


class Sufficiency:
    """Stops a question to which the documents do not speak, and marks one to which they speak only in part."""

    def __init__(self, library: Library, policy: Policy, met: Meeting) -> None:
        """Keep what names are looked up in, the policy, and what tells how well passages meet a question."""
        self._policy = policy
        self._names = Names(library, policy.question.stop_words)
        self._met = met
        self._wanted = Wanted(policy.question)

    def named(self, context: AnswerContext) -> AnswerContext:
        """Return the context, stopped as not found where what the question names does not stand in the documents."""
        unknown = self._names.unknown(context.subject, context.documents)
        if missing := [name for name in unknown if " " not in name]:
            return self._not_said(context, missing, "not_mentioned")
        if context.candidates and (missing := self._nowhere_together(context)):
            return self._not_said(context, missing, "not_together")
        return replace(context, apart=tuple(unknown))

    def judge(self, context: AnswerContext, weighed: Sequence[Weighed]) -> AnswerContext:
        """Return the context, stopped as not found, out of scope or partial where the units weighed are not enough."""
        near, policy = self.near(context, weighed), self._policy.evidence
        if near is None:
            return replace(context, stopped=AnswerStatus.NOT_FOUND)
        if near.best < policy.off_topic:
            return replace(context, stopped=AnswerStatus.OUT_OF_SCOPE)
        chance = chance_of_silence(near, policy)
        if chance >= policy.refuse:
            return replace(context, stopped=AnswerStatus.NOT_FOUND)
        return replace(context, stopped=AnswerStatus.PARTIAL) if chance >= policy.doubt else context

    def near(self, context: AnswerContext, weighed: Sequence[Weighed]) -> Nearness | None:
        """Return how near the passages found and their units come to a question that ``named`` let pass.

        Null where nothing was found.
        """
        first = [Span(candidate.passage.id) for candidate in context.candidates[:LOOKED_AT]]
        if not first or context.reading is None:
            return None
        asked = Asked(kind=self._wanted(own_words(context.understood)), apart=len(context.apart) > 0)
        best_first = sorted(weighed, key=lambda one: -one.score)
        return nearness_of(self._met(context.reading, first), best_first, asked)

    def unmet(self, context: AnswerContext, chosen: Sequence[Weighed]) -> list[str]:
        """Return the telling words of a question that the units of an answer hardly meet, as it has them, in order."""
        if context.reading is None or not chosen:
            return []
        best = np.max([one.tokens for one in chosen], axis=0)
        poor = np.flatnonzero((best < self._policy.evidence.unmet) & (chosen[0].weights > 0))
        pieces = context.reading.query.tokens.pieces
        return self._names.holding(context.subject, {int(pieces[at]) for at in poor})

    def _nowhere_together(self, context: AnswerContext) -> list[str]:
        """Return the names and years of a question where none of the first passages, or what it is of, has them all."""
        names = self._names.asked(context.subject, context.documents)
        near = context.candidates[: self._policy.evidence.together]
        return [] if any(self._names.stand_by(names, one) for one in near) else names

    def _not_said(self, context: AnswerContext, names: Sequence[str], wording: str) -> AnswerContext:
        key = wording if len(names) == 1 else f"{wording}_several"
        reply = self._policy.replies[key].format(searched=context.searched, names=" and ".join(names))
        return replace(context, stopped=AnswerStatus.NOT_FOUND, reply=reply)
