from pathlib import Path

import pytest
from indexer_making import BODY, Reader, cells, reader, seen

from indexer.errors import UnreadableFileError
from indexer.settings import load_policy

POLICY = load_policy().reading


@pytest.fixture
def blocks(tmp_path: Path) -> Reader:
    return reader(tmp_path / "plan.html", str.encode)


def test_headings_paragraphs_and_lists_are_read_in_order(blocks: Reader) -> None:
    found = blocks(
        f"<h1>Our <em>Plan</em></h1><p>{BODY}</p><h3>Carers</h3>"
        "<ul><li>train <b>nurses</b><ol><li>in May</li></ol></li>"
        "<li><p>open a clinic</p><p>It opens soon.</p></li></ul>"
    )
    assert seen(found) == [
        ("heading", "Our Plan"),
        ("paragraph", BODY),
        ("heading", "Carers"),
        ("list_item", "train nurses"),
        ("list_item", "in May"),
        ("list_item", "open a clinic"),
        ("paragraph", "It opens soon."),
    ]
    assert [block.level for block in found if block.level] == [1, 3]


@pytest.mark.parametrize("around", ["script", "style", "nav", "header", "footer", "aside", "noscript", "template"])
def test_what_stands_around_the_text_is_dropped(blocks: Reader, around: str) -> None:
    assert seen(blocks(f"<{around}>Home and more</{around}><p>{BODY}</p>")) == [("paragraph", BODY)]


@pytest.mark.parametrize("said", ["hidden", 'aria-hidden="true"', 'style="color: red; display: none"'])
def test_what_the_page_hides_is_dropped(blocks: Reader, said: str) -> None:
    assert seen(blocks(f"<div {said}>Home <p>and</p> more</div><p>{BODY}</p>")) == [("paragraph", BODY)]


@pytest.mark.parametrize(
    ("heading", "first"), [("", ("heading", "The Plan")), ("<h1>Aims</h1>", ("heading", "Aims"))]
)  # fmt: skip
def test_the_title_is_a_heading_where_the_page_has_none(blocks: Reader, heading: str, first: tuple[str, str]) -> None:
    found = blocks(f"<head><title>The\n Plan</title></head><body>{heading}<p>{BODY}</p></body>")
    assert (seen(found)[0], found[0].level, len(found)) == (first, 1, 2)


def test_merged_cells_are_given_once_and_labels_carried(blocks: Reader) -> None:
    found = blocks(
        "<table><caption>Table 1: what we do.</caption>"
        "<thead><tr><th>Goal</th><th>Spring 2014</th><th>Autumn</th></tr></thead>"
        "<tr><td rowspan=2>Be safe</td><td colspan=2>Train nurses</td></tr><tr><td>Open</td><td>Close</td></tr></table>"
    )
    assert [(cells(block), block.lead_in) for block in found] == [
        ([("Goal", "Be safe"), ("Spring 2014", "Train nurses")], "Table 1: what we do."),
        ([("Spring 2014", "Open"), ("Autumn", "Close")], "Table 1: what we do. > Be safe"),
    ]


def test_a_table_in_a_table_follows_it(blocks: Reader) -> None:
    found = blocks(
        "<table><tr><td>Be safe</td><td>Counts<table><tr><td>Births</td><td>412</td></tr></table></td></tr></table>"
    )
    assert [(block.text, block.table, block.lead_in) for block in found] == [
        ("Be safe\tCounts", 1, None),
        ("Births\t412", 2, "Counts"),
    ]


def test_a_table_that_only_places_things_is_no_table(blocks: Reader) -> None:
    page = (
        f"<table><tr><td><h2>Aims</h2><table role=presentation><tr><td>{BODY}</td><td>It ends.</td></tr></table></td>"
    )
    assert seen(blocks(page)) == [("heading", "Aims"), ("paragraph", BODY), ("paragraph", "It ends.")]


def test_tags_left_open_are_closed_where_they_must_be(blocks: Reader) -> None:
    page = (
        f"<h2>Aims<h2>Needs</h2><p>{BODY}<p>It ends.<ul><li>one<li>two</ul><table><tr><th>A<th>B<tr><td>1<td>2</table>"
    )
    assert [text for _, text in seen(blocks(page))] == ["Aims", "Needs", BODY, "It ends.", "one", "two", "1\t2"]


def test_words_are_the_words_on_the_page(blocks: Reader) -> None:
    page = "<p>Ages&nbsp;0&ndash;19:\n a*b* &lt;b&gt; _c_ km<sup>2</sup>, notes<sup>3</sup><!-- no --> end<br>here.</p>"
    assert seen(blocks(page)) == [("paragraph", "Ages 0–19: a*b* <b> _c_ km2, notes end here.")]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        pytest.param('<meta charset="iso-8859-15">', "iso-8859-15", id="declared"),
        pytest.param('<meta charset="no-such">', "utf-8", id="declared wrongly"),
        pytest.param("", "cp1252", id="undeclared"),
        pytest.param("", "utf-16", id="utf-16"),
    ],
)
def test_a_page_is_read_in_its_encoding(blocks: Reader, head: str, encoding: str) -> None:
    text = "The café – or clinic – opens." if encoding != "iso-8859-15" else "The café costs €5."
    assert seen(blocks(f"{head}<p>{text}</p>".encode(encoding))) == [("paragraph", text)]


def test_tags_nested_without_end_are_read(blocks: Reader) -> None:
    assert seen(blocks("<div>" * 5000 + BODY)) == [("paragraph", BODY)]


def test_a_cell_that_claims_the_whole_page_does_no_harm(blocks: Reader) -> None:
    rows = "<tr><td colspan=999999999 rowspan=999999999>x 1</td><td>y</td></tr>" * 20
    assert len(blocks(f"<table>{rows}</table>")) == 20


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"PK\x03\x04\x00\x00\x00", "binary", id="a zip"),
        pytest.param("<html><body><script>x()</script></body></html>", "no text", id="no words"),
        pytest.param("<table><tr><td>a<td>b" * 3000, "nested too deep", id="tables nested too deep"),
        pytest.param("", "empty", id="empty"),
    ],
)
def test_hostile_and_broken_pages_are_refused_with_a_reason(blocks: Reader, content: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        blocks(content)
    assert str(refused.value).startswith("plan.html: ")
