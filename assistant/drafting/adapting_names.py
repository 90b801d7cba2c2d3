"""Names in texts that are reworded: where they stand, which are known, and which belong to one place alone."""

import re
from calendar import day_name, month_abbr, month_name
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.policy import load_drafting_policy
from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Word, words_of
from indexer.contracts import Document
from indexer.library import Library
from indexer.sentences import sentence_spans

_JOINED = re.compile(r"[ -]|\s?&\s?")
_NEVER = frozenset(name.lower() for name in (*day_name, *month_name, *month_abbr, "Sept") if name)
_AFTER_A_MARK = re.compile(r"(?:[:;•|(\t\"“]|[–-])\s*$")


@dataclass(frozen=True)
class Name:
    """Words with capitals, one after the other; ``words`` in small letters."""

    text: str
    words: tuple[str, ...]


class KnownWords:
    """What the sources of one cell hold: whole names, and words with which a sentence may begin."""

    def __init__(self, texts: Collection[str]) -> None:
        self._texts = [tuple(word.low for word in words_of(text)) for text in texts]
        # A word that has its capital in the source may be a name there, and is none that opens another.
        self._stems = {word.stem for text in texts for word in words_of(text) if not word.is_capital}

    def holds(self, words: Sequence[str]) -> bool:
        """Tell whether words stand in a source one after the other."""
        wanted = tuple(words)
        return any(
            text[at : at + len(wanted)] == wanted for text in self._texts for at in range(len(text) - len(wanted) + 1)
        )

    def opens(self, word: Word) -> bool:
        """Tell whether a word may have its capital for beginning a sentence and for nothing else."""
        return word.stem in self._stems or _is_ordinary(word.low)


def unknown_name(text: str, known: KnownWords) -> str | None:
    """Return the first name of a text that no source holds as a whole; None where there is none."""
    for run, opening in _runs(text):
        words = run
        if known.holds([word.low for word in words]):
            continue
        if opening and known.opens(words[0]):
            words = words[1:]
        if words and not known.holds([word.low for word in words]):
            return text[words[0].start : words[-1].end]
    return None


def names_of(text: str) -> list[Name]:
    """Return the names of a text, without the ordinary word with which a sentence begins."""
    found = []
    for run, opening in _runs(text):
        words = run[1:] if opening and _is_ordinary(run[0].low) else run
        if words:
            found.append(Name(text[words[0].start : words[-1].end], tuple(word.low for word in words)))
    return found


class OwnNames:
    """Tells which names stand only in the documents of one place, and so are that place's own."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def in_text(self, text: str, place: str) -> list[str]:
        """Return the words of names of a text that no document of another place, or of none, holds.

        Where the library has no such document nothing can be told apart, and every such word counts.
        """
        documents = self._library.documents
        others = {document.id for document in documents if not _is_of(document, place)}
        words = dict.fromkeys(word for name in names_of(text) for word in words_of(name.text))
        named = (word for word in words if _may_be_of(word, place))
        return [word.text for word in named if not (others and self._library.mentions(word.low, others))]


def mentions(text: str, name: str) -> bool:
    """Tell whether a name stands in a text as whole words, in whatever capitals."""
    return _pattern(name).search(text) is not None


def put(text: str, name: str, other: str) -> str:
    """Return a text with another name wherever one stands."""
    return _pattern(name).sub(lambda _: other, text)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)


def _runs(text: str) -> Iterator[tuple[list[Word], bool]]:
    """Yield words with capitals that stand together, and whether the first begins a sentence or what follows a mark."""
    openings = {start for start, _ in sentence_spans(text)}
    run: list[Word] = []
    opening = False
    for word in words_of(text):
        named = word.is_capital and not word.is_figure and word.low not in _NEVER
        if run and not (named and _JOINED.fullmatch(text[run[-1].end : word.start])):
            yield run, opening
            run = []
        if named:
            if not run:
                opening = word.start in openings or bool(_AFTER_A_MARK.search(text[: word.start]))
            run.append(word)
    if run:
        yield run, opening


def _is_ordinary(low: str) -> bool:
    lists = load_word_lists()
    if low in lists.function or low in lists.light or low in lists.actions:
        return True
    return any(low == verb.partition(" ")[0] for verb in load_drafting_policy().reading.verbs)


def _may_be_of(word: Word, place: str) -> bool:
    """Tell whether a word of a name may be of a place: a short form with its initial, or no word of the field."""
    lists = load_word_lists()
    if word.text.isupper():
        return word.text[0] == place[:1].upper()
    if word.weight < 1 or word.low in lists.organisations | lists.bodies:
        return False
    return not any(word.low in words_in_group for group in lists.same for words_in_group in map(str.split, group))


def _is_of(document: Document, place: str) -> bool:
    return (document.metadata.place or "").casefold() == place.casefold()
