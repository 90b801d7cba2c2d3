"""Blocks to passages: the unit that is searched and cited."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from indexer.contracts import Block, BlockKind, Cell, Passage, PassageKind
from indexer.errors import PassageTooLongError
from indexer.sentences import sentence_spans
from indexer.settings import DividingPolicy

Counter = Callable[[str], int]

_BULLET = "- "
# Word pieces kept free for the mark between two headings.
_CONTEXT_JOIN = 2
# Word pieces of the marks between the cells of a row and between a column and its cell.
_CELL_JOIN = 3
# A cell of a long row up to this long stands with the others: a lead, a date, a sum.
_SHORT_CELL = 24
_MAX_LABEL_WORDS = 12
_NUMBER = re.compile(r"(?:(?<=\s)|^)(?:Action )?(\d{1,2})[.:)] ?(?=[^\W\d])")


def divide(document_id: str, blocks: Sequence[Block], count: Counter, policy: DividingPolicy) -> list[Passage]:
    """Cut a document into passages, none of which crosses a section or is longer than the model reads.

    Args:
        document_id: goes into the ids, which depend on content alone and so survive a re-reading.
        blocks: the document in reading order.
        count: number of word pieces of a text in the embedding model.
        policy: sizes in word pieces.

    Raises:
        PassageTooLongError: a passage would not be read whole; this is a fault of ours, never of the document.
    """
    divider = _Divider(count, policy)
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for headings, group in _groups(blocks, divider):
        for part in divider.parts(group):
            passages.append(_passage(document_id, len(passages), headings, part, seen))
            pieces = count(embedded_text(passages[-1], divider.context))
            if pieces > policy.max_pieces:
                raise PassageTooLongError(
                    f"{document_id}: passage {len(passages) - 1} has {pieces} word pieces; "
                    f"the model reads {policy.max_pieces}."
                )
    return passages


def embedded_text(passage: Passage, context: Callable[[Passage], str]) -> str:
    """Return what is embedded and indexed for a passage: where it stands, then what it says."""
    return f"{context(passage)}\n{labelled_text(passage)}"


def labelled_text(passage: Passage) -> str:
    """Return the text of a passage, each cell with the name of its column."""
    if passage.kind is not PassageKind.TABLE_ROW:
        return passage.text
    return _labelled(passage.cells)


def _labelled(cells: Iterable[Cell]) -> str:
    return "; ".join(f"{cell.column.rstrip(':')}: {cell.text}" if cell.column else cell.text for cell in cells)


def _under(lead_in: str | None, label: str) -> str:
    return f"{lead_in} > {label}" if lead_in else label


def numbered_items(text: str) -> list[str]:
    """Return the items of a text that are numbered from 1 on, with the words before them in the first."""
    starts: list[int] = []
    for number in _NUMBER.finditer(text):
        if int(number.group(1)) == len(starts) + 1:
            starts.append(number.start() if starts else 0)
    return [text[a:b].strip() for a, b in pairwise([*starts, len(text)])] if len(starts) > 1 else []


def context_of(passage: Passage, count: Counter, limit: int) -> str:
    """Return the nearest headings and the lead-in of a passage, within ``limit`` word pieces."""
    parts = [part for part in (passage.lead_in, *reversed(passage.headings)) if part]
    kept: list[str] = []
    for part in parts:
        shortened = _shortened(part, count, limit - count(" > ".join(kept)) - _CONTEXT_JOIN)
        if not shortened:
            break
        kept.insert(0, shortened)
    return " > ".join(kept)


def _shortened(text: str, count: Counter, limit: int) -> str:
    """Return as many of the first words of a text as fit."""
    words = text.split()
    if count(" ".join(words)) <= limit:
        return " ".join(words)
    fitting = bisect_right(range(1, len(words)), limit, key=lambda number: count(" ".join(words[:number])))
    return " ".join(words[:fitting])


class _Part:
    """Text of one passage in the making."""

    def __init__(self, blocks: Sequence[Block], text: str, kind: PassageKind, lead_in: str | None = None) -> None:
        self.first = blocks[0]
        self.text = text
        self.kind = kind
        self.lead_in = lead_in
        self.cells = blocks[0].cells if kind is PassageKind.TABLE_ROW else ()


class _Divider:
    def __init__(self, count: Counter, policy: DividingPolicy) -> None:
        self._count = count
        self._policy = policy
        # The headings' room is kept free in every passage, so that no text has to be cut to fit them.
        self._room = policy.max_pieces - policy.context_pieces
        self._contexts: dict[tuple[str | None, ...], str] = {}

    def context(self, passage: Passage) -> str:
        place = (passage.lead_in, *passage.headings)
        if place not in self._contexts:
            self._contexts[place] = context_of(passage, self._count, self._policy.context_pieces)
        return self._contexts[place]

    def fits(self, group: Sequence[Block], block: Block) -> bool:
        """Tell whether a block may join a group of short neighbours."""
        return self._count(_joined([*group, block])) <= self._policy.target_pieces

    def parts(self, group: Sequence[Block]) -> Iterator[_Part]:
        if len(group) > 1 and group[0].kind is BlockKind.TABLE_ROW:
            yield _rows_of_labels(group)
        elif group[0].kind is BlockKind.TABLE_ROW:
            yield from self._row(group[0])
        elif any(block.kind is BlockKind.LIST_ITEM for block in group):
            yield from self._list(group)
        else:
            for text in self._pieces(_joined(group)):
                yield _Part(group, text, PassageKind.PARAGRAPH)

    def _row(self, row: Block) -> Iterator[_Part]:
        if self._count(_labelled(row.cells)) <= self._room:
            yield _Part([row], row.text, PassageKind.TABLE_ROW, row.lead_in)
            return
        # A row too long for one passage becomes several, each with the row's label before it.
        named = len(row.cells) > 1 and self._is_read_whole(_under(row.lead_in, row.cells[0].text))
        label = _under(row.lead_in, row.cells[0].text) if named else row.lead_in
        for cells in self._row_parts(row.cells[1:] if named else row.cells):
            part = _Part([row], "\t".join(cell.text for cell in cells), PassageKind.TABLE_ROW, label)
            part.cells = tuple(cells)
            yield part

    def _row_parts(self, cells: Sequence[Cell]) -> Iterator[list[Cell]]:
        """Yield the cells of a row a passage at a time: what belongs together by its number, else cell by cell.

        The short cells, such as who leads and by when, stand with the first part of the long ones.
        """
        if pairs := self._paired(cells):
            yield from pairs
            return
        short = [n for n, cell in enumerate(cells) if self._count(_labelled([cell])) <= _SHORT_CELL]
        beside = self._count(_labelled([cells[n] for n in short])) + _CELL_JOIN
        short = short if beside <= self._room // 3 else []
        batch = [(n, cells[n]) for n in short]
        for n, cell in enumerate(cells):
            if n in short:
                continue
            for text in self._pieces(cell.text, reserve=beside + self._count(cell.column or "") + _CELL_JOIN):
                piece = (n, cell.model_copy(update={"text": text}))
                if batch and self._count(_labelled([c for _, c in [*batch, piece]])) > self._room:
                    yield [c for _, c in sorted(batch, key=lambda numbered: numbered[0])]
                    batch = []
                batch.append(piece)
        yield [c for _, c in sorted(batch, key=lambda numbered: numbered[0])]

    def _paired(self, cells: Sequence[Cell]) -> list[list[Cell]]:
        """Return the n-th item of each cell that is numbered alike, in one part each; nothing where none are."""
        numbered = {n: items for n, cell in enumerate(cells) if (items := numbered_items(cell.text))}
        length = max(map(len, numbered.values()), default=0)
        alike = {n: items for n, items in numbered.items() if len(items) == length}
        if len(alike) < 2:
            return []
        rest = [cell for n, cell in enumerate(cells) if n not in alike]
        parts = [
            [cells[n].model_copy(update={"text": items[item]}) for n, items in alike.items()] for item in range(length)
        ]
        parts = [*parts, *([rest] if rest else [])]
        return parts if all(self._count(_labelled(part)) <= self._room for part in parts) else []

    def _is_read_whole(self, label: str) -> bool:
        """Tell whether a label stands uncut in the context of the passages that carry it."""
        return self._count(label) <= self._policy.context_pieces - _CONTEXT_JOIN

    def _list(self, group: Sequence[Block]) -> Iterator[_Part]:
        """Keep a list with its lead-in; a long list becomes several passages, each under the same lead-in."""
        lead = [block for block in group if block.kind is not BlockKind.LIST_ITEM]
        items = [block for block in group if block.kind is BlockKind.LIST_ITEM]
        lead_text = _joined(lead)
        if lead_text and self._count(lead_text) > self._room // 2:
            *whole, lead_text = self._pieces(lead_text, limit=self._room // 2)
            for text in whole:
                yield _Part(group, text, PassageKind.PARAGRAPH)
        batch: list[Block] = []
        first = True
        for item in items:
            candidate = _joined([*batch, item])
            if batch and self._count(f"{lead_text}\n{candidate}") > self._policy.target_pieces + self._count(lead_text):
                yield from self._items(group, lead_text, batch, first=first)
                batch, first = [], False
            batch.append(item)
        yield from self._items(group, lead_text, batch, first=first)

    def _items(self, group: Sequence[Block], lead: str, batch: Sequence[Block], *, first: bool) -> Iterator[_Part]:
        anchor = group if first else batch
        body = _joined(batch)
        if first and self._count(f"{lead}\n{body}") <= self._room:
            yield _Part(anchor, f"{lead}\n{body}" if lead else body, PassageKind.LIST)
            return
        if first and lead:
            yield _Part(group, lead, PassageKind.PARAGRAPH)
        for text in self._pieces(body):
            yield _Part(anchor, text, PassageKind.LIST, lead_in=lead.rsplit("\n", maxsplit=1)[-1] or None)

    def _pieces(self, text: str, *, limit: int | None = None, reserve: int = 0) -> list[str]:
        """Cut a text at its sentences, and a monstrous sentence at its words, into slices that fit."""
        limit = (limit or self._room) - reserve
        if self._count(text) <= limit:
            return [text]
        slices: list[str] = []
        start = stop = 0
        for begin, end in self._small_spans(text, limit):
            if stop > start and self._count(text[start:end]) > limit:
                slices.append(text[start:stop])
                start = begin
            stop = end
        slices.append(text[start:stop])
        return [piece for piece in slices if piece.strip()]

    def _small_spans(self, text: str, limit: int) -> Iterator[tuple[int, int]]:
        for start, stop in sentence_spans(text):
            if self._count(text[start:stop]) <= limit:
                yield start, stop
                continue
            width = max(1, limit // 4)  # even a word without a space in it is cut to fit
            at = start
            while at < stop:
                cut = stop if stop - at <= width else text.rfind(" ", at, at + width) + 1
                cut = cut if cut > at else min(stop, at + width)
                yield at, cut
                at = cut


def _groups(blocks: Sequence[Block], divider: _Divider) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
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
            if group and not (neighbours and divider.fits(group, block)):
                yield _headings(trail), group
                group = []
            trail = above if bare else [*above, block]
            group.extend([block] if bare else [])
            continue
        if group and _starts_group(group, block, following, divider):
            yield _headings(trail), group
            group = []
        group.append(block)
    if group:
        yield _headings(trail), group


def _starts_group(group: Sequence[Block], block: Block, following: Block | None, divider: _Divider) -> bool:
    last = group[-1]
    if _is_label(last) and _is_label(block) and (last.table, last.lead_in) == (block.table, block.lead_in):
        return not divider.fits(group, block)
    if BlockKind.TABLE_ROW in (block.kind, last.kind):
        return True
    if block.kind is BlockKind.LIST_ITEM:
        return False
    leads = following is not None and following.kind is BlockKind.LIST_ITEM
    if block.paragraph is not None or last.kind is BlockKind.LIST_ITEM or leads:
        return True
    return group[0].paragraph is not None or not divider.fits(group, block)


def _is_label(block: Block) -> bool:
    """Tell whether a block is a row of one short cell without a column: part of a picture read as a table."""
    bare = block.kind is BlockKind.TABLE_ROW and len(block.cells) == 1
    return bare and not block.cells[0].column and len(block.text.split()) <= _MAX_LABEL_WORDS


def _rows_of_labels(rows: Sequence[Block]) -> _Part:
    part = _Part(rows, "\n".join(row.text for row in rows), PassageKind.TABLE_ROW, rows[0].lead_in)
    part.cells = tuple(cell for row in rows for cell in row.cells)
    return part


def _is_bare(heading: Block, following: Block | None) -> bool:
    """Tell whether nothing stands under a heading."""
    return following is None or (following.kind is BlockKind.HEADING and _level(following) <= _level(heading))


def _level(heading: Block) -> int:
    return heading.level or 0


def _headings(trail: Iterable[Block]) -> tuple[str, ...]:
    return tuple(heading.text for heading in trail)


def _joined(blocks: Iterable[Block]) -> str:
    return "\n".join(f"{_BULLET}{block.text}" if block.kind is BlockKind.LIST_ITEM else block.text for block in blocks)


def _passage(document_id: str, ordinal: int, headings: tuple[str, ...], part: _Part, seen: dict[str, int]) -> Passage:
    digest = hashlib.sha256("\x1f".join((document_id, *headings, part.lead_in or "", part.text)).encode()).hexdigest()
    repeat = seen[digest] = seen.get(digest, -1) + 1
    identity = hashlib.sha256(f"{digest}{repeat}".encode()).hexdigest()[:20]
    return Passage(
        id=identity,
        document_id=document_id,
        ordinal=ordinal,
        text=part.text,
        headings=headings,
        paragraph=part.first.paragraph,
        page=part.first.page,
        kind=part.kind,
        cells=part.cells,
        lead_in=part.lead_in,
    )
