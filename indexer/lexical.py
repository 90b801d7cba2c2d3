"""The lexical index: BM25 over stemmed words, kept in a folder and memory-mapped."""

import json
import logging
import math
import re
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from indexer.contracts import Hit
from indexer.errors import LibraryDamagedError
from indexer.settings import LexicalPolicy

# bm25s sets its own logger to tell all; nobody asked.
logging.getLogger("bm25s").setLevel(logging.WARNING)

_TOKENS, _IDS = "tokens.json", "passages.json"
_YEAR = re.compile(r"\d{4}")


class Words:
    """Cuts texts into stemmed words; money, ranges and percentages stay whole."""

    def __init__(self, policy: LexicalPolicy) -> None:
        self._pattern = re.compile(policy.token_pattern, re.IGNORECASE)
        self._stemmer = Stemmer.Stemmer(policy.stemmer)

    def __call__(self, text: str) -> list[str]:
        """Return the words of a text in order."""
        words = (
            word.replace("–", "-").replace("’", "'").removesuffix("'s") for word in self._pattern.findall(text.lower())
        )
        stemmed: list[str] = self._stemmer.stemWords(list(words))
        return stemmed


def build_lexical(folder: Path, passage_ids: Sequence[str], texts: Sequence[str], policy: LexicalPolicy) -> None:
    """Write a lexical index of texts into an empty folder."""
    words = Words(policy)
    folder.mkdir(parents=True)
    if texts:
        index = bm25s.BM25(k1=policy.k1, b=policy.b)
        index.index([words(text) or [""] for text in texts], show_progress=False)
        index.save(str(folder), show_progress=False)
    (folder / _TOKENS).write_text(policy.model_dump_json(), encoding="utf-8")
    (folder / _IDS).write_text(json.dumps(list(passage_ids)), encoding="utf-8")


class LexicalIndex:
    """A lexical index opened from its folder, with the words it was built with."""

    def __init__(self, folder: Path) -> None:
        try:
            policy = LexicalPolicy.model_validate_json((folder / _TOKENS).read_text(encoding="utf-8"))
            self.passage_ids: list[str] = json.loads((folder / _IDS).read_text(encoding="utf-8"))
            self._index = bm25s.BM25.load(str(folder), mmap=True, show_progress=False) if self.passage_ids else None
        except (OSError, ValueError) as error:
            raise LibraryDamagedError(
                f"The lexical index in {folder} cannot be read ({error}); run 'python -m indexer check --repair'."
            ) from error
        self.words = Words(policy)

    @cached_property
    def document_frequency(self) -> dict[str, int]:
        """In how many passages each word stands."""
        if self._index is None:
            return {}
        starts = np.asarray(self._index.scores["indptr"])
        return {
            word: int(starts[number + 1] - starts[number])
            for word, number in self._index.vocab_dict.items()
            if number + 1 < len(starts)
        }

    def weight(self, word: str) -> float:
        """Return the inverse document frequency of a stemmed word; an unknown word weighs most."""
        count = len(self.passage_ids)
        frequency = self.document_frequency.get(word, 0)
        return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))

    def holds(self, name: str, among: Collection[str] | None) -> bool:
        """Tell whether a word, or a year as part of a longer figure such as 2013/14, stands in any passage."""
        if _YEAR.fullmatch(name):
            inside = re.compile(rf"(?<!\d){name}(?!\d)")
            return any(self._best([word], 1, among) for word in self.document_frequency if inside.search(word))
        return any(self._best([word], 1, among) for word in self.words(name) if word in self.document_frequency)

    def search(self, query: str, k: int, among: Collection[str] | None = None) -> list[Hit]:
        """Return the passages that share words with a query, best first; never one that shares none.

        Args:
            query: words as a user writes them.
            k: at most this many.
            among: ids of the passages that count; None for all.
        """
        return self._best([word for word in self.words(query) if word in self.document_frequency], k, among)

    def _best(self, known: list[str], k: int, among: Collection[str] | None) -> list[Hit]:
        if self._index is None or not known:
            return []
        scores = self._index.get_scores(known)
        if among is not None:
            scores = np.where([passage_id in among for passage_id in self.passage_ids], scores, 0.0)
        order = np.argsort(-scores, kind="stable")[:k]
        return [Hit(passage_id=self.passage_ids[i], score=float(scores[i])) for i in order if scores[i] > 0]
