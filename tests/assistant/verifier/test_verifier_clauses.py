"""Clauses, and what is measured by them: who acts, what stands together, limits, causes and misplaced figures."""

from collections.abc import Sequence

import pytest

from assistant.verifier import ClaimJudge
from assistant.verifier.clauses import clauses_of, verb_of
from assistant.verifier.figure_matching import match_figures
from assistant.verifier.words import words_of
from indexer.embedding import SentenceEmbedder


@pytest.fixture(scope="module")
def judge(embedder: SentenceEmbedder) -> ClaimJudge:
    return ClaimJudge(embedder)


def _named(text: str) -> list[tuple[str, bool, list[str], list[str]]]:
    words = words_of(text)
    return [
        (words[c.verb].text, c.is_passive, [words[n].text for n in c.agent], [words[n].text for n in c.patient])
        for c in clauses_of(text, words)
    ]


@pytest.mark.parametrize(
    ("form", "known"),
    [
        ("commissions", ("commission", "s")),
        ("carried", ("carry", "past")),
        ("led", ("lead", "past")),
        ("planning", ("plan", "ing")),
        ("county", None),
    ],
)
def test_a_form_is_known_by_its_verb(form: str, known: tuple[str, str] | None) -> None:
    assert verb_of(form) == known


def test_who_acts_is_the_same_in_both_voices() -> None:
    active = _named("The council provides school nursing.")
    passive = _named("School nursing is provided by the council.")
    assert active == [("provides", False, ["council"], ["school", "nursing"])]
    assert passive == [("provided", True, ["council"], ["School", "nursing"])]


def test_a_second_verb_shares_its_subject() -> None:
    found = _named("The council buys beds and provides training.")
    assert [(verb, agent) for verb, _, agent, _ in found] == [("buys", ["council"]), ("provides", ["council"])]


@pytest.mark.parametrize(
    ("claim", "passages", "measure"),
    [
        pytest.param(
            "Duties passed from the council to the NHS.",
            ["Duties passed from the NHS to the council."],
            "ends_exchanged",
            id="from-to",
        ),
        pytest.param(
            "Care is given at home.", ["Care is given at home where possible."], "limit_dropped", id="where-possible"
        ),
        pytest.param(
            "Poverty is the cause of asthma.", ["Poverty is associated with asthma."], "cause_told", id="cause"
        ),
        pytest.param(
            "Oxford beds cost £40 a day.",
            ["Oxford beds: £90 a day; Witney chairs: £40 a day."],
            "misplaced_figure",
            id="figure-of-another-row",
        ),
    ],
)
def test_a_change_is_measured_by_clause(judge: ClaimJudge, claim: str, passages: Sequence[str], measure: str) -> None:
    assert judge.measured(claim, passages)[0].values[measure] > 0


@pytest.mark.parametrize(
    ("claim", "passages", "measure"),
    [
        pytest.param(
            "Duties that the NHS had passed to the council.",
            ["Duties passed from the NHS to the council."],
            "ends_exchanged",
            id="same-end",
        ),
        pytest.param(
            "Care may be given at home.", ["Care is given at home where possible."], "limit_dropped", id="weaker"
        ),
        pytest.param("Asthma is caused by damp.", ["Damp causes asthma."], "cause_told", id="cause-of-the-source"),
        pytest.param(
            "Oxford beds cost £90 a day.",
            ["Oxford beds: £90 a day; Witney chairs: £40 a day."],
            "misplaced_figure",
            id="own-figure",
        ),
        pytest.param(
            "Both play and nursing matter.", ["Play and nursing matter."], "widened", id="both-that-counts-two"
        ),
        pytest.param("Needs are not always clear.", ["Needs are unclear."], "denied_plainly", id="denied-by-its-form"),
    ],
)
def test_no_change_is_measured_by_clause(judge: ClaimJudge, claim: str, passages: Sequence[str], measure: str) -> None:
    assert judge.measured(claim, passages)[0].values[measure] == 0


def test_neighbours_that_stand_far_apart_are_counted(judge: ClaimJudge) -> None:
    passage = (
        "Nurses visit homes in the north every week of the long school year with help from a small voluntary team, "
        "and dentists check teeth."
    )
    assert judge.measured("Nurses check teeth.", [passage])[0].values["scattered"] == 1
    assert judge.measured("Dentists check teeth.", [passage])[0].values["scattered"] == 0


@pytest.mark.parametrize(
    ("claim", "text", "is_met"),
    [
        pytest.param("one child in eight", "12.9% of children", True, id="one-in"),
        pytest.param("one child in nine", "12.9% of children", False, id="another-part"),
        pytest.param("two thirds", "66% of pupils", True, id="thirds"),
        pytest.param("half a million pounds", "£500,000", True, id="part-of-a-million"),
        pytest.param("18 months", "one and a half years", True, id="and-a-half"),
        pytest.param("some three points below", "50.5% against 53.7%", True, id="points-apart"),
        pytest.param("some six points below", "50.5% against 53.7%", False, id="other-points"),
    ],
)
def test_figures_in_other_forms(claim: str, text: str, *, is_met: bool) -> None:
    assert all(met.where for met in match_figures(claim, [text])) is is_met
