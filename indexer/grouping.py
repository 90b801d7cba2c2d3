"""Blocks to the groups of which passages are made."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer.contracts import Block, BlockKind

_BULLET = "- "
_MAX_LABEL_WORDS = 12

Fits = Callable[[Sequence[Block], Block], bool]
"""Tells whether a block may join a group of short neighbours."""


def grouped(blocks: Sequence[Block], fits: Fits) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Yield what belongs together, with its headings: a row, a numbered paragraph and its list, short neighbours.

    A heading that has nothing under it is text of the section in which it stands.
    """
    trail: list[Block] = []
    group: list[Block] = []
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING:
            above = [heading for heading in trail if _level(heading) < _level(block)]
            bare = _is_bare(block, following)
            neighbours = bare and bool(group) and group[-1].kind is BlockKind.HEADING and above == trail
            if group and not (neighbours and fits(group, block)):
                yield _headings(trail), group
                group = []
            trail = above if bare else [*above, block]
            group.extend([block] if bare else [])
            continue
        if group and _starts_group(group, block, following, fits):
            yield _headings(trail), group
            group = []
        group.append(block)
    if group:
        yield _headings(trail), group


def _starts_group(group: Sequence[Block], block: Block, following: Block | None, fits: Fits) -> bool:
    last = group[-1]
    if _is_label(last) and _is_label(block) and (last.table, last.lead_in) == (block.table, block.lead_in):
        return not fits(group, block)
    if BlockKind.TABLE_ROW in (block.kind, last.kind):
        return True
    if block.kind is BlockKind.LIST_ITEM:
        return False
    leads = following is not None and following.kind is BlockKind.LIST_ITEM
    if block.paragraph is not None or last.kind is BlockKind.LIST_ITEM or leads:
        return True
    return group[0].paragraph is not None or not fits(group, block)


def _is_label(block: Block) -> bool:
    """Tell whether a block is a row of one short cell without a column: part of a picture read as a table."""
    bare = block.kind is BlockKind.TABLE_ROW and len(block.cells) == 1
    return bare and not block.cells[0].column and len(block.text.split()) <= _MAX_LABEL_WORDS


def _is_bare(heading: Block, following: Block | None) -> bool:
    """Tell whether nothing stands under a heading."""
    return following is None or (following.kind is BlockKind.HEADING and _level(following) <= _level(heading))


def _level(heading: Block) -> int:
    return heading.level or 0


def _headings(trail: Iterable[Block]) -> tuple[str, ...]:
    return tuple(heading.text for heading in trail)


def joined(blocks: Iterable[Block]) -> str:
    """Return the words of blocks, one a line, items with their bullets."""
    return "\n".join(f"{_BULLET}{block.text}" if block.kind is BlockKind.LIST_ITEM else block.text for block in blocks)
