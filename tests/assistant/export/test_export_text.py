"""Markdown and CSV: what stands in a cell stays text, and comes back as it was."""

import csv
import io
from pathlib import Path

import pytest
from drafts_making import checklist, draft, quoted, row
from markdown_it import MarkdownIt

from assistant.drafting.contracts import Draft
from assistant.export import read_back, write
from assistant.export.separated import guarded, unguarded

DANGEROUS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''=1", " =1", "＝1", "\n=1"]
HARMLESS = ["plain", "'quoted' words", "", "a=b", "' x"]
HOSTILE = "a|b \\| **x** _y_ `z` <script>alert(1)</script> [l](http://e.example) ![i](x) &lt; http://e.example # h"


def _lead(text: str) -> Draft:
    return draft(1).model_copy(update={"rows": (row(1, lead=quoted(text, "S1")),)})


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_work_out_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS, 'say "hi", please;\nnow', HOSTILE])
def test_a_csv_cell_comes_back_as_it_was(text: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.csv"
    document = _lead(text)
    write(document, path)
    assert unguarded(_rows(path)[1][4]) == text.replace("\r\n", "\n")
    assert read_back(path, document).edits == ()


def test_reading_a_csv_back_leaves_the_limit_of_others_as_it_was(tmp_path: Path) -> None:
    usual = csv.field_size_limit()
    path = tmp_path / "draft.csv"
    write(_lead("Ms Quill"), path)
    read_back(path, _lead("Ms Quill"))
    assert csv.field_size_limit() == usual


def test_a_csv_opens_as_utf8_and_carries_its_evidence(tmp_path: Path) -> None:
    path = tmp_path / "draft.csv"
    write(draft(), path, draft="ab12", version=7)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, first = _rows(path)[:2]
    assert head[:2] == ["Ref", "Theme"]
    assert head[-1].startswith("Row key (draft ab12, version 7, ")
    assert "Timescale: your own" in first[6].split("\n")
    assert first[7] == "S1: Northmoor plan for children, Sleep clinics > What we will do, paragraph 4.1, page 1"


def test_markdown_shows_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    write(_lead(HOSTILE), path)
    html = MarkdownIt("gfm-like", {"linkify": False}).render(path.read_text(encoding="utf-8"))
    assert "<script>" not in html
    assert not any(tag in html for tag in ("<a ", "<img", "<em>", "<code>"))
    assert "a|b \\| **x** _y_ `z` &lt;script&gt;" in html
    assert html.count("<tr>") == 2 + 2


def test_markdown_has_the_same_parts(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    write(draft(), path)
    text = path.read_text(encoding="utf-8")
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads[0] == "# Commissioning intentions: sleep"
    assert heads[1:] == [
        "## Intentions",
        "## Where the sources differ",
        "## What was changed by hand or adapted",
        "## Notices",
        "## Sources",
        "## What was searched",
    ]
    write(checklist(), path)
    assert "Partly evidenced<br>By the rule: some of its parts are evidenced" in path.read_text(encoding="utf-8")
