"""Fourth step: the passages that may answer, found by meaning and by words, ordered by late interaction."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.confidence import Confidence
from assistant.context import AnswerContext, Candidate
from assistant.late import LateInteraction
from assistant.reading import Reading
from assistant.settings import Policy
from assistant.wordings import Wordings
from assistant.words import QuestionWords, Words
from indexer.contracts import Document, Passage
from indexer.library import Library

# Places in documents of which it is kept whether they are lists of what others say.
_KEPT = 10_000


class Retrieve:
    """Finds candidates in the scope by meaning and by words, and orders them by late interaction."""

    def __init__(self, library: Library, policy: Policy, wordings: Wordings) -> None:
        self._library = library
        self._policy = policy.retrieve
        self._confidence = Confidence(policy.confidence)
        self._wordings = wordings
        self._words = Words(library, policy.question)
        self._framing = re.compile(policy.question.framing, re.IGNORECASE)
        self.late = LateInteraction(library, wordings.written)
        apparatus = re.compile(self._policy.apparatus, re.IGNORECASE)
        self._is_apparatus = lru_cache(_KEPT)(lambda headings: any(map(apparatus.match, headings)))

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with the question as the library reads it and its candidates, best first."""
        reading = self.read(context.understood, context.documents, context.named)
        # Each side of a comparison is looked for by itself, or the one that says more would push the other out.
        sides = context.compared or (tuple(document.id for document in context.documents),)
        of_sides = ([d for d in context.documents if d.id in side] for side in sides)
        found = [one for side in of_sides for one in self.find(context.understood, side, reading)]
        return replace(context, reading=reading, candidates=tuple(sorted(found, key=lambda one: -one.score)))

    def read(self, question: str, documents: Sequence[Document], named: Sequence[str] = ()) -> Reading:
        """Return a question as the library reads it, the words by which it calls documents counting for nothing."""
        alternatives = tuple(self._wordings(question, self._library.acronyms))
        # The places of the scope draw in every passage that says them.
        places = {d.metadata.place for d in documents if d.metadata.place}
        return Reading(
            query=self._library.encode(question),
            alternatives=alternatives,
            words=self._words.of_question(question, documents, alternatives),
            left_out=(
                *(place for place in sorted(places) if place.casefold() in question.casefold()),
                *(found.group() for found in self._framing.finditer(question)),
                *named,
            ),
        )

    def find(self, question: str, documents: Sequence[Document], reading: Reading | None = None) -> list[Candidate]:
        """Return the candidates among documents, best first; a question that was read before need not be read again."""
        reading = reading or self.read(question, documents)
        by_id = {document.id: document for document in documents}
        limit = self._policy.candidates
        if not by_id:
            return []
        in_words = " ".join((question, *(phrase for other in reading.alternatives for phrase in other.written)))
        dense = self._library.dense(reading.query, limit, by_id)
        lexical = self._library.lexical(in_words, limit, by_id)
        found = list(dict.fromkeys(hit.passage_id for hit in (*dense, *lexical)))
        cosines = {hit.passage_id: max(0.0, hit.score) for hit in dense}
        highest = max((hit.score for hit in lexical), default=1.0)
        shares = {hit.passage_id: hit.score / highest for hit in lexical}
        late = self.late.scores(reading, found)
        candidates = [
            self._candidate(passage, by_id[passage.document_id], late, cosines, shares, reading.words)
            for passage in self._library.passages(found)
            if passage.document_id in by_id  # the library may have changed since the documents were chosen
        ]
        return sorted(candidates, key=lambda candidate: -candidate.score)

    def _candidate(
        self,
        passage: Passage,
        document: Document,
        late: dict[str, float],
        cosines: dict[str, float],
        shares: dict[str, float],
        words: QuestionWords,
    ) -> Candidate:
        policy = self._policy
        cosine = cosines.get(passage.id, 0.0)
        coverage = words.coverage(self._words.of_passage(passage, document))
        score = (
            late.get(passage.id, 0.0)
            + policy.cosine_weight * cosine
            + policy.coverage_weight * coverage
            + policy.lexical_weight * shares.get(passage.id, 0.0)
        )
        if self._is_apparatus(passage.headings):
            score -= policy.apparatus_penalty
        chance = self._confidence.probability(score, cosine, coverage, words.unknown)
        return Candidate(
            passage=passage, document=document, score=score, confidence=chance, cosine=cosine, coverage=coverage
        )


class LibraryRetriever(BaseRetriever):
    """The library as a LangChain retriever, for use in other chains."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retrieve: Retrieve
    documents: tuple[Document, ...]
    k: int = 10

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the base class passes it
        **_: Any,
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                id=found.passage.id,
                page_content=found.passage.text,
                metadata={
                    "document_id": found.document.id,
                    "title": found.document.metadata.title,
                    "section": section_of(found.passage),
                    "paragraph": found.passage.paragraph,
                    "page": found.passage.page,
                    "score": found.score,
                },
            )
            for found in self.retrieve.find(query, self.documents)[: self.k]
        ]


def section_of(passage: Passage) -> str | None:
    """Return the headings over a passage as one line; null where it stands under none."""
    return " > ".join(passage.headings) or None
