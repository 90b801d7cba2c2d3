"""Fourth step: the passages that may answer, found by meaning and by words, ordered by late interaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.context import AnswerContext, Candidate
from assistant.settings import Policy
from indexer.contracts import Document, Passage
from indexer.dividing import labelled_text
from indexer.embedding import TokenVectors
from indexer.library import EncodedQuery, Library


@dataclass(frozen=True)
class QuestionWords:
    """The telling words of a question, stemmed, with their weights, and the weight that no passage knows."""

    weights: dict[str, float]
    unknown: float

    def coverage(self, words: set[str]) -> float:
        """Return the share of the question's weight that stands among words, 0 to 1."""
        total = sum(self.weights.values())
        return sum(weight for word, weight in self.weights.items() if word in words) / total if total else 0.0


class Retrieve:
    """Finds candidates in the scope by meaning and by words, and orders them by late interaction."""

    def __init__(self, library: Library, policy: Policy) -> None:
        self._library = library
        self._policy = policy

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its candidates, best first."""
        return replace(context, candidates=tuple(self.find(context.understood, context.documents)))

    def find(self, question: str, documents: Sequence[Document]) -> list[Candidate]:
        """Return the candidates among documents, best first."""
        by_id = {document.id: document for document in documents}
        limit = self._policy.retrieve.candidates
        if not by_id:
            return []
        query = self._library.encode(question)
        dense = self._library.dense(query, limit, by_id)
        lexical = self._library.lexical(question, limit, by_id)
        found = list(dict.fromkeys(hit.passage_id for hit in (*dense, *lexical)))
        cosines = {hit.passage_id: max(0.0, hit.score) for hit in dense}
        subject = self._without_places(question, query, documents)
        late = {hit.passage_id: hit.score for hit in self._library.late_interaction(subject, found)}
        words = self.question_words(question, documents)
        candidates = [
            self._candidate(passage, by_id[passage.document_id], late, cosines, words)
            for passage in self._library.passages(found)
            if passage.document_id in by_id  # the library may have changed since the documents were chosen
        ]
        return sorted(candidates, key=lambda candidate: -candidate.score)

    def _without_places(self, question: str, query: EncodedQuery, documents: Sequence[Document]) -> EncodedQuery:
        """Leave the scope's places out of a query's tokens: they draw in every passage that says them."""
        named = {d.metadata.place for d in documents if d.metadata.place}
        places = [place for place in named if place.casefold() in question.casefold()]
        pieces = [piece for place in places for piece in self._library.encode(place).tokens.pieces.tolist()]
        kept = ~np.isin(query.tokens.pieces, pieces)
        if not kept.any():
            return query
        return query._replace(tokens=TokenVectors(query.tokens.pieces[kept], query.tokens.vectors[kept]))

    def _candidate(
        self,
        passage: Passage,
        document: Document,
        late: dict[str, float],
        cosines: dict[str, float],
        words: QuestionWords,
    ) -> Candidate:
        policy = self._policy.retrieve
        cosine = cosines.get(passage.id, 0.0)
        coverage = words.coverage(self.passage_words(passage, document))
        score = late.get(passage.id, 0.0) + policy.cosine_weight * cosine + policy.coverage_weight * coverage
        return Candidate(passage=passage, document=document, score=score, cosine=cosine, coverage=coverage)

    def question_words(self, question: str, documents: Sequence[Document]) -> QuestionWords:
        """Weigh the telling words of a question; the places of the scope are its frame, not its subject."""
        places = {word for d in documents if d.metadata.place for word in self._library.words(d.metadata.place)}
        stop = {word for stop in self._policy.question.stop_words for word in self._library.words(stop)}
        telling = [
            word for word in dict.fromkeys(self._library.words(question)) if word not in stop and word not in places
        ]
        weights = {word: self._library.word_weight(word) for word in telling}
        total = sum(weights.values())
        unknown = sum(weight for word, weight in weights.items() if not self._library.knows(word))
        return QuestionWords(weights=weights, unknown=unknown / total if total else 1.0)

    def passage_words(self, passage: Passage, document: Document) -> set[str]:
        """Return the stemmed words of a passage, its headings and its document's title."""
        return set(
            self._library.words(
                "\n".join(
                    (document.metadata.title or "", *passage.headings, passage.lead_in or "", labelled_text(passage))
                )
            )
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
