"""Blocks to passages: the unit that is searched and cited."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from indexer.contracts import Block, BlockKind, Passage, PassageKind
from indexer.errors import PassageTooLongError
from indexer.grouping import grouped, joined
from indexer.rows import labelled, row_parts
from indexer.sentences import Counter, sentence_spans, slices
from indexer.settings import DividingPolicy

# Word pieces kept free for the mark between two headings.
_CONTEXT_JOIN = 2


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
    contexts = Contexts(count, policy.context_pieces)
    divider = _Divider(count, policy)
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for headings, group in grouped(blocks, divider.fits):
        led = _opened(passages[-1], headings) if passages else None
        for place, part in enumerate(divider.parts(group)):
            if not place and part.kind is not PassageKind.TABLE_ROW:
                part.lead_in = part.lead_in or led
            passages.append(_passage(document_id, len(passages), headings, part, seen))
            pieces = count(embedded_text(passages[-1], contexts))
            if pieces > policy.max_pieces:
                raise PassageTooLongError(
                    f"{document_id}: passage {len(passages) - 1} has {pieces} word pieces; "
                    f"the model reads {policy.max_pieces}."
                )
    return passages


def embedded_text(passage: Passage, context: Callable[[Passage], str]) -> str:
    """Return what is indexed for a passage: where it stands, then what it says; the two are embedded apart."""
    return f"{context(passage)}\n{labelled_text(passage)}"


def labelled_text(passage: Passage) -> str:
    """Return the text of a passage, each cell with the name of its column."""
    if passage.kind is not PassageKind.TABLE_ROW:
        return passage.text
    return labelled(passage.cells)


class Contexts:
    """What stands over passages: the nearest headings and the lead-in, each place worked out once."""

    def __init__(self, count: Counter, limit: int) -> None:
        """Take the counter of word pieces, and how many of them a context may have."""
        self._count = count
        self._limit = limit
        self._of_place: dict[tuple[str | None, ...], str] = {}

    def __call__(self, passage: Passage) -> str:
        """Return the context of a passage; empty where nothing stands over it."""
        place = (passage.lead_in, *reversed(passage.headings))
        if place not in self._of_place:
            self._of_place[place] = self._fitting([part for part in place if part])
        return self._of_place[place]

    def _fitting(self, parts: Sequence[str]) -> str:
        kept: list[str] = []
        for part in parts:
            room = self._limit - self._count(" > ".join(kept)) - _CONTEXT_JOIN
            shortened = _shortened(part, self._count, room)
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


def _opened(before: Passage, headings: tuple[str, ...]) -> str | None:
    """Return the sentence that ends a paragraph with a colon and so leads into what follows it in its section."""
    if before.kind is not PassageKind.PARAGRAPH or before.headings != headings or not before.text.endswith(":"):
        return None
    start, end = sentence_spans(before.text)[-1]
    return before.text[start:end]


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

    def fits(self, group: Sequence[Block], block: Block) -> bool:
        """Tell whether a block may join a group of short neighbours."""
        return self._count(joined([*group, block])) <= self._policy.target_pieces

    def parts(self, group: Sequence[Block]) -> Iterator[_Part]:
        if len(group) > 1 and group[0].kind is BlockKind.TABLE_ROW:
            yield _rows_of_labels(group)
        elif group[0].kind is BlockKind.TABLE_ROW:
            yield from self._row(group[0])
        elif any(block.kind is BlockKind.LIST_ITEM for block in group):
            yield from self._list(group)
        else:
            for text in slices(joined(group), self._count, self._room):
                yield _Part(group, text, PassageKind.PARAGRAPH)

    def _row(self, row: Block) -> Iterator[_Part]:
        if self._count(labelled(row.cells)) <= self._room:
            yield _Part([row], row.text, PassageKind.TABLE_ROW, row.lead_in)
            return
        # A row too long for one passage becomes several, each with the row's label before it.
        named = len(row.cells) > 1 and self._is_read_whole(_under(row.lead_in, row.cells[0].text))
        label = _under(row.lead_in, row.cells[0].text) if named else row.lead_in
        for cells in row_parts(row.cells[1:] if named else row.cells, self._count, self._room):
            part = _Part([row], "\t".join(cell.text for cell in cells), PassageKind.TABLE_ROW, label)
            part.cells = tuple(cells)
            yield part

    def _is_read_whole(self, label: str) -> bool:
        """Tell whether a label stands uncut in the context of the passages that carry it."""
        return self._count(label) <= self._policy.context_pieces - _CONTEXT_JOIN

    def _list(self, group: Sequence[Block]) -> Iterator[_Part]:
        """Keep a list with its lead-in; a long list becomes several passages, each under the same lead-in."""
        lead = [block for block in group if block.kind is not BlockKind.LIST_ITEM]
        items = [block for block in group if block.kind is BlockKind.LIST_ITEM]
        lead_text = joined(lead)
        if lead_text and self._count(lead_text) > self._room // 2:
            *whole, lead_text = slices(lead_text, self._count, self._room // 2)
            for text in whole:
                yield _Part(group, text, PassageKind.PARAGRAPH)
        batch: list[Block] = []
        first = True
        for item in items:
            candidate = joined([*batch, item])
            if batch and self._count(f"{lead_text}\n{candidate}") > self._policy.target_pieces + self._count(lead_text):
                yield from self._items(group, lead_text, batch, first=first)
                batch, first = [], False
            batch.append(item)
        yield from self._items(group, lead_text, batch, first=first)

    def _items(self, group: Sequence[Block], lead: str, batch: Sequence[Block], *, first: bool) -> Iterator[_Part]:
        anchor = group if first else batch
        body = joined(batch)
        if first and self._count(f"{lead}\n{body}") <= self._room:
            yield _Part(anchor, f"{lead}\n{body}" if lead else body, PassageKind.LIST)
            return
        if first and lead:
            yield _Part(group, lead, PassageKind.PARAGRAPH)
        for text in slices(body, self._count, self._room):
            yield _Part(anchor, text, PassageKind.LIST, lead_in=lead.rsplit("\n", maxsplit=1)[-1] or None)


def _rows_of_labels(rows: Sequence[Block]) -> _Part:
    part = _Part(rows, "\n".join(row.text for row in rows), PassageKind.TABLE_ROW, rows[0].lead_in)
    part.cells = tuple(cell for row in rows for cell in row.cells)
    return part


def _under(lead_in: str | None, label: str) -> str:
    return f"{lead_in} > {label}" if lead_in else label


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
