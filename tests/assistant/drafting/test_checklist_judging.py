"""How a sentence states a thing, and which of them counts as evidence."""

import numpy as np
import pytest

from assistant.drafting.checklist_policy import load_checklist_policy
from assistant.drafting.judging import is_in_place
from assistant.drafting.pieces import Piece, pieces_of
from assistant.drafting.sources import Source
from assistant.drafting.stating import Stated, stated
from assistant.template_contracts import Figure
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
        ("Of the toddlers' parents 412 are not in education or work.", "Where are we now?", True),
        ("The Toddlers Bill 2013 has clinics provided by trusts.", "Where are we now?", False),
        ("The clinic is provided by the trust and will move.", "Where are we now?", True),
        ("The trust has agreed to develop a clinic for toddlers.", "Where are we now?", False),
        ("The clinic is provided by the trust on two evenings.", "Where do we want to get to?", False),
        ("This money is used to support a clinic for toddlers.", "Where are we now?", True),
        ("We will continue to fund the clinic for toddlers.", "What we will do", True),
        ("Review of the clinic for toddlers by the library.", "What we will do", True),
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


def test_an_item_of_a_list_is_planned_where_its_lead_is() -> None:
    *_, promised = _pieces("It is anticipated that these will follow:\n- A clinic in the town", kind=PassageKind.LIST)
    *_, running = _pieces("The trust runs these clinics today:\n- A clinic in the town", kind=PassageKind.LIST)
    assert not _counts(promised)
    assert _counts(running)


def test_figures_side_by_side_were_measured_whatever_the_section_hopes() -> None:
    def counts(*cells: str) -> bool:
        columns = tuple(Cell(column=None, text=text) for text in cells)
        return _counts(_pieces("\t".join(cells), "7 Future", kind=PassageKind.TABLE_ROW, cells=columns)[0])

    assert counts("Asleep by nine", "73.9%", "71.5", "Will rise")
    assert not counts("Asleep by nine", "Will rise")
    assert not counts("Work on sleep (2014 / 2015)", "Will begin by 2015")


def test_a_sentence_of_a_long_row_stands_under_the_label_of_its_row_alone() -> None:
    text = "The clinic sees every toddler. " * 15
    cells = (Cell(column=None, text="Sleep clinics of the whole dale"), Cell(column=None, text=text))
    pieces = _pieces(f"{cells[0].text}\t{text}", "Hearing in Dale", kind=PassageKind.TABLE_ROW, cells=cells)
    assert {piece.span.text for piece in pieces} == {"The clinic sees every toddler."}
    assert "Sleep clinics of the whole dale" in pieces[0].label
    assert "Hearing in Dale" not in pieces[0].label
    assert "Hearing in Dale" in pieces[0].over


@pytest.mark.parametrize(
    ("text", "figure", "counts"),
    [
        ("In 2013 there were pupils in 16-18 year groups.", Figure.NUMBER, False),
        ("It will include provision from birth to 25.", Figure.NUMBER, False),
        ("There were 412 pupils last year.", Figure.NUMBER, True),
        ("A fifth, 20.3% of pupils, were tested.", Figure.NUMBER, True),
        ("There were 412 pupils last year.", Figure.SUM, False),
        ("About £1.2m was spent.", Figure.SUM, True),
    ],
)
def test_a_count_is_no_year_and_no_age_and_a_sum_is_money(text: str, figure: Figure, counts: bool) -> None:
    assert bool(POLICY.asking.figures[figure].search(text)) is counts
