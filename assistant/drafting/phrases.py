"""Finding a template's search words in what sources say: stemmed, with the field's other words for them."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.wordings import Wordings
from indexer.library import Library

_KEPT = 20_000


class Phrases:
    """Looks for phrases in texts; each counts as found where it stands itself or in other words for the same."""

    def __init__(self, library: Library, wordings: Wordings) -> None:
        self._library = library
        self._wordings = wordings
        self.line = lru_cache(maxsize=_KEPT)(self._line)

    def stand_in(self, phrases: Sequence[str], text: str) -> bool:
        """Tell whether any of several phrases stands in a text."""
        line = self.line(text)
        return any(form in line for phrase in phrases for form in self._forms(phrase))

    def _line(self, text: str) -> str:
        return f" {' '.join(self._library.words(text))} "

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - as many as a template has
    def _forms(self, phrase: str) -> tuple[str, ...]:
        alternatives = self._wordings(phrase, self._library.acronyms)
        others = [w for a in alternatives if len(a.said) == len(phrase) for w in a.written]
        forms = map(self._line, (phrase, *others, *self._wordings.beside(phrase)))
        return tuple(form for form in dict.fromkeys(forms) if form.strip())
