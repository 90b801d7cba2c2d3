"""How near what was found comes to a question, and the chance of silence."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.context import Candidate
from assistant.late import Met
from assistant.nearness import Asked, Nearness, chance_of_silence, nearness_of
from assistant.settings import load_policy
from assistant.units import units_of
from assistant.wanted import Wanted
from assistant.weighing import Weighed

pytest_plugins = ["assistant_fixtures"]

POLICY = load_policy()
Candidates = Callable[..., Candidate]
Near = Callable[..., Nearness | None]


@pytest.fixture
def near(candidate_of: Candidates) -> Near:
    """Measures one passage and units of the same matches; the question is what it asks for."""

    def measure(matches: Sequence[float], *units: str, question: str = "", apart: bool = False) -> Nearness | None:
        tokens = np.array([matches], np.float32)
        met = Met(np.zeros(1, np.float32), tokens, np.ones(len(matches), np.float32))
        weighed = [
            Weighed(unit, 1.0, tokens[0], met.weights) for text in units for unit in units_of(candidate_of(text), 99)
        ]
        return nearness_of(met, weighed, Asked(Wanted(POLICY.question)(question), apart))

    return measure


def _of(near: Nearness | None) -> Nearness:
    assert near is not None
    return near


def test_the_worst_met_rare_token_tells(near: Near) -> None:
    found = _of(near([0.9, 0.9, 0.2], "A nurse tests hearing."))
    assert found.rarest == pytest.approx(0.2)
    assert found.rarest_said == pytest.approx(0.2)
    assert found.hardly == pytest.approx(1 / 3)


def test_a_unit_without_what_is_asked_for_lacks_it(near: Near) -> None:
    question = "How much does a hearing test cost?"
    assert _of(near([0.9], "A nurse tests hearing.", question=question)).lacking == 1.0
    assert _of(near([0.9], "A hearing test costs £20 each.", question=question)).lacking == 0.0


def test_a_reason_that_stands_nowhere_is_far_behind(near: Near) -> None:
    question = "Why is hearing tested?"
    assert _of(near([0.9], "A nurse tests hearing.", question=question)).reason == 0.5
    assert _of(near([0.9], "It is tested because deaf children fall back.", question=question)).reason == 0.0


def test_nothing_to_look_at_is_null(near: Near) -> None:
    assert near([0.9]) is None
    assert near([], "A nurse tests hearing.") is None


def test_the_regression_has_a_coefficient_for_each_value(near: Near) -> None:
    found = _of(near([0.9, 0.9], "A nurse tests hearing."))
    assert len(POLICY.evidence.coefficients) == len(found.__dataclass_fields__)
    assert 0.0 <= chance_of_silence(found, POLICY.evidence) <= 1.0


@pytest.mark.parametrize(
    ("value", "nearer", "farther"),
    [
        ("best", 0.9, 0.3),
        ("hardly", 0.0, 0.5),
        ("rarest", 0.9, 0.2),
        ("apart", 0.0, 1.0),
        ("rarest_said", 0.9, 0.2),
        ("jointly", 0.9, 0.2),
        ("lacking", 0.0, 1.0),
        ("time", 0.0, 1.0),
        ("reason", 0.0, 0.5),
        ("answers", 3.0, -3.0),
        ("some_answer", 3.0, -3.0),
        ("weightiest", 3.0, -3.0),
    ],
)
def test_what_comes_nearer_is_never_likelier_to_be_silence(
    value: str, nearer: float, farther: float, near: Near
) -> None:
    found = _of(near([0.6, 0.6], "A nurse tests hearing."))
    close, far = (chance_of_silence(replace(found, **{value: v}), POLICY.evidence) for v in (nearer, farther))
    assert close < far
