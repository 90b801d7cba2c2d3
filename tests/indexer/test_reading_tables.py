import pytest
from indexer_making import read

from indexer.reading.tables import is_contents, table_blocks


def cells(text: str) -> list[list[tuple[str | None, str]]]:
    return [[(cell.column, cell.text) for cell in block.cells] for block in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Action\tLead\nOpen a clinic\tAnn\n", id="tabs"),
        pytest.param("| Action | Lead |\n|---|---|\n| Open a clinic | Ann |\n", id="pipes"),
        pytest.param("| **Action** | *Lead* |\n| Open a clinic | Ann |\n", id="marked names"),
    ],
)
def test_each_cell_carries_the_name_of_its_column(text: str) -> None:
    assert cells(text) == [[("Action", "Open a clinic"), ("Lead", "Ann")]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Births\t412\nMoves\t38\n", id="figures"),
        pytest.param("Open a clinic\tAnn leads\n", id="one row"),
        pytest.param(f"Clinic\t{'a long cell of words ' * 5}\nNurses\tBob\n", id="long cells"),
        pytest.param("Clinic\t£4 a head\nNurses\tBob\n", id="money"),
    ],
)
def test_a_first_row_that_holds_no_names_is_a_row(text: str) -> None:
    rows = cells(text)
    assert len(rows) == len(text.splitlines())
    assert {column for row in rows for column, _ in row} == {None}


def test_the_label_of_a_row_is_carried_to_the_rows_that_leave_it_out() -> None:
    blocks = read("Goal\tAction\nBe safe\tTrain nurses\n\tOpen a clinic\nBe well\tRun a club\n\tMend the pool\n")
    assert [block.lead_in for block in blocks] == [None, "Be safe", None, "Be well"]
    assert blocks[1].text == "Open a clinic"


def test_html_in_cells_becomes_lines() -> None:
    text = "Goal\tActions\nBe safe\t<p>We will</p><ul><li>train nurses</li><li>open a clinic</li></ul>by May<br>2014\n"
    (row,) = cells(text)
    assert row[1] == ("Actions", "We will\n- train nurses\n- open a clinic\nby May\n2014")


def test_the_source_column_of_a_summary_is_the_address() -> None:
    table = "| Action | Lead | Source |\n|---|---|---|\n| Open a clinic | Ann | table 4, row 2 |\n"
    (block,) = read(table, addressed=True)
    assert (block.text, block.paragraph) == ("Open a clinic\tAnn", "table 4, row 2")


def test_rows_without_words_are_left_out() -> None:
    assert cells("Action\tLead\n\t\t\nOpen a clinic\tAnn\n| | |\n") == [[("Action", "Open a clinic"), ("Lead", "Ann")]]


def test_a_row_longer_than_the_header_keeps_its_last_cells() -> None:
    assert cells("Action\tLead\nOpen a clinic\tAnn\tby May\n")[0][2] == (None, "by May")


def test_a_row_keeps_the_page_it_stands_on() -> None:
    blocks = table_blocks([(["Action", "Lead"], 2), (["Open", "Ann"], 2), (["Close", "Bob"], 3)], 1)
    assert [block.page for block in blocks] == [2, 3]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([["Needs", "3"], ["Plans", "7"], ["Money", "12"]], True, id="rising pages"),
        pytest.param([["Needs", "3-6"], ["Plans", "7 – 11"], ["Money", "12"]], True, id="ranges of pages"),
        pytest.param([["Needs", "3"], ["Plans", "7"]], False, id="two rows"),
        pytest.param([["Needs", "7"], ["Plans", "3"], ["Money", "12"]], False, id="falling"),
        pytest.param([["Needs", "3%"], ["Plans", "7%"], ["Money", "12%"]], False, id="percentages"),
        pytest.param([["a", "b", "c", "3"]] * 3, False, id="four columns"),
    ],
)
def test_a_list_of_contents_is_known_by_its_pages(rows: list[list[str]], *, expected: bool) -> None:
    assert is_contents(rows) is expected


def test_a_column_named_source_in_a_users_table_stays_text() -> None:
    (block,) = read("Indicator\tValue\tSource\nObese at eleven\t12%\tSchool survey\n")
    assert "School survey" in block.text
