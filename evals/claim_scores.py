"""Scores a verifier on the claims, by kind, beside judges that only look at words and figures."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from assistant.verifier import judge as verifier_judge
from evals.aggregate import RESAMPLES
from evals.claim_baselines import Rule, fitted, overlap, overlap_with_figures
from evals.claim_passages import passages_of
from evals.claims import CLAIMS, ErrorKind, JudgedClaim, SupportedKind, load_claims, resolve
from evals.contracts import Contract, LibraryChoice, Split
from evals.errors import NothingToRunError
from evals.markdown import figure, interval, table

VERIFIER = "verifier"
OVERLAP = "word overlap"
OVERLAP_AND_FIGURES = "word overlap and figures"

_SEED = 20113  # fixed, so that the same claims give the same interval


class Verdict(Protocol):
    """What a judge says of a claim, as far as it is scored."""

    @property
    def supported(self) -> bool:
        """Whether the passages support the claim."""


Judge = Callable[[str, Sequence[str]], Verdict]


class Rate(Contract):
    """How many of n claims were judged rightly, with the 95 % interval of a bootstrap over the groups."""

    n: int
    value: float | None
    low: float | None
    high: float | None


class JudgeScores(Contract):
    """How one judge did: both sides weighed alike, each side, and each kind."""

    name: str
    balanced_accuracy: Rate
    passed: Rate
    caught: Rate
    by_kind: dict[SupportedKind | ErrorKind, Rate]


class ClaimScores(Contract):
    """The verifier first, then the baselines, whose thresholds are fitted on the dev claims."""

    split: Split
    n: int
    groups: int
    absent: tuple[str, ...]
    judges: tuple[JudgeScores, ...]
    wrong: tuple[str, ...] | None


class _Outcome(NamedTuple):
    group: str
    kind: SupportedKind | ErrorKind
    supported: bool
    right: bool


def score_claims(split: Split, judge: Judge | None = None, folder: Path = CLAIMS) -> ClaimScores:
    """Put the claims of a split to the verifier and to the baselines.

    Args:
        split: dev to work with; of test no single claim is told, so that nobody mends by it.
        judge: to be scored in place of the assistant's verifier.
        folder: of the claims.

    Raises:
        NothingToRunError: none of the documents that the claims name is here.
    """
    judge = judge or verifier_judge
    passages = [passage for choice in LibraryChoice for passage in passages_of(choice)]
    resolved, absent = resolve(load_claims(folder), passages)
    dev = [item for item in resolved if item.claim.split is Split.DEV]
    scored = [item for item in resolved if item.claim.split is split]
    if not dev or not scored:
        raise NothingToRunError(f"None of the {split} claims names a document that is on this machine.")
    rules: dict[str, Rule] = {
        VERIFIER: lambda item: judge(item.claim.claim, item.texts).supported,
        OVERLAP: fitted(overlap, dev),
        OVERLAP_AND_FIGURES: fitted(overlap_with_figures, dev),
    }
    outcomes = {name: [_outcome(rule, item) for item in scored] for name, rule in rules.items()}
    pairs = zip(scored, outcomes[VERIFIER], strict=True)
    of_split = {claim.id for claim in load_claims(folder) if claim.split is split}
    return ClaimScores(
        split=split,
        n=len(scored),
        groups=len({item.claim.group for item in scored}),
        absent=tuple(name for name in absent if name in of_split),
        judges=tuple(_scores(name, found) for name, found in outcomes.items()),
        wrong=tuple(item.claim.id for item, found in pairs if not found.right) if split is Split.DEV else None,
    )


def markdown(scores: ClaimScores) -> str:
    """Return the scores as a table."""
    absent = f" {len(scores.absent)} claims are left out: their documents are not here." if scores.absent else ""
    lines = [
        f"# Claims, {scores.split}",
        "",
        f"{scores.n} claims on {scores.groups} groups of passages, half of them supported.{absent} Intervals are 95 %",
        "of a bootstrap over the groups. The thresholds of the baselines, and which side of them passes, are fitted on",
        "the dev claims.",
        "",
        *table(
            ("judge", "n", "balanced accuracy", "interval", "supported passed", "unsupported caught"),
            [_judge_row(judge) for judge in scores.judges],
        ),
        "",
        *_by_kind("Passed, by kind of supported claim", SupportedKind, scores.judges),
        *_by_kind("Caught, by kind of error", ErrorKind, scores.judges),
    ]
    if scores.wrong is not None:
        lines += [f"Judged wrongly by the {VERIFIER}: {', '.join(scores.wrong) or 'none'}."]
    return "\n".join(lines).rstrip() + "\n"


def write_claims(scores: ClaimScores, folder: Path) -> Path:
    """Write the table, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"claims-{scores.split}.md"
    path.write_text(markdown(scores), encoding="utf-8")
    return path


def _judge_row(judge: JudgeScores) -> list[str]:
    whole = judge.balanced_accuracy
    sides = [
        f"{figure(side.value)} (n {side.n}, {interval(side.low, side.high)})" for side in (judge.passed, judge.caught)
    ]
    return [judge.name, str(whole.n), figure(whole.value), interval(whole.low, whole.high), *sides]


def _by_kind(title: str, kinds: type[SupportedKind] | type[ErrorKind], judges: Sequence[JudgeScores]) -> list[str]:
    first, *others = judges
    head = ("kind", "n", first.name, "interval", *(other.name for other in others))
    rows = [
        (
            kind.value.replace("_", " "),
            str(first.by_kind[kind].n),
            figure(first.by_kind[kind].value),
            interval(first.by_kind[kind].low, first.by_kind[kind].high),
            *(figure(other.by_kind[kind].value) for other in others),
        )
        for kind in kinds
        if kind in first.by_kind
    ]
    return [f"## {title}", "", *table(head, rows), ""]


def _outcome(rule: Rule, item: JudgedClaim) -> _Outcome:
    claim = item.claim
    return _Outcome(claim.group, claim.kind, claim.supported, rule(item) == claim.supported)


def _scores(name: str, outcomes: Sequence[_Outcome]) -> JudgeScores:
    kinds = [kind for kind in (*SupportedKind, *ErrorKind) if any(found.kind is kind for found in outcomes)]
    return JudgeScores(
        name=name,
        balanced_accuracy=_rate(outcomes, sides=(True, False)),
        passed=_rate(outcomes, sides=(True,)),
        caught=_rate(outcomes, sides=(False,)),
        by_kind={kind: _kind_rate(outcomes, kind) for kind in kinds},
    )


def _kind_rate(outcomes: Sequence[_Outcome], kind: SupportedKind | ErrorKind) -> Rate:
    return _rate([found for found in outcomes if found.kind is kind], sides=(isinstance(kind, SupportedKind),))


def _rate(outcomes: Sequence[_Outcome], sides: tuple[bool, ...]) -> Rate:
    """Return the mean of the shares judged rightly on each side."""
    groups = list(dict.fromkeys(found.group for found in outcomes))
    count = partial(_counts, outcomes, groups)
    counts = np.stack([count(side) for side in sides], axis=1)  # groups x sides x (right, of)
    right, of = counts.sum(axis=0).T
    n = int(of.sum())
    if not of.all():
        return Rate(n=n, value=None, low=None, high=None)
    rows = np.random.default_rng(_SEED).integers(len(groups), size=(RESAMPLES, len(groups)))
    drawn = counts[rows].sum(axis=1)
    drawn = drawn[(drawn[:, :, 1] > 0).all(axis=1)]
    low, high = np.percentile((drawn[:, :, 0] / drawn[:, :, 1]).mean(axis=1), (2.5, 97.5))
    return Rate(n=n, value=float((right / of).mean()), low=float(low), high=float(high))


def _counts(
    outcomes: Iterable[_Outcome], groups: Sequence[str], supported: bool
) -> np.ndarray[tuple[int, ...], np.dtype[np.int_]]:
    places = {group: place for place, group in enumerate(groups)}
    counts = np.zeros((len(groups), 2), dtype=int)
    for found in outcomes:
        if found.supported is supported:
            counts[places[found.group]] += (found.right, 1)
    return counts
