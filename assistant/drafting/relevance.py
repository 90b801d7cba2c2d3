"""Whether a proposal is on the theme: by what it says, by what stands over it, or by nearness in meaning."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from assistant.drafting.asking import Asking, Theme, Word
from assistant.drafting.policy import KnownTheme, RelevancePolicy
from assistant.drafting.sources import Proposal
from assistant.wordings import Wordings
from indexer.library import Library

_KEPT = 4096
# Shorter stems that are alike up to an ending are other words: 'commun' of communities, 'communic' of speech.
_LONG = 7
# What a column beside it left in a label that was read across columns: 'Edge of Care nui thr pac'.
_SPLINTER = re.compile(r"(?<!\w)[a-z]{1,3}(?!\w)")


class Relevance:
    """Chooses the proposals on a theme."""

    def __init__(
        self,
        library: Library,
        policy: RelevancePolicy,
        wordings: Wordings,
        known: Sequence[KnownTheme],
        stop_words: Iterable[str],
    ) -> None:
        """Keep the library, our themes, and the words that tell nothing of a theme."""
        self._library = library
        self._policy = policy
        self._stems = lru_cache(maxsize=_KEPT)(lambda text: tuple(library.words(text)))
        self._asking = Asking(library, policy, wordings, known, (*policy.frame, *stop_words), self._stems)

    def theme(self, text: str) -> Theme:
        """Return a theme with all the words by which documents write it."""
        return self._asking.theme(text)

    def on(self, theme: Theme, proposals: Sequence[Proposal], documents: Sequence[str]) -> list[Proposal]:
        """Return the proposals that are on a theme, in their order."""
        sure = {number for number, proposal in enumerate(proposals) if self.says(theme, proposal)}
        near = set() if theme.known else self._near(theme, _without(proposals, sure), documents)
        return [proposal for number, proposal in enumerate(proposals) if number in sure or number in near]

    def says(self, theme: Theme, proposal: Proposal) -> bool:
        """Tell whether a proposal names a theme itself, or stands under a label or heading that is about it."""
        own = self._policy.asides.sub(" ", proposal.own)
        met = (
            bool(pattern.search(own)) or any(self._names_most(pattern, label) for label in proposal.labels)
            for pattern in theme.written
        )
        if theme.every:
            return all(met) and self._has(theme.words, (own, *proposal.labels))
        if theme.beside and any(self._names_most(theme.beside, label) for label in proposal.labels):
            return True
        return any(met) or (not theme.known and bool(theme.words) and self._has_its_words(theme, own, proposal))

    def _has_its_words(self, theme: Theme, own: str, proposal: Proposal) -> bool:
        """Tell whether the words of a theme that is not among ours stand in a row, or several of them over it."""
        several = any(len(way) > 1 for word in theme.words for way in word.ways)
        return self._has(theme.words, (own, *(proposal.labels[:1] if several else ())))

    def _has(self, words: Iterable[Word], texts: Iterable[str]) -> bool:
        """Tell whether each of some words stands in texts, in one of its ways."""
        stems = [self._stems(line) for text in texts for line in text.split("\n")]
        apart = self._policy.words_apart
        return all(any(stand_together(way, some, apart) for way in word.ways for some in stems) for word in words)

    def is_about(self, theme: Theme, label: str) -> bool:
        """Tell whether a label is about a theme."""
        return any(self._names_most(pattern, label) for pattern in theme.written)

    def _names_most(self, pattern: re.Pattern[str], label: str) -> bool:
        """Tell whether a theme is what most of a label's telling words name."""
        telling = self._asking.telling(_SPLINTER.sub(" ", label))
        if not telling:
            return False
        met = {word for hit in pattern.finditer(label) for word in self._stems(hit.group())}
        return len(telling & met) >= self._policy.label_share * len(telling)

    def _near(self, theme: Theme, others: Sequence[tuple[int, Proposal]], documents: Sequence[str]) -> set[int]:
        """Return those near in meaning; only rows of passages that are themselves not far are embedded."""
        query = self._library.encode(theme.text)
        hits = self._library.dense(query, max(1, len(others)), set(documents))
        close = {hit.passage_id for hit in hits if hit.score >= self._policy.nearness_of_passage}
        looked = [(number, proposal) for number, proposal in others if proposal.source.passage.id in close]
        if not looked:
            return set()
        rows = self._library.embedder.embed([proposal.own for _, proposal in looked])
        cosines = rows @ np.array(query.vector, dtype=np.float32)
        return {number for (number, _), cosine in zip(looked, cosines, strict=True) if cosine >= self._policy.nearness}


def _without(proposals: Sequence[Proposal], sure: set[int]) -> list[tuple[int, Proposal]]:
    return [(number, proposal) for number, proposal in enumerate(proposals) if number not in sure]


def stand_together(wanted: Sequence[str], stems: Sequence[str], apart: int) -> bool:
    """Tell whether stems stand close together in any order, with so many others between them at most."""
    if not wanted:
        return False
    places = [(at, one) for at, stem in enumerate(stems) for one in wanted if _akin(one, stem)]
    return any(
        {one for at, one in places if start <= at < start + len(wanted) + apart} == set(wanted) for start, _ in places
    )


def _akin(one: str, other: str) -> bool:
    """Tell whether two stems are of one word, as 'diagnosi' and 'diagnost' are: long, and alike up to an ending."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    return shorter >= _LONG and abs(len(one) - len(other)) <= 1 and one[: shorter - 1] == other[: shorter - 1]
