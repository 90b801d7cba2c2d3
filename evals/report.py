"""Writes a run down: Markdown for people, JSON for programs."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from evals.contracts import Case, RunRecord, Score, Summary
from evals.errors import ResultsError

RESULTS = Path(__file__).with_name("results")
BASELINE = RESULTS / "baseline"
_WORST = 10


def write(record: RunRecord, cases: Sequence[Case], folder: Path) -> Path:
    """Write the report and the record of a run; return the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{record.library}-{record.split}"
    (folder / f"{stem}.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
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
        *_table(("metric", "n", "value", "interval", "unscored"), (_row(summary) for summary in record.summaries)),
        *_groups("By kind", record.by_kind),
        *_groups("By document", record.by_document),
        *_worst(record, cases),
        *_errors(record),
    ]
    return "\n".join(lines) + "\n"


def interval(summary: Summary) -> str:
    """Return the interval of a summary in words."""
    return "-" if summary.low is None or summary.high is None else f"{summary.low:.3f} to {summary.high:.3f}"


def figure(value: float | None) -> str:
    """Return a value to three places; what is not known is a dash."""
    return "-" if value is None else f"{value:.3f}"


def _row(summary: Summary) -> tuple[str, ...]:
    return summary.metric.label, str(summary.n), figure(summary.value), interval(summary), str(summary.unscored)


def _groups(title: str, groups: dict[str, tuple[Summary, ...]]) -> list[str]:
    rows = ((group, *_row(summary)) for group, summaries in groups.items() for summary in summaries)
    return ["", f"## {title}", "", *_table((title[3:], "metric", "n", "value", "interval", "unscored"), rows)]


def _worst(record: RunRecord, cases: Sequence[Case]) -> list[str]:
    """List the cases with the least mean value, the ones that could not be run first."""
    questions = {case.id: case.question for case in cases}
    by_case: dict[str, list[Score]] = {}
    for score in record.scores:
        by_case.setdefault(score.case, []).append(score)
    goodness = {case: -1.0 if case in record.errors else _goodness(scores) for case, scores in by_case.items()}
    worst = sorted((case for case in goodness if goodness[case] < 1), key=lambda case: (goodness[case], case))[:_WORST]
    rows = ((case, questions.get(case, "not known"), _reason(by_case[case])) for case in worst)
    return ["", "## The worst cases", "", *_table(("case", "question", "reason"), rows)]


def _errors(record: RunRecord) -> list[str]:
    if not record.errors:
        return []
    return ["", "## Cases that could not be run", "", *_table(("case", "reason"), record.errors.items())]


def _goodness(scores: Sequence[Score]) -> float:
    values = [_good(score) for score in scores]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 1.0


def _good(score: Score) -> float | None:
    return 1 - score.value if score.value is not None and score.metric.lower_is_better else score.value


def _reason(scores: Sequence[Score]) -> str:
    short = (score for score in scores if _good(score) != 1)
    return "; ".join(f"{score.metric} {figure(score.value)} ({score.explanation})" for score in short)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines]
