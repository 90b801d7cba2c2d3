"""Intention tables as HTML. Every word that comes from elsewhere is escaped here, and nowhere later."""

from collections.abc import Iterable, Mapping
from html import escape

from assistant.contracts import Citation
from assistant.drafting.contracts import Cell, CellState, Draft, Row, Variant
from assistant.web.rendering import notes_html, notes_pointer_html, source_html
from indexer.contracts import Document

# Said in words, as colours alone are not seen by everyone.
STATES = {
    CellState.QUOTED: "Quoted",
    CellState.NEEDED: "Local input needed",
    CellState.LOCAL: "Your own words",
    CellState.ADAPTED: "Adapted",
    CellState.EDITED: "Edited by hand",
}
# Characters of a cell beyond which its column gets no wider or narrower: a label must fit, and no text may take all.
_NARROWEST = 40
_WIDEST = 200
NOTHING_OPEN = '<p class="none">No table is open. Draft one above, or open one that is kept.</p>'


def draft_html(draft: Draft, documents: Mapping[str, Document]) -> str:
    """Return an intention table in which every cell can be opened to its evidence.

    Args:
        draft: its rows, and the citations that their cells name.
        documents: the documents of the library by id; they tell which have pages, and titles.

    Raises:
        KeyError: a cell names a citation that the draft does not hold.
    """
    by_token = {citation.token: citation for citation in draft.citations}
    heads = "".join(f'<th role="columnheader" scope="col">{_title(draft, column)}</th>' for column in draft.columns)
    rows = "".join(
        _row(draft, number, row, _Sources(by_token, documents)) for number, row in enumerate(draft.rows, start=1)
    )
    widths = "".join(f'<col style="width: {width}%">' for width in _widths(draft))
    # The roles are said, for a narrow screen shows each row as a block and would lose them.
    return (
        f'<section class="sheet" aria-label="Intention table">'
        f'<p class="searched">{notes_pointer_html(draft.notices, "draft-notes")}</p>'
        f'<table role="table"><caption>{escape(draft.title)} <span class="count">{_rows(len(draft.rows))}</span>'
        f'</caption><colgroup><col class="number">{widths}</colgroup><thead role="rowgroup"><tr role="row">'
        f'<th role="columnheader" scope="col">Row</th>{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
        f"{notes_html(draft.notices, 'draft-notes')}{_made_from(draft)}</section>"
    )


def nothing_html(searched: str) -> str:
    """Return what is shown where no row was found: what was searched."""
    return f'<p class="none">No row was found, so nothing was kept. Searched: {escape(searched)}</p>'


def quotes_html(tokens: Iterable[str], by_token: Mapping[str, Citation], documents: Mapping[str, Document]) -> str:
    """Return the sources that tokens name, one after the other, each with its quote marked in its passage."""
    return "".join(_source(by_token[token], documents) for token in tokens)


class _Sources:
    """The citations of a draft, as HTML by their tokens."""

    def __init__(self, by_token: Mapping[str, Citation], documents: Mapping[str, Document]) -> None:
        self._by_token = by_token
        self._documents = documents

    def shown(self, tokens: Iterable[str]) -> str:
        return quotes_html(tokens, self._by_token, self._documents)


def _title(draft: Draft, column: str) -> str:
    return escape(draft.titles.get(column, column))


def _widths(draft: Draft) -> list[int]:
    """Return each column's share of the width, in hundredths; wordy ones have more, by the root of their length."""
    weights = [
        sum(min(max(len(row.cells[column].text), _NARROWEST), _WIDEST) for row in draft.rows) ** 0.5
        for column in draft.columns
    ]
    return [round(100 * weight / sum(weights)) for weight in weights] if draft.rows else []


def _rows(count: int) -> str:
    return f"{count} row" + ("" if count == 1 else "s")


def _row(draft: Draft, number: int, row: Row, sources: _Sources) -> str:
    cells = "".join(_cell(draft, number, row, column, sources) for column in draft.columns)
    head = f'<th role="rowheader" scope="row"><span class="stacked">Row </span>{number}</th>'
    return f'<tr role="row">{head}{cells}</tr>{_variants(draft, number, row.variants, sources)}'


def _cell(draft: Draft, number: int, row: Row, column: str, sources: _Sources) -> str:
    cell = row.cells[column]
    title = _title(draft, column)
    where = f"{title}, row {number}"
    # What is needed is said by its state; the same words as its text would say it twice.
    text = "" if cell.state is CellState.NEEDED else f'<p class="words">{escape(cell.text)}</p>'
    # What a model reworded stands beside what it was; what a person changed is told with its evidence.
    before = _before(cell) if cell.state is CellState.ADAPTED else ""
    notes = "".join(f'<p class="cell-note">{escape(note)}</p>' for note in cell.notes)
    state = f'<p class="state {cell.state.value}">{STATES[cell.state]}</p>'
    button = (
        f'<button type="button" class="correct" data-row="{escape(row.id)}" data-column="{escape(column)}">'
        f'{"Fill in" if cell.state is CellState.NEEDED else "Correct"}<span class="unseen"> {where}</span></button>'
    )
    return (
        f'<td role="cell"><span class="stacked title" aria-hidden="true">{title}</span>{text}{state}{before}{notes}'
        f"{_evidence(cell, where, sources)}{button}</td>"
    )


def _before(cell: Cell) -> str:
    return "" if cell.before is None else f'<p class="before">Before: <q>{escape(cell.before)}</q></p>'


def _evidence(cell: Cell, where: str, sources: _Sources) -> str:
    before = "" if cell.state is CellState.ADAPTED else _before(cell)
    if not (cell.citations or before):
        return ""
    of_before = cell.citations and cell.state in (CellState.EDITED, CellState.ADAPTED)
    words = "The source of what stood here before:" if of_before else ""
    said = f'<p class="before">{words}</p>' if words else ""
    tokens = " ".join(f"[{escape(token)}]" for token in cell.citations)
    return (
        f'<details class="evidence" name="evidence"><summary>{"Evidence" if tokens else "Before"} {tokens}'
        f'<span class="unseen"> for {where}</span></summary>'
        f'<div class="opened" role="region" tabindex="0" '
        f'aria-label="Evidence for {where}">{before}{said}{sources.shown(cell.citations)}</div></details>'
    )


def _variants(draft: Draft, number: int, variants: tuple[Variant, ...], sources: _Sources) -> str:
    if not variants:
        return ""
    said = "".join(
        f'<li><p class="words">{escape(variant.text)}</p><p class="before">What differs: {escape(variant.differs)}</p>'
        f"{sources.shown(variant.citations)}</li>"
        for variant in variants
    )
    return (
        f'<tr role="row" class="variants"><td role="cell" colspan="{len(draft.columns) + 1}"><details>'
        f"<summary>Row {number} is said otherwise too ({len(variants)})</summary><ul>{said}</ul></details></td></tr>"
    )


def _source(citation: Citation, documents: Mapping[str, Document]) -> str:
    title = escape(citation.title or "Title not known")
    return (
        f'<div class="source"><p class="source-title"><span class="token">[{escape(citation.token)}]</span> {title}</p>'
        f"{source_html(citation, documents)}</div>"
    )


def _made_from(draft: Draft) -> str:
    return f'<p class="searched">Drafted on {escape(draft.created[:10])}. Searched: {escape(draft.searched)}</p>'
