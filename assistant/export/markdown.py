"""A draft or a checklist as Markdown; what stands in it is text, whatever marks it holds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.export.cleaning import legal, plain
from assistant.export.facts import source_heads, source_row
from assistant.export.view import View, ViewCell
from assistant.export.wordings import load_wordings

_MARKS = re.compile(r"([\\`*_\[\]<>|~{}$])|&(?=#?\w+;)|(?<!\w)@|(?<=:)(?=//)|(?<=www)\.")
# At the start of a line these make a heading, a list or a rule.
_AT_START = re.compile(r"^(\d*)([#+\-=.)])")


def write_markdown(view: View, path: Path) -> None:
    """Write what is shown of a draft as Markdown."""
    path.write_text(markdown_of(view), encoding="utf-8", newline="\n")


def markdown_of(view: View) -> str:
    """Return what is shown of a draft as Markdown."""
    return "\n".join(_lines(view)) + "\n"


def escaped(text: str) -> str:
    """Return a text in one line of Markdown that shows as it is: no mark, link or tag of it works."""
    shown = _MARKS.sub(lambda found: "\\" + found[0] if found[0] else "\\", plain(text))
    return "<br>".join(line.strip() for line in shown.split("\n"))


def _paragraph(text: str) -> str:
    return _AT_START.sub(lambda found: found[1] + "\\" + found[2], escaped(text))


def _lines(view: View) -> Iterator[str]:
    words = load_wordings()
    yield from (f"# {escaped(view.title)}", "")
    yield from (f"- **{name}:** {escaped(text)}" for name, text in view.facts)
    yield from ("", legal(view.legend), "")
    if view.notices:
        yield from (words.notices_pointer.format(count=len(view.notices)), "")
    yield from (f"## {view.heading}", "")
    if view.rows:
        titles = [view.number_title, *(column.title for column in view.columns)]
        rows = ([row.number, *(_shown(row.cells[column.id]) for column in view.columns)] for row in view.rows)
        yield from _table([escaped(title) for title in titles], rows)
    else:
        yield words.table["empty"]
    for heading, said in (("variants", view.variants), ("changes", view.changes)):
        if said:
            yield from ("", f"## {words.headings[heading]}", "")
            yield from (f"- **{view.number_title} {number}:** {escaped(text)}" for number, text in said)
    if view.notices:
        yield from ("", f"## {words.headings['notices']}", "")
        yield from (f"- **{words.notices[notice.kind]}:** {escaped(notice.text)}" for notice in view.notices)
    if view.citations:
        yield from ("", f"## {words.headings['sources']}", "")
        yield from _table(source_heads(), ([escaped(text) for text in source_row(one)] for one in view.citations))
    yield from ("", f"## {words.headings['searched']}", "", _paragraph(view.searched))


def _shown(cell: ViewCell) -> str:
    return "<br>".join(escaped(text) for text in (cell.text, *cell.marks) if text.strip())


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield "|" + " --- |" * len(titles)
    yield from (f"| {' | '.join(row)} |" for row in rows)
