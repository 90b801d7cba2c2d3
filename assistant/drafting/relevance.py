"""Whether a proposal is on the theme: by what it says, by what stands over it, or by nearness in meaning."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from assistant.drafting.policy import KnownTheme, RelevancePolicy
from assistant.drafting.sources import Proposal
from assistant.wordings import Wordings
from indexer.library import Library

_KEPT = 4096
# What a column beside it left in a label that was read across columns: 'Edge of Care nui thr pac'.
_SPLINTER = re.compile(r"(?<!\w)[a-z]{1,3}(?!\w)")


class Theme(NamedTuple):
    """A theme as asked for: how documents write what it names, and whether that is among ours.

    Of several that it names each counts ('CAMHS and short breaks'), or ``every`` one must be met, the telling ``words``
    beside them too ('dental health of children in care'). ``beside`` is what stands with 'and' beside those
    that we know; a word of it may stand anywhere, so that it counts in labels alone.
    """

    text: str
    written: tuple[re.Pattern[str], ...]
    words: frozenset[str]
    known: bool
    every: bool = False
    beside: re.Pattern[str] | None = None


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
        self._wordings = wordings
        self._known = [(theme, _phrases(theme.said)) for theme in known]
        self._frame_words = (*policy.frame, *stop_words)
        self._stems = lru_cache(maxsize=_KEPT)(lambda text: tuple(library.words(text)))

    def theme(self, text: str) -> Theme:
        """Return a theme with all the words by which documents write it."""
        spans = self._covering(text)
        known = {theme.name: theme for _, theme in spans}
        if not known:
            others = [p for a in self._wordings(text, self._library.acronyms) for p in a.written]
            return Theme(text, (self._pattern([text, *others]),), self._telling(text), known=False)
        written = [[theme.name, *theme.written] for theme in known.values()]
        if len(written) == 1:
            written[0].append(text)
        beside = "".join(
            letter for at, letter in enumerate(text) if not any(start <= at < end for (start, end), _ in spans)
        )
        every = bool(self._policy.one_of_another.search(beside))
        words = self._telling(beside)
        others = [part.strip() for part in self._policy.one_and_another.split(beside) if self._telling(part)]
        apart = _phrases(others) if others and not every and self._policy.one_and_another.search(beside) else None
        return Theme(text, tuple(map(self._pattern, written)), words, known=True, every=every, beside=apart)

    def _pattern(self, written: Sequence[str]) -> re.Pattern[str]:
        """Return the pattern of phrases, and of the acronyms that the documents explain for them."""
        said = {phrase.casefold() for phrase in written}
        forms = [
            form
            for short, longs in self._library.acronyms.items()
            if {short.casefold(), *(long.casefold() for long in longs)} & said
            for form in (short, *longs)
        ]
        return _phrases([*written, *forms])

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
            return all(met) and theme.words <= set(self._stems("\n".join((own, *proposal.labels))))
        if theme.beside and any(self._names_most(theme.beside, label) for label in proposal.labels):
            return True
        words = not theme.known and bool(theme.words) and theme.words <= set(self._stems(own))
        return words or any(met)

    def is_about(self, theme: Theme, label: str) -> bool:
        """Tell whether a label is about a theme."""
        return any(self._names_most(pattern, label) for pattern in theme.written)

    def _names_most(self, pattern: re.Pattern[str], label: str) -> bool:
        """Tell whether a theme is what most of a label's telling words name."""
        telling = self._telling(_SPLINTER.sub(" ", label))
        if not telling:
            return False
        met = {word for hit in pattern.finditer(label) for word in self._stems(hit.group())}
        return len(telling & met) >= self._policy.label_share * len(telling)

    def _telling(self, text: str) -> frozenset[str]:
        return frozenset(
            stem for stem in self._stems(text) if stem not in self._frame and not stem.isdigit() and len(stem) > 1
        )

    @cached_property
    def _frame(self) -> frozenset[str]:
        return frozenset(stem for word in self._frame_words for stem in self._stems(word))

    def _covering(self, text: str) -> list[tuple[tuple[int, int], KnownTheme]]:
        """Return where a text names known themes; one whose name lies within another's is not meant."""
        whole = [((0, len(text)), theme) for theme, _ in self._known if theme.name.casefold() == text.casefold()]
        spans = whole or [(hit.span(), theme) for theme, said in self._known for hit in said.finditer(text)]
        return [
            (span, theme)
            for span, theme in spans
            if not any(o[0] <= span[0] and span[1] <= o[1] and o[1] - o[0] > span[1] - span[0] for o, _ in spans)
        ]

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


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of some phrases, whole, in either number; acronyms only in their capitals."""
    written = sorted(
        {phrase.strip() for phrase in phrases if phrase.strip()}, key=lambda phrase: (-len(phrase), phrase)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_written, written))})(?!\w)")


def _written(phrase: str) -> str:
    return r"[\s/–-]+".join(_word(word) for word in re.split(r"[\s/]+", phrase))


def _word(word: str) -> str:
    escaped = re.escape(word).replace("'", "['’]?")
    if sum(letter.isupper() for letter in word) > 1:
        return escaped + "s?"
    plural = f"(?:{escaped[:-1]}(?:y|ies))" if re.search(r"[^aeiou]y$", word) else f"{escaped}(?:['’]?s['’]?)?"
    return f"(?i:{plural})"
