"""The fit of the verifier's weights, and the claims that it rests on."""

from pathlib import Path

import numpy as np
import pytest

import evals.fit_verifier
from assistant.verifier.judging import Weights, load_weights
from evals.claims import load_claims
from evals.contracts import Split
from evals.errors import NothingToRunError
from evals.fit_verifier import MEASURES, TUNING, FittedVerifier, _coefficients, _Table, fit, save


def _table(count: int = 60) -> _Table:
    """Return claims of two authors that one measure tells apart, and others do not."""
    drawn = np.random.default_rng(1)
    values = drawn.random((count, len(MEASURES)))
    supported = np.arange(count) % 2 == 0
    values[:, 0] = np.where(supported, 0.0, 1.0)
    return _Table(
        values=values,
        supported=supported,
        related=np.ones(count, dtype=bool),
        hopeless=np.zeros(count, dtype=bool),
        authors=np.array(["one", "two"])[np.arange(count) // 2 % 2],
    )


def test_what_is_found_against_a_claim_never_speaks_for_it() -> None:
    coefficients = _coefficients(_table())
    assert (coefficients[1:] <= 0).all()
    assert coefficients[1] == coefficients[1:].min() < -1


def test_the_weights_are_written_beside_what_else_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text("# why\nintercept: 1.0\nthreshold: 0.5\nhard_score: 0.05\nvalues:\n  old: -1\n", encoding="utf-8")
    values = dict.fromkeys(MEASURES, -0.5)
    fitted = FittedVerifier(
        authors=(),
        balanced_accuracy=0.8,
        unrelated_caught=1.0,
        left_out=0,
        intercept=2.5,
        threshold=0.46,
        values=values,
    )
    save(fitted, path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# why\nintercept: 2.5\nthreshold: 0.46\nhard_score: 0.05\nvalues:\n  uncovered: -0.5\n")
    assert "  old:" not in text


def test_the_committed_weights_are_of_the_measures_that_are_fitted() -> None:
    weights: Weights = load_weights()
    assert tuple(weights.values) == MEASURES
    assert all(value <= 0 for value in weights.values.values())


def test_the_tuning_claims_are_none_of_those_that_are_scored() -> None:
    tuning, scored = load_claims(TUNING), load_claims()
    assert len(tuning) >= 400
    assert {claim.split for claim in tuning} == {Split.DEV}
    assert {claim.claim for claim in tuning} & {claim.claim for claim in scored} == set()
    assert {claim.group for claim in tuning} & {claim.group for claim in scored} == set()


def test_without_the_documents_nothing_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evals.fit_verifier, "passages_of", lambda choice: ())
    with pytest.raises(NothingToRunError, match="not on this machine"):
        fit()
