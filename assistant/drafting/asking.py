"""What a theme asks for: the themes of the field that it names, and the words beside them that narrow it."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from assistant.drafting.policy import KnownTheme, PartOfTheme, RelevancePolicy
from assistant.wordings import Wordings
from indexer.library import Library

Stems = Callable[[str], tuple[str, ...]]
# Shorter stems are 'of', 'the' and the like.
_SHORTEST = 3
_Known = KnownTheme | PartOfTheme
_Spans = list[tuple[tuple[int, int], _Known]]


class Word(NamedTuple):
    """A telling word of a theme: the stems, any one group of which must be met, close together."""

    ways: tuple[tuple[str, ...], ...]


class Theme(NamedTuple):
    """A theme as asked for: how documents write what it names, and whether that is among ours.

    Of several that it names each counts ('CAMHS and short breaks'), or ``every`` one must be met, the telling ``words``
    beside them too ('dental health of children in care', 'safeguarding training'). ``beside`` is what stands with 'and'
    beside those that we know; a word of it may stand anywhere, so that it counts in labels alone. ``wider`` names the
    known themes that words beside them narrow.
    """

    text: str
    written: tuple[re.Pattern[str], ...]
    words: tuple[Word, ...]
    known: bool
    every: bool = False
    beside: re.Pattern[str] | None = None
    wider: tuple[str, ...] = ()


class Asking:
    """Understands themes."""

    def __init__(
        self,
        library: Library,
        policy: RelevancePolicy,
        wordings: Wordings,
        known: Sequence[KnownTheme],
        frame: Iterable[str],
        stems: Stems,
    ) -> None:
        """Keep our themes, those within them, and the words that tell nothing of a theme."""
        self._library = library
        self._policy = policy
        self._wordings = wordings
        named: list[_Known] = [*known, *(part for whole in known for part in whole.parts)]
        self._known = [(one, phrases(one.said)) for one in named]
        self._frame_words = tuple(frame)
        self._stems = stems

    def theme(self, text: str) -> Theme:
        """Return a theme with all the words by which documents write it."""
        spans = self._covering(text)
        known = {theme.name: theme for _, theme in spans}
        if not known:
            others = [p for a in self._wordings(text, self._library.acronyms) for p in a.written]
            own = self._of_its_own(text)
            return Theme(text, (self._pattern([text, *others]),), own, known=False)
        beside = "".join(
            letter for at, letter in enumerate(text) if not any(start <= at < end for (start, end), _ in spans)
        )
        words = self._narrowing(beside, known.values())
        of_another = bool(self._policy.one_of_another.search(beside))
        listed = bool(self._policy.one_and_another.search(beside))
        narrowed = not of_another and not listed and (len(known) > 1 or bool(words))
        every = of_another or narrowed
        written = [[theme.name, *theme.written] for theme in known.values()]
        if len(written) == 1 and not every:
            written[0].append(text)
        others = [part.strip() for part in self._policy.one_and_another.split(beside) if self.telling(part)]
        apart = phrases(others) if others and listed and not every else None
        wider = tuple(known) if every else ()
        return Theme(text, tuple(map(self._pattern, written)), words, True, every, apart, wider)

    def _of_its_own(self, text: str) -> tuple[Word, ...]:
        """Return the telling words of a theme that is not among ours; all of its words where none tells by itself."""
        telling = self.telling(text) - self._general
        if not telling:
            telling = frozenset(stem for stem in self._stems(text) if len(stem) > _SHORTEST)
        stems = tuple(stem for stem in dict.fromkeys(self._stems(text)) if stem in telling)
        return (Word((stems,)),) if stems else ()

    def telling(self, text: str) -> frozenset[str]:
        """Return the stems of a text that tell something of a theme."""
        return frozenset(
            stem for stem in self._stems(text) if stem not in self._frame and not stem.isdigit() and len(stem) > 1
        )

    def _narrowing(self, beside: str, known: Iterable[_Known]) -> tuple[Word, ...]:
        """Return the words beside known themes that narrow them; their own other words and mere frames do not."""
        named = {
            stem
            for theme in known
            for phrase in (theme.name, *theme.said, *theme.written)
            for stem in self._stems(phrase)
        }
        stems = [stem for stem in dict.fromkeys(self._stems(beside)) if stem not in named | self._general]
        stems = [stem for stem in stems if stem in self.telling(beside) or (stem.isdigit() and len(stem) == 1)]
        ways = [
            (set(self._stems(one.said)), stems_written)
            for one in self._wordings(beside, self._library.acronyms)
            for phrase in one.written
            if not (stems_written := set(self._stems(phrase))) <= self._general
        ]
        return tuple(Word(((stem,), *(tuple(way) for said, way in ways if stem in said))) for stem in stems)

    def _pattern(self, written: Sequence[str]) -> re.Pattern[str]:
        """Return the pattern of phrases, and of the acronyms that the documents explain for them."""
        said = {phrase.casefold() for phrase in written}
        forms = [
            form
            for short, longs in self._library.acronyms.items()
            if {short.casefold(), *(long.casefold() for long in longs)} & said
            for form in (short, *longs)
        ]
        return phrases([*written, *forms])

    @cached_property
    def _frame(self) -> frozenset[str]:
        return frozenset(stem for word in self._frame_words for stem in self._stems(word))

    @cached_property
    def _general(self) -> frozenset[str]:
        return frozenset(stem for word in self._policy.general for stem in self._stems(word))

    def _covering(self, text: str) -> _Spans:
        """Return where a text names known themes; one whose name lies within another's is not meant."""
        whole = [((0, len(text)), theme) for theme, _ in self._known if theme.name.casefold() == text.casefold()]
        spans = whole or [(hit.span(), theme) for theme, said in self._known for hit in said.finditer(text)]
        return [
            (span, theme)
            for span, theme in spans
            if not any(o[0] <= span[0] and span[1] <= o[1] and o[1] - o[0] > span[1] - span[0] for o, _ in spans)
        ]


def phrases(some: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of some phrases, whole, in either number; acronyms only in their capitals."""
    written = sorted({phrase.strip() for phrase in some if phrase.strip()}, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_written, written))})(?!\w)")


def _written(phrase: str) -> str:
    return r"[\s/–-]+".join(_word(word) for word in re.split(r"[\s/]+", phrase))


def _word(word: str) -> str:
    escaped = re.escape(word).replace("'", "['’]?")
    if sum(letter.isupper() for letter in word) > 1:
        return escaped + "s?"
    plural = f"(?:{escaped[:-1]}(?:y|ies))" if re.search(r"[^aeiou]y$", word) else f"{escaped}(?:['’]?s['’]?)?"
    return f"(?i:{plural})"
