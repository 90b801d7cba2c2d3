import random
import re

import pytest
from indexer_making import BODY, kinds, read, texts

from indexer.contracts import BlockKind
from indexer.reading.markdown import read_markdown

HEADING, PARAGRAPH, ITEM, ROW = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("## Our aims", "Our aims", id="hashes"),
        pytest.param("## **Our aims**", "Our aims", id="hashes and bold"),
        pytest.param("**Our aims**", "Our aims", id="bold"),
        pytest.param("__Our aims__", "Our aims", id="bold with underscores"),
        pytest.param("3. Our aims", "3. Our aims", id="numbered"),
        pytest.param("3.2 Our aims", "3.2 Our aims", id="numbered twice"),
        pytest.param("OUR AIMS", "OUR AIMS", id="capitals"),
        pytest.param("Our aims", "Our aims", id="plain over a paragraph"),
        pytest.param("Appendix B: who we asked, and when", "Appendix B: who we asked, and when", id="appendix"),
    ],
)
def test_a_line_on_its_own_over_a_paragraph_is_a_heading(line: str, text: str) -> None:
    first, second = read(f"{line}\n\n{BODY}")
    assert (first.kind, first.text, second.kind) == (HEADING, text, PARAGRAPH)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        pytest.param("Our aims.", BODY, id="full stop"),
        pytest.param("3. Our aims are these:", BODY, id="numbered and led in"),
        pytest.param("our aims", BODY, id="small letter"),
        pytest.param("Our aims", "Too short.", id="plain over a short line"),
        pytest.param("Figure 2 Births", BODY, id="figure"),
        pytest.param("NHS", BODY[:40], id="three capitals"),
        pytest.param("**Note:** the rest is plain.", BODY, id="bold at the start alone"),
        pytest.param("OUR AIMS " * 20, BODY, id="too long"),
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_a_paragraph(line: str, after: str) -> None:
    assert kinds(f"{line}\n\n{after}")[0] is PARAGRAPH


def test_a_plain_line_inside_an_unfinished_sentence_is_no_heading() -> None:
    assert HEADING not in kinds(f"The partners are the council and\n\nNorthmere Trust\n\n{BODY}")


def test_numbers_of_sections_give_the_depth_of_headings() -> None:
    blocks = read(f"1. Needs\n\n1.1 Births\n\n{BODY}\n\n# Aside\n\n{BODY}\n\n2. Plans\n\n{BODY}")
    levels = {block.text: block.level for block in blocks if block.kind is HEADING}
    assert levels["1. Needs"] == levels["2. Plans"] == 1
    assert levels["1.1 Births"] == 2 < (levels["Aside"] or 0)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        pytest.param("- 1.1 The board meets monthly.", "1.1", id="dash"),
        pytest.param("1.1 The board meets monthly.", "1.1", id="bare"),
        pytest.param("1.1. The board meets monthly.", "1.1", id="stop"),
        pytest.param("11.4.2 The board meets monthly.", "11.4.2", id="three parts"),
    ],
)
def test_a_numbered_paragraph_keeps_its_number_as_its_address(line: str, address: str) -> None:
    (block,) = read(line)
    assert (block.kind, block.paragraph, block.text) == (PARAGRAPH, address, "The board meets monthly.")


def test_numbered_paragraphs_without_blank_lines_stand_apart() -> None:
    assert [block.paragraph for block in read("1.1 The board meets.\n1.2 It reports.\n- 1.3 It ends.")] == [
        "1.1",
        "1.2",
        "1.3",
    ]


@pytest.mark.parametrize("mark", ["-", "*", "+", "•", "▪", "◦", "●", "–", "\uf0b7", "- o", "- •"])
def test_a_bullet_is_an_item_without_its_mark(mark: str) -> None:
    blocks = read(f"The board will:\n{mark} meet monthly\n{mark} report yearly")
    assert [block.kind for block in blocks] == [PARAGRAPH, ITEM, ITEM]
    assert [block.text for block in blocks] == ["The board will:", "meet monthly", "report yearly"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["a) meet monthly", "b) report yearly"], id="letters"),
        pytest.param(["1) meet monthly", "2) report yearly"], id="numerals"),
        pytest.param(["1. meet monthly", "2. report yearly"], id="numbers on lines on end"),
    ],
)
def test_items_that_are_counted_keep_their_numbers(lines: list[str]) -> None:
    blocks = read("\n".join(["The board will:", "", *lines]))
    assert [(block.kind, block.text) for block in blocks[1:]] == [(ITEM, line) for line in lines]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    assert texts("The board met in\n2013. It will meet again.") == ["The board met in 2013. It will meet again."]


def test_a_number_alone_is_the_address_of_the_words_after_it() -> None:
    blocks = read("1.1 The board meets.\n\n1.2\n\n- It reports.\n- It ends.")
    assert [(block.paragraph, block.text) for block in blocks] == [
        ("1.1", "The board meets."),
        ("1.2", "It reports."),
        (None, "It ends."),
    ]


def test_a_footnote_does_not_part_the_sentence_over_it() -> None:
    source = "The board meets every\n\n² Minutes of the board\n\nmonth in Northmere."
    assert texts(source) == ["The board meets every month in Northmere.", "² Minutes of the board"]


def test_the_number_of_a_reference_stays_whole() -> None:
    assert texts("- ¹² Minutes of the board") == ["¹² Minutes of the board"]


def test_a_year_cut_by_a_page_break_is_put_together() -> None:
    assert texts("The board met in 2007-\n\n08 in Northmere.") == ["The board met in 2007-08 in Northmere."]


@pytest.mark.parametrize("line", ["Figure 3", "**Figure 1.1**", "Fig. 2:", "Chart IV"])
def test_the_number_of_a_picture_alone_is_dropped(line: str) -> None:
    assert texts(f"{BODY}\n\n{line}\n\n{BODY}") == [BODY, BODY]


def test_bold_over_two_lines_leaves_no_marks() -> None:
    assert texts("**The board\nmeets** here, every month.") == ["The board meets here, every month."]


@pytest.mark.parametrize(
    ("item", "kind"), [pytest.param("clinics", HEADING, id="whole"), pytest.param("clinics and", PARAGRAPH, id="open")]
)
def test_a_short_line_after_a_list_is_a_heading(item: str, kind: BlockKind) -> None:
    assert kinds(f"- nurses\n- {item}\n\nNorthmere Trust\n\n{BODY}")[2] is kind


def test_a_heading_all_in_brackets_names_who_spoke() -> None:
    assert kinds(f"## Aims\n\n{BODY}\n\n#### (Northmere Board 2010)\n\n{BODY}")[2] is PARAGRAPH


def test_a_short_line_under_a_quotation_names_who_spoke() -> None:
    assert HEADING not in kinds(f"“{BODY}”\n\nAnn Example\n\n{BODY}")


def test_wrapped_lines_become_one_block() -> None:
    source = "The board\nmeets every\nmonth.\n\n- an item that\n  goes on\n- another"
    assert texts(source) == ["The board meets every month.", "an item that goes on", "another"]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("\n\n", id="blank line"),
        pytest.param("\n\n7\n\n", id="page number"),
        pytest.param("\n\nPage 7 of 9\n\n-----\n\n", id="footer and rule"),
    ],
)
def test_a_paragraph_cut_by_a_page_break_is_rejoined(between: str) -> None:
    assert texts(f"The board meets every{between}month in Northmere.") == ["The board meets every month in Northmere."]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("The board meets.", "and reports.", id="sentence ended"),
        pytest.param("The board meets every", "Month in Northmere.", id="capital"),
        pytest.param("The board meets every", "1.2 month in Northmere.", id="numbered"),
    ],
)
def test_paragraphs_that_are_whole_stay_apart(before: str, after: str) -> None:
    assert len(texts(f"{before}\n\n{after}")) == 2


def test_a_rejoined_paragraph_stands_on_the_page_where_it_begins() -> None:
    (block,) = read_markdown([("The board meets every", 4), ("", 4), ("5", 5), ("month.", 5)])
    assert (block.page, block.text) == (4, "The board meets every month.")


def test_a_list_of_contents_is_dropped_with_its_heading() -> None:
    source = f"Table of contents\n\n1\tNeeds\t3\n2\tPlans\t7\n3\tMoney\t12\n\n# Needs\n\n{BODY}"
    assert texts(source) == ["Needs", BODY]


def test_a_table_whose_figures_fall_is_no_list_of_contents() -> None:
    assert kinds("Births\t40\nMoves\t30\nDeaths\t2\n") == [ROW, ROW, ROW]


def test_an_item_that_begins_with_contents_stays() -> None:
    assert texts("Care leavers get:\n- Contents insurance for a year\n- a bank account")[1].startswith("Contents")


def test_a_table_goes_on_after_blank_lines() -> None:
    blocks = read("Action\tLead\nOpen a clinic\tAnn\n\n\nTrain nurses\tBob\n")
    assert [[(c.column, c.text) for c in block.cells] for block in blocks] == [
        [("Action", "Open a clinic"), ("Lead", "Ann")],
        [("Action", "Train nurses"), ("Lead", "Bob")],
    ]
    assert {block.table for block in blocks} == {1}


@pytest.mark.parametrize(
    ("between", "after"),
    [
        pytest.param("\n\n7\n\n", [], id="page number"),
        pytest.param("\n\n³ From the minutes\n\n", ["³ From the minutes"], id="footnote"),
    ],
)
def test_a_table_goes_on_over_the_foot_of_a_page(between: str, after: list[str]) -> None:
    blocks = read(f"Action\tLead\nOpen a clinic\tAnn{between}Train nurses\tBob\n")
    assert [block.text for block in blocks] == ["Open a clinic\tAnn", "Train nurses\tBob", *after]
    assert [cell.column for cell in blocks[1].cells] == ["Action", "Lead"]


def test_cells_that_are_empty_throughout_do_not_make_another_table() -> None:
    blocks = read("Action\tLead\nOpen a clinic\tAnn\n\nTrain nurses\tBob\t\t\nMend the pool\tCy\t\t\n")
    assert {block.table for block in blocks} == {1}
    assert {cell.column for block in blocks for cell in block.cells} == {"Action", "Lead"}


def test_a_list_of_contents_after_a_table_is_dropped() -> None:
    source = "Action\tLead\nOpen a clinic\tAnn\n\nFigures\tPage\nBirths\t3\nMoves\t7\nDeaths\t9\n"
    assert texts(source) == ["Open a clinic\tAnn"]


def test_the_end_of_a_row_after_other_words_keeps_the_columns_of_the_table() -> None:
    blocks = read(f"In scope\tCaveats\nClinics\tNot all are\n\n{BODY}\n\n\tin the town.\nPools\tNone\n")
    assert [cell.column for cell in blocks[2].cells] == ["Caveats"]
    assert [cell.column for cell in blocks[3].cells] == ["In scope", "Caveats"]


@pytest.mark.parametrize(
    ("over", "lead_in", "kept"),
    [
        pytest.param("Table 3: who leads", "Table 3: who leads", False, id="caption"),
        pytest.param("Who leads in 2014/15", "Who leads in 2014/15", False, id="label"),
        pytest.param("All is well. The table shows who leads:", "The table shows who leads:", True, id="sentence"),
        pytest.param(BODY, None, True, id="a paragraph is no caption"),
    ],
)
def test_what_stands_over_a_table_is_carried_to_its_rows(over: str, lead_in: str | None, *, kept: bool) -> None:
    blocks = read(f"# Aims\n\n{over}\n\nAction\tLead\nOpen a clinic\tAnn\n")
    assert blocks[-1].lead_in == lead_in
    assert (over in [block.text for block in blocks]) is kept


@pytest.mark.parametrize(
    "between",
    [pytest.param(f"\n\n{BODY}\n\n", id="a paragraph between"), pytest.param("\n\n", id="other columns")],
)
def test_another_table_has_another_number(between: str) -> None:
    blocks = read(f"Action\tLead\nOpen a clinic\tAnn{between}Year\tPlace\tSum\n2013\tNorthmere\t£5\n")
    assert [block.table for block in blocks if block.kind is ROW] == [1, 2]


def test_an_address_mark_of_a_summary_becomes_the_address() -> None:
    blocks = read("The board\nmeets monthly. {3.5}\n\nIt will:\n- report yearly. {3.6, table 2}", addressed=True)
    assert [(block.text, block.paragraph) for block in blocks] == [
        ("The board meets monthly.", "3.5"),
        ("It will:", None),
        ("report yearly.", "3.6, table 2"),
    ]


def test_an_address_mark_ends_its_paragraph() -> None:
    source = "The board meets. {3.5}\nIt reports. {3.6}\n- an item {4}\nMore words."
    assert [block.paragraph for block in read(source, addressed=True)] == ["3.5", "3.6", "4", None]


def test_an_address_mark_without_words_leaves_nothing() -> None:
    assert texts(f"{BODY}") == [block.text for block in read(f"{{3.5}}\n\n{BODY}", addressed=True)]


def test_braces_in_other_texts_are_words() -> None:
    (block,) = read("The board meets monthly. {3.5}")
    assert (block.text, block.paragraph) == ("The board meets monthly. {3.5}", None)


def test_residue_of_a_template_is_dropped() -> None:
    assert texts(f"[Type text]\n\n{BODY}\n\n[Type text]\n\n12\n") == [BODY]


def test_a_hard_space_is_a_space() -> None:
    assert texts("1.1\xa0The board meets\xa0monthly.") == ["The board meets monthly."]


LETTERS = str.maketrans("0123456789", "abcdefghij")


def some_lines(seed: int) -> list[str]:
    """Return random lines of every kind, each word in them its own."""
    chance, made = random.Random(seed), 0

    def words(count: int) -> str:
        nonlocal made
        made += count
        numbers = (str(number).translate(LETTERS) for number in range(made - count, made))
        return " ".join(f"{chance.choice('qQ')}{letters}z" for letters in numbers)

    forms = ("", "", "# {3}", "**{3}**", "4. {3}", "{3}", "{12}", "{12}.", "- {5}", "• {5},", "a) {4}", "4.2 {8}.", "7")
    rows = ("{2}\t{6}\t{1}", "| {2} | <p>{3}</p> | <ul><li>{2}</li><li>{1}</li></ul> |", "|---|---|---|")
    made_of = (chance.choice(forms * 2 + rows) for _ in range(chance.randint(1, 40)))
    return [re.sub(r"\{(\d+)\}", lambda count: words(int(count.group(1))), form) for form in made_of]


@pytest.mark.parametrize("seed", range(40))
def test_no_word_is_lost_and_none_is_made_up(seed: int) -> None:
    lines = some_lines(seed)
    blocks = read_markdown((line, None) for line in lines)
    cells = [f"{block.lead_in} {cell.column} {cell.text}" for block in blocks for cell in block.cells]
    kept = " ".join([block.text for block in blocks] + cells).lower()
    assert set(re.findall(r"q[a-j]+z", kept)) == set(re.findall(r"q[a-j]+z", "\n".join(lines).lower()))


def test_a_bullet_followed_by_a_tab_is_an_item() -> None:
    assert kinds("The board will:\n•\tmeet monthly\n•\treport yearly") == [PARAGRAPH, ITEM, ITEM]


def test_a_number_followed_by_a_tab_is_an_address() -> None:
    (block,) = read("1.1\tThe board meets monthly.")
    assert (block.kind, block.paragraph, block.text) == (PARAGRAPH, "1.1", "The board meets monthly.")


def test_a_table_of_numbers_and_words_is_still_a_table() -> None:
    assert set(kinds("1.1\tOpen a clinic\tAnn\n1.2\tTrain nurses\tBob")) == {ROW}
