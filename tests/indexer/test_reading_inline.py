import pytest

from indexer.reading.inline import clean, clean_cell


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("the **lead** officer", "the lead officer", id="bold"),
        pytest.param("the *lead* officer", "the lead officer", id="italic"),
        pytest.param("the ***lead*** officer", "the lead officer", id="bold and italic"),
        pytest.param("the __lead__ officer", "the lead officer", id="underscored"),
        pytest.param("file_name_here stays", "file_name_here stays", id="underscore inside a word"),
        pytest.param("2 * 3 * 4 places", "2 * 3 * 4 places", id="stars of a sum"),
        pytest.param("see [the plan](https://plan.test/a)", "see the plan", id="link"),
        pytest.param("before ![a chart](chart.png) after", "before after", id="image"),
        pytest.param("Health &amp; care &lt;5", "Health & care <5", id="entities"),
        pytest.param("aged <18 years and >5", "aged <18 years and >5", id="less than is no tag"),
        pytest.param("a <b>bold</b> word", "a bold word", id="tags"),
        pytest.param("spaced \t  out", "spaced out", id="spaces"),
        pytest.param("1\\. one\\_two", "1. one_two", id="escapes"),
        pytest.param("Fund<sup>12</sup> grew", "Fund grew", id="footnote tag"),
        pytest.param("Fund<sup>&lt;sup&gt;3&lt;/sup&gt;</sup> grew", "Fund grew", id="footnote tag in a tag"),
        pytest.param("Fund¹² grew", "Fund grew", id="footnote digits"),
        pytest.param("<sup>&</sup>lt;sup>1</sup> case", "case", id="footnote tag escaped twice"),
        pytest.param("¹² DH (2010)", "¹² DH (2010)", id="the number of a note before it"),
        pytest.param("the 1<sup>st</sup> of May", "the 1st of May", id="ordinal is no footnote"),
    ],
)
def test_marks_go_and_words_stay(line: str, expected: str) -> None:
    assert clean(line) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("plain words", "plain words", id="plain"),
        pytest.param("<ul><li>first</li><li>second</li></ul>", "- first\n- second", id="list"),
        pytest.param("Aims<ul><li>first</li></ul>", "Aims\n- first", id="list after words"),
        pytest.param("<p>first</p><p>second</p>", "first\nsecond", id="paragraphs"),
        pytest.param("first<br>second<br/>third", "first\nsecond\nthird", id="line breaks"),
        pytest.param("<p>▪ first</p><p>• second</p>", "- first\n- second", id="bullet signs"),
        pytest.param("<ul><li></li><li>only</li></ul>", "- only", id="empty item"),
        pytest.param("<p><b>Lead</b>: Ann &amp; Bob</p>", "Lead: Ann & Bob", id="tags and entities"),
        pytest.param("<p></p>", "", id="nothing"),
        pytest.param("<ol><li>May,</li><li>June</li></ol>", "1. May,\n2. June", id="numbered list"),
        pytest.param("We will: • first • second", "We will:\n- first\n- second", id="bullets in a line"),
        pytest.param("Sums <ul> - first - second ", "Sums\n- first\n- second", id="dashes in a list"),
        pytest.param("well - being - team", "well - being - team", id="dashes in a line"),
        pytest.param("-", "-", id="no value"),
        pytest.param("•", "•", id="mark of a picture"),
    ],
)
def test_a_cell_of_html_becomes_lines(cell: str, expected: str) -> None:
    assert clean_cell(cell) == expected


@pytest.mark.parametrize("address", ["team@northmere.test", "https://northmere.test/plan"])
def test_an_address_in_angle_brackets_stays(address: str) -> None:
    assert address in clean(f"Write to <{address}> today")


def test_a_line_break_tag_parts_words() -> None:
    assert clean("first<br>second").split() == ["first", "second"]


def test_a_paragraph_after_bare_words_in_a_cell_stands_apart() -> None:
    assert clean_cell("first<p>second</p>").split() == ["first", "second"]


def test_a_square_is_no_footnote() -> None:
    assert clean("a site of 25 km² by the sea") == "a site of 25 km² by the sea"
