"""What a page broke in the flow of the text, and the head of a list of contents that is left over."""

import re

from indexer.contracts import Block, BlockKind

_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_CONTENTS = re.compile(r"^(?:table of )?contents(?: pages?)?(?: numbers?)?:?$", re.IGNORECASE)


def rejoined(blocks: list[Block], footnotes: set[int]) -> list[Block]:
    """Put together a paragraph that a page break cut: no end of a sentence before, a small letter after.

    The footnotes at the foot of the page stand after it.
    """
    joined: list[Block] = []
    last = -1
    for position, block in enumerate(blocks):
        if last >= 0 and position not in footnotes and _is_cut(joined[last], block):
            parted = "" if joined[last].text.endswith("-") and block.text[0].isdigit() else " "
            joined[last] = joined[last].model_copy(update={"text": f"{joined[last].text}{parted}{block.text}"})
            continue
        joined.append(block)
        if position not in footnotes:
            last = len(joined) - 1
    return joined


def _is_cut(before: Block, block: Block) -> bool:
    starts = block.text[0].islower() or (before.text[-1] == "-" and block.text[0].isdigit())
    return (
        block.kind is BlockKind.PARAGRAPH
        and block.paragraph is None
        and before.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and starts
        and not _ENDS_SENTENCE.search(before.text)
    )


def without_contents(blocks: list[Block]) -> list[Block]:
    """Drop the heading of a list of contents; its rows were dropped as a table."""
    return [
        block
        for block in blocks
        if not (block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and _CONTENTS.match(block.text))
    ]
