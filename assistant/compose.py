"""Fifth step: the sentences, lists and rows that answer, chosen without a model."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import AnswerStatus
from assistant.cross_encoder import CrossEncoding
from assistant.defining import Defining
from assistant.evidence import Sufficiency
from assistant.instructions import instruction_in
from assistant.late import Meeting
from assistant.nearness import Nearness
from assistant.read_together import ReadTogether
from assistant.settings import Policy
from assistant.units import Unit
from assistant.weighing import Weighed, Weighing
from indexer.contracts import Passage, PassageKind
from indexer.library import Library

# 'PRIORITY 2: ...', 'Aim 1. ...'
_NUMBERED = re.compile(r"\W*([A-Za-z]{3,}) \d{1,2}[:.)]")
# Whose 'we' it is, another place in the sentence does not tell.
_OF_ITS_OWN = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_TELLING = re.compile(r"£?\d[\d.,/%-]*|\b[A-Z]\w*")

Series = tuple[str, tuple[str, ...], str]


class Order(StrEnum):
    """How statements follow each other."""

    BEST = "the best passage first"
    DOCUMENT = "the best section first, each as it runs in its document"
    CHOSEN = "as chosen, the sides of a comparison one after the other"


class ComposeQuotes:
    """Drafts an answer from located quotes alone."""

    def __init__(
        self, library: Library, policy: Policy, met: Meeting, cross_encoding: CrossEncoding | None = None
    ) -> None:
        """Keep the library, the policy, and what tells how well passages meet a question and answer it."""
        self._library = library
        self._policy = policy
        self._weighing = Weighing(library, policy, met)
        self._read = ReadTogether(policy.read_together, cross_encoding)
        self.sufficiency = Sufficiency(library, policy, met)
        self._listing = re.compile(policy.question.listing, re.IGNORECASE)
        self._steps = re.compile(policy.question.steps, re.IGNORECASE)
        self._defining = Defining(policy.question.defining)
        self._ruling = re.compile(policy.question.ruling, re.IGNORECASE)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with a draft, or stopped where the evidence is not there; one with a draft as it is."""
        if context.draft:
            return context
        context = self.sufficiency.named(context)
        if context.stopped is not None:
            return context
        sides = [self._read(context, self._weighing(context, side)) for side in self._sides(context)]
        context = self.sufficiency.judge(context, [one for side in sides for one in side])
        if context.stopped not in (None, AnswerStatus.PARTIAL):
            return context
        listing = self._listing.search(context.understood) is not None
        chosen = [one for side in sides for one in self._chosen(side, listing=listing, share=len(sides))]
        compared = len(sides) > 1
        how = self._steps.search(context.understood) is not None
        drafts = _statements(chosen, Order.CHOSEN if compared else Order.DOCUMENT if how or listing else Order.BEST)
        if self._ruling.search(context.understood) and not compared:
            drafts.sort(key=_is_of_one_place)
        draft = tuple(self._placed(one, context, compared=compared) for one in drafts)
        ordered = how and not compared and len({_section(one) for one in chosen}) == 1
        return self._in_part(replace(context, draft=draft, ordered=ordered), chosen)

    def near(self, context: AnswerContext) -> Nearness | None:
        """Return how near what was found comes to the question; null where names alone decide, or nothing was found."""
        context = self.sufficiency.named(context)
        if context.stopped is not None:
            return None
        weighed = [one for side in self._sides(context) for one in self._read(context, self._weighing(context, side))]
        return self.sufficiency.near(context, weighed)

    def _sides(self, context: AnswerContext) -> list[list[Candidate]]:
        """Return the candidates that are drawn on: the first, or the first of each side of a comparison."""
        most = self._policy.compose.passages
        if not context.compared:
            first = list(context.candidates[:most])
            begun = {_series(one) for one in first} - {None}
            return [[*first, *(one for one in context.candidates[most:] if _series(one) in begun)]]
        of_side = ([c for c in context.candidates if c.document.id in side] for side in context.compared)
        return [side[: most // len(context.compared)] for side in of_side if side]

    def _placed(self, draft: DraftStatement, context: AnswerContext, *, compared: bool) -> DraftStatement:
        """Name the place of a local document where places are compared or the question names none.

        A precedent is not a rule.
        """
        said = draft.evidence[0].candidate.document.metadata
        if not said.place or instruction_in(said.place):
            return draft
        named = context.asked.place or context.asked.document or said.place in context.understood
        told = said.place in draft.text and not _OF_ITS_OWN.search(draft.text)
        if not compared and (named or said.kind == "guidance" or told):
            return draft
        # Two documents of one place are told apart by their years.
        places = {document.metadata.place for document in context.documents}
        of_year = f", {said.published[:4]}" if compared and said.published and len(places) == 1 else ""
        return replace(
            draft, text=self._policy.compose.precedent.format(place=f"{said.place}{of_year}", text=draft.text)
        )

    def _in_part(self, context: AnswerContext, chosen: Sequence[Weighed]) -> AnswerContext:
        """Say what nothing that was chosen tells: a term only mentioned, or words of a question answered in part."""
        if not chosen:
            return context
        term = self._defining.term(context.understood)
        if term and not self._defining.is_told(term, [one.text for one in context.draft]):
            reply = self._policy.replies["only_mentioned"].format(names=term)
            return replace(context, stopped=AnswerStatus.PARTIAL, reply=reply)
        if context.stopped is not AnswerStatus.PARTIAL:
            return context
        unmet = self.sufficiency.unmet(context, chosen)
        if not unmet:
            return replace(context, stopped=None)
        names = ", ".join(f"'{word}'" for word in unmet)
        return replace(context, reply=self._policy.replies[AnswerStatus.PARTIAL].format(names=names))

    def _chosen(self, weighed: Sequence[Weighed], *, listing: bool, share: int) -> list[Weighed]:
        if listing:
            weighed = self._in_full_series(self._favouring_section(weighed))
        return self._kept(weighed, listing=listing, share=share)

    def _favouring_section(self, weighed: Sequence[Weighed]) -> list[Weighed]:
        """Raise the units of the best unit's section: a list asked for mostly stands together."""
        if not weighed:
            return []
        best = weighed[0].unit.candidate.passage
        bonus = self._policy.compose.section_bonus
        raised = [
            replace(one, score=one.score + bonus) if _same_section(one.unit.candidate.passage, best) else one
            for one in weighed
        ]
        return sorted(raised, key=lambda one: -one.score)

    def _in_full_series(self, weighed: Sequence[Weighed]) -> list[Weighed]:
        """Let what is numbered alike stand or fall together: priorities without the first are no list of priorities."""
        best: dict[Series | None, float] = {}
        for one in weighed:
            best.setdefault(_series(one.unit.candidate), one.score)
        best.pop(None, None)
        raised = [replace(one, score=best.get(_series(one.unit.candidate), one.score)) for one in weighed]
        return sorted(raised, key=lambda one: -one.score)

    def _kept(self, weighed: Sequence[Weighed], *, listing: bool, share: int) -> list[Weighed]:
        policy = self._policy.compose
        ratio = policy.keep_ratio_listing if listing else policy.keep_ratio
        by_place = {_place(one): one for one in weighed}
        kept: dict[tuple[str, int], Weighed] = {}
        statements = count = 0
        for one in weighed:
            if statements * share >= policy.max_statements or one.score < ratio * weighed[0].score:
                break
            whole = _with_antecedent(one, by_place)
            if whole and statements < policy.followed:
                whole = [*whole, *_what_follows(one, by_place)]
            added = {_place(each): each for each in whole if _place(each) not in kept}
            length = sum(len(each.unit.text.split()) for each in added.values())
            if not added or (kept and (count + length) * share > policy.max_words):
                continue
            if any(self._says_the_same(one.unit, other.unit) for other in kept.values()):
                continue
            kept |= added
            statements += 1
            count += length
        return list(kept.values())

    def _says_the_same(self, one: Unit, other: Unit) -> bool:
        """Tell whether two units are duplicates; with other figures or names they never are, however alike."""
        if _TELLING.findall(one.text) != _TELLING.findall(other.text):
            return False
        words, others = set(self._library.words(one.text)), set(self._library.words(other.text))
        return len(words & others) >= self._policy.compose.duplicate_share * len(words | others)


def _series(candidate: Candidate) -> Series | None:
    """Return what a passage is numbered among ('PRIORITY 2: ...'): its document, section and word; else null."""
    passage = candidate.passage
    numbered = _NUMBERED.match(passage.text) if passage.kind is PassageKind.PARAGRAPH else None
    return (passage.document_id, passage.headings, numbered.group(1).lower()) if numbered else None


def _same_section(one: Passage, other: Passage) -> bool:
    if one.document_id != other.document_id:
        return False
    return one.headings == other.headings or (one.paragraph is not None and one.paragraph == other.paragraph)


def _place(weighed: Weighed) -> tuple[str, int]:
    return weighed.unit.candidate.passage.id, weighed.unit.order


def _with_antecedent(weighed: Weighed, by_place: dict[tuple[str, int], Weighed]) -> list[Weighed]:
    """Return a unit after the one it leans on ('This ...', 'They ...'); nothing where that one cannot be said."""
    if not weighed.unit.leans_back:
        return [weighed]
    passage_id, order = _place(weighed)
    before = by_place.get((passage_id, order - 1))
    return [replace(before, score=weighed.score), weighed] if before else []


def _what_follows(weighed: Weighed, by_place: dict[tuple[str, int], Weighed]) -> list[Weighed]:
    """Return the sentence after one of a paragraph, which mostly goes on with it; nothing after a row or a list."""
    if weighed.unit.candidate.passage.kind is not PassageKind.PARAGRAPH:
        return []
    passage_id, order = _place(weighed)
    after = by_place.get((passage_id, order + 1))
    return [replace(after, score=weighed.score)] if after else []


def _ordinal(weighed: Weighed) -> int:
    return weighed.unit.candidate.passage.ordinal


def _section(weighed: Weighed) -> tuple[str, tuple[str, ...]]:
    passage = weighed.unit.candidate.passage
    return passage.document_id, passage.headings


def _statements(chosen: Sequence[Weighed], order: Order) -> list[DraftStatement]:
    """Put units together by passage, in the order asked for; neighbours in a passage become one statement."""
    by_passage: dict[str, list[Weighed]] = {}
    for one in chosen:
        by_passage.setdefault(one.unit.candidate.passage.id, []).append(one)
    groups = list(by_passage.values())
    if order is Order.BEST:
        groups.sort(key=lambda group: -max(one.score for one in group))
    elif order is Order.DOCUMENT:
        best: dict[tuple[str, tuple[str, ...]], float] = {}
        for one in chosen:
            best[_section(one)] = max(one.score, best.get(_section(one), one.score))
        groups.sort(key=lambda group: (-best[_section(group[0])], _section(group[0]), _ordinal(group[0])))
    statements: list[DraftStatement] = []
    for group in groups:
        group.sort(key=lambda one: one.unit.order)
        run: list[Unit] = []
        for one in group:
            if run and not _adjoins(run[-1], one.unit):
                statements.append(_statement(run))
                run = []
            run.append(one.unit)
        statements.append(_statement(run))
    return statements


def _is_of_one_place(draft: DraftStatement) -> bool:
    """Tell a precedent from what is said to all."""
    said = draft.evidence[0].candidate.document.metadata
    return said.place is not None and said.kind != "guidance"


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
