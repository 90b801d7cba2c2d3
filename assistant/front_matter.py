"""Between search and composing: what a document says of itself, its date, who wrote it and which version it is.

Title pages and document control are no sentences, and stand behind all others in a search; who asks for what they say
means nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import AnswerStatus
from assistant.instructions import instruction_in
from assistant.settings import MatterPolicy, Policy
from assistant.units import units_of
from indexer.contracts import Document, Passage, PassageKind
from indexer.library import Library
from indexer.sentences import sentence_spans

_NAMED = "@"


class FrontMatter:
    """Answers what is asked of one document itself, and of nothing in it, from its first pages and document control."""

    def __init__(self, library: Library, policy: Policy) -> None:
        """Keep the library, and compile the patterns of the policy."""
        self._library = library
        self._policy = policy.front_matter
        self._max_row_words = policy.compose.max_row_words
        self._sections = re.compile(rf"(?:{self._policy.sections})\W*", re.IGNORECASE)
        self._blank = re.compile(self._policy.blank, re.IGNORECASE)
        labels = (matter.label for matter in self._policy.matters)
        self._labels = re.compile("|".join(f"(?:{label})" for label in labels), re.IGNORECASE)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with a draft where a matter of one document is asked for; stopped where it is not told."""
        matter = self._asked(context)
        if matter is None:
            return context
        document = context.documents[0]
        drafts = self._told(document, matter)[: self._policy.most]
        if not drafts:
            searched = self._policy.searched.format(title=document.metadata.title or document.id)
            return replace(context, searched=searched, stopped=AnswerStatus.NOT_FOUND)
        first = {one.evidence[0].candidate.passage.id: one.evidence[0].candidate for one in drafts}
        others = (one for one in context.candidates if one.passage.id not in first)
        return replace(context, candidates=(*first.values(), *others), draft=tuple(drafts))

    def _asked(self, context: AnswerContext) -> MatterPolicy | None:
        """Return the matter that a whole question asks for; null where it asks for more, or of several documents."""
        if len(context.documents) != 1 or len(context.named) > 1:
            return None
        question = context.understood
        for phrase in context.named:
            question = question.replace(phrase, _NAMED)
        it = rf"(?:(?:the |this |that )?{_NAMED}(?: (?:{self._policy.called}))?)"
        if not context.named:
            it = rf"(?:(?:this|the) (?:{self._policy.called}))"
        for matter in self._policy.matters:
            patterns = (asked.replace("{it}", it) for asked in matter.asked)
            if any(re.fullmatch(rf"\W*{pattern}\W*", question, re.IGNORECASE) for pattern in patterns):
                return matter
        return None

    def _told(self, document: Document, matter: MatterPolicy) -> list[DraftStatement]:
        """Return what tells a matter: rows of document control, else lines that tell it, else the publishers' names."""
        passages = [p for p in self._library.passages_in(document.id) if self._is_front(p)]
        candidates = [Candidate(p, document, score=0, confidence=0, cosine=0, coverage=0) for p in passages]
        if rows := self._rows(candidates, matter):
            return rows
        lines = [line for line in self._lines(candidates, matter) if instruction_in(line.text) is None]
        if not lines and matter.publishers:
            lines = list(self._publishers(candidates, document.metadata.publishers))
        return lines

    def _is_front(self, passage: Passage) -> bool:
        return passage.ordinal < self._policy.passages or any(map(self._sections.fullmatch, passage.headings))

    def _rows(self, candidates: Sequence[Candidate], matter: MatterPolicy) -> list[DraftStatement]:
        """Return the last row of each value, the latest first; of a date or a version there is but one that counts."""
        column = re.compile(matter.column, re.IGNORECASE)
        latest: dict[str, Candidate] = {}
        for one in candidates:
            for cell in one.passage.cells if one.passage.kind is PassageKind.TABLE_ROW else ():
                if column.fullmatch((cell.column or "").strip(" :")) and not self._blank.fullmatch(cell.text):
                    value = cell.text if matter.each else ""
                    latest.pop(value, None)
                    latest[value] = one
        units = (unit for one in reversed(latest.values()) for unit in units_of(one, self._max_row_words)[:1])
        return [DraftStatement(text=unit.text, evidence=unit.evidence()) for unit in units]

    def _lines(self, candidates: Sequence[Candidate], matter: MatterPolicy) -> Iterator[DraftStatement]:
        label, telling = (re.compile(pattern, re.IGNORECASE) for pattern in (matter.label, matter.telling))
        for one in candidates:
            text, lines = one.passage.text, sentence_spans(one.passage.text)
            for number, (start, end) in enumerate(lines):
                if label.fullmatch(text[start:end]):
                    for _, last in [*self._under(text, lines[number + 1 :])][-1:]:
                        yield _statement(one, start, last)
                elif telling.search(text[start:end]):
                    yield _statement(one, start, end)

    def _under(self, text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the lines that stand under a label: up to the next one, or to a sentence or a date."""
        for start, end in lines[: self._policy.lines]:
            said = text[start:end]
            if self._labels.fullmatch(said) or said.endswith(".") or re.search(self._policy.ends, said, re.IGNORECASE):
                return
            yield start, end

    def _publishers(self, candidates: Sequence[Candidate], publishers: Sequence[str]) -> Iterator[DraftStatement]:
        """Yield the lines that are the name of a publisher and nothing else."""
        names = {self._name(publisher) for publisher in publishers}
        for one in candidates:
            for start, end in sentence_spans(one.passage.text):
                if self._name(one.passage.text[start:end]) in names:
                    yield _statement(one, start, end)

    def _name(self, text: str) -> frozenset[str]:
        return frozenset(self._library.words(text)) - {"and"}


def _statement(candidate: Candidate, start: int, end: int) -> DraftStatement:
    return DraftStatement(text=candidate.passage.text[start:end], evidence=(Evidence(candidate, start, end),))
