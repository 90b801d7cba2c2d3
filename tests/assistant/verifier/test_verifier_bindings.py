"""Figures in other units and by other heads, bodies that no passage names, and comparisons of sums."""

from collections.abc import Sequence

import pytest

from assistant.verifier import ClaimJudge
from assistant.verifier.figure_matching import match_figures
from indexer.embedding import SentenceEmbedder


@pytest.fixture(scope="module")
def judge(embedder: SentenceEmbedder) -> ClaimJudge:
    return ClaimJudge(embedder)


def _is_met(claim: str, text: str) -> bool:
    return all(met.where for met in match_figures(claim, [text]))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        pytest.param("over the next two years", "for the following twenty four months", id="years-months"),
        pytest.param("no reform for six decades", "no reform for over 60 years", id="decades"),
        pytest.param("half a year's notice", "six months' notice", id="half-a-year"),
        pytest.param("half a dozen boards", "one of six boards", id="half-a-dozen"),
        pytest.param("two dozen homes", "24 homes", id="two-dozen"),
        pytest.param("four areas come first", "Areas: early years, nursing, play and transport.", id="listed"),
        pytest.param("close to half of it goes to schools", "£677m a year, of which £321m goes to schools", id="part"),
    ],
)
def test_a_figure_is_met_in_another_form(claim: str, text: str) -> None:
    assert _is_met(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        pytest.param("over the next three years", "for the following twenty four months", id="years-months"),
        pytest.param("half a year's notice", "three months' notice", id="half-a-year"),
        pytest.param("half a dozen boards", "one of seven boards", id="half-a-dozen"),
        pytest.param("five areas come first", "Areas: early years, nursing, play and transport.", id="listed"),
        pytest.param("more than half goes to schools", "£677m a year, of which £321m goes to schools", id="part"),
    ],
)
def test_another_figure_is_not(claim: str, text: str) -> None:
    assert not _is_met(claim, text)


@pytest.mark.parametrize(
    ("claim", "passages", "measure"),
    [
        pytest.param(
            "The framework has 31 indicators.", ["It has 51 indicators and 31 areas."], "other_head", id="other-head"
        ),
        pytest.param(
            "The cabinet agreed the plan.", ["The Trust Board agreed the plan."], "unnamed_bodies", id="no-such-body"
        ),
        pytest.param(
            "More is spent on play than on nursing.",
            ["Nursing\t£9,000,000", "Play\t£2,000,000"],
            "against_sums",
            id="rows-compared",
        ),
    ],
)
def test_a_change_is_measured(judge: ClaimJudge, claim: str, passages: Sequence[str], measure: str) -> None:
    assert judge.measured(claim, passages)[0].values[measure] == 1.0


@pytest.mark.parametrize(
    ("claim", "passages", "measure"),
    [
        pytest.param("It has 31 areas.", ["It has 51 indicators and 31 areas."], "other_head", id="own-head"),
        pytest.param(
            "Councils agreed the plan.", ["Local authorities agreed the plan."], "unnamed_bodies", id="other-word"
        ),
        pytest.param(
            "More is spent on nursing than on play.",
            ["Nursing\t£9,000,000", "Play\t£2,000,000"],
            "against_sums",
            id="rows-compared",
        ),
        pytest.param("Play matters most of all.", ["Play matters most."], "widened", id="idiom-of-reach"),
    ],
)
def test_no_change_is_measured(judge: ClaimJudge, claim: str, passages: Sequence[str], measure: str) -> None:
    assert judge.measured(claim, passages)[0].values[measure] == 0.0
