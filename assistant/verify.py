"""Sixth step: every statement against the passages that it cites; what is not found there is not said."""

import re
from collections import Counter
from dataclasses import replace

from assistant.context import AnswerContext, DraftStatement, Evidence
from assistant.contracts import AnswerStatus, Citation
from assistant.retrieve import section_of

_WORD = re.compile(r"£?\d+(?:[.,/–-]\d+)*[%\w]*|\w+(?:['’]\w+)?")


class Verify:
    """Locates each quote and lets through only statements all of whose words stand in what they cite."""

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its checked statements, their citations numbered in order."""
        tokens: dict[tuple[str, int, int], Citation] = {}
        statements = []
        dropped = 0
        for draft in context.draft:
            if unsupported_words(draft):
                dropped += 1
                continue
            citations = tuple(_cite(evidence, tokens) for evidence in draft.evidence)
            statements.append((draft.text, citations))
        stopped = None if statements else AnswerStatus.NOT_FOUND
        return replace(context, statements=tuple(statements), dropped=dropped, stopped=stopped)


def unsupported_words(draft: DraftStatement) -> list[str]:
    """Return the words of a statement that its evidence does not hold as often; numbers and duty words among them.

    Evidence is the quoted spans, and what a table or list says of them elsewhere: column names, label, lead-in.
    """
    held: Counter[str] = Counter()
    for evidence in draft.evidence:
        passage = evidence.candidate.passage
        if not 0 <= evidence.start < evidence.end <= len(passage.text):
            return ["(nothing quoted)"]
        held.update(_words(passage.text[evidence.start : evidence.end]))
        held.update(_words(passage.lead_in or ""))
        held.update(_words(evidence.candidate.document.metadata.place or ""))
        columns = {cell.column for cell in passage.cells if cell.column}
        held.update(word for column in columns for word in _words(column))
        if len(passage.cells) > 1:  # the label of a row, repeated before a sentence from another cell of it
            held.update(_words(passage.cells[0].text))
    if not draft.evidence:
        return ["(no evidence)"]
    said = Counter(_words(draft.text))
    return [word for word, count in said.items() if held[word] < count]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def _cite(evidence: Evidence, tokens: dict[tuple[str, int, int], Citation]) -> Citation:
    passage, document = evidence.candidate.passage, evidence.candidate.document
    place = (passage.id, evidence.start, evidence.end)
    if place not in tokens:
        said = document.metadata
        tokens[place] = Citation(
            token=f"S{len(tokens) + 1}",
            passage_id=passage.id,
            document_id=document.id,
            title=said.title,
            publishers=said.publishers,
            published=said.published,
            document_status=said.status,
            summary_of=said.summary_of,
            section=section_of(passage),
            paragraph=passage.paragraph,
            page=passage.page,
            quote=passage.text[evidence.start : evidence.end],
            passage=passage.text,
            start=evidence.start,
            end=evidence.end,
        )
    return tokens[place]
