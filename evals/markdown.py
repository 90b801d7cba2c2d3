"""Pieces of Markdown that the reports share."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines]


def figure(value: float | None) -> str:
    """Return a value to three places; what is not known is a dash."""
    return "-" if value is None else f"{value:.3f}"


def interval(low: float | None, high: float | None) -> str:
    """Return an interval in words."""
    return "-" if low is None or high is None else f"{low:.3f} to {high:.3f}"
