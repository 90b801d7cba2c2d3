"""What nobody sees on the page is not read."""

from pathlib import Path

import pytest

from indexer.contracts import Block, BlockKind, Cell
from indexer.reading.files import read_file
from indexer.reading.inline import without_markup
from indexer.reading.unseen import seen, without_hidden
from indexer.settings import load_policy


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\x1b", "\x07", "\u00ad", "\ufeff", "\U000e0041"])
def test_signs_that_nobody_sees_are_left_out(sign: str) -> None:
    block = Block(
        kind=BlockKind.TABLE_ROW,
        text=f"a{sign}b",
        lead_in=f"{sign}c",
        cells=(Cell(column=f"d{sign}", text=f"e{sign}"),),
    )
    assert seen(block) == block.model_copy(
        update={"text": "ab", "lead_in": "c", "cells": (Cell(column="d", text="e"),)}
    )


def test_joiners_stay_in_the_words_that_need_them() -> None:
    block = Block(kind=BlockKind.PARAGRAPH, text="می‌خواهم and ab\u200cc")
    assert seen(block).text == "می‌خواهم and abc"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a <!-- b --> c", "a  c", id="comment"),
        pytest.param("a\n<!--\nb\n-->\nc", "a\n\n\n\nc", id="comment-of-lines"),
        pytest.param("<script>alert(1)</script> a", " a", id="script"),
        pytest.param('a <div style="display: none">b</div> c', "a  c", id="not-displayed"),
        pytest.param("a <p hidden>b</p> c", "a  c", id="hidden"),
        pytest.param("a <!-- b", "a <!-- b", id="open-comment"),
        pytest.param('a <b style="opacity: 0.5">b</b>', 'a <b style="opacity: 0.5">b</b>', id="pale"),
    ],
)
def test_markup_that_hides_is_left_out(text: str, shown: str) -> None:
    assert without_hidden(text) == shown


def test_nested_markup_does_not_come_together() -> None:
    assert without_markup("<scr<i>ipt>x</script>") == "x"
    assert without_markup("!![a](b)[c](d) e") == "!c e"


def test_a_file_with_escapes_for_a_terminal_is_read_without_them(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("The \x1b[31mward\x1b[0m has beds.\n", encoding="utf-8")
    assert "\x1b" not in read_file(path, load_policy().reading).blocks[0].text
