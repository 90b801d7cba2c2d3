import pytest
from indexer_making import read

from indexer.reading.tables import CellsOnPage, is_contents, table_blocks


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
        pytest.param("Clinic\tIt is open.\nNurses\tBob\n", id="sentences"),
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
        pytest.param(
            [["Section", "Page"], ["Needs", "3"], ["Plans", "7"], ["Money", "9"]], True, id="a column of pages"
        ),
        pytest.param([["Age", "Number of births"], ["15", "3"], ["16", "7"], ["17", "9"]], False, id="named figures"),
        pytest.param([["a", "b", "c", "3"]] * 3, False, id="four columns"),
    ],
)
def test_a_list_of_contents_is_known_by_its_pages(rows: list[list[str]], *, expected: bool) -> None:
    assert is_contents(rows) is expected


def test_a_column_named_source_in_a_users_table_stays_text() -> None:
    (block,) = read("Indicator\tValue\tSource\nObese at eleven\t12%\tSchool survey\n")
    assert "School survey" in block.text


def columns(text: str) -> list[list[str | None]]:
    return [[cell.column for cell in block.cells] for block in read(text)]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("Goal\tAction\tLead", id="whole"),
        pytest.param("Go\tAction\tLead", id="a name cut"),
        pytest.param("goal\tACTION\tLead", id="other letters"),
    ],
)
def test_a_header_repeated_after_a_break_is_dropped_and_the_label_carried(again: str) -> None:
    blocks = read(f"Goal\tAction\tLead\nBe safe\tTrain nurses\tAnn\n\n{again}\n\tOpen a clinic\tBob\n")
    assert [block.text for block in blocks] == ["Be safe\tTrain nurses\tAnn", "Open a clinic\tBob"]
    assert blocks[1].lead_in == "Be safe"


def test_a_row_that_repeats_some_of_the_names_stays() -> None:
    assert len(cells("Goal\tAction\tLead\nBe safe\tTrain\tAnn\nGoal\tOpen a clinic\tBob\n")) == 2


def test_titles_over_repeated_headers_are_carried_to_their_rows() -> None:
    text = (
        "Early help\t\t\nAction\tBy 2014/15\tBy 2015/16\nOpen a clinic\tMay\tJune\n\tTrain nurses\tJuly\n"
        "A plan for y\toung carers\t\nAction\tBy 14/15\tBy 15/16\nRun a club\tMay\tJune\n"
    )
    blocks = read(text)
    assert [(block.lead_in, block.text.split("\t")[0]) for block in blocks] == [
        ("Early help", "Open a clinic"),
        ("Early help > Open a clinic", "Train nurses"),
        ("A plan for young carers", "Run a club"),
    ]
    assert columns(text)[0] == ["Action", "By 2014/15", "By 2015/16"]
    assert columns(text)[2] == ["Action", "By 14/15", "By 15/16"]


def test_labels_over_several_rows_are_carried_to_them() -> None:
    text = "Action\tLead\tBy\nBe safe\t\t\nTrain\tAnn\tMay\nOpen\tBob\tMay\nBe well\t\t\nRun\tCy\tMay\n"
    assert [(block.lead_in, block.text) for block in read(text)] == [
        ("Be safe", "Train\tAnn\tMay"),
        ("Be safe", "Open\tBob\tMay"),
        ("Be well", "Run\tCy\tMay"),
    ]


def test_years_are_names_of_columns() -> None:
    text = "Passes at sixteen\t\t\n2012\t2013\t2014\n49%\t54%\t57%\n"
    (block,) = read(text)
    assert block.lead_in == "Passes at sixteen"
    assert columns(text) == [["2012", "2013", "2014"]]


def test_a_year_beside_words_is_no_header() -> None:
    assert columns("2013\tNorthmere\n2014\tSouthmere\n") == [[None, None], [None, None]]


def test_a_key_over_a_table_is_not_said_of_its_rows() -> None:
    blocks = read("_\tWorse than elsewhere\t\n\tIndicator\tValue\nBe well\t1 Births\t4\n\t2 Moves\t5\n")
    assert [(block.lead_in, block.text) for block in blocks] == [
        (None, "_\tWorse than elsewhere"),
        (None, "Be well\t1 Births\t4"),
        ("Be well", "2 Moves\t5"),
    ]
    assert [cell.column for cell in blocks[1].cells] == [None, "Indicator", "Value"]


def test_a_second_line_of_names_stands_under_the_first() -> None:
    text = "Item\tThere\t\tPlace\n\tYes\tNo\t\nMap\tx\t\tLibrary\n"
    assert columns(text) == [["Item", "There: Yes", "Place"]]


def test_a_number_alone_over_a_table_is_dropped() -> None:
    assert cells("1.0010\t\nElement\tBudget\nClinics\t£5\n") == [[("Element", "Clinics"), ("Budget", "£5")]]


def test_a_form_that_no_one_filled_in_is_dropped() -> None:
    assert read("Name\tPosition\tSignature\tDate\n") == []


def test_a_part_without_the_unnamed_column_stands_under_the_names() -> None:
    text = "\tChange\tActions\tLead\ns c\tGrow\tTrain\tAnn\nf\tMeet\tPlan\tBob\n\nShare\tTalk\tCy\n"
    assert columns(text)[2] == ["Change", "Actions", "Lead"]


def test_rows_on_another_page_stand_after_a_break() -> None:
    rows: list[CellsOnPage] = [
        (["Place", "Note"], 1),
        (["Clinic", "It is open"], 1),
        (["Shop", "It is shut"], 1),
        (["", "at noon."], 2),
    ]
    assert table_blocks(rows, 1)[-1].text == "Shop\tIt is shut at noon."


def test_columns_may_be_given() -> None:
    (block,) = table_blocks([(["Open a clinic", "Ann"], None)], 1, columns=("Action", "Lead"), caption="Table 2")
    assert ([cell.column for cell in block.cells], block.lead_in) == (["Action", "Lead"], "Table 2")
