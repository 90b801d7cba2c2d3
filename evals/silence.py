"""Fits the chance that the documents are silent (``evidence`` in assistant/policy.yaml) on the dev cases."""

from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from pydantic import Field
from sklearn.model_selection import StratifiedKFold

from assistant.assistant import Assistant
from assistant.compose import ComposeQuotes
from assistant.context import AnswerContext
from assistant.contracts import Question, Turn
from assistant.nearness import Nearness
from assistant.settings import AssistantSettings
from evals.bounded import Marks, Numbers, fitted
from evals.contracts import Case, Contract, Split

_FOLDS, _ROUNDS = 5, 10
_REFUSED_AT = (0.02, 0.03, 0.04, 0.05, 0.1)
# Between .5 and 15 the cross-validated figures are the same.
_PENALTY = 5.0
_LEAST_SPREAD = 0.01
# More of a value makes silence likelier (1), less likely (-1), or either: with the rare tokens their least match falls.
_SIGNS = {
    "best": -1, "hardly": 1, "rarest": -1, "apart": 1, "rarest_said": -1, "jointly": -1, "rare": 0, "lacking": 1,
    "time": 1, "answers": -1, "some_answer": -1, "weightiest": -1, "reason": 1,
}  # fmt: skip


class Operating(Contract):
    """What is refused at a threshold, names that stand nowhere among it, cross-validated."""

    threshold: float
    false_refusal: float
    refusal: float


class Fitted(Contract):
    """A logistic regression, and what it would refuse."""

    n: int
    unanswerable: int
    by_names: int = Field(description="How many unanswerable ones are refused because of their names alone.")
    intercept: float
    coefficients: tuple[float, ...]
    operating: tuple[Operating, ...]


def fit(data: Path, cases: Sequence[Case]) -> Fitted:
    """Fit on the dev cases, those refused by their names left out, both kinds weighing alike.

    Args:
        data: folder of a library of the source documents.
        cases: only those marked dev count.
    """
    dev = [case for case in cases if case.split is Split.DEV]
    assistant = Assistant(AssistantSettings(data=data))
    try:
        near = [_near(assistant, case) for case in dev]
    finally:
        assistant.close()
    silent = np.array([not case.answerable for case in dev])
    judged = np.array([values is not None for values in near])
    rows = np.array([values for values in near if values is not None])
    chances = np.ones(len(dev))
    chances[judged] = _cross_validated(rows, silent[judged])
    intercept, *coefficients = _coefficients(rows, silent[judged])
    return Fitted(
        n=len(dev),
        unanswerable=int(silent.sum()),
        by_names=int((silent & ~judged).sum()),
        intercept=round(float(intercept), 2),
        coefficients=tuple(round(float(value), 2) for value in coefficients),
        operating=tuple(_operating(chances, silent, judged, share) for share in _REFUSED_AT),
    )


def _coefficients(rows: Numbers, silent: Marks) -> Numbers:
    """Return intercept and coefficients, both kinds weighing alike; what comes nearer never speaks for silence."""
    weights = np.where(silent, 0.5 / silent.mean(), 0.5 / (1 - silent.mean()))
    return fitted(rows, silent, weights, [_SIGNS[field.name] for field in fields(Nearness)], _PENALTY, _LEAST_SPREAD)


def _cross_validated(rows: Numbers, silent: Marks) -> Numbers:
    chances = np.zeros(len(rows))
    for seed in range(_ROUNDS):
        for train, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=seed).split(rows, silent):
            found = _coefficients(rows[train], silent[train])
            chances[test] += 1 / (1 + np.exp(-(rows[test] @ found[1:] + found[0]))) / _ROUNDS
    return chances


def _operating(chances: Numbers, silent: Marks, judged: Marks, share: float) -> Operating:
    threshold = float(np.quantile(chances[judged & ~silent], 1 - share))
    refused = chances >= threshold
    return Operating(
        threshold=round(threshold, 3),
        false_refusal=round(float(refused[~silent].mean()), 3),
        refusal=round(float(refused[silent].mean()), 3),
    )


def _near(assistant: Assistant, case: Case) -> tuple[float, ...] | None:
    """Return what the regression sees of a question; null where it is refused before."""
    history = tuple(Turn(question=asked, answer=answered) for asked, answered in case.history)
    question = Question(text=case.question, history=history)
    context = AnswerContext(asked=question, understood=question.text)
    for _, step in assistant.steps:
        if isinstance(step, ComposeQuotes):
            near = step.near(context)
            return astuple(near) if near else None
        context = step(context)
        if context.stopped is not None:
            return None
    return None
