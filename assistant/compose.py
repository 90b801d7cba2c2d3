"""Fifth step: the sentences, lists and rows that answer, chosen without a model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import numpy.typing as npt

from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.evidence import Sufficiency
from assistant.instructions import instruction_in
from assistant.settings import Policy
from assistant.units import Unit, units_of
from assistant.words import QuestionWords, Words
from indexer.contracts import Passage
from indexer.library import Library

_FIGURE = re.compile(r"[£%]|\d")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)
_TELLING = re.compile(r"£?\d[\d.,/%-]*|\b[A-Z]\w*")
_NAME = re.compile(r"\b[A-Z]{2,}\b|\b[A-Z]\w+ [A-Z]\w+")


@dataclass(frozen=True)
class _Scored:
    unit: Unit
    score: float
    vector: npt.NDArray[np.float32]


class ComposeQuotes:
    """Drafts an answer from located quotes alone."""

    def __init__(self, library: Library, policy: Policy) -> None:
        self._library = library
        self._words = Words(library, policy.question)
        self._policy = policy
        self._sufficiency = Sufficiency(library, policy)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with a draft, or stopped where the evidence is not there."""
        words = self._words.of_question(context.understood, context.documents)
        context = self._sufficiency.judge(context)
        if context.stopped is not None:
            return context
        scored = self._scored(context.understood, context.candidates, words)
        listing = re.search(self._policy.question.listing, context.understood, re.IGNORECASE) is not None
        if listing:
            scored = self._favouring_section(scored)
        drafts = _statements(self._chosen(scored, listing=listing))
        return replace(context, draft=tuple(self._placed(draft, context) for draft in drafts))

    def _placed(self, draft: DraftStatement, context: AnswerContext) -> DraftStatement:
        """Name the place of a local document where the question names no place: a precedent is not a rule."""
        said = draft.evidence[0].candidate.document.metadata
        named = context.asked.place or context.asked.document
        if not said.place or said.kind == "guidance" or named or said.place in f"{context.understood} {draft.text}":
            return draft
        if instruction_in(said.place):
            return draft
        return replace(draft, text=self._policy.compose.precedent.format(place=said.place, text=draft.text))

    def _scored(self, question: str, candidates: Sequence[Candidate], words: QuestionWords) -> list[_Scored]:
        policy = self._policy.compose
        apparatus = re.compile(self._policy.retrieve.apparatus, re.IGNORECASE)
        said = (c for c in candidates if not any(apparatus.match(heading) for heading in c.passage.headings))
        near = list(islice(said, policy.passages))
        signpost = re.compile(policy.signposts, re.IGNORECASE)
        units = [
            unit
            for candidate in near
            for unit in units_of(candidate, policy.max_row_words)
            if not signpost.search(unit.text)
        ]
        if not units:
            return []
        vectors = self._library.embedder.embed([question, *(_in_context(unit) for unit in units)])
        wanted = self._wanted(question)
        best = near[0].score or 1.0  # a question of words that the model does not know gives no score
        scored = []
        for unit, vector in zip(units, vectors[1:], strict=True):
            coverage = words.coverage(set(self._library.words(_in_context(unit))))
            score = (
                policy.cosine_weight * float(vector @ vectors[0])
                + policy.coverage_weight * coverage
                + policy.passage_weight * unit.candidate.score / best
                + (policy.kind_bonus if wanted and wanted.search(unit.text) else 0.0)
            )
            scored.append(_Scored(unit, score, vector))
        return sorted(scored, key=lambda found: -found.score)

    def _wanted(self, question: str) -> re.Pattern[str] | None:
        """Return what the answer to a question of this kind holds: a figure, a date or a name."""
        policy = self._policy.question
        for pattern, wanted in ((policy.time, _DATE), (policy.number, _FIGURE), (policy.person, _NAME)):
            if re.search(pattern, question, re.IGNORECASE):
                return wanted
        return None

    def _favouring_section(self, scored: Sequence[_Scored]) -> list[_Scored]:
        """Raise the units of the best unit's section: a list asked for mostly stands together."""
        if not scored:
            return []
        best = scored[0].unit.candidate.passage
        raised = [
            replace(found, score=found.score + self._policy.compose.section_bonus)
            if _same_section(found.unit.candidate.passage, best)
            else found
            for found in scored
        ]
        return sorted(raised, key=lambda found: -found.score)

    def _chosen(self, scored: Sequence[_Scored], *, listing: bool) -> list[_Scored]:
        policy = self._policy.compose
        ratio = policy.keep_ratio_listing if listing else policy.keep_ratio
        by_place = {_place(found): found for found in scored}
        chosen: dict[tuple[str, int], _Scored] = {}
        statements = count = 0
        for found in scored:
            if statements == policy.max_statements or found.score < ratio * scored[0].score:
                break
            added = {_place(one): one for one in _with_antecedent(found, by_place) if _place(one) not in chosen}
            length = sum(len(one.unit.text.split()) for one in added.values())
            if not added or (chosen and count + length > policy.max_words):
                continue
            if any(self._says_the_same(found, other) for other in chosen.values()):
                continue
            chosen |= added
            statements += 1
            count += length
        return list(chosen.values())

    def _says_the_same(self, one: _Scored, other: _Scored) -> bool:
        """Tell whether two units are duplicates; with other figures or names they never are, however near."""
        if float(one.vector @ other.vector) <= self._policy.compose.duplicate_cosine:
            return False
        return _TELLING.findall(one.unit.text) == _TELLING.findall(other.unit.text)


def _same_section(one: Passage, other: Passage) -> bool:
    if one.document_id != other.document_id:
        return False
    return one.headings == other.headings or (one.paragraph is not None and one.paragraph == other.paragraph)


def _in_context(unit: Unit) -> str:
    headings = unit.candidate.passage.headings
    return f"{headings[-1]}: {unit.text}" if headings else unit.text


def _place(found: _Scored) -> tuple[str, int]:
    return found.unit.candidate.passage.id, found.unit.order


def _with_antecedent(found: _Scored, by_place: dict[tuple[str, int], _Scored]) -> list[_Scored]:
    """Return a unit after the one it leans on ('This ...', 'They ...'); nothing where that one cannot be said."""
    if not found.unit.leans_back:
        return [found]
    passage_id, order = _place(found)
    before = by_place.get((passage_id, order - 1))
    return [replace(before, score=found.score), found] if before else []


def _statements(chosen: Sequence[_Scored]) -> list[DraftStatement]:
    """Order units by passage, the best passage first; neighbours in a passage become one statement."""
    by_passage: dict[str, list[_Scored]] = {}
    for found in chosen:
        by_passage.setdefault(found.unit.candidate.passage.id, []).append(found)
    ordered = sorted(by_passage.values(), key=lambda group: -max(found.score for found in group))
    statements: list[DraftStatement] = []
    for group in ordered:
        group.sort(key=lambda found: found.unit.order)
        run: list[Unit] = []
        for found in group:
            if run and not _adjoins(run[-1], found.unit):
                statements.append(_statement(run))
                run = []
            run.append(found.unit)
        statements.append(_statement(run))
    return statements


def _adjoins(first: Unit, second: Unit) -> bool:
    """Tell whether two units are neighbouring spans of one text, so that they can be quoted as one."""
    plain = len(first.spans) == len(second.spans) == 1
    return plain and second.order == first.order + 1 and _is_verbatim(first) and _is_verbatim(second)


def _is_verbatim(unit: Unit) -> bool:
    start, end = unit.spans[0]
    return unit.text == unit.candidate.passage.text[start:end]


def _statement(run: Sequence[Unit]) -> DraftStatement:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return DraftStatement(text=first.text, evidence=first.evidence())
    start, end = first.spans[0][0], last.spans[0][1]
    text = first.candidate.passage.text[start:end]
    return DraftStatement(text=text, evidence=(Evidence(candidate=first.candidate, start=start, end=end),))
