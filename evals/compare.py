"""Compares a run with a baseline, metric by metric."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from evals.contracts import Contract, Metric, RunRecord
from evals.errors import ResultsError
from evals.report import read
from evals.settings import current_settings

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
    changed: tuple[str, ...] = Field(description="Settings, policies and code that are not the baseline's.")
    warnings: tuple[str, ...] = Field(description="Why the comparison may mislead.")
    errors: int
    changes: tuple[Change, ...]

    @property
    def fell(self) -> bool:
        """Tell whether any metric fell or a case could not be run."""
        return self.errors > 0 or any(change.fell for change in self.changes)


def compare(baseline: RunRecord, now: RunRecord, current: dict[str, str]) -> Comparison:
    """Compare what the suites of both runs measured; a metric that is no longer known fell.

    Args:
        baseline: to compare with.
        now: the last run.
        current: the settings at this moment, to tell whether the run is of the code as it stands.
    """
    known = {summary.metric: summary for summary in now.summaries}
    changes: list[Change] = []
    for old in baseline.summaries:
        if old.value is None or old.low is None or old.high is None or old.metric.suite not in now.suites:
            continue
        new = known.get(old.metric)
        value, half = (new.value if new else None), (old.high - old.low) / 2
        changes.append(
            Change(
                metric=old.metric,
                before=old.value,
                half_width=half,
                now=value,
                unscored=new.unscored if new else 0,
                fell=_fell(old.metric, old.value, value, half),
            )
        )
    return Comparison(
        name=f"{now.library}-{now.split}",
        measured=now.created,
        baseline=baseline.created,
        warnings=tuple(_warnings(baseline, now, current)),
        changed=_differing(baseline.settings, now.settings),
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
    current = current_settings()
    found = [compare(read(old), read(new), current) for old, new in pairs if new.is_file()]
    return found, [old.stem for old, new in pairs if not new.is_file()]


def _fell(metric: Metric, before: float, now: float | None, half_width: float) -> bool:
    if now is None:
        return True
    loss = now - before if metric.lower_is_better else before - now
    return loss > half_width + _ROUNDING


def _warnings(baseline: RunRecord, now: RunRecord, current: dict[str, str]) -> Iterator[str]:
    if changed := _differing(now.settings, current):
        yield f"changed since it was measured, so run again: {', '.join(changed)}"
    if now.settings.get("cases") != baseline.settings.get("cases"):
        yield "the baseline is of other cases"
    if unmeasured := sorted(set(baseline.suites) - set(now.suites)):
        yield f"not measured now: {', '.join(unmeasured)}"
    if now.errors:
        yield f"{len(now.errors)} cases could not be run"


def _differing(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name))
