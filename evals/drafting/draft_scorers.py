"""Pure functions: a draft that is asked for and what came of it, to tallies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.contracts import Citation
from assistant.drafting.contracts import Cell, CellState, Draft, Row
from assistant.template_contracts import Template
from evals.contracts import Gold
from evals.drafting.cases import columns_of
from evals.drafting.contracts import CellWords, DraftCase, ExpectedRow, Measure, Tally, WrongRow
from evals.drafting.located import cited, is_of, is_vouched, stands_under
from evals.matching import stands_in

# The longest list of steps under one intention of a source has five; a row that holds more has swallowed others.
MOST_IN_A_ROW = 6
_SHOWN_WORDS = 8
_BLANK = {CellState.NEEDED, CellState.LOCAL}


@dataclass(frozen=True)
class _Shown:
    """A row as an officer reads it.

    Attributes:
        text: of its cells and variants, without what is the user's own or still needed.
        citations: of the same.
    """

    row: Row
    text: str
    citations: tuple[Citation, ...]


def score_draft(case: DraftCase, template: Template, draft: Draft) -> tuple[Tally, ...]:
    """Return everything that is measured of a draft."""
    citations = {citation.token: citation for citation in draft.citations}
    rows = tuple(_shown(row, citations) for row in draft.rows)
    found = {expected.id: _rows_of(expected, rows) for expected in case.rows}
    if not case.rows:
        return _tally(Measure.EMPTY_KEPT, case, int(not rows), 1, map(_named, rows)), *_of_rows(case, rows, found)
    return (
        _recall(case, found),
        *_of_rows(case, rows, found),
        *_of_cells(case, template, found),
        _located(case, draft),
        *_of_duplicates(case, found),
    )


def _shown(row: Row, citations: dict[str, Citation]) -> _Shown:
    parts = [(cell.text, cell.citations) for cell in row.cells.values() if cell.state not in _BLANK]
    parts += [(variant.text, variant.citations) for variant in row.variants]
    tokens = dict.fromkeys(token for _, tokens in parts for token in tokens)
    return _Shown(row=row, text="\n".join(text for text, _ in parts), citations=cited(tokens, citations))


def _rows_of(expected: ExpectedRow, rows: Sequence[_Shown]) -> tuple[_Shown, ...]:
    return tuple(row for row in rows if any(_holds(row, source) for source in expected.sources))


def _holds(row: _Shown, source: Gold) -> bool:
    from_it = any(citation.document_id == source.document for citation in row.citations)
    return from_it and all(stands_in(words, row.text) for words in source.words)


def _recall(case: DraftCase, found: dict[str, tuple[_Shown, ...]]) -> Tally:
    required = [row.id for row in case.rows if row.required]
    missed = [name for name in required if not found[name]]
    return _tally(Measure.ROW_RECALL, case, len(required) - len(missed), len(required), missed)


def _of_rows(case: DraftCase, rows: Sequence[_Shown], found: dict[str, tuple[_Shown, ...]]) -> Iterator[Tally]:
    """Yield the rows that are wrong, expected and not fused."""
    wrong = [(row, why) for row in rows if (why := _why_wrong(case, row))]
    held = {row.row.id: sum(row in matching for matching in found.values()) for row in rows}
    matching = [row for row in rows if held[row.row.id]]
    # An intention of several sentences may come as several rows: the others are fair, if not expected.
    beside = [row for row in rows if not held[row.row.id] and _is_beside(case, row)]
    neither = [row for row in rows if not held[row.row.id] and row not in beside]
    fused = [_named(row) for row in matching if held[row.row.id] > MOST_IN_A_ROW]
    yield _tally(Measure.WRONG_ROWS, case, len(wrong), len(rows), (f"{why}: {_named(row)}" for row, why in wrong))
    yield _tally(Measure.EXPECTED_ROWS, case, len(matching), len(rows), map(_named, beside))
    yield _tally(Measure.NEAR_ROWS, case, len(rows) - len(neither), len(rows), map(_named, neither))
    yield _tally(Measure.ROWS_APART, case, len(matching) - len(fused), len(matching), fused)


def _is_beside(case: DraftCase, row: _Shown) -> bool:
    """Tell whether all of a row comes from passages in which expected rows stand."""
    golds = [source for expected in case.rows for source in expected.sources]
    return bool(row.citations) and all(any(is_of(citation, gold) for gold in golds) for citation in row.citations)


def _why_wrong(case: DraftCase, row: _Shown) -> str | None:
    return next((wrong.why for wrong in case.wrong if _is_wrong(wrong, row)), None)


def _is_wrong(wrong: WrongRow, row: _Shown) -> bool:
    of_it = wrong.document is None or any(citation.document_id == wrong.document for citation in row.citations)
    return of_it and all(stands_in(words, row.text) for words in wrong.words)


def _of_cells(case: DraftCase, template: Template, found: dict[str, tuple[_Shown, ...]]) -> Iterator[Tally]:
    """Yield the cells that a source states and those on which it is silent; rows that were not found have none."""
    stated: list[tuple[str, bool]] = []
    silent: list[tuple[str, bool]] = []
    for expected in case.rows:
        if not found[expected.id]:
            continue
        judged = [_judge(expected, template, row.row) for row in found[expected.id]]
        best = max(judged, key=lambda cells: sum(right for _, _, right in cells))
        for name, words, right in best:
            (silent if words is None else stated).append((name, right))
    for measure, cells in ((Measure.CELLS_RIGHT, stated), (Measure.BLANKS_KEPT, silent)):
        yield _tally(
            measure, case, sum(right for _, right in cells), len(cells), (name for name, right in cells if not right)
        )


def _judge(expected: ExpectedRow, template: Template, row: Row) -> list[tuple[str, CellWords, bool]]:
    judged = []
    for key, words in expected.cells.items():
        cells = [row.cells[name] for name in columns_of(template, key) if name in row.cells]
        judged.append((f"{expected.id}: {key}", words, _is_right(cells, words)))
    return judged


def _is_right(cells: Sequence[Cell], words: CellWords) -> bool:
    filled = [cell for cell in cells if cell.state not in _BLANK]
    if words is None:
        return not filled
    return any(all(stands_in(some, cell.text) for some in words) for cell in filled)


def _located(case: DraftCase, draft: Draft) -> Tally:
    citations = {citation.token: citation for citation in draft.citations}
    filled = [
        (f"{row.id}: {name}", cell)
        for row in draft.rows
        for name, cell in row.cells.items()
        if cell.state not in _BLANK and cell.text.strip()
    ]
    lost = [
        name
        for name, cell in filled
        if not is_vouched(cell.text, cell.citations, citations, verbatim=cell.state is CellState.QUOTED)
    ]
    return _tally(Measure.CELLS_LOCATED, case, len(filled) - len(lost), len(filled), lost)


def _of_duplicates(case: DraftCase, found: dict[str, tuple[_Shown, ...]]) -> Iterator[Tally]:
    """Yield the duplicates that stand in one row, and how many of their places are cited."""
    twice = [row for row in case.rows if row.is_duplicate and found[row.id]]
    apart = [row.id for row in twice if len(found[row.id]) > 1]
    yield _tally(Measure.DUPLICATES_JOINED, case, len(twice) - len(apart), len(twice), apart)
    cited_of = {row.id: _places_cited(row, found[row.id]) for row in twice}
    short = [
        f"{row.id}: {cited_of[row.id]} of {len(row.sources)}" for row in twice if cited_of[row.id] < len(row.sources)
    ]
    total = sum(len(row.sources) for row in twice)
    yield _tally(Measure.SOURCES_CITED, case, sum(cited_of.values()), total, short)


def _places_cited(expected: ExpectedRow, rows: Sequence[_Shown]) -> int:
    """Return how many of a duplicate's places are cited; one passage cannot stand for two places."""
    citations = [citation for row in rows for citation in row.citations]
    there = {gold: {c.passage_id for c in citations if _is_place(c, gold)} for gold in expected.sources}
    passages = {name for names in there.values() for name in names}
    return min(sum(bool(names) for names in there.values()), len(passages))


def _is_place(citation: Citation, gold: Gold) -> bool:
    return is_of(citation, gold) and stands_under(citation, gold)


def _named(row: _Shown) -> str:
    """Return a row's document and first words, enough to find it and too few to be a copy."""
    documents = ", ".join(sorted({citation.document_id for citation in row.citations})) or "no document"
    return f"{row.row.id} ({documents}): {' '.join(row.text.split()[:_SHOWN_WORDS])}"


def _tally(measure: Measure, case: DraftCase, count: int, total: int, notes: Iterator[str] | Sequence[str]) -> Tally:
    return Tally(measure=measure, case=case.id, count=count, total=total, notes=tuple(notes))
