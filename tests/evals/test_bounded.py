import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from evals.bounded import Marks, Numbers, fitted

ALIKE = 1e-3


@pytest.fixture(scope="module")
def drawn() -> tuple[Numbers, Marks]:
    """Two values of 400 examples: more of the first makes one likelier, more of the second less."""
    random = np.random.default_rng(3)
    rows = random.normal(size=(400, 2)) * (1.0, 5.0) + (2.0, -1.0)
    chance = 1 / (1 + np.exp(-(1.5 * rows[:, 0] - 0.3 * rows[:, 1] - 3.0)))
    return rows, random.random(400) < chance


def _fitted(drawn: tuple[Numbers, Marks], signs: tuple[int, int], least_spread: float = 0.0) -> Numbers:
    rows, positive = drawn
    return fitted(rows, positive, np.ones(len(rows)), signs, 5.0, least_spread)


def test_free_signs_give_what_scikit_learn_gives(drawn: tuple[Numbers, Marks]) -> None:
    rows, positive = drawn
    spread = rows.std(axis=0)
    theirs = LogisticRegression(C=0.1, tol=1e-8).fit(rows / spread, positive)
    assert _fitted(drawn, (0, 0)) == pytest.approx([*theirs.intercept_, *(theirs.coef_[0] / spread)], abs=ALIKE)


def test_a_sign_that_the_examples_bear_out_changes_nothing(drawn: tuple[Numbers, Marks]) -> None:
    assert _fitted(drawn, (1, -1)) == pytest.approx(_fitted(drawn, (0, 0)), abs=ALIKE)


def test_a_coefficient_never_takes_the_other_sign(drawn: tuple[Numbers, Marks]) -> None:
    assert _fitted(drawn, (-1, -1))[1] == 0.0
    assert _fitted(drawn, (1, 1))[2] == 0.0


def test_a_value_that_hardly_varies_weighs_less(drawn: tuple[Numbers, Marks]) -> None:
    _, plain, _ = _fitted(drawn, (0, 0))
    _, held, _ = _fitted(drawn, (0, 0), least_spread=20.0)
    assert 0 < held < plain


def test_a_value_that_never_varies_weighs_nothing(drawn: tuple[Numbers, Marks]) -> None:
    rows, positive = drawn
    found = _fitted((np.column_stack((rows[:, 0], np.zeros(len(rows)))), positive), (1, 1), least_spread=0.01)
    assert found[2] == pytest.approx(0.0, abs=ALIKE)
