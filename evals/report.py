"""Writes a run down: Markdown for people, JSON for programs."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from evals import balance, systems
from evals.contracts import Case, Placing, RunRecord, Score, Split, Summary
from evals.errors import ResultsError
from evals.markdown import figure, interval, table

RESULTS = Path(__file__).with_name("results")
BASELINE = RESULTS / "baseline"
_WORST = 10


def write(record: RunRecord, cases: Sequence[Case], folder: Path) -> Path:
    """Write the report, its figure and the record of a run; return the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{record.library}-{record.split}"
    (folder / f"{stem}.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if systems.has_figure(record):
        (folder / systems.figure_name(record)).write_text(systems.svg(record), encoding="utf-8")
    path = folder / f"{stem}.md"
    path.write_text(markdown(record, cases), encoding="utf-8")
    return path


def read(path: Path) -> RunRecord:
    """Read the record of a run.

    Raises:
        ResultsError: it is not one.
    """
    try:
        return RunRecord.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise ResultsError(f"{path} is not the record of a run ({error}); 'python -m evals run' makes one.") from error


def markdown(record: RunRecord, cases: Sequence[Case]) -> str:
    """Return the report of a run."""
    lines = [
        f"# {record.library}, {record.split}",
        "",
        f"Measured {record.created}, generation {record.generation}, suites {', '.join(record.suites)}.",
        *(f"- {name}: {value}" for name, value in record.settings.items()),
        "",
        "Values are means over the n scored cases, with the 95 % interval of a bootstrap over them; unscored cases",
        "count in neither. Lower is better for false_refusal alone. In our summaries an address alone makes gold.",
        "",
        *table(("metric", "n", "value", "interval", "unscored"), (_row(summary) for summary in record.summaries)),
        *systems.section(record),
        *_groups("By kind", record.by_kind),
        *_groups("By document", record.by_document),
        *_worst_searches(record, cases),
        *_worst(record, cases),
        *_errors(record),
        *balance.section(cases),
    ]
    return "\n".join(lines) + "\n"


def _row(summary: Summary) -> tuple[str, ...]:
    return (
        summary.metric.label,
        str(summary.n),
        figure(summary.value),
        interval(summary.low, summary.high),
        str(summary.unscored),
    )


def _groups(title: str, groups: dict[str, tuple[Summary, ...]]) -> list[str]:
    rows = ((group, *_row(summary)) for group, summaries in groups.items() for summary in summaries)
    return ["", f"## {title}", "", *table((title[3:], "metric", "n", "value", "interval", "unscored"), rows)]


def _worst_searches(record: RunRecord, cases: Sequence[Case]) -> list[str]:
    """List the searches in which the first gold passage stood last; of the test split no more than that."""
    if not record.rankings:
        return []
    ours, asked = record.rankings[0], _asked(cases)
    missed = [placing for placing in ours.placings if placing.rank != 1]
    worst = sorted(missed, key=lambda placing: (-(placing.rank or ours.depth + 1), placing.case))[:_WORST]
    rows = [(p.case, asked.get(p.case, "not known"), _rank(p, ours.depth), p.first) for p in worst]
    head = ("case", "question", "rank of the gold passage", "what stood first")
    shown = len(head) if record.split is Split.DEV else len(head) - 1
    return ["", "## The ten worst searches", "", *table(head[:shown], (row[:shown] for row in rows))]


def _rank(placing: Placing, depth: int) -> str:
    return str(placing.rank) if placing.rank else f"not in the first {depth}"


def _asked(cases: Sequence[Case]) -> dict[str, str]:
    """Return the question of each case, a follow-up with the one it follows."""
    return {case.id: " / ".join([*(question for question, _ in case.history), case.question]) for case in cases}


def _worst(record: RunRecord, cases: Sequence[Case]) -> list[str]:
    """List the cases with the least mean value, the ones that could not be run first; of test without the reasons."""
    asked = _asked(cases)
    by_case: dict[str, list[Score]] = {}
    for score in record.scores:
        by_case.setdefault(score.case, []).append(score)
    goodness = {case: -1.0 if case in record.errors else _goodness(scores) for case, scores in by_case.items()}
    worst = sorted((case for case in goodness if goodness[case] < 1), key=lambda case: (goodness[case], case))[:_WORST]
    said = _reason if record.split is Split.DEV else _values
    rows = ((case, asked.get(case, "not known"), said(by_case[case])) for case in worst)
    return ["", "## The worst cases", "", *table(("case", "question", "reason"), rows)]


def _errors(record: RunRecord) -> list[str]:
    if not record.errors:
        return []
    return ["", "## Cases that could not be run", "", *table(("case", "reason"), record.errors.items())]


def _goodness(scores: Sequence[Score]) -> float:
    values = [_good(score) for score in scores]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 1.0


def _good(score: Score) -> float | None:
    return 1 - score.value if score.value is not None and score.metric.lower_is_better else score.value


def _reason(scores: Sequence[Score]) -> str:
    return "; ".join(f"{score.metric} {figure(score.value)} ({score.explanation})" for score in _short(scores))


def _values(scores: Sequence[Score]) -> str:
    return "; ".join(f"{score.metric} {figure(score.value)}" for score in _short(scores))


def _short(scores: Sequence[Score]) -> list[Score]:
    return [score for score in scores if _good(score) != 1]
