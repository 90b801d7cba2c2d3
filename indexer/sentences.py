"""Where sentences end."""

import re

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
