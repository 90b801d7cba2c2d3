"""Tests of what is measured of a draft."""

from typing import Any

import pytest
from drafting_making import citation, draft, draft_case, expected, row, template

from assistant.drafting.contracts import Draft
from evals.drafting.contracts import DraftCase, Measure, Tally
from evals.drafting.draft_scorers import MOST_IN_A_ROW, score_draft

THERAPY = "Review the therapy service"


def scored(case: DraftCase, made: Draft) -> dict[Measure, Tally]:
    return {tally.measure: tally for tally in score_draft(case, template(), made)}


def counts(tally: Tally) -> tuple[int, int]:
    return tally.count, tally.total


def test_a_required_row_is_found_and_a_missing_one_named() -> None:
    case = draft_case(
        expected(), expected("other", sources=[{"document": "moor", "address": None, "words": ["wheelchair"]}])
    )
    tally = scored(case, draft(row(action=THERAPY)))[Measure.ROW_RECALL]
    assert (counts(tally), tally.notes) == ((1, 2), ("other",))


def test_an_optional_row_is_no_loss_and_no_surprise() -> None:
    case = draft_case(
        expected(required=False), expected("must", sources=[{"document": "moor", "address": None, "words": ["x"]}])
    )
    tallies = scored(case, draft(row(action=THERAPY)))
    assert counts(tallies[Measure.ROW_RECALL]) == (0, 1)
    assert counts(tallies[Measure.EXPECTED_ROWS]) == (1, 1)


def test_words_from_another_document_are_not_the_row() -> None:
    made = draft(row(action=THERAPY), citations=(citation(document="fen"),))
    assert counts(scored(draft_case(expected()), made)[Measure.ROW_RECALL]) == (0, 1)


def test_words_that_only_a_blank_or_local_cell_has_are_not_the_row() -> None:
    local = {"text": "our therapy service", "state": "local"}
    made = draft(row(action="Review it", local=local))
    assert counts(scored(draft_case(expected()), made)[Measure.ROW_RECALL]) == (0, 1)


def test_a_row_that_nobody_expects_is_listed_by_its_first_words_only() -> None:
    text = "Review one two three four five six seven eight nine ten"
    made = draft(row(action=text), citations=(citation(quote=text, passage=text),))
    tallies = scored(draft_case(expected()), made)
    tally = tallies[Measure.NEAR_ROWS]
    assert counts(tallies[Measure.EXPECTED_ROWS]) == counts(tally) == (0, 1)
    assert tally.notes == ("r1 (moor): Review one two three four five six seven",)


def test_another_sentence_of_the_same_passage_is_near_though_not_expected() -> None:
    tallies = scored(draft_case(expected()), draft(row(action="by April 2014")))
    assert counts(tallies[Measure.EXPECTED_ROWS]) == (0, 1)
    assert counts(tallies[Measure.NEAR_ROWS]) == (1, 1)
    assert tallies[Measure.NEAR_ROWS].notes == ()


@pytest.mark.parametrize(
    ("wrong", "count"),
    [
        ({"why": "off-theme", "words": ["therapy service"]}, 1),
        ({"why": "off-theme", "words": ["therapy service", "housing"]}, 0),
        ({"why": "another place", "document": "moor"}, 1),
        ({"why": "another place", "document": "fen"}, 0),
    ],
)
def test_wrong_rows_are_counted_though_they_are_expected_too(wrong: dict[str, Any], count: int) -> None:
    tally = scored(draft_case(expected(), wrong=[wrong]), draft(row(action=THERAPY)))[Measure.WRONG_ROWS]
    assert counts(tally) == (count, 1)
    assert all(note.startswith(wrong["why"]) for note in tally.notes)


def test_a_row_that_swallows_many_is_fused() -> None:
    many = [expected(f"e{number}") for number in range(MOST_IN_A_ROW + 1)]
    assert counts(scored(draft_case(*many), draft(row(action=THERAPY)))[Measure.ROWS_APART]) == (0, 1)
    assert counts(scored(draft_case(*many[1:]), draft(row(action=THERAPY)))[Measure.ROWS_APART]) == (1, 1)


def test_cells_are_right_by_role_and_blank_where_the_source_is_silent() -> None:
    case = draft_case(
        expected(cells={"lead": ["Moor Council"], "timescale": ["April 2014"], "outcome": None, "group": None})
    )
    filled = row(action=THERAPY, lead="Moor Council", timescale="by May 2014", group="all children")
    tallies = scored(case, draft(filled))
    assert (counts(tallies[Measure.CELLS_RIGHT]), tallies[Measure.CELLS_RIGHT].notes) == (
        (1, 2),
        ("therapy: timescale",),
    )
    assert (counts(tallies[Measure.BLANKS_KEPT]), tallies[Measure.BLANKS_KEPT].notes) == ((1, 2), ("therapy: group",))


def test_the_cells_of_a_row_that_was_not_found_are_not_counted() -> None:
    case = draft_case(expected(cells={"lead": ["Moor Council"], "group": None}))
    tallies = scored(case, draft())
    assert tallies[Measure.CELLS_RIGHT].total == tallies[Measure.BLANKS_KEPT].total == 0


def test_the_users_own_cell_counts_as_blank() -> None:
    case = draft_case(expected(cells={"lead": None}))
    own = {"text": "our head of commissioning", "state": "local"}
    assert counts(scored(case, draft(row(action=THERAPY, lead=own)))[Measure.BLANKS_KEPT]) == (1, 1)


@pytest.mark.parametrize(
    ("cell", "located"),
    [
        ({"text": THERAPY, "state": "quoted", "citations": ["S1"]}, 1),
        ({"text": f"- {THERAPY}\n- {THERAPY}", "state": "quoted", "citations": ["S1"]}, 1),
        ({"text": "Review another service", "state": "quoted", "citations": ["S1"]}, 0),
        ({"text": "Review ours", "state": "adapted", "citations": ["S1"]}, 1),
        ({"text": THERAPY, "state": "quoted", "citations": []}, 0),
        ({"text": THERAPY, "state": "quoted", "citations": ["S1", "S9"]}, 0),
    ],
)
def test_a_cell_needs_a_citation_that_holds_what_it_says(cell: dict[str, Any], located: int) -> None:
    tally = scored(draft_case(expected()), draft(row(action=cell)))[Measure.CELLS_LOCATED]
    assert counts(tally) == (located, 1)


def test_a_quote_that_stands_elsewhere_is_not_located() -> None:
    made = draft(row(action=THERAPY), citations=(citation(start=3, end=29),))
    assert counts(scored(draft_case(expected()), made)[Measure.CELLS_LOCATED]) == (0, 1)


class TestDuplicates:
    """The same intention in sections 6 and 12."""

    case = draft_case(
        expected(
            sources=[
                {"document": "moor", "address": "6", "words": ["therapy service"]},
                {"document": "moor", "address": "12", "words": ["therapy service"]},
            ]
        )
    )
    both = (citation(), citation("S2", section="12. Making it happen"))

    def test_joined_with_both_places(self) -> None:
        cell = {"text": THERAPY, "state": "quoted", "citations": ["S1", "S2"]}
        tallies = scored(self.case, draft(row(action=cell), citations=self.both))
        assert counts(tallies[Measure.DUPLICATES_JOINED]) == (1, 1)
        assert counts(tallies[Measure.SOURCES_CITED]) == (2, 2)

    def test_one_place_alone(self) -> None:
        tallies = scored(self.case, draft(row(action=THERAPY), citations=self.both))
        assert counts(tallies[Measure.DUPLICATES_JOINED]) == (1, 1)
        assert counts(tallies[Measure.SOURCES_CITED]) == (1, 2)

    def test_one_passage_does_not_stand_for_two_places(self) -> None:
        cell = {"text": THERAPY, "state": "quoted", "citations": ["S1"]}
        under_both = (citation(section="6. Actions > 12. Making it happen"),)
        assert counts(scored(self.case, draft(row(action=cell), citations=under_both))[Measure.SOURCES_CITED]) == (1, 2)

    def test_two_rows(self) -> None:
        again = {"text": THERAPY, "state": "quoted", "citations": ["S2"]}
        tallies = scored(self.case, draft(row(action=THERAPY), row("r2", action=again), citations=self.both))
        assert (counts(tallies[Measure.DUPLICATES_JOINED]), tallies[Measure.DUPLICATES_JOINED].notes) == (
            (0, 1),
            ("therapy",),
        )


def test_a_theme_of_no_document_has_no_rows() -> None:
    assert counts(scored(draft_case(), draft())[Measure.EMPTY_KEPT]) == (1, 1)
    tallies = scored(draft_case(), draft(row(action=THERAPY)))
    assert counts(tallies[Measure.EMPTY_KEPT]) == (0, 1)
    assert counts(tallies[Measure.EXPECTED_ROWS]) == (0, 1)
    assert Measure.ROW_RECALL not in tallies
