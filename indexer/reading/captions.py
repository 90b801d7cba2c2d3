"""What a table is said to be: the line over it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.contracts import Block, BlockKind
from indexer.sentences import sentence_spans

_TABLE = re.compile(r"^table\b(?: (?:\d[\d.]*|[A-Z]|[IVX]+)\b.*)?$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;,][\"'”’)\]]*$")
_MAX_LABEL_WORDS = 15
_FEWEST_SENTENCE_WORDS, _MAX_SENTENCE_WORDS = 5, 40


@dataclass(frozen=True)
class Caption:
    """Words over a table; a label says nothing but what the table is, a sentence stays a paragraph too."""

    text: str
    is_label: bool


def caption_of(blocks: Sequence[Block]) -> Caption | None:
    """Return what the last of the blocks before a table says of it."""
    last = blocks[-1] if blocks else None
    if not last or last.kind is not BlockKind.PARAGRAPH:
        return None
    text = last.text
    start, stop = sentence_spans(text)[-1]
    if text.endswith(":"):
        told = _FEWEST_SENTENCE_WORDS <= len(text[start:stop].split()) <= _MAX_SENTENCE_WORDS
        return Caption(text[start:stop], is_label=False) if told else None
    short = len(text.split()) <= _MAX_LABEL_WORDS and last.paragraph is None
    if short and _TABLE.match(text):
        return Caption("" if len(text.split()) == 1 else text, is_label=True)
    before = blocks[-2] if len(blocks) > 1 else None
    alone = before is None or before.kind is not BlockKind.PARAGRAPH or bool(_ENDS.search(before.text))
    if short and alone and text[0].isupper() and not _ENDS.search(text):
        return Caption(text, is_label=True)
    return None
