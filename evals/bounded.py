"""Logistic regression whose coefficients keep to the sign that they mean."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

_BOUNDS = {-1: (None, 0.0), 0: (None, None), 1: (0.0, None)}


def fitted(
    rows: Numbers, positive: Marks, weights: Numbers, signs: Sequence[int], penalty: float, least_spread: float
) -> Numbers:
    """Return the intercept and the coefficients of least loss, shape (1 + values,), for the values as they are.

    Args:
        rows: the values, shape (examples, values).
        positive: the examples whose chance is told.
        weights: of the examples.
        signs: a value each: 1 where more of it never makes an example less likely, -1 never more, 0 either.
        penalty: times the sum of the squared coefficients, of values on one scale; the intercept goes free.
        least_spread: a value that varies less is taken to vary so much, or a rare one would weigh too much.
    """
    spread = np.maximum(rows.std(axis=0), least_spread)
    scaled, sign = rows / spread, np.where(positive, 1.0, -1.0)

    def loss(b: Numbers) -> tuple[float, Numbers]:
        margin = sign * (scaled @ b[1:] + b[0])
        slope = -sign / (1 + np.exp(margin)) * weights
        value = float((weights * np.logaddexp(0, -margin)).sum() + penalty * (b[1:] ** 2).sum())
        return value, np.concatenate(([slope.sum()], scaled.T @ slope + 2 * penalty * b[1:]))

    bounds = [(None, None), *(_BOUNDS[sign] for sign in signs)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B").x
    return np.concatenate((found[:1], found[1:] / spread))
