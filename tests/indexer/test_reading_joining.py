"""Rows that a page, a line or the edge of a cell broke apart; and rows that only look so."""

import pytest
from indexer_making import read

PLAN = [
    "Action\tOutcome\tProvider\tLead",
    "Open a clinic\tChildren are seen in the town\tHarbour Trust\tAnn",
    "Train nurses\tNurses know what to ask\tHarbour Trust\tBob",
    "Mend the pool\tFamilies swim all the year\tNorthmere Baths\tCy",
]
NOTES = ["Clinics\tThey are open.", "Nurses\tThey visit.", "Pools\tThey are warm."]


def rows(*lines: str) -> list[list[str]]:
    """Return the texts of the cells of each row; an empty line is a break."""
    return [[cell.text for cell in block.cells] for block in read("\n".join(lines))]


def goals(*lines: str) -> list[tuple[str | None, str]]:
    return [(block.lead_in, block.text.replace("\t", " | ")) for block in read("\n".join(lines))]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        pytest.param(
            "Review the town\tServices are near\tBaths\tDi",
            "Playgrounds (under fives)\t\t\t",
            ["Review the town Playgrounds (under fives)", "Services are near", "Baths", "Di"],
            id="the end of a label alone",
        ),
        pytest.param(
            "Tier 2\tChildren are seen within the current tier\t\tDi",
            "Sight Service\t2 sight service\t\t",
            ["Tier 2 Sight Service", "Children are seen within the current tier 2 sight service", "Di"],
            id="the end of a label and a figure in mid-sentence",
        ),
        pytest.param(
            "School\tNurses work with many others in this\tBaths\tDi",
            "Nursing (5-19)\tarea. They weigh all children.\t\t",
            [
                "School Nursing (5-19)",
                "Nurses work with many others in this area. They weigh all children.",
                "Baths",
                "Di",
            ],
            id="a label and a sentence",
        ),
        pytest.param(
            "Buses\tFamilies ride free\tNorthmere Buses\tDi",
            "\t\tTown Council\t",
            ["Buses", "Families ride free", "Northmere Buses\nTown Council", "Di"],
            id="more in one cell",
        ),
        pytest.param(
            "Buses\tFamilies ride to the pool\tTown Council and\tDi",
            "\t\tschools\t",
            ["Buses", "Families ride to the pool", "Town Council and schools", "Di"],
            id="the end of a name",
        ),
        pytest.param(
            "Buses\tFamilies ride to these places:\tTown Council\tDi",
            "\tThe pool and the clinic\t\t",
            ["Buses", "Families ride to these places:\nThe pool and the clinic", "Town Council", "Di"],
            id="what a colon led in",
        ),
    ],
)
def test_a_row_that_goes_on_after_a_break_is_one(before: str, after: str, joined: list[str]) -> None:
    found = rows(*PLAN, before, "", after, "Open a shop\tThe town is fed\tShops\tEd")
    assert found[3:] == [joined, ["Open a shop", "The town is fed", "Shops", "Ed"]]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("Open a shop\tThe town is fed\tShops\tEd", id="whole"),
        pytest.param("Open a shop\tThe town is fed\t\tEd", id="a cell is lacking"),
        pytest.param("Open a shop\tThe town is fed\tShops\t", id="the last cell is lacking"),
        pytest.param("Open a shop\tthe town is fed\tShops\tEd", id="a small letter in a whole row"),
        pytest.param("\tThe town is fed\tShops\tEd", id="a label over two rows"),
    ],
)
def test_a_new_row_after_a_break_stays_apart(after: str) -> None:
    assert len(rows(*PLAN, "Buses\tFamilies ride free\tNorthmere Buses\tDi", "", after)) == 5


def test_a_label_alone_is_a_row_where_other_rows_are_labels_alone() -> None:
    lines = ["Area\tDone\tTo do", "Clinics\t\t", "Nurses\t\t", "Pools\t\t", "", "Shops\t\t", "Buses\t\t"]
    assert rows(*lines) == [["Clinics"], ["Nurses"], ["Pools"], ["Shops"], ["Buses"]]


@pytest.mark.parametrize("text", ["and they are clean.", "Children swim free."])
def test_a_row_without_a_label_goes_on_where_every_row_has_one(text: str) -> None:
    assert rows(*NOTES, "", f"\t{text}")[2:] == [["Pools", f"They are warm.\n{text}"]]


def test_a_row_without_a_label_stays_apart_where_labels_stand_over_several_rows() -> None:
    assert len(rows(*NOTES, "\tThey are clean.", "Shops\tThey are shut.", "", "\tChildren swim free.")) == 6


def test_without_a_break_a_whole_sentence_is_a_row_of_its_own() -> None:
    assert len(rows(*NOTES, "\tChildren swim free.")) == 4


def test_the_printed_lines_of_a_row_are_one() -> None:
    lines = [
        "Indicator\tHere\tThere\tWhy",
        "Weight of children at\t18.6\t20.2\tChildren who are well",
        "Five\t\t\twill learn to read and",
        "\t\t\twrite in time",
        "Young people of 16\t5.3\t7.7\tWork helps families",
        "not at work\t\t\t",
    ]
    assert rows(*lines) == [
        ["Weight of children at Five", "18.6", "20.2", "Children who are well will learn to read and write in time"],
        ["Young people of 16 not at work", "5.3", "7.7", "Work helps families"],
    ]


def test_a_word_parted_by_a_hyphen_is_put_together_with_its_hyphen() -> None:
    lines = [*PLAN, "Nights\tWe plan for de-\tBaths\tDi", "", "\tescalating need\t\t"]
    assert rows(*lines)[3][1] == "We plan for de-escalating need"


def test_a_row_whose_numbers_go_on_is_one() -> None:
    lines = [
        "Goal\tActivity\tOutcome\tLead\tBy",
        "Be well\tBudgets for\tThey are there\tI. Harbour Trust\tMay",
        "\tI. Health and 2. Care\t\t2. Town Council\t",
        "\tOpen a clinic\tIt is open\tAnn\tJune",
    ]
    assert rows(*lines) == [
        ["Be well", "Budgets for\nI. Health and 2. Care", "They are there", "I. Harbour Trust\n2. Town Council", "May"],
        ["Open a clinic", "It is open", "Ann", "June"],
    ]


def test_rows_that_bleed_into_each_other_stay_apart() -> None:
    lines = [
        "Intention\tThis year\tNext year\tThen",
        "Run one service\tAgree the model\tReview what the nurses know\tA full review",
        "Run courses\tMake the case\twithin the service. More courses\t",
    ]
    assert len(rows(*lines)) == 2


def test_columns_of_small_letters_prove_nothing() -> None:
    lines = ["Place\tOpen\tLead", "Clinic\ton every monday\tAnn", "Pool\tthe whole week\t", "Shop\tat noon\tCy"]
    assert len(rows(*lines)) == 3


def test_a_label_that_goes_on_over_new_cells_stands_under_the_label_before() -> None:
    lines = [*PLAN, "Serve children who are\tWe know them.\tBaths\tDi", "in care\tWe visit them.\tBaths\tEd"]
    assert goals(*lines)[3:] == [
        (None, "Serve children who are | We know them. | Baths | Di"),
        ("Serve children who are", "in care | We visit them. | Baths | Ed"),
    ]


def test_scraps_of_upright_labels_are_not_carried_to_other_rows() -> None:
    lines = ["\tIndicator\tHere", "Be well\tBirths\t4", "F F\tMoves\t5", "\tDeaths\t6"]
    assert goals(*lines) == [(None, "Be well | Births | 4"), (None, "F F | Moves | 5"), (None, "Deaths | 6")]
