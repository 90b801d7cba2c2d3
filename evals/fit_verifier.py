"""Fits the verifier's weights on the dev and the tuning claims; each author in turn is left out to choose by."""

import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import assistant.verifier
from assistant.verifier import ClaimJudge
from evals.bounded import Marks, Numbers, fitted
from evals.claim_passages import passages_of
from evals.claims import CLAIMS, JudgedClaim, load_claims, resolve
from evals.contracts import Contract, LibraryChoice, Split
from evals.errors import NothingToRunError

TUNING = CLAIMS / "tuning"
WEIGHTS = Path(assistant.verifier.__file__).with_name("weights.yaml")

# Told of by what is measured of a claim; those that did not help an author who was left out are not among them.
MEASURES = (
    "uncovered", "far", "missing_figures", "unknown_names", "unnamed_bodies", "moved_figure", "misplaced_figure",
    "other_head", "duty_whole", "unplanned", "told_done", "denied_plainly", "contrary", "widened", "limit_dropped",
    "cause_told", "exchanged", "other_agent", "ends_exchanged", "scattered", "replaced_close", "left_out_close",
    "directions", "against_sums", "foreign", "beside", "taken_back", "not_borne", "signs",
)  # fmt: skip
# The penalty, on measures by their spread; a rare one is taken to spread so much, or it would weigh too much.
_PENALTY = 10.0
_LEAST_SPREAD = 0.15
# All claims beside passages about something else weigh so much of what an author's own wrong ones do.
_UNRELATED = 0.3
_SEED = 7
_THRESHOLDS = np.arange(0.40, 0.61, 0.01)
# So many right claims of authors who are left out are to pass: what is true and refused is lost to the reader, and
# the thresholds round this one are nearly as good by the mean of what passes and what is caught.
_TO_PASS = 0.85


class AuthorLeftOut(Contract):
    """How claims of an author are judged by weights that were fitted on the others' claims."""

    author: str
    n: int
    passed: float
    caught: float
    balanced_accuracy: float


class FittedVerifier(Contract):
    """The weights, and how well such weights judge an author whom they have not seen."""

    authors: tuple[AuthorLeftOut, ...]
    balanced_accuracy: float
    unrelated_caught: float
    left_out: int
    intercept: float
    threshold: float
    values: dict[str, float]


class _Example(NamedTuple):
    author: str
    item: JudgedClaim
    texts: tuple[str, ...]
    related: bool


class _Table(NamedTuple):
    values: Numbers
    supported: Marks
    related: Marks
    hopeless: Marks
    authors: npt.NDArray[np.str_]

    def of(self, kept: Marks) -> "_Table":
        """Return the examples that are kept."""
        return _Table(
            self.values[kept], self.supported[kept], self.related[kept], self.hopeless[kept], self.authors[kept]
        )


def fit(judge: ClaimJudge | None = None) -> FittedVerifier:
    """Fit the weights, and leave each author out in turn to choose the threshold and to tell how well it does.

    Raises:
        NothingToRunError: a document that a claim names is not on this machine.
    """
    judge = judge or ClaimJudge()
    examples, left_out = _examples()
    table = _measured(judge, examples)
    scores = np.zeros(len(examples))
    for author in sorted(set(table.authors)):
        out = table.authors == author
        scores[out] = _scores(_coefficients(table.of(~out)), table.of(out))
    threshold = _threshold(scores, table)
    authors = tuple(_rates(scores, table, author, threshold) for author in sorted(set(table.authors)))
    coefficients = _coefficients(table)
    return FittedVerifier(
        authors=authors,
        balanced_accuracy=float(np.mean([author.balanced_accuracy for author in authors])),
        unrelated_caught=float((scores[~table.related] < threshold).mean()),
        left_out=left_out,
        intercept=round(float(coefficients[0]), 3),
        threshold=round(threshold, 2),
        values={name: round(float(v), 3) for name, v in zip(MEASURES, coefficients[1:], strict=True)},
    )


def save(found: FittedVerifier, path: Path = WEIGHTS) -> None:
    """Write the weights into the file of weights; what else stands there stays."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^intercept: .*$", f"intercept: {found.intercept}", text)
    text = re.sub(r"(?m)^threshold: .*$", f"threshold: {found.threshold}", text)
    lines = "".join(f"  {name}: {value}\n" for name, value in found.values.items())
    path.write_text(f"{text.split('values:')[0]}values:\n{lines}", encoding="utf-8")


def _examples() -> tuple[list[_Example], int]:
    """Return the claims to fit on, and how many tuning claims are left out for a passage of the test claims."""
    passages = [passage for choice in LibraryChoice for passage in passages_of(choice)]
    resolved, absent = resolve(load_claims(), passages)
    tuning, absent_too = resolve(load_claims(TUNING), passages)
    if absent or absent_too:
        raise NothingToRunError(f"{len(absent) + len(absent_too)} claims name a document that is not on this machine.")
    unseen = {text for item in resolved if item.claim.split is Split.TEST for text in item.texts}
    kept = [item for item in tuning if not unseen & set(item.texts)]
    by_author = {"dev": [item for item in resolved if item.claim.split is Split.DEV]}
    for item in kept:
        by_author.setdefault(item.claim.group.split("-")[0], []).append(item)
    return [one for author, items in by_author.items() for one in _with_unrelated(author, items)], len(tuning) - len(
        kept
    )


def _with_unrelated(author: str, items: Sequence[JudgedClaim]) -> Iterable[_Example]:
    """Yield claims with their passages, and each right one once more with those of another group."""
    drawn = random.Random(_SEED)  # noqa: S311 - no secret
    for item in items:
        yield _Example(author, item, item.texts, related=True)
    for item in (item for item in items if item.claim.supported):
        others = [other for other in items if other.claim.group != item.claim.group]
        yield _Example(author, item, drawn.choice(others).texts, related=False)


def _measured(judge: ClaimJudge, examples: Sequence[_Example]) -> _Table:
    found = [judge.measured(one.item.claim.claim, one.texts) for one in examples]
    return _Table(
        values=np.array([[max(m.values[name] for m in sentences) for name in MEASURES] for sentences in found]),
        supported=np.array([one.item.claim.supported and one.related for one in examples]),
        related=np.array([one.related for one in examples]),
        hopeless=np.array([any(m.is_hopeless for m in sentences) for sentences in found]),
        authors=np.array([one.author for one in examples]),
    )


def _coefficients(table: _Table) -> Numbers:
    """Return intercept and weights; what is found against a claim never speaks for it."""
    signs = [-1] * table.values.shape[1]
    return fitted(table.values, table.supported, _example_weights(table), signs, _PENALTY, _LEAST_SPREAD)


def _example_weights(table: _Table) -> Numbers:
    """Return weights by which authors count alike, and of each author the right and the wrong claims."""
    weights = np.zeros(len(table.supported))
    for author in set(table.authors):
        own = table.authors == author
        for part, share in (
            (own & table.supported, 0.5),
            (own & ~table.supported & table.related, 0.5),
            (own & ~table.related, 0.5 * _UNRELATED),
        ):
            weights[part] = share / max(1, part.sum())
    return np.asarray(weights * table.related.sum() / len(set(table.authors)), dtype=np.float64)


def _scores(coefficients: Numbers, table: _Table) -> Numbers:
    scores = 1 / (1 + np.exp(-(table.values @ coefficients[1:] + coefficients[0])))
    return np.asarray(np.where(table.hopeless, 0.0, scores), dtype=np.float64)


def _threshold(scores: Numbers, table: _Table) -> float:
    """Return the highest threshold by which enough right claims pass in the mean over authors, else the lowest."""
    enough = [
        at
        for at in _THRESHOLDS
        if np.mean([_rates(scores, table, author, at).passed for author in set(table.authors)]) >= _TO_PASS
    ]
    return float(max(enough, default=_THRESHOLDS[0]))


def _rates(scores: Numbers, table: _Table, author: str, threshold: float) -> AuthorLeftOut:
    own = (table.authors == author) & table.related
    passed = float((scores[own & table.supported] >= threshold).mean())
    caught = float((scores[own & ~table.supported] < threshold).mean())
    return AuthorLeftOut(
        author=author, n=int(own.sum()), passed=passed, caught=caught, balanced_accuracy=(passed + caught) / 2
    )
