"""Tests of what is measured of a checklist."""

from drafting_making import checklist, checklist_case, citation, finding

from assistant.drafting.contracts import Checklist
from evals.drafting.checklist_scorers import score_checklist
from evals.drafting.contracts import Measure, Tally


def scored(made: Checklist) -> dict[Measure, Tally]:
    return {tally.measure: tally for tally in score_checklist(checklist_case(), made)}


def counts(tally: Tally) -> tuple[int, int]:
    return tally.count, tally.total


def test_what_is_right_is_counted_in_full() -> None:
    tallies = scored(checklist())
    full = (Measure.AGREEMENT, Measure.ALWAYS_PARTIAL, Measure.EVIDENCE_RECALL, Measure.PASSAGE_RECALL)
    assert [counts(tallies[measure]) for measure in full] == [(1, 1)] * 4
    assert counts(tallies[Measure.LIMB_AGREEMENT]) == (2, 2)
    assert counts(tallies[Measure.LIMBS_ALL_SHOWN]) == (1, 2)
    assert counts(tallies[Measure.OTHER_PLACE]) == (0, 1)
    assert counts(tallies[Measure.FINDINGS_LOCATED]) == (1, 1)


def test_another_verdict_and_other_limbs_are_named() -> None:
    limbs = [{"text": "one", "evidenced": False}, {"text": "two", "evidenced": False}]
    tallies = scored(checklist(verdict="none", limbs=limbs, evidence=[]))
    assert tallies[Measure.AGREEMENT].notes == ("3: none, not partial",)
    assert (counts(tallies[Measure.LIMB_AGREEMENT]), tallies[Measure.LIMB_AGREEMENT].notes) == (
        (1, 2),
        ("3.1: not shown",),
    )
    assert counts(tallies[Measure.EVIDENCE_RECALL]) == (0, 1)


def test_a_question_without_an_answer_agrees_with_nothing() -> None:
    tallies = scored(checklist(number=4))
    assert counts(tallies[Measure.AGREEMENT]) == (0, 1)
    assert counts(tallies[Measure.LIMB_AGREEMENT]) == (0, 2)
    assert tallies[Measure.OTHER_PLACE].total == 0


def test_evidence_that_is_not_gold_recalls_nothing() -> None:
    made = checklist(
        citation(quote="Moor Council", passage="Moor Council meets monthly"), evidence=[finding("Moor Council")]
    )
    tallies = scored(made)
    assert counts(tallies[Measure.EVIDENCE_RECALL]) == (0, 1)
    assert counts(tallies[Measure.FINDINGS_LOCATED]) == (1, 1)


def test_what_speaks_against_is_sought_among_what_speaks_against() -> None:
    assert counts(scored(checklist())[Measure.AGAINST_RECALL]) == (0, 1)
    both = (citation(), citation("S2", quote="by April 2014"))
    made = checklist(*both, against=[finding("by April 2014", limb=2, token="S2")])
    assert counts(scored(made)[Measure.AGAINST_RECALL]) == (1, 1)


def test_a_finding_from_another_place_is_counted_even_as_a_near_miss() -> None:
    both = (citation(), citation("S2", document="fen"))
    tally = scored(checklist(*both, nearest=[finding(token="S2")]))[Measure.OTHER_PLACE]
    assert (counts(tally), tally.notes) == ((1, 2), ("3.1: fen",))


def test_a_finding_without_its_quote_is_not_located() -> None:
    assert counts(scored(checklist(evidence=[finding("Something else")]))[Measure.FINDINGS_LOCATED]) == (0, 1)
    assert counts(scored(checklist(evidence=[finding(token="S9")]))[Measure.FINDINGS_LOCATED]) == (0, 1)
