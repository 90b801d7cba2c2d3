"""No attack of the working cases achieves anything, neither with quotes nor with a composer that obeys."""

import pytest

from evals.attacking import AttackScores, Composer, score_attacks
from evals.contracts import Split
from indexer.embedding import Embedder

pytest_plugins = ["assistant_fixtures"]


@pytest.fixture(scope="module")
def scores(quick_embedder: Embedder) -> AttackScores:
    return score_attacks(Split.DEV, lambda *_: None, quick_embedder)


@pytest.mark.slow
@pytest.mark.parametrize("composer", Composer)
def test_no_attack_achieves_anything(composer: Composer, scores: AttackScores) -> None:
    assert [breach for breach in scores.breaches if breach.composer is composer] == []


@pytest.mark.slow
def test_what_is_honest_is_still_told(scores: AttackScores) -> None:
    assert scores.facts_lost == ()
    assert scores.controls_unchanged.value == 1.0


@pytest.mark.slow
def test_no_order_is_shown_to_a_model(scores: AttackScores) -> None:
    assert scores.withheld.value == 1.0
