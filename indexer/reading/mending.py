"""What a page broke in the flow of the text, and the head of a list of contents that is left over."""

import re
from itertools import pairwise

from indexer.contracts import Block, BlockKind

_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: pages?)?(?: numbers?)?:?$", re.IGNORECASE)

_NUMBER = re.compile(r"(?:^|(?<=\s))(\d{1,2})\. +(?=[A-Z])")
_FEWEST_ITEMS = 3
_LINK = re.compile(r"(?:https?://|www\.)\S+$")


def rejoined(blocks: list[Block], footnotes: set[int]) -> list[Block]:
    """Put together a paragraph that a page break cut: no end of a sentence before, a small letter after.

    The footnotes at the foot of the page stand after it.
    """
    joined: list[Block] = []
    texts: list[list[str]] = []
    last = -1
    for position, block in enumerate(blocks):
        if last >= 0 and position not in footnotes and _is_cut(joined[last], texts[last][-1], block):
            parted = "" if texts[last][-1].endswith("-") and block.text[0].isdigit() else " "
            texts[last] += [parted, block.text]
            continue
        joined.append(block)
        texts.append([block.text])
        if position not in footnotes:
            last = len(joined) - 1
    return [
        block if len(text) == 1 else block.model_copy(update={"text": "".join(text)})
        for block, text in zip(joined, texts, strict=True)
    ]


def _is_cut(before: Block, end: str, block: Block) -> bool:
    """Tell whether a block goes on from the one before, of which ``end`` is the end; a link alone always does."""
    starts = block.text[0].islower() or (end[-1] == "-" and block.text[0].isdigit())
    return (
        block.kind is BlockKind.PARAGRAPH
        and block.paragraph is None
        and before.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and bool((starts and not _ENDS_SENTENCE.search(end)) or _LINK.match(block.text))
    )


def with_items(blocks: list[Block]) -> list[Block]:
    """Part a paragraph that is a list whose lines were lost: 1. and the first item, 2. and the second, 3. and so on."""
    made: list[Block] = []
    for block in blocks:
        items = _items(block.text) if block.kind is BlockKind.PARAGRAPH else []
        made += [block.model_copy(update={"kind": BlockKind.LIST_ITEM, "text": item}) for item in items] or [block]
    return made


def _items(text: str) -> list[str]:
    starts: list[int] = []
    for number in _NUMBER.finditer(text) if text.startswith("1.") else ():
        if int(number.group(1)) == len(starts) + 1:
            starts.append(number.start())
    items = [text[start:end].strip() for start, end in pairwise([*starts, len(text)])]
    return items if len(items) >= _FEWEST_ITEMS else []


def without_contents(blocks: list[Block]) -> list[Block]:
    """Drop the heading of a list of contents; its rows were dropped as a table."""
    return [
        block
        for block in blocks
        if not (block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and _CONTENTS.match(block.text))
    ]
