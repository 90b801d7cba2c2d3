"""How likely a passage is to hold the answer."""

import pytest

from assistant.confidence import Confidence
from assistant.settings import ConfidencePolicy, load_policy

POLICY = ConfidencePolicy(intercept=-2.0, score=4.0, cosine=2.0, coverage=1.0, unknown=-3.0)


@pytest.mark.parametrize(
    ("late", "cosine", "coverage", "unknown", "probability"),
    [
        pytest.param(0.5, 0.0, 0.0, 0.0, 0.5, id="late-interaction"),
        pytest.param(0.0, 1.0, 0.0, 0.0, 0.5, id="cosine"),
        pytest.param(0.25, 0.0, 1.0, 0.0, 0.5, id="words"),
        pytest.param(1.0, 0.5, 0.0, 1.0, 0.5, id="unknown-words-take-away"),
        pytest.param(0.0, 0.0, 0.0, 0.0, 0.1192, id="nothing"),
        pytest.param(1.0, 1.0, 1.0, 0.0, 0.9933, id="everything"),
    ],
)
def test_what_speaks_for_a_passage_adds_up(
    late: float, cosine: float, coverage: float, unknown: float, probability: float
) -> None:
    assert Confidence(POLICY).probability(late, cosine, coverage, unknown) == pytest.approx(probability, abs=1e-4)


def test_the_nearer_a_passage_comes_the_likelier_it_is() -> None:
    told = Confidence(load_policy().confidence)
    steps = [told.probability(late / 10, 0.5, 0.5, 0.0) for late in range(-10, 11)]
    assert steps == sorted(steps)
    assert 0 < steps[0] < steps[-1] < 1
