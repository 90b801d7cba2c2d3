"""The sentences, lists and rows of cited passages that show a paraphrase."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.instructions import instruction_in
from assistant.settings import ComposePolicy
from assistant.units import Unit, units_of
from indexer.embedding import Embedder
from indexer.sentences import sentence_spans

_FACT = re.compile(r"£?\d+(?:[.,/–-]\d+)*%?|\b[A-Z]{2,}s?\b|\b[A-Z][a-z]+(?: [A-Z][a-z]+)+")


class Quoting:
    """Finds, in each passage that a statement cites, the spans nearest to it."""

    def __init__(self, embedder: Embedder, policy: ComposePolicy, most_spans: int) -> None:
        self._embedder = embedder
        self._policy = policy
        self._most = most_spans

    def statement(self, text: str, cited: Sequence[Candidate], context: AnswerContext) -> DraftStatement:
        """Return a statement with the quotes that show it, and its place where the question names none."""
        evidence = tuple(span for candidate in cited for span in self.quotes(text, candidate))
        statement = DraftStatement(text=text, evidence=evidence)
        # A precedent is not a rule.
        said = {c.document.metadata.place for c in cited if c.document.metadata.kind != "guidance"}
        places = sorted(place for place in said if place and instruction_in(place) is None)
        named = context.asked.place or context.asked.document
        if not places or named or any(place in f"{context.understood} {text}" for place in places):
            return statement
        return replace(statement, text=self._policy.precedent.format(place=", ".join(places), text=text))

    def quotes(self, text: str, candidate: Candidate) -> list[Evidence]:
        """Return the nearest span of a passage first in order, with those that hold what it does not of the facts."""
        units = units_of(candidate, self._policy.max_row_words)
        if not units:
            return [Evidence(candidate=candidate, start=0, end=len(candidate.passage.text))]
        vectors = self._embedder.embed([text, *(unit.text for unit in units)])
        nearness = vectors[1:] @ vectors[0]
        ordered = [units[int(index)] for index in nearness.argsort(kind="stable")[::-1]]
        chosen = ordered[:1]
        wanted = facts(text) - facts(ordered[0].text)
        for unit in ordered[1:]:
            if len(chosen) < self._most and wanted & facts(unit.text):
                chosen.append(unit)
                wanted -= facts(unit.text)
        return _spans(chosen)

    def nearness(self, text: str, passages: Sequence[str]) -> float:
        """Return the cosine of a text and the sentence of some passages that is nearest to it."""
        sentences = [passage[start:end] for passage in passages for start, end in sentence_spans(passage)]
        vectors = self._embedder.embed([text, *sentences])
        return float((vectors[1:] @ vectors[0]).max(initial=0.0))


def facts(text: str) -> set[str]:
    """Return the figures, acronyms and names of a text."""
    return {found.strip("£").casefold() for found in _FACT.findall(text)}


def _spans(units: Sequence[Unit]) -> list[Evidence]:
    found = {(e.start, e.end): e for unit in sorted(units, key=lambda unit: unit.order) for e in unit.evidence()}
    return list(found.values())
