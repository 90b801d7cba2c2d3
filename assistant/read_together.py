"""The weightiest units read together with the question: how well each of them answers it."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.context import AnswerContext
from assistant.cross_encoder import CrossEncoding, Pair, shared_cross_encoder
from assistant.settings import ReadTogetherPolicy
from assistant.units import Unit
from assistant.weighing import Weighed
from indexer.sentences import sentence_spans


class ReadTogether:
    """Reads the first units with the question; one that answers it weighs more."""

    def __init__(self, policy: ReadTogetherPolicy, cross_encoding: CrossEncoding | None = None) -> None:
        """Keep the policy, and what scores pairs: the packaged cross-encoder if None."""
        self._policy = policy
        self._second = re.compile(policy.second, re.IGNORECASE)
        self._scores = cross_encoding or shared_cross_encoder().scores

    def __call__(self, context: AnswerContext, weighed: Sequence[Weighed]) -> list[Weighed]:
        """Return units, the weightiest first, the first of them with how well they answer."""
        first, rest = weighed[: self._policy.units], weighed[self._policy.units :]
        if not first:
            return list(weighed)
        asked = self._asked(context.understood)
        placed = [_in_its_place(one.unit) for one in first]
        odds = self._scores([Pair(text, said) for said in asked for text in placed]).reshape(len(asked), -1).max(axis=0)
        chances = 1.0 / (1.0 + np.exp(-odds))
        read = [
            replace(one, score=one.score + self._policy.weight * float(chance), answers=float(odd))
            for one, odd, chance in zip(first, odds, chances, strict=True)
        ]
        return sorted([*read, *rest], key=lambda one: -one.score)

    def _asked(self, question: str) -> list[str]:
        """Return a question, and the first of two asked in one."""
        second = self._second.search(question)
        return [question, f"{question[: second.start()]}?"] if second and second.start() else [question]


def _in_its_place(unit: Unit) -> str:
    """Return a unit after its document's title, its heading and the sentence that it leans on."""
    passage, document = unit.candidate.passage, unit.candidate.document
    over = [text for text in (document.metadata.title, *passage.headings[-1:]) if text]
    leant_on = ""
    if unit.leans_back:
        before = [end for _, end in sentence_spans(passage.text) if end <= unit.spans[0][0]]
        starts = [start for start, end in sentence_spans(passage.text) if end in before[-1:]]
        leant_on = f"{passage.text[starts[0] : before[-1]]} " if starts else ""
    return f"{', '.join(over)}: {leant_on}{unit.text}"
