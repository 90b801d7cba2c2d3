"""A draft or a checklist as every kind of file shows it; the writers know nothing else, nor does the reading back."""

from dataclasses import dataclass, field

from assistant.contracts import Citation, Notice
from assistant.drafting.contracts import CellState
from assistant.export.origin import Origin


@dataclass(frozen=True)
class ViewCell:
    """One cell: its text, what is said beneath it, and what colours it; ``tokens`` name its sources."""

    text: str
    marks: tuple[str, ...] = ()
    state: CellState | None = None
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class ViewColumn:
    """One column: its id, its head, and whether what is changed in it is read back."""

    id: str
    title: str
    editable: bool = True


@dataclass(frozen=True)
class ViewRow:
    """One row: its key, which is the id of the draft's row or the number of the checklist's question."""

    key: str
    number: str
    cells: dict[str, ViewCell]


@dataclass(frozen=True)
class EvidenceLine:
    """What one cell or finding rests on: one of its citations, or none."""

    number: str
    column: str
    text: str
    state: str
    token: str
    before: str
    notes: str


@dataclass(frozen=True)
class View:
    """What is shown of a draft or a checklist, in the order in which it is shown."""

    title: str
    heading: str
    legend: str
    facts: tuple[tuple[str, str], ...]
    number_title: str
    columns: tuple[ViewColumn, ...]
    rows: tuple[ViewRow, ...]
    evidence: tuple[EvidenceLine, ...]
    notices: tuple[Notice, ...]
    citations: tuple[Citation, ...]
    searched: str
    origin: Origin
    variants: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
