"""What was changed in a returned file, brought together with what was changed in the draft meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.contracts import Contract
from assistant.drafting.contracts import Checklist, Draft
from assistant.drafting.editing import AddRow, Edit, MoveRow, RemoveRow, SetCell, cell_edit, free_row_id
from assistant.drafting.wordings import is_needed
from assistant.errors import EditError
from assistant.export.cleaning import same
from assistant.export.matching import Matched
from assistant.export.ordering import moves, woven
from assistant.export.view import View, ViewRow


class Conflict(Contract):
    """A change in a returned file that was not made: where, why, and every text there is."""

    row: str
    column: str | None
    why: str
    exported: str
    current: str
    returned: str


class ReadBack(Contract):
    """The edits that a returned file asks for, the changes that are left to decide, and what was not read."""

    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]


@dataclass
class _Merge:
    """The work on one file: as it was exported, as the draft is now, and what came back."""

    document: Draft | Checklist
    base: View
    current: View
    matched: Matched
    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = {row.key: row for row in self.base.rows}
        self.now = {row.key: row for row in self.current.rows}


def merge(document: Draft | Checklist, base: View, current: View, matched: Matched) -> ReadBack:
    """Return the edits that bring what was changed in a file into a draft.

    Args:
        document: the draft as it is now.
        base: what was shown of it when the file was written.
        current: what is shown of it now.
        matched: the file.
    """
    work = _Merge(document, base, current, matched, notes=list(matched.notes))
    _merge_texts(work)
    if isinstance(document, Draft):
        _merge_rows(work, document)
    else:
        _refuse_rows(work)
    return ReadBack(edits=tuple(work.edits), conflicts=tuple(work.conflicts), notes=tuple(work.notes))


def _merge_texts(work: _Merge) -> None:
    columns = {column.id: column for column in work.base.columns}
    for row in work.matched.rows:
        if row.key is None:
            continue
        for name, text in row.texts.items():
            shown = work.before[row.key].cells[name].text
            if same(text, shown) or (not text.strip() and is_needed(shown)):
                continue
            if columns[name].editable:
                _merge_text(work, row.key, name, text)
            else:
                number = work.before[row.key].number
                work.notes.append(f"{columns[name].title} {number} cannot be changed in a file and was left as it is.")


def _merge_text(work: _Merge, key: str, column: str, text: str) -> None:
    base, now = work.before[key].cells[column].text, work.now.get(key)
    if now is None:
        _conflict(work, key, column, "the row was removed from the draft meanwhile", base, "", text)
        return
    current = now.cells[column].text
    if same(current, text):
        return
    if not same(current, base):
        _conflict(work, key, column, "the cell was changed in the draft meanwhile", base, current, text)
        return
    try:
        work.edits.append(_edit(work.document, key, column, text))
    except EditError as error:
        _conflict(work, key, column, str(error), base, current, text)


def _edit(document: Draft | Checklist, key: str, column: str, text: str) -> Edit:
    # A key is the id of a row whatever number another row has, so it is not looked up as users' words are.
    return (
        SetCell(row=key, column=column, text=text)
        if isinstance(document, Draft)
        else cell_edit(document, key, column, text)
    )


def _merge_rows(work: _Merge, draft: Draft) -> None:
    kept = [row.key for row in work.matched.rows if row.key is not None]
    gone = list(_removed(work, set(kept)))
    work.edits += [RemoveRow(row=key) for key in gone]
    order = [key for key in work.now if key not in gone]
    wanted = _order(work, kept, order)
    work.edits += [MoveRow(row=key, to=place) for key, place in moves(order, wanted)]
    work.edits += _added(work, draft, wanted)


def _removed(work: _Merge, kept: set[str]) -> Iterator[str]:
    for key, row in work.before.items():
        now = work.now.get(key)
        if key in kept or now is None:
            continue
        if _texts(now) == _texts(row):
            yield key
        else:
            why = "the row is not in the file, but was changed in the draft meanwhile"
            _conflict(work, key, None, why, "\n".join(_texts(row)), "\n".join(_texts(now)), "")


def _order(work: _Merge, kept: list[str], order: list[str]) -> list[str]:
    """Return the order that the rows of the draft are to have."""
    there = set(order)
    returned = [key for key in kept if key in there]
    exported = [key for key in work.before if key in set(returned)]
    current = [key for key in order if key in set(returned)]
    if returned in (exported, current):
        return order
    if current != exported:
        why = "the rows were put in another order in the draft meanwhile"
        _conflict(work, "", None, why, *(", ".join(_numbers(work, keys)) for keys in (exported, current, returned)))
        return order
    return woven(order, returned)


def _added(work: _Merge, draft: Draft, order: list[str]) -> Iterator[AddRow]:
    taken = {row.id for row in draft.rows} | set(work.before)
    # A file that is read back a second time adds nothing that it added before.
    own = [row for key, row in work.now.items() if key not in work.before]
    places, last = list(order), None
    for row in work.matched.rows:
        if row.key is not None:
            last = row.key if row.key in places else last
            continue
        known = next((one for one in own if _says(one, row.texts)), None)
        if known is not None:
            own.remove(known)
            last = known.key if known.key in places else last
            continue
        new = free_row_id(taken)
        taken.add(new)
        at = places.index(last) + 1 if last in places else 0
        places.insert(at, new)
        last = new
        yield AddRow(id=new, at=at + 1, cells=_given(row.texts))


def _says(row: ViewRow, texts: dict[str, str]) -> bool:
    said = ((row.cells[name].text, text) for name, text in texts.items())
    return all(same(here, text) or (is_needed(here) and not text.strip()) for here, text in said)


def _given(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text.strip() and not is_needed(text)}


def _refuse_rows(work: _Merge) -> None:
    kept = [row.key for row in work.matched.rows if row.key is not None]
    if len(kept) < len(work.matched.rows):
        work.notes.append("The file has questions that are not the checklist's; they were left out.")
    if missing := [row.number for row in work.base.rows if row.key not in kept]:
        work.notes.append(f"Not in the file, and left as they are: questions {', '.join(missing)}.")


def _conflict(work: _Merge, key: str, column: str | None, why: str, base: str, now: str, returned: str) -> None:
    number = work.before[key].number if key in work.before else ""
    work.conflicts.append(Conflict(row=number, column=column, why=why, exported=base, current=now, returned=returned))


def _texts(row: ViewRow) -> list[str]:
    return [cell.text for _, cell in sorted(row.cells.items())]


def _numbers(work: _Merge, keys: Sequence[str]) -> list[str]:
    return [work.before[key].number for key in keys]
