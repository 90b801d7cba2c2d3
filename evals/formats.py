"""The same cases on the same documents in several formats, side by side."""

from collections.abc import Sequence
from pathlib import Path

from evals.aggregate import difference_of
from evals.contracts import Metric, RunRecord
from evals.markdown import figure, interval, table


def write_formats(records: Sequence[RunRecord], folder: Path) -> Path | None:
    """Write how the formats compare with the first of them; nothing where there is but one.

    Returns:
        The path of the report.
    """
    if len(records) < 2:
        return None
    path = folder / f"formats-{records[0].split}.md"
    path.write_text(markdown(records), encoding="utf-8")
    return path


def markdown(records: Sequence[RunRecord]) -> str:
    """Return the report of runs on several formats, each less the first."""
    first, *others = records
    lines = [
        f"# Formats, {first.split}",
        "",
        "The same cases and gold on each format. Points are hundredths of hit@5 less the first format's, with the 95 %",
        "interval of a bootstrap over the cases that both scored. A case without gold is one of which no passage holds",
        "all identifying words: reading or dividing lost them.",
        "",
        *table(
            ("format", "n", "hit@5", "interval", "MRR@10", "points", "interval of the points", "cases without gold"),
            [_row(first, first), *(_row(other, first) for other in others)],
        ),
        "",
    ]
    for other in others:
        lost = sorted(set(other.without_gold) - set(first.without_gold))
        lines.append(f"{other.library} alone has no gold for: {', '.join(lost) or 'none'}.")
    return "\n".join(lines) + "\n"


def _row(record: RunRecord, first: RunRecord) -> tuple[str, ...]:
    by_metric = {summary.metric: summary for summary in record.summaries}
    hits, rank = by_metric.get(Metric.HIT), by_metric.get(Metric.RECIPROCAL_RANK)
    return (
        record.library,
        str(hits.n if hits else 0),
        figure(hits.value if hits else None),
        interval(hits.low, hits.high) if hits else "-",
        figure(rank.value if rank else None),
        *_points(record, first),
        str(len(record.without_gold)),
    )


def _points(record: RunRecord, first: RunRecord) -> tuple[str, str]:
    now, before = _hits(record), _hits(first)
    both = sorted(now.keys() & before.keys())
    if record is first or not both:
        return "-", "-"
    low, high = difference_of([now[case] for case in both], [before[case] for case in both])
    mean = sum(now[case] - before[case] for case in both) / len(both)
    return f"{100 * mean:+.1f}", "-" if low is None or high is None else f"{100 * low:+.1f} to {100 * high:+.1f}"


def _hits(record: RunRecord) -> dict[str, float]:
    return {s.case: s.value for s in record.scores if s.metric is Metric.HIT and s.value is not None}
