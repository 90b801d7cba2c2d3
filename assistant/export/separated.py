"""A draft or a checklist as comma-separated values, written for Excel and read back.

A spreadsheet program takes a cell of such a file that begins with ``=``, ``+``, ``-``, ``@``, a tab or a return as a
formula, whatever quotes stand around it. Such a cell is written with an apostrophe before it, and so is one that
begins with an apostrophe before one of these; on reading back exactly one is taken away again.
"""

import csv
import re
from pathlib import Path

from assistant.export.cleaning import legal
from assistant.export.facts import short_source, status_line
from assistant.export.origin import in_words
from assistant.export.view import View, ViewRow
from assistant.export.wordings import load_wordings

# The wide forms are taken as their narrow ones by spreadsheet programs set to Chinese, Japanese or Korean.
_DANGEROUS = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")


def write_separated(view: View, path: Path) -> None:
    """Write the table of a draft as comma-separated values, a line of evidence and of sources in each row."""
    words = load_wordings()
    titles = [view.number_title, *(column.title for column in view.columns)]
    heads = [*titles, words.table["status"], words.headings["sources"]]
    # Excel takes a file as UTF-8 only where it begins with the mark of it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(head) for head in (*heads, f"{words.table['key']} ({in_words(view.origin)})")])
        for row in view.rows:
            texts = [row.number, *(row.cells[column.id].text for column in view.columns)]
            writer.writerow(
                [guarded(text) for text in (*texts, status_line(view.columns, row), _sources(view, row), row.key)]
            )


def guarded(text: str) -> str:
    """Return a text that no spreadsheet program takes as a formula."""
    whole = legal(text)
    return f"'{whole}" if _DANGEROUS.match(whole) else whole


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text[1:]) else text


def _sources(view: View, row: ViewRow) -> str:
    tokens = {token for cell in row.cells.values() for token in cell.tokens}
    return "\n".join(short_source(citation) for citation in view.citations if citation.token in tokens)
