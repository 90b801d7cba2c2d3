"""Names and years in a question that the documents asked about never mention."""

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.contracts import Document
from indexer.library import Library

_WORD = re.compile(r"[A-Za-z]-[A-Za-z]{2,}|[A-Za-z]+(?:['’][a-z]+)?|\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Names:
    """Looks up what a question names in the documents of its scope."""

    def __init__(self, library: Library, stop_words: frozenset[str]) -> None:
        self._library = library
        self._stop_words = stop_words

    def unknown(self, question: str, documents: Sequence[Document]) -> list[str]:
        """Return the names and years of a question that stand nowhere in the documents."""
        among = {document.id for document in documents}
        unknown = [name for name in self._single(question) if not self._mentions(name, among)]
        pairs = (f"{first} {second}" for first, second in self._pairs(question))
        unknown.extend(pair for pair in pairs if not self._library.mentions_together(pair, among))
        return list(dict.fromkeys(unknown))

    def _mentions(self, name: str, among: set[str]) -> bool:
        together = self._library.mentions_together if "-" in name else self._library.mentions
        return together(name, among)

    def _single(self, question: str) -> list[str]:
        words = _WORD.findall(question)
        return [
            word for place, word in enumerate(words) if _YEAR.fullmatch(word) or (self._is_name(word) and place > 0)
        ]

    def _pairs(self, question: str) -> list[tuple[str, str]]:
        """Return neighbouring names with nothing but a space between them."""
        found = list(_WORD.finditer(question))
        return [
            (first.group(), second.group())
            for first, second in pairwise(found)
            if question[first.end() : second.start()] == " "
            and first.start() > 0
            and self._is_name(first.group())
            and self._is_name(second.group())
        ]

    def _is_name(self, word: str) -> bool:
        return (word[0].isupper() or word[1:].isupper()) and word.lower() not in self._stop_words
