"""Fits the chance that the documents are silent (``evidence`` in assistant/policy.yaml) on the dev cases."""

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import Field
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.assistant import Assistant
from assistant.compose import ComposeQuotes
from assistant.context import AnswerContext
from assistant.contracts import Question, Turn
from assistant.settings import AssistantSettings
from evals.contracts import Case, Contract, Split

_FOLDS, _ROUNDS = 5, 10
_REFUSED_AT = (0.02, 0.03, 0.04, 0.05, 0.1)
# Regularises: the values are put on one scale first, and between 0.03 and 1 the cross-validated figures are the same.
_C = 0.1


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
    intercept, coefficients = _on_own_scale(_model().fit(rows, silent[judged]))
    return Fitted(
        n=len(dev),
        unanswerable=int(silent.sum()),
        by_names=int((silent & ~judged).sum()),
        intercept=round(intercept, 2),
        coefficients=tuple(round(float(value), 2) for value in coefficients),
        operating=tuple(_operating(chances, silent, judged, share) for share in _REFUSED_AT),
    )


def _model() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=_C, class_weight="balanced", max_iter=5000))


def _on_own_scale(model: Any) -> tuple[float, npt.NDArray[np.float64]]:
    """Return the intercept and the coefficients for values that are not put on one scale."""
    scale, regression = model[0], model[-1]
    coefficients = regression.coef_[0] / scale.scale_
    return float(regression.intercept_[0] - coefficients @ scale.mean_), coefficients


def _cross_validated(rows: npt.NDArray[np.float64], silent: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    chances = np.zeros(len(rows))
    for seed in range(_ROUNDS):
        for train, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=seed).split(rows, silent):
            chances[test] += _model().fit(rows[train], silent[train]).predict_proba(rows[test])[:, 1] / _ROUNDS
    return chances


def _operating(
    chances: npt.NDArray[np.float64], silent: npt.NDArray[np.bool_], judged: npt.NDArray[np.bool_], share: float
) -> Operating:
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
