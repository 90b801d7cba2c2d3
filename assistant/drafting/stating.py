"""Whether a piece says that a thing is in place, is planned or is lacking; by its words and by what stands over it."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.drafting.checklist_policy import StatingPolicy
from assistant.drafting.pieces import Piece
from indexer.contracts import Passage, PassageKind

_SIDE_BY_SIDE = 2


class Stated(NamedTuple):
    """What the words of a piece and its headings show."""

    shown: bool
    planned: bool
    presupposed: bool
    lacking: bool
    denied: bool
    elsewhere: bool
    under_open: bool
    under_closed: bool


def stated(piece: Piece, policy: StatingPolicy) -> Stated:
    """Tell how a piece states what it states."""
    text, passage = piece.span.text, piece.span.source.passage
    columns = [cell.column for cell in passage.cells if cell.column]
    is_row, is_plan = passage.kind is PassageKind.TABLE_ROW, _any(policy.open_columns, columns)
    # Several figures side by side were measured, whatever the section and the rest of the row go on to hope.
    figures = [cell for cell in passage.cells if policy.figure.fullmatch(cell.text.strip())]
    measured = is_row and not is_plan and len(figures) >= _SIDE_BY_SIDE
    is_open, is_closed = _section(passage.headings, policy)
    is_open = is_plan or (is_open and not measured)
    resolved = bool(policy.resolved.search(text))
    return Stated(
        # A row that lists what there is says so by standing there: a service, its commissioner and its provider. In a
        # table of plans "contract in place" is what is to be reached.
        shown=(is_row and not is_open) or (not is_plan and not resolved and bool(policy.shown.search(text))),
        planned=not measured and (resolved or _is_planned(piece, policy)),
        presupposed=bool(policy.presupposed.search(text)),
        lacking=bool(policy.lacking.search(text)),
        denied=bool(policy.denied.search(text)),
        elsewhere=_is_elsewhere(passage, columns, policy) or bool(policy.elsewhere.search(text)),
        under_open=is_open,
        under_closed=is_closed and not is_open,
    )


def _is_planned(piece: Piece, policy: StatingPolicy) -> bool:
    """Tell whether a piece speaks of what is to come; an item of a list does where its lead does."""
    lead = piece.label.rsplit("\n", maxsplit=1)[-1]
    said = f"{lead}\n{piece.span.text}" if lead.endswith(":") else piece.span.text
    return bool(policy.planned.search(said) or policy.imperative.match(piece.span.text))


def _is_elsewhere(passage: Passage, columns: Iterable[str], policy: StatingPolicy) -> bool:
    return (
        _is_of_others(passage.headings, policy)
        or _any(policy.wished_headings, passage.headings[-1:])
        or _any(policy.other_columns, columns)
    )


def _is_of_others(headings: Sequence[str], policy: StatingPolicy) -> bool:
    """Tell whether a section is on others; one within it that is on what stands here, or is to come, is not."""
    for heading in reversed(headings):
        if policy.other_headings.search(heading):
            return True
        if policy.closed_headings.search(heading) or policy.open_headings.search(heading):
            return False
    return False


def _section(headings: Sequence[str], policy: StatingPolicy) -> tuple[bool, bool]:
    """Tell whether a section is one of plans, or one of what stands; the nearest heading that says so decides."""
    for heading in reversed(headings[-2:]):
        is_open, is_closed = bool(policy.open_headings.search(heading)), bool(policy.closed_headings.search(heading))
        if is_open is not is_closed:
            return is_open, is_closed
    return False, False


def _any(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(pattern.search(text) for text in texts)
