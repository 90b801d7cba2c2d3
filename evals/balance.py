"""Counts the cases of each kind, trait, persona, wording and document."""

from collections import Counter
from collections.abc import Callable, Sequence

from evals.contracts import Case, Split
from evals.markdown import table

_BY: dict[str, Callable[[Case], Sequence[str]]] = {
    "kind": lambda case: (case.kind,),
    "trait": lambda case: case.traits,
    "persona": lambda case: (case.persona,),
    "wording": lambda case: (case.wording,),
    "document": lambda case: case.documents or ("none: unanswerable",),
}


def section(cases: Sequence[Case]) -> list[str]:
    """Return the lines of a table of all cases, both splits."""
    rows: list[tuple[str, ...]] = [("all", "", *_counts(cases))]
    for name, of in _BY.items():
        values = sorted({value for case in cases for value in of(case)})
        rows.extend((name, value, *_counts([case for case in cases if value in of(case)])) for value in values)
    return ["", "## The cases", "", *table(("by", "", *Split, "both", "share of all"), _with_share(rows, len(cases)))]


def _counts(cases: Sequence[Case]) -> tuple[str, ...]:
    counts = Counter(case.split for case in cases)
    return *(str(counts[split]) for split in Split), str(len(cases))


def _with_share(rows: Sequence[tuple[str, ...]], count: int) -> list[tuple[str, ...]]:
    return [(*row, f"{100 * int(row[-1]) / count:.0f} %" if count else "-") for row in rows]
