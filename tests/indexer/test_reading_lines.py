import time

import pytest

from indexer.reading.lines import LineKind, cells_of, heading_level, line_kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("", LineKind.BLANK, id="empty"),
        pytest.param(" \t ", LineKind.BLANK, id="spaces"),
        pytest.param("12", LineKind.RESIDUE, id="page number"),
        pytest.param("Page 3 of 20", LineKind.RESIDUE, id="page of pages"),
        pytest.param("[Type text]", LineKind.RESIDUE, id="left by a template"),
        pytest.param("-----", LineKind.RESIDUE, id="rule"),
        pytest.param("|---|:--:|", LineKind.RESIDUE, id="rule of a pipe table"),
        pytest.param("![](map.png)", LineKind.RESIDUE, id="picture"),
        pytest.param("### Aims", LineKind.HEADING, id="hashes"),
        pytest.param("#hashtag", LineKind.TEXT, id="hash without a space"),
        pytest.param("| a | b |", LineKind.TABLE_ROW, id="pipes"),
        pytest.param("a\tb", LineKind.TABLE_ROW, id="tab"),
        pytest.param("•\tText", LineKind.LIST_ITEM, id="bullet and tab"),
        pytest.param("1.1\tText", LineKind.NUMBERED, id="number and tab"),
        pytest.param("•\tText\tmore", LineKind.TABLE_ROW, id="bullet in a row"),
        pytest.param("1.1\t412", LineKind.TABLE_ROW, id="number beside a figure"),
        pytest.param("either | or", LineKind.TEXT, id="a pipe in words"),
        pytest.param("1.1 Text", LineKind.NUMBERED, id="number"),
        pytest.param("- 1.1 Text", LineKind.NUMBERED, id="number after a dash"),
        pytest.param("2.3.4. Text", LineKind.NUMBERED, id="long number"),
        pytest.param("• Text", LineKind.LIST_ITEM, id="bullet"),
        pytest.param("a) Text", LineKind.LIST_ITEM, id="letter"),
        pytest.param("2) Text", LineKind.LIST_ITEM, id="numeral"),
        pytest.param("-5 degrees", LineKind.TEXT, id="minus"),
        pytest.param("11.4", LineKind.TEXT, id="number alone"),
    ],
)
def test_the_kind_of_a_line(line: str, kind: LineKind) -> None:
    assert line_kind(line) is kind


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param("a\tb\tc", ["a", "b", "c"], id="tabs"),
        pytest.param("\tb", ["", "b"], id="tab first"),
        pytest.param("| a | b |", ["a", "b"], id="pipes"),
        pytest.param("|  | b |  |", ["", "b", ""], id="empty cells"),
        pytest.param(r"| a \| b | c |", ["a | b", "c"], id="pipe inside a cell"),
        pytest.param("||b|", ["", "b"], id="empty first cell without a space"),
        pytest.param("|a||", ["a", ""], id="empty last cell without a space"),
        pytest.param("| a | b", ["a", "b"], id="no pipe at the end"),
    ],
)
def test_a_row_is_cut_into_cells(line: str, cells: list[str]) -> None:
    assert cells_of(line) == cells


@pytest.mark.parametrize(
    ("line", "numbered", "level"),
    [
        pytest.param("# Aims", False, 1, id="one hash"),
        pytest.param("### Aims", False, 3, id="three hashes"),
        pytest.param("4. Aims", True, 1, id="section"),
        pytest.param("4.2 Aims", True, 2, id="part of a section"),
        pytest.param("4.0 Aims", True, 1, id="section written with a nought"),
        pytest.param("### 4.2 Aims", True, 2, id="the number tells more than the hashes"),
        pytest.param("Appendix A: Aims", True, 1, id="appendix"),
    ],
)
def test_the_depth_of_a_heading(line: str, *, numbered: bool, level: int) -> None:
    assert heading_level(line, numbered=numbered) == level


def test_unnumbered_headings_stand_below_numbered_ones() -> None:
    marks = ("4.2.1 Aims", "# Aims", "OUR AIMS", "**Aims**", "Aims")
    levels = [heading_level(line, numbered=True) for line in marks]
    assert levels == sorted(set(levels))


def test_a_long_row_of_dashes_before_words_takes_no_time() -> None:
    started = time.perf_counter()
    line_kind("-" * 5000 + " cut here")
    assert time.perf_counter() - started < 0.5
