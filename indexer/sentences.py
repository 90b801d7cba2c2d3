"""Where sentences end, and texts are cut."""

import re
from collections.abc import Callable, Iterator

Counter = Callable[[str], int]
"""Returns the number of word pieces of a text in the embedding model."""

# A full stop after these does not end a sentence.
_ABBREVIATIONS = (
    "e.g.",
    "i.e.",
    "etc.",
    "no.",
    "nos.",
    "para.",
    "paras.",
    "s.",
    "ss.",
    "sec.",
    "dr.",
    "mr.",
    "mrs.",
    "ms.",
    "prof.",
    "st.",
    "vs.",
    "cf.",
    "inc.",
    "approx.",
    "fig.",
    "p.",
    "pp.",
    "reg.",
    "ed.",
)
_INITIALS = re.compile(r"(?:[a-z]\.)+")
# "3. Needs": a number with nothing before it counts the sentence and is none itself.
_LIST_NUMBER = re.compile(r"\d{1,2}\.")
_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z£\d])")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence of a text, in order; line breaks end sentences too."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in _END.finditer(line.group()):
            stop = line.start() + end.end()
            if not _is_abbreviation(text[start:stop].rstrip()):
                spans.append((start, stop))
                start = stop
        spans.append((start, line.end()))
    return [trimmed for trimmed in (_trim(text, span) for span in spans) if trimmed[0] < trimmed[1]]


def slices(text: str, count: Counter, limit: int) -> list[str]:
    """Cut a text at its sentences, and a monstrous sentence at its words, into slices that fit."""
    if count(text) <= limit:
        return [text]
    made: list[str] = []
    start = stop = 0
    for begin, end in _small_spans(text, count, limit):
        if stop > start and count(text[start:end]) > limit:
            made.append(text[start:stop])
            start = begin
        stop = end
    made.append(text[start:stop])
    return [piece for piece in made if piece.strip()]


def _small_spans(text: str, count: Counter, limit: int) -> Iterator[tuple[int, int]]:
    for start, stop in sentence_spans(text):
        if count(text[start:stop]) <= limit:
            yield start, stop
            continue
        width = max(1, limit // 4)  # even a word without a space in it is cut to fit
        at = start
        while at < stop:
            cut = stop if stop - at <= width else text.rfind(" ", at, at + width) + 1
            cut = cut if cut > at else min(stop, at + width)
            yield at, cut
            at = cut


def _is_abbreviation(sentence: str) -> bool:
    last = sentence.rsplit(maxsplit=1)[-1].lower().lstrip("(“\"'")
    return last in _ABBREVIATIONS or bool(_INITIALS.fullmatch(last) or _LIST_NUMBER.fullmatch(sentence.strip()))


def _trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, stop = span
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
