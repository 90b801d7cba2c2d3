"""What a returned file would change, as HTML. Every word that comes from elsewhere is escaped here."""

from collections.abc import Iterable
from html import escape

from assistant.drafting.changes import Change, ChangeKind, changes_of
from assistant.drafting.contracts import Checklist, Draft
from assistant.drafting.importing import Imported
from assistant.export.merging import Conflict

_HEADS = ("Where", "Now", "After")


def imported_html(imported: Imported, name: str) -> str:
    """Return each change with what stands there now and after it, what is left to decide, and what was not read.

    Args:
        imported: a file that was read and not merged yet.
        name: of the file.
    """
    document, read = imported.kept.document, imported.read
    changes = changes_of(document, read.edits)
    return (
        f'<section class="sheet returned" aria-label="What {escape(name)} would change">'
        f"{_table(document, changes, name)}{_conflicts(document, read.conflicts)}{_notes(read.notes)}</section>"
    )


def _table(document: Draft | Checklist, changes: tuple[Change, ...], name: str) -> str:
    if not changes:
        return f'<p class="none">Nothing would be changed by {escape(name)}.</p>'
    heads = "".join(f'<th role="columnheader" scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(_row(_where(document, change), *_sides(change)) for change in changes)
    return (
        f'<table role="table"><caption>What {escape(name)} would change '
        f'<span class="count">{_counted(len(changes), "change")}</span></caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(where: str, before: str, after: str) -> str:
    cells = "".join(
        f'<td role="cell"><span class="stacked title" aria-hidden="true">{head}</span>'
        f'<p class="words">{escape(text)}</p></td>'
        for head, text in zip(_HEADS[1:], (before or "(nothing)", after), strict=True)
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(where)}</th>{cells}</tr>'


def _where(document: Draft | Checklist, change: Change) -> str:
    if change.kind is ChangeKind.ADDED:
        return f"A new row {change.number}"
    return _place(document, str(change.number), change.field)


def _sides(change: Change) -> tuple[str, str]:
    match change.kind:
        case ChangeKind.REMOVED:
            return change.before, "(the row is taken out)"
        case ChangeKind.MOVED:
            return change.before, f"(moved: it becomes row {change.after})"
        case ChangeKind.ADDED:
            return "(no such row)", change.after
    return change.before, change.after or "(nothing)"


def _conflicts(document: Draft | Checklist, conflicts: Iterable[Conflict]) -> str:
    items = "".join(
        f"<li><strong>{escape(_place(document, one.row, one.column))}</strong>: {escape(one.why)}."
        f"<dl><dt>When it was downloaded</dt><dd>{escape(one.exported) or '(nothing)'}</dd>"
        f"<dt>Here now</dt><dd>{escape(one.current) or '(nothing)'}</dd>"
        f"<dt>In the file</dt><dd>{escape(one.returned) or '(nothing)'}</dd></dl></li>"
        for one in conflicts
    )
    told = "Both the file and this page changed these. They stay as they are here; correct them by hand if need be."
    return f'<h4>Left to decide</h4><p class="before">{told}</p><ul class="findings">{items}</ul>' if items else ""


def _notes(notes: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<h4>What could not be matched, or was read otherwise</h4><ul class="notes">{items}</ul>' if items else ""


def _place(document: Draft | Checklist, number: str, column: str | None) -> str:
    """Return where something stands: the row or question, and the column by the words at its head."""
    what = f"{'Row' if isinstance(document, Draft) else 'Question'} {number}" if number else "The order of the rows"
    title = document.titles.get(column or "", column) if isinstance(document, Draft) else column
    return f"{what}, {title.replace('_', ' ')}" if title else what


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" + ("" if count == 1 else "s")
