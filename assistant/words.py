"""The telling words of questions and passages, stemmed as the lexical index sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.settings import QuestionPolicy
from assistant.wordings import Alternative
from indexer.contracts import Document, Passage
from indexer.dividing import labelled_text
from indexer.library import Library

_KEPT = 20_000


@dataclass(frozen=True)
class QuestionWords:
    """The telling words of a question, stemmed, with their weights, and the share of weight that no passage knows.

    ``others`` are groups of words that say the same as some of the question's own.
    """

    weights: dict[str, float]
    unknown: float
    others: tuple[tuple[frozenset[str], tuple[frozenset[str], ...]], ...] = ()

    def coverage(self, words: set[str] | frozenset[str]) -> float:
        """Return the share of the question's weight that stands among words, or is said there otherwise, 0 to 1."""
        total = sum(self.weights.values())
        met = {word for word in self.weights if word in words}
        for said, written in self.others:
            if any(group <= words for group in written):
                met |= said & self.weights.keys()
        return sum(self.weights[word] for word in met) / total if total else 0.0


class Words:
    """Cuts questions and passages into telling words."""

    def __init__(self, library: Library, policy: QuestionPolicy) -> None:
        self._library = library
        self._policy = policy
        self._of_passage: dict[tuple[str, str | None], frozenset[str]] = {}
        self._of_phrase = lru_cache(maxsize=_KEPT)(lambda phrase: frozenset(library.words(phrase)))

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(word for stop in self._policy.stop_words for word in self._library.words(stop))

    def of_question(
        self, question: str, documents: Sequence[Document], alternatives: Sequence[Alternative] = ()
    ) -> QuestionWords:
        """Weigh the telling words of a question; the places of the scope are its frame, not its subject."""
        places = {word for d in documents if d.metadata.place for word in self._library.words(d.metadata.place)}
        telling = [
            word
            for word in dict.fromkeys(self._library.words(question))
            if word not in self._stop and word not in places
        ]
        weights = {word: self._library.word_weight(word) for word in telling}
        total = sum(weights.values())
        unknown = sum(weight for word, weight in weights.items() if not self._library.knows(word))
        return QuestionWords(
            weights=weights,
            unknown=unknown / total if total else 1.0,
            others=tuple((self._of_phrase(a.said), tuple(map(self._of_phrase, a.written))) for a in alternatives),
        )

    def of_passage(self, passage: Passage, document: Document) -> frozenset[str]:
        """Return the words of a passage, its headings and its document's title."""
        key = (passage.id, document.metadata.title)
        if key not in self._of_passage:
            if len(self._of_passage) >= _KEPT:
                self._of_passage.clear()
            over = (document.metadata.title or "", *passage.headings, passage.lead_in or "")
            self._of_passage[key] = frozenset(self._library.words("\n".join((*over, labelled_text(passage)))))
        return self._of_passage[key]
