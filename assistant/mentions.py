"""Documents that a question names by their kind: 'the 2010 framework', 'the draft guidance for CCGs'."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from assistant.settings import ScopePolicy
from indexer.contracts import Document, Metadata
from indexer.library import Library

_WORD = re.compile(r"(\w+(?:[-/]\w+)*)(?:['’]s)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# 'Of 2010' tells which; 'for CCGs' only describes.
_AFTERWARDS = re.compile(r"\s+(?:of|from)\s+((?:19|20)\d\d)\b|\s+for\s+[A-Z]{2,}s?\b")


class Mention(NamedTuple):
    """A document, and the words by which a question calls it."""

    document: Document
    phrase: str


class Mentions:
    """Looks up what a question calls a document by: its kind, and before it words of its title, place, year or body."""

    def __init__(self, library: Library, policy: ScopePolicy) -> None:
        """Keep what stems words, and what kinds of document are called."""
        self._library = library
        self._policy = policy

    def __call__(self, question: str, documents: Sequence[Document]) -> list[Mention]:
        """Return the documents that are named, in the order of the question, each once.

        What could be two documents names neither; nor does what has a word that its document would not be known by
        ("Essex's health and wellbeing strategy"), or only words that other documents would be known by too.
        """
        said = Counter(word for d in documents for word in self._of(d.metadata.title, *d.metadata.publishers))
        shared = {word for word, count in said.items() if count > 1}
        named: list[tuple[int, Mention]] = []
        for kind, called in self._policy.kinds.items():
            of_kind = [document for document in documents if document.metadata.kind == kind]
            for found in re.finditer(rf"\b(?:{called})\b", question, re.IGNORECASE) if of_kind else ():
                told = {d.id: self._told(question, found, d.metadata, shared) for d in of_kind}
                most = max(count for count, _ in told.values())
                best = [document for document in of_kind if told[document.id][0] == most]
                if most > 0 and len(best) == 1:
                    start = told[best[0].id][1]
                    after = _AFTERWARDS.match(question, found.end())
                    named.append((start, Mention(best[0], question[start : after.end() if after else found.end()])))
        ordered = (mention for _, mention in sorted(named, key=lambda one: one[0]))
        return list({mention.document.id: mention for mention in ordered}.values())

    def _told(self, question: str, found: re.Match[str], said: Metadata, shared: set[str]) -> tuple[int, int]:
        """Return how many words about a mention tell this document, 0 where one tells another; and where it begins."""
        years = set(_YEAR.findall(f"{said.published} {said.period}"))
        after = _AFTERWARDS.match(question, found.end())
        year = after.group(1) if after else None
        if year and year not in years:
            return 0, found.start()
        place = self._of(said.place)
        telling = self._of(said.title, *said.publishers) - shared
        telling |= {*years, *place, said.status.value if said.status else ""}
        before: list[str] = []
        start = found.start()
        for word in reversed(list(_WORD.finditer(question[:start]))):
            if word.group(1).lower() in self._policy.articles:
                return len(telling.intersection(before)) + (year is not None), start
            stems = self._library.words(word.group(1))
            if not (telling | shared).issuperset(stems):
                break
            before.extend(stems)
            start = word.start()
        # Without an article only a place or a year tells where a mention begins: "and Essex intentions".
        begun = years.intersection(before) or (place and place.issubset(before))
        return (len(telling.intersection(before)) if begun else 0), start

    def _of(self, *texts: str | None) -> set[str]:
        return {word for text in texts if text for word in self._library.words(text)}
