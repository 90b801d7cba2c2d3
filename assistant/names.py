"""Names and years in a question that the documents asked about never mention."""

import re
from calendar import month_name
from collections.abc import Sequence
from itertools import pairwise

from assistant.context import Candidate
from indexer.contracts import Document
from indexer.dividing import labelled_text
from indexer.library import Library
from indexer.sentences import sentence_spans

_WORD = re.compile(r"[A-Za-z]-[A-Za-z]{2,}|[A-Za-z]+(?:['’][a-z]+)?|\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Where the question before begins in a follow-up that was made whole.
_BEFORE = re.compile(r"\(following: ")


# 2013/14 holds 2013.
_PARTS = re.compile(r"\d+")
_MONTHS = frozenset(month.lower() for month in month_name if month)


class Names:
    """Looks up what a question names in the documents of its scope."""

    def __init__(self, library: Library, stop_words: frozenset[str]) -> None:
        self._library = library
        self._stop_words = stop_words

    def unknown(self, question: str, documents: Sequence[Document]) -> list[str]:
        """Return the names and years of a question that stand nowhere in the documents."""
        among = {document.id for document in documents}
        # A place is told of a document and need not stand in its text.
        places = {word for d in documents if d.metadata.place for word in self._library.words(d.metadata.place)}
        unknown = [
            name
            for name in self._single(question)
            if not places.issuperset(self._library.words(name)) and not self._mentions(name, among)
        ]
        # A place before a name only says whose it is: "Oxfordshire's Strategic Change Plan".
        pairs = (
            f"{first} {second}"
            for first, second in self._pairs(question)
            if not places.issuperset(self._library.words(first))
        )
        unknown.extend(pair for pair in pairs if not self._library.mentions_together(pair, among))
        return list(dict.fromkeys(unknown))

    def asked(self, question: str, documents: Sequence[Document]) -> list[str]:
        """Return the names and years of a question itself, beside the places of the scope; acronyms have many forms."""
        places = {word for d in documents if d.metadata.place for word in self._library.words(d.metadata.place)}
        own = own_words(question)
        return [
            name
            for name in dict.fromkeys(self._single(own))
            if not name.rstrip("s").isupper() and not places.issuperset(self._library.words(name))
        ]

    def stand_by(self, names: Sequence[str], candidate: Candidate) -> bool:
        """Tell whether names all stand in a passage or in what is said of it and its document."""
        if not names:
            return True
        said = candidate.document.metadata
        of_it = (said.title, said.place, said.published, said.period, *said.publishers)
        text = " ".join(filter(None, (*of_it, *candidate.passage.headings, candidate.passage.lead_in)))
        words = set(self._library.words(f"{text} {labelled_text(candidate.passage)}"))
        held = words | {part for word in words for part in _PARTS.findall(word)}
        return all(held.issuperset(self._library.words(name)) for name in names)

    def holding(self, question: str, pieces: set[int]) -> list[str]:
        """Return the telling words of a question that hold one of these word pieces, in order, each once."""
        own = own_words(question)
        words = (word for word in re.findall(r"[^\W_][\w'’-]*", own) if word.lower() not in self._stop_words)
        return [w for w in dict.fromkeys(words) if pieces.intersection(self._library.pieces_of(w).tolist())]

    def _mentions(self, name: str, among: set[str]) -> bool:
        together = self._library.mentions_together if "-" in name else self._library.mentions
        return together(name, among)

    def _single(self, question: str) -> list[str]:
        openings = _openings(question)
        return [
            word.group()
            for word in _WORD.finditer(question)
            if _YEAR.fullmatch(word.group()) or (self._is_name(word.group()) and word.start() not in openings)
        ]

    def _pairs(self, question: str) -> list[tuple[str, str]]:
        """Return neighbouring names with nothing but a space between them."""
        openings = _openings(question)
        found = list(_WORD.finditer(question))
        return [
            (first.group(), second.group())
            for first, second in pairwise(found)
            if question[first.end() : second.start()] == " "
            and first.start() not in openings
            and self._is_name(first.group())
            and self._is_name(second.group())
        ]

    def _is_name(self, word: str) -> bool:
        # Documents write months as figures too, so that a month unmentioned tells nothing.
        named = word[0].isupper() or word[1:].isupper()
        return named and word.lower() not in self._stop_words and word.lower() not in _MONTHS


def own_words(question: str) -> str:
    """Return a question without the one before that was added to make it whole."""
    return _BEFORE.split(question)[0]


def _openings(question: str) -> set[int]:
    """Return where sentences begin; a word there has a capital whether it is a name or not."""
    starts = [start for start, _ in sentence_spans(question)] + [found.end() for found in _BEFORE.finditer(question)]
    return {word.start() for start in starts if (word := _WORD.search(question, start))}
