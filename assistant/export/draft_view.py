"""An intention table as files show it."""

from collections.abc import Iterator

from assistant.drafting.contracts import Cell, CellState, Draft, Row
from assistant.drafting.wordings import load_cell_wordings
from assistant.export.facts import dated, known
from assistant.export.origin import Origin
from assistant.export.view import EvidenceLine, View, ViewCell, ViewColumn, ViewRow
from assistant.export.wordings import load_wordings


def draft_view(draft: Draft, origin: Origin) -> View:
    """Return what files show of an intention table."""
    words = load_wordings()
    return View(
        title=draft.title,
        heading=words.headings["draft"],
        legend=words.legend_draft,
        facts=tuple(_facts(draft, origin)),
        number_title=words.table["number"],
        columns=tuple(ViewColumn(id=column, title=draft.titles.get(column, column)) for column in draft.columns),
        rows=tuple(_row(draft, row, number) for number, row in enumerate(draft.rows, 1)),
        evidence=tuple(_evidence(draft)),
        notices=draft.notices,
        citations=draft.citations,
        searched=draft.searched,
        origin=origin,
        variants=tuple(_variants(draft)),
        changes=tuple(_changes(draft)),
    )


def shown_text(cell: Cell) -> str:
    """Return what stands in a cell: its words, or that local input is needed."""
    return load_cell_wordings().needed if cell.state is CellState.NEEDED and not cell.text.strip() else cell.text


def _row(draft: Draft, row: Row, number: int) -> ViewRow:
    return ViewRow(key=row.id, number=str(number), cells={column: _cell(row.cells[column]) for column in draft.columns})


def _cell(cell: Cell) -> ViewCell:
    notes = tuple(load_wordings().marks["note"].format(text=note) for note in cell.notes)
    marks = (*((mark,) if (mark := _mark(cell)) else ()), *_before(cell), *notes)
    return ViewCell(text=shown_text(cell), marks=marks, state=cell.state, tokens=cell.citations)


def _before(cell: Cell) -> tuple[str, ...]:
    """Return what stood in a cell before a model reworded it; what was edited by hand is told after the table."""
    if cell.state is not CellState.ADAPTED or cell.before is None:
        return ()
    return (load_wordings().marks["before"].format(text=" / ".join(cell.before.splitlines())),)


def _mark(cell: Cell) -> str:
    marks, tokens = load_wordings().marks, ", ".join(cell.citations)
    match cell.state:
        case CellState.NEEDED:
            text = shown_text(cell).casefold()
            return "" if load_cell_wordings().needed in text else load_wordings().states[cell.state]
        case CellState.LOCAL:
            return marks["local"]
        case CellState.QUOTED:
            return marks["quoted"].format(tokens=tokens) if tokens else ""
    return marks[cell.state.value].format(tokens=tokens) if tokens else marks[f"{cell.state.value}_bare"]


def _facts(draft: Draft, origin: Origin) -> Iterator[tuple[str, str]]:
    words, request, local = load_wordings().facts, draft.request, draft.request.local
    given = {
        "theme": request.theme,
        "place": request.place,
        "period": request.period,
        "documents": "; ".join(request.documents),
        "local_place": local.place,
        "bodies": "; ".join(local.bodies),
        "local_period": local.period,
        "population": "; ".join(local.population),
        "priorities": "; ".join(local.priorities),
        "leads": "; ".join(f"{theme}: {lead}" for theme, lead in local.leads.items()),
        "rows": str(len(draft.rows)),
    }
    yield from ((words[name], text) for name, text in given.items() if text)
    if draft.adaptation:
        count = sum(cell.state is CellState.ADAPTED for row in draft.rows for cell in row.cells.values())
        said = {"count": count, "place": draft.adaptation.place, "model": draft.adaptation.model}
        yield words["adapted"], load_wordings().adapted.format(**said)
    yield from dated(draft, origin)


def _evidence(draft: Draft) -> Iterator[EvidenceLine]:
    words = load_wordings()
    for number, row in enumerate(draft.rows, 1):
        for column in draft.columns:
            cell = row.cells[column]
            for token in cell.citations or ("",):
                yield EvidenceLine(
                    number=str(number),
                    column=draft.titles.get(column, column),
                    text=shown_text(cell),
                    state=words.states[cell.state],
                    token=token,
                    before=cell.before or "",
                    notes="\n".join(cell.notes),
                )
        for variant in row.variants:
            for token in variant.citations:
                title = words.evidence["variant"].format(title=words.table["number"])
                yield EvidenceLine(str(number), title, variant.text, variant.differs, token, "", "")


def _variants(draft: Draft) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(draft.rows, 1):
        for variant in row.variants:
            tokens = ", ".join(variant.citations)
            yield (
                str(number),
                load_wordings().differs.format(text=variant.text, tokens=tokens, differs=variant.differs),
            )


def _changes(draft: Draft) -> Iterator[tuple[str, str]]:
    words = load_wordings()
    for number, row in enumerate(draft.rows, 1):
        for column in draft.columns:
            cell = row.cells[column]
            if cell.before is not None:
                title, now = draft.titles.get(column, column), cell.text or words.removed_text
                yield str(number), words.changed.format(column=title, now=now, before=known(cell.before))
