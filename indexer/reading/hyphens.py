"""Words that were hyphenated at the end of a line."""

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]+)[-‐]$")
_FIRST = re.compile(r"[^\W\d_]+")
_SUSPENDED = frozenset({"and", "or", "to"})
_SOFT = "\xad"


class Hyphens:
    """Tells a hyphen that the end of a line made from one of the word's own, by the other words of the document."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: Counter[str] = Counter()
        cuts: list[tuple[str, str]] = []
        before = ""
        for line in lines:
            words = [word.lower() for word in _WORD.findall(line)]
            if before and (rest := _FIRST.match(line)) and rest.group().islower():
                cuts.append((before, rest.group()))
            cut = _CUT.search(line)
            self._words.update(words[1 if before else 0 : -1 if cut else None])
            before = cut.group(1).lower() if cut else ""
        self._openings = {word.split("-")[0] for word in self._words if "-" in word}
        known = [self._known(first, second) for first, second in cuts]
        self._rarely_cuts = known.count(True) > known.count(False)

    def joined(self, lines: Sequence[str]) -> str:
        """Return lines as one, with the words whole that were cut at their ends."""
        text = ""
        for line in lines:
            if text.endswith(_SOFT):
                text += line
            elif text.endswith(("-", "‐", "–", "/")) and text[-2:-1].strip():
                text = self._after_hyphen(text, line)
            else:
                text += f" {line}" if text else line
        return text.replace(_SOFT, "")

    def _after_hyphen(self, text: str, line: str) -> str:
        cut, rest = _CUT.search(text), _FIRST.match(line)
        if text.endswith("–") and not (text[-2].isdigit() and line[:1].isdigit()):
            return f"{text} {line}"
        if not cut or not rest or not line[0].islower():
            return text + line
        if rest.group() in _SUSPENDED:
            return f"{text} {line}"
        return text + line if self._is_own(cut.group(1).lower(), rest.group()) else text[:-1] + line

    def _known(self, first: str, second: str) -> bool | None:
        """Tell by the word itself, elsewhere in the document, whether the hyphen is its own; None if it is nowhere."""
        with_hyphen, without = self._words[f"{first}-{second}"], self._words[first + second]
        return with_hyphen > without if with_hyphen or without else None

    def _is_own(self, first: str, second: str) -> bool:
        known = self._known(first, second)
        if known is not None:
            return known
        if self._rarely_cuts or first in self._openings:
            return True
        return first in self._words and second in self._words
