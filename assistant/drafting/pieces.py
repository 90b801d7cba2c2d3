"""What a checklist reads: the sentences, list items and rows of passages, each a located span."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.drafting.checklist_policy import PiecesPolicy
from assistant.drafting.sources import Source, Span, span_of
from indexer.contracts import PassageKind
from indexer.sentences import sentence_spans


@dataclass(frozen=True)
class Piece:
    """One thing that a source says.

    ``over`` is what stands over it: headings, the row's label, the list's lead. ``label`` is what of it can name its
    subject: the two nearest headings and the lead; of a row its own label and columns, since tables have wide titles.
    ``before`` is the sentence before it in its passage.
    """

    span: Span
    over: str
    label: str
    before: str = ""

    @property
    def passage_id(self) -> str:
        """The id of its passage."""
        return self.span.source.passage.id

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands."""
        return (self.passage_id, self.span.start, self.span.end)


def pieces_of(sources: Iterable[Source], policy: PiecesPolicy) -> list[Piece]:
    """Return the pieces of passages in order; fragments too short to say anything are left out."""
    return [piece for source in sources for piece in _pieces(source, policy)]


def _pieces(source: Source, policy: PiecesPolicy) -> Iterator[Piece]:
    passage = source.passage
    over = "\n".join((*passage.headings, passage.lead_in or ""))
    columns = "\n".join(cell.column for cell in passage.cells if cell.column)
    is_row = passage.kind is PassageKind.TABLE_ROW
    words = len(passage.text.split())
    if is_row and words <= policy.most_row_words:
        if words >= policy.least_row_words:
            yield Piece(span_of(source, 0, len(passage.text)), f"{over}\n{columns}", columns)
        return
    first = passage.cells[0].text if passage.cells else ""
    lead = first
    before = ""
    label = columns if is_row else "\n".join((*passage.headings[-2:], passage.lead_in or ""))
    for span in _spans(source):
        if span.text.endswith(":"):
            lead = span.text
        if len(span.text.split()) >= policy.least_words and span.text != first:
            led = f"\n{lead}" if is_row or _is_item(span) else ""
            yield Piece(span, f"{over}{led}", f"{label}{led}", before)
        before = span.text


def _spans(source: Source) -> Iterator[Span]:
    """Yield the sentences of each line and cell; the mark of a list item is not part of it."""
    for line in re.finditer(r"[^\n\t]+", source.passage.text):
        for start, end in sentence_spans(line.group()):
            mark = 2 if line.group().startswith("- ") and start == 0 else 0
            yield span_of(source, line.start() + start + mark, line.start() + end)


def _is_item(span: Span) -> bool:
    return span.shown[max(0, span.start - 2) : span.start] == "- "
