"""How a sentence states a thing, and which of them counts as evidence."""

import numpy as np
import pytest

from assistant.drafting.checklist_policy import load_checklist_policy
from assistant.drafting.judging import is_in_place
from assistant.drafting.pieces import Piece, pieces_of
from assistant.drafting.sources import Source
from assistant.drafting.stating import Stated, stated
from indexer.contracts import Cell, Document, Metadata, Passage, PassageKind

POLICY = load_checklist_policy()


def _pieces(
    text: str, *headings: str, kind: PassageKind = PassageKind.PARAGRAPH, cells: tuple[Cell, ...] = ()
) -> list[Piece]:
    passage = Passage(
        id="p",
        document_id="d",
        ordinal=0,
        text=text,
        headings=headings,
        paragraph=None,
        page=None,
        kind=kind,
        cells=cells,
    )
    document = Document(id="d", metadata=Metadata(), source="d.md", sha256="0", pages=None, passages=1)
    return pieces_of([Source(passage, document)], POLICY.reading)


def _counts(piece: Piece) -> bool:
    said = stated(piece, POLICY.stating)
    return bool(is_in_place({name: np.array([value]) for name, value in zip(Stated._fields, said, strict=True)})[0])


@pytest.mark.parametrize(
    ("text", "heading", "counts"),
    [
        ("The clinic is provided by the trust on two evenings.", "Where are we now?", True),
        ("We will open a clinic beside the library in spring.", "Our area", False),
        ("Develop a clinic for toddlers beside the library.", "Our area", False),
        ("The clinic is provided by the trust on two evenings.", "What works?", False),
        ("The clinic does not have enough staff for its evenings.", "Where are we now?", False),
        ("The clinic by the library is open to all toddlers.", "What we will do", False),
        ("The clinic is provided by the trust and will move.", "Where are we now?", True),
    ],
)
def test_only_what_is_in_place_counts(text: str, heading: str, counts: bool) -> None:
    assert _counts(_pieces(text, heading)[0]) is counts


def test_a_row_of_a_list_of_services_counts_and_one_of_a_plan_does_not() -> None:
    cells = (Cell(column="Service", text="Hearing bus"), Cell(column="Provider", text="Dale Trust"))
    planned = (Cell(column="Activity", text="Hearing bus"), Cell(column="Timeframe", text="Dale in May"))
    row = PassageKind.TABLE_ROW
    assert _counts(_pieces("Hearing bus\tDale Trust", "5.2 Services", kind=row, cells=cells)[0])
    assert not _counts(_pieces("Hearing bus\tDale in May", "5.2 Services", kind=row, cells=planned)[0])


def test_items_of_a_list_stand_under_its_lead_and_without_their_mark() -> None:
    pieces = _pieces("The trust runs these clinics today:\n- A clinic for sleep in the town", kind=PassageKind.LIST)
    item = pieces[-1]
    assert item.span.text == "A clinic for sleep in the town"
    assert "The trust runs these clinics today:" in item.over
    assert item.span.shown[item.span.start : item.span.end] == item.span.text
