"""Sixth step: every statement against the passages that it cites; what is not found there is not said."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.citing import citation_of
from assistant.context import AnswerContext, DraftStatement, Evidence
from assistant.contracts import AnswerStatus, Citation
from assistant.instructions import instruction_in
from indexer.sentences import sentence_spans

_WORD = re.compile(r"£?\d+(?:[.,/–-]\d+)*[%\w]*|\w+(?:['’]\w+)?")


class Verify:
    """Locates each quote and lets through only statements all of whose words stand in what they cite."""

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its checked statements, their citations numbered in order."""
        tokens: dict[tuple[str, int, int], Citation] = {}
        statements = []
        dropped = 0
        for draft in context.draft:
            if instruction_in(draft.text) is not None or unsupported_words(draft):
                dropped += 1
                continue
            citations = tuple(cite(evidence, tokens) for evidence in draft.evidence)
            statements.append((draft.text, citations))
        stopped = context.stopped if statements else AnswerStatus.NOT_FOUND
        return replace(context, statements=tuple(statements), dropped=dropped, stopped=stopped)


def unsupported_words(draft: DraftStatement) -> list[str]:
    """Return the words of a statement that its evidence does not hold as often; numbers and duty words among them.

    Evidence is the quoted spans, and what a table or list says of them elsewhere. Words that are all held but stand in
    another order, or with some of the source's left out between them, are told in brackets.
    """
    if not draft.evidence:
        return ["(no evidence)"]
    if any(not 0 <= e.start < e.end <= len(e.candidate.passage.text) for e in draft.evidence):
        return ["(nothing quoted)"]
    said = _words(draft.text)
    frames = [frame for evidence in draft.evidence for frame in _frames(evidence)]
    held, openings = _quoted(draft.evidence)
    counts = Counter(held)
    for frame in frames:
        counts.update(frame)
    missing = [word for word, count in Counter(said).items() if counts[word] < count]
    return missing or ([] if _stands(said, held, openings, frames) else ["(not as the source puts it)"])


def _frames(evidence: Evidence) -> list[list[str]]:
    """Return what may be said around a quote: place, lead-in, row label and column names, each as its words."""
    passage = evidence.candidate.passage
    columns = sorted({cell.column for cell in passage.cells if cell.column})
    # The label of a row is repeated before a sentence from another cell of it.
    label = passage.cells[0].text if len(passage.cells) > 1 else None
    texts = (evidence.candidate.document.metadata.place, passage.lead_in, label, *columns)
    return [words for text in texts if text and (words := _words(text))]


def _quoted(evidence: Sequence[Evidence]) -> tuple[list[str], set[int]]:
    """Return the words of the quotes one after the other, and at which of them a sentence, item or cell begins."""
    held: list[str] = []
    openings: set[int] = set()
    for quote in (e.candidate.passage.text[e.start : e.end] for e in evidence):
        for cell in quote.split("\t"):
            for start, end in sentence_spans(cell):
                openings.add(len(held))
                held.extend(_words(cell[start:end]))
    return held, openings


def _stands(said: list[str], held: list[str], openings: set[int], frames: list[list[str]]) -> bool:
    """Tell whether words are one unbroken run of the quotes from an opening on, with frames before openings at most.

    The end of a quote may be left off but nothing between, nor an opening, where the 'not' or 'unless' may stand.
    """
    reached: dict[int, set[int]] = {0: set(openings)}  # words said so far -> the words of the quotes that may come next
    for done in range(len(said)):
        for place in reached.get(done, ()):
            if place < len(held) and held[place] == said[done]:
                reached.setdefault(done + 1, set()).add(place + 1)
        framed = reached.get(done, set()) & openings
        for frame in frames:
            if framed and said[done : done + len(frame)] == frame:
                reached.setdefault(done + len(frame), set()).update(framed)
    return len(said) in reached


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def cite(evidence: Evidence, tokens: dict[tuple[str, int, int], Citation]) -> Citation:
    """Return the citation of a span, under the next free token where it has none yet."""
    passage, document = evidence.candidate.passage, evidence.candidate.document
    place = (passage.id, evidence.start, evidence.end)
    if place not in tokens:
        tokens[place] = citation_of(f"S{len(tokens) + 1}", passage, document, (evidence.start, evidence.end))
    return tokens[place]
