"""Last step: passages that were found and not used, offered beside an answer or in place of one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.context import AnswerContext, Candidate, Evidence
from assistant.contracts import AnswerStatus, Citation, NoticeKind
from assistant.instructions import instruction_in
from assistant.late import Meeting
from assistant.nearness import LOOKED_AT
from assistant.retrieve import section_of
from assistant.settings import OfferPolicy, Policy
from assistant.units import Unit
from assistant.verify import cite
from assistant.weighing import Weighing
from indexer.dividing import labelled_text
from indexer.library import Library
from indexer.sentences import sentence_spans

_FIGURE = re.compile(r"£?\d[\d.,/%-]*")


class Further:
    """Offers more from the sources of an answer; of a question without one, the passages that came nearest.

    What is offered states nothing: it is quoted where it stands, under tokens that no statement uses.
    """

    def __init__(self, library: Library, policy: Policy, met: Meeting) -> None:
        """Keep the library, the policy, and what tells how well spans of passages meet a question."""
        self._library = library
        self._policy = policy.further
        self._weighing = Weighing(library, policy, met)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with what is offered; nothing where a child may be in danger or nothing was searched."""
        if any(notice.kind is NoticeKind.DANGER for notice in context.notices):
            return context
        if context.statements and context.stopped in (None, AnswerStatus.PARTIAL):
            return replace(context, further=self._offered(context, _of_the_sources(context), self._policy.answered))
        if context.stopped is AnswerStatus.NOT_FOUND:
            return replace(context, further=self._offered(context, context.candidates, self._policy.not_found))
        return context

    def _offered(
        self, context: AnswerContext, candidates: Sequence[Candidate], policy: OfferPolicy
    ) -> tuple[Citation, ...]:
        """Return the best quote of each near passage, none of which says again what is quoted already."""
        if not context.candidates:
            return ()
        least = max(policy.least, policy.share * context.candidates[0].score)
        near = [one for one in candidates if one.score >= least and _is_for_readers(one)][:LOOKED_AT]
        said = [citation.quote for _, cited in context.statements for citation in cited]
        offered: list[Evidence] = []
        for quote in self._quotes(context, near):
            text = quote.candidate.passage.text[quote.start : quote.end]
            if len(offered) < policy.most and not any(self._says_the_same(text, other) for other in said):
                offered.append(quote)
                said.append(text)
        return tuple(
            cite(quote, {}).model_copy(update={"token": f"M{number}"}) for number, quote in enumerate(offered, start=1)
        )

    def _quotes(self, context: AnswerContext, candidates: Sequence[Candidate]) -> Iterator[Evidence]:
        """Yield the best part of each passage that has one short enough, the nearest passage first."""
        best: dict[str, Evidence] = {}
        for weighed in self._weighing(context, candidates):
            quote = self._shortened(weighed.unit)
            if quote:
                best.setdefault(weighed.unit.candidate.passage.id, quote)
        yield from (best[one.passage.id] for one in candidates if one.passage.id in best)

    def _shortened(self, unit: Unit) -> Evidence | None:
        """Return as many whole items, cells or sentences of a unit as fit; null where that is too little to tell."""
        text, (start, stop) = unit.candidate.passage.text, unit.spans[-1]
        fits = start
        for end in _ends(text, start, stop):
            if len(text[start:end].split()) > self._policy.most_words:
                break
            fits = end
        tells = len(text[start:fits].split()) >= self._policy.fewest_words
        return Evidence(unit.candidate, start, fits) if tells else None

    def _says_the_same(self, one: str, other: str) -> bool:
        """Tell whether one text holds little that the other does not; another figure is something else."""
        if not set(_FIGURE.findall(one)) <= set(_FIGURE.findall(other)):
            return False
        words, others = set(self._library.words(one)), set(self._library.words(other))
        return len(words & others) >= self._policy.duplicate_share * min(len(words), len(others))


def _of_the_sources(context: AnswerContext) -> list[Candidate]:
    """Return the candidates of the documents that an answer cites, without the passages that it cites."""
    cited = [citation for _, citations in context.statements for citation in citations]
    documents, passages = {one.document_id for one in cited}, {one.passage_id for one in cited}
    return [c for c in context.candidates if c.document.id in documents and c.passage.id not in passages]


def _is_for_readers(candidate: Candidate) -> bool:
    """Tell whether nothing in a passage, over it or in its document's title is said to a program."""
    passage, title = candidate.passage, candidate.document.metadata.title
    texts = (labelled_text(passage), passage.lead_in, section_of(passage), title)
    return not any(text and instruction_in(text) for text in texts)


def _ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where the sentences, items and cells of a span end."""
    at = start
    for cell in text[start:stop].split("\t"):
        yield from (at + end for _, end in sentence_spans(cell))
        at += len(cell) + 1
