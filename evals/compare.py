"""Compares a run with a baseline, metric by metric."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from evals.contracts import Contract, Metric, RunRecord
from evals.errors import ResultsError
from evals.report import read

# Two means of the same values may differ in the last place.
_ROUNDING = 1e-9


class Change(Contract):
    """A metric now and in the baseline; ``fell`` is by more than the half-width of the baseline's interval."""

    metric: Metric
    before: float
    half_width: float
    now: float | None
    unscored: int
    fell: bool

    @property
    def difference(self) -> float | None:
        """Now less before; None where it is not known now."""
        return None if self.now is None else self.now - self.before


class Comparison(Contract):
    """A run beside the baseline of the same library and split."""

    name: str
    measured: str
    baseline: str
    warnings: tuple[str, ...] = Field(description="What makes the two less than alike.")
    errors: int
    changes: tuple[Change, ...]

    @property
    def fell(self) -> bool:
        """Tell whether any metric fell or a case could not be run."""
        return self.errors > 0 or any(change.fell for change in self.changes)


def compare(baseline: RunRecord, now: RunRecord) -> Comparison:
    """Compare what the suites of both runs measured; a metric that is no longer known fell."""
    known = {summary.metric: summary for summary in now.summaries}
    changes: list[Change] = []
    for old in baseline.summaries:
        if old.value is None or old.low is None or old.high is None or old.metric.suite not in now.suites:
            continue
        new = known.get(old.metric)
        value, half = (new.value if new else None), (old.high - old.low) / 2
        changes.append(Change(metric=old.metric, before=old.value, half_width=half, now=value,
                              unscored=new.unscored if new else 0, fell=_fell(old.metric, old.value, value, half)))
    return Comparison(
        name=f"{now.library}-{now.split}",
        measured=now.created,
        baseline=baseline.created,
        warnings=tuple(_warnings(baseline, now)),
        errors=len(now.errors),
        changes=tuple(changes),
    )


def compare_folders(against: Path, results: Path) -> tuple[list[Comparison], list[str]]:
    """Compare each record of a folder of baselines with its namesake.

    Returns:
        The comparisons, and the names of the baselines that have no namesake.

    Raises:
        ResultsError: there are no baselines, or a record cannot be read.
    """
    baselines = sorted(against.glob("*.json"))
    if not baselines:
        raise ResultsError(f"There is no baseline at {against}; run 'python -m evals run --out {against}' to make one.")
    pairs = [(path, results / path.name) for path in baselines]
    found = [compare(read(old), read(new)) for old, new in pairs if new.is_file()]
    return found, [old.stem for old, new in pairs if not new.is_file()]


def _fell(metric: Metric, before: float, now: float | None, half_width: float) -> bool:
    if now is None:
        return True
    loss = now - before if metric.lower_is_better else before - now
    return loss > half_width + _ROUNDING


def _warnings(baseline: RunRecord, now: RunRecord) -> Iterator[str]:
    names = sorted(baseline.settings.keys() | now.settings.keys())
    differing = [name for name in names if baseline.settings.get(name) != now.settings.get(name)]
    if differing:
        yield f"since the baseline these changed: {', '.join(differing)}"
    unmeasured = sorted(set(baseline.suites) - set(now.suites))
    if unmeasured:
        yield f"not measured now: {', '.join(unmeasured)}"
    if now.errors:
        yield f"{len(now.errors)} cases could not be run"
