"""Whether a piece says that a thing is in place, is planned or is lacking; by its words and by what stands over it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.drafting.checklist_policy import StatingPolicy
from assistant.drafting.pieces import Piece
from indexer.contracts import PassageKind


class Stated(NamedTuple):
    """What the words of a piece and its headings show."""

    shown: bool
    figure: bool
    planned: bool
    lacking: bool
    denied: bool
    elsewhere: bool
    under_open: bool
    under_closed: bool


def stated(piece: Piece, policy: StatingPolicy) -> Stated:
    """Tell how a piece states what it states."""
    text, passage = piece.span.text, piece.span.source.passage
    columns = [cell.column for cell in passage.cells if cell.column]
    is_open = _any(policy.open_headings, passage.headings[-2:]) or _any(policy.open_columns, columns)
    is_closed = _any(policy.closed_headings, passage.headings[-2:])
    # A row that lists what there is says so by standing there: a service, its commissioner and its provider.
    listed = passage.kind is PassageKind.TABLE_ROW and not is_open
    return Stated(
        shown=listed or bool(policy.shown.search(text)),
        figure=bool(policy.figure.search(text)),
        planned=bool(policy.planned.search(text) or policy.imperative.match(text)),
        lacking=bool(policy.lacking.search(text)),
        denied=bool(policy.denied.search(text)),
        elsewhere=_any(policy.other_headings, passage.headings) or bool(policy.elsewhere.search(text)),
        under_open=is_open and not is_closed,
        under_closed=is_closed and not is_open,
    )


def _any(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(pattern.search(text) for text in texts)
