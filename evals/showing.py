"""Shows runs and comparisons in a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Column, Table

from evals.compare import Change, Comparison
from evals.contracts import RunRecord
from evals.markdown import figure, interval
from indexer.adding import Progress


def run_table(record: RunRecord) -> Table:
    """Return what a run measured."""
    title = f"{record.library}, {record.split}, generation {record.generation}"
    table = _table(title, "n", "value", "interval", "unscored")
    for summary in record.summaries:
        table.add_row(
            summary.metric.label,
            str(summary.n),
            figure(summary.value),
            interval(summary.low, summary.high),
            str(summary.unscored),
        )
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Return the metrics of a run beside their baseline."""
    title = f"{comparison.name}: measured {comparison.measured}, baseline {comparison.baseline}"
    table = _table(title, "baseline", "now", "difference", "half-width", "")
    for change in comparison.changes:
        table.add_row(
            change.metric.label,
            figure(change.before),
            figure(change.now),
            _difference(change),
            figure(change.half_width),
            "[red]fell[/red]" if change.fell else "",
        )
    table.caption = f"changed since: {', '.join(comparison.changed) or 'nothing'}"
    return table


@contextmanager
def bar(console: Console) -> Iterator[Progress]:
    """Show how far the work is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True) as shown:
        task = shown.add_task("starting", total=None)

        def progress(what: str, done: int, total: int) -> None:
            shown.update(task, description=escape(what), completed=done, total=total)

        yield progress


def _table(title: str, *columns: str) -> Table:
    figures = [Column(name, justify="right") for name in columns]
    return Table("metric", *figures, title=escape(title), title_justify="left", box=None)


def _difference(change: Change) -> str:
    return "-" if change.difference is None else f"{change.difference:+.3f}"
