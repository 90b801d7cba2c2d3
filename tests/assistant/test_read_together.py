"""Units read together with the question."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from assistant.context import AnswerContext, Candidate
from assistant.cross_encoder import Pair, Scores
from assistant.read_together import ReadTogether
from assistant.settings import load_policy
from assistant.units import units_of
from assistant.weighing import Weighed

pytest_plugins = ["assistant_fixtures"]
NOTHING = np.zeros(0, np.float32)


@pytest.fixture
def weighed(candidate_of: Callable[..., Candidate]) -> Callable[..., list[Weighed]]:
    """Weighs the units of a passage as .9, .8 and so on in their order."""

    def weigh(text: str) -> list[Weighed]:
        units = units_of(candidate_of(text), 99)
        return [Weighed(unit, 0.9 - 0.1 * number, NOTHING, NOTHING) for number, unit in enumerate(units)]

    return weigh


POLICY = load_policy().read_together


class Reading:
    """Keeps the pairs that it is given and scores them as told."""

    def __init__(self, *odds: float) -> None:
        self.odds, self.pairs = odds, list[Pair]()

    def __call__(self, pairs: Sequence[Pair]) -> Scores:
        self.pairs.extend(pairs)
        return np.array(self.odds[: len(pairs)], np.float32)


TEXT = "The nurse tests hearing at school. This takes ten minutes for each. Buses stop at the school gate."


def test_what_answers_comes_first(
    weighed: Callable[..., list[Weighed]], context_of: Callable[..., AnswerContext]
) -> None:
    reading = Reading(-4.0, 4.0)
    read = ReadTogether(POLICY.model_copy(update={"units": 2, "weight": 0.5}), reading)(
        context_of("How long?"), weighed(TEXT)
    )
    assert [one.unit.text.split()[0] for one in read] == ["This", "The", "Buses"]
    assert [one.answers for one in read] == [4.0, -4.0, None]


def test_a_unit_is_read_in_its_place(
    weighed: Callable[..., list[Weighed]], context_of: Callable[..., AnswerContext]
) -> None:
    reading = Reading(0.0, 0.0, 0.0)
    ReadTogether(POLICY.model_copy(update={"units": 3, "weight": 0.5}), reading)(context_of("How long?"), weighed(TEXT))
    assert {pair.said for pair in reading.pairs} == {"How long?"}
    assert reading.pairs[0].passage.endswith(": The nurse tests hearing at school.")
    assert reading.pairs[1].passage.endswith(": The nurse tests hearing at school. This takes ten minutes for each.")


def test_nothing_weighed_is_not_read(context_of: Callable[..., AnswerContext]) -> None:
    reading = Reading()
    assert (
        ReadTogether(POLICY.model_copy(update={"units": 3, "weight": 0.5}), reading)(context_of("How long?"), []) == []
    )
    assert reading.pairs == []


def test_of_two_questions_in_one_the_first_may_be_answered_alone(
    weighed: Callable[..., list[Weighed]], context_of: Callable[..., AnswerContext]
) -> None:
    reading = Reading(-1.0, 1.0)
    read = ReadTogether(POLICY, reading)(
        context_of("Who tests hearing and for how long?"), weighed("A nurse tests it.")
    )
    assert [pair.said for pair in reading.pairs] == ["Who tests hearing and for how long?", "Who tests hearing?"]
    assert [one.answers for one in read] == [1.0]
