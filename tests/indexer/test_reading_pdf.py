import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from indexer_making import BODY, pdf, ruled, said, set_pdf, told

from indexer.contracts import Block, BlockKind
from indexer.reading.files import read_file
from indexer.reading.hyphens import Hyphens
from indexer.settings import load_policy

POLICY = load_policy().reading
# Lines of a column of half a page, each as full as the others.
NARROW = [
    "Each family has one named worker who",
    "meets them at home, at school or at the",
    "clinic and keeps the plan that they have",
    "made together in the first weeks, so that",
    "nobody has to tell the same story again",
    "and nothing is lost between the services",
]
TEXT = told(40, 700, BODY, BODY.replace("Families", "Carers"))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    global FOLDER
    FOLDER = tmp_path


FOLDER = Path()


def blocks(*pages: str) -> list[Block]:
    path = FOLDER / "a.pdf"
    path.write_bytes(set_pdf(*pages))
    return list(read_file(path, POLICY).blocks)


def shapes(found: Sequence[Block]) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in found]


def rows(found: Sequence[Block]) -> list[tuple[int | None, list[tuple[str | None, str]]]]:
    return [
        (block.page, [(cell.column, cell.text) for cell in block.cells])
        for block in found
        if block.kind is BlockKind.TABLE_ROW
    ]


def table(top: float, *lines: Sequence[str], across: Sequence[float] = (40, 200, 400)) -> str:
    """Return a ruled table of rows 20 points high."""
    down = [top + 20 * n for n in range(len(lines) + 1)]
    cells = (
        said(x + 4, y + 13, text)
        for y, line in zip(down, lines, strict=False)
        for x, text in zip(across, line, strict=False)
    )
    return ruled(across, down) + "".join(cells)


def test_headings_are_known_by_size_and_weight_and_numbers_keep_their_depth() -> None:
    page = (
        said(40, 60, "Northmere Plan", 24)
        + said(40, 100, "How we work", 16, bold=True)
        + told(40, 130, BODY, BODY)
        + said(40, 170, "Who does it", bold=True)
        + told(40, 190, BODY, "and so it was.")
        + said(40, 230, "What comes next", 12, bold=True)
        + told(40, 250, BODY)
    )
    found = blocks(page)
    assert [(b.text, b.level) for b in found if b.kind is BlockKind.HEADING] == [
        ("Northmere Plan", 1),
        ("How we work", 2),
        ("Who does it", 4),
        ("What comes next", 3),
    ]
    numbered = blocks(said(40, 60, "2. Aims", 16) + TEXT, said(40, 60, "2.1 Needs", 16) + TEXT)
    assert [(b.text, b.level) for b in numbered if b.kind is BlockKind.HEADING] == [("2. Aims", 1), ("2.1 Needs", 2)]


def test_a_heading_of_two_lines_is_one_and_bold_words_in_a_paragraph_are_none() -> None:
    page = told(40, 60, "A plan for the children and", "families of Northmere", size=24, bold=True)
    page += said(40, 140, "Families", bold=True) + said(
        86, 140, "in Northmere asked for one plan and one worker to meet."
    )
    assert shapes(blocks(page)) == [
        ("heading", "A plan for the children and families of Northmere"),
        ("paragraph", "Families in Northmere asked for one plan and one worker to meet."),
    ]


def test_large_figures_and_long_quotations_are_no_headings() -> None:
    quoted = told(40, 160, *NARROW, *NARROW[:-1], "and nothing is lost.", size=14)
    found = blocks(said(40, 80, "75%", 40) + quoted + TEXT)
    assert {block.kind for block in found} == {BlockKind.PARAGRAPH}


@pytest.mark.parametrize("offset", [pytest.param(0, id="level lines"), pytest.param(5, id="lines that are not level")])
def test_two_columns_are_read_one_after_the_other_under_their_title(offset: float) -> None:
    left, right = [*NARROW[:-1], "and so it ends."], [line.replace("e", "o") for line in NARROW]
    page = told(40, 60, "A title that goes over both columns of the page") + told(40, 100, *left)
    page += told(320, 100 + offset, *right)
    assert [block.text for block in blocks(page)][-2:] == [" ".join(left), " ".join(right)]


def test_a_paragraph_goes_on_from_column_to_column() -> None:
    page = told(40, 100, *NARROW) + told(320, 100, *(line.lower() for line in NARROW[1:]), "and so it ends.")
    assert [block.text for block in blocks(page)] == [" ".join([*NARROW, *NARROW[1:], "and so it ends."])]


def test_labels_beside_words_are_no_column() -> None:
    pairs = [(f"Label {n}", f"what the label {n} of the list says at some length in this document") for n in range(8)]
    page = "".join(said(40, 100 + 12 * n, a) + said(250, 100 + 12 * n, b) for n, (a, b) in enumerate(pairs))
    text = " ".join(block.text for block in blocks(page))
    assert all(f"{a} {b}" in text for a, b in pairs)


def test_a_ruled_table_stands_in_its_place_and_is_not_said_twice() -> None:
    page = told(40, 60, BODY) + table(100, ("Action", "Lead"), ("Open a clinic", "Ann"), ("Close it", "Bob"))
    found = blocks(page + told(40, 200, BODY.replace("Families", "Carers")))
    assert [block.kind.value for block in found] == ["paragraph", "table_row", "table_row", "paragraph"]
    assert rows(found) == [
        (1, [("Action", "Open a clinic"), ("Lead", "Ann")]),
        (1, [("Action", "Close it"), ("Lead", "Bob")]),
    ]


def test_a_table_over_two_pages_is_one_and_says_its_header_once() -> None:
    header = ("Action", "Lead")
    foot, head = said(40, 820, "Page 1 of 3", 8), said(40, 30, "Northmere Plan", 8)
    found = blocks(
        head + told(40, 60, BODY) + table(740, header, ("Open a clinic", "Ann")) + foot,
        head + table(60, header, ("Close it", "Bob")) + foot.replace("1 of", "2 of"),
        head + TEXT + foot.replace("1 of", "3 of"),
    )
    assert rows(found) == [
        (1, [("Action", "Open a clinic"), ("Lead", "Ann")]),
        (2, [("Action", "Close it"), ("Lead", "Bob")]),
    ]
    assert {block.table for block in found if block.table} == {1}


def test_a_row_that_a_page_break_cut_is_one() -> None:
    across, first = (40, 200, 400), told(40, 60, BODY) + said(44, 753, "Action") + said(204, 753, "Lead")
    first += (
        said(44, 773, "Open a clinic") + said(204, 773, "Ann of the") + ruled(across, (740, 760, 780), open_at=(780,))
    )
    second = said(44, 73, "for all") + said(204, 73, "north team") + ruled(across, (60, 80, 100), open_at=(60,))
    second += said(44, 93, "Close it") + said(204, 93, "Bob")
    assert rows(blocks(first, second)) == [
        (1, [("Action", "Open a clinic for all"), ("Lead", "Ann of the north team")]),
        (2, [("Action", "Close it"), ("Lead", "Bob")]),
    ]


def test_tables_of_other_columns_that_touch_are_two() -> None:
    page = table(100, ("Action", "Lead"), ("Open a clinic", "Ann")) + table(
        140, ("When", "Cost", "Risk"), ("June", "none", "low"), across=(40, 100, 300, 400)
    )
    found = rows(blocks(TEXT + page))
    assert [cells for _, cells in found] == [
        [("Action", "Open a clinic"), ("Lead", "Ann")],
        [("When", "June"), ("Cost", "none"), ("Risk", "low")],
    ]


def test_lines_of_a_cell_are_one_but_for_items_of_a_list() -> None:
    page = ruled((40, 200, 400), (100, 120, 180)) + said(44, 113, "Aim") + said(204, 113, "Steps")
    page += told(44, 133, "Better care for all who", "live in Northmere")
    page += told(204, 133, "• train the nurses of the whole", "county", "• open a clinic")
    assert rows(blocks(TEXT + page)) == [
        (
            1,
            [
                ("Aim", "Better care for all who live in Northmere"),
                ("Steps", "- train the nurses of the whole county\n- open a clinic"),
            ],
        )
    ]


def test_a_box_around_words_is_no_table() -> None:
    page = ruled((36, 560), (50, 90)) + told(40, 66, BODY, "and so it was.")
    assert shapes(blocks(page)) == [("paragraph", f"{BODY} and so it was.")]


def test_a_list_of_contents_is_dropped() -> None:
    entries = [
        ("1. Needs", 2),
        ("2. A title that is so long that it", None),
        ("goes over two lines", 4),
        ("3. Plans", 9),
    ]
    page = said(40, 60, "Contents", 14)
    page += "".join(
        said(40, 90 + 12 * n, f"{name} {'.' * 30} {number}" if number else name)
        for n, (name, number) in enumerate(entries)
    )
    assert blocks(page, said(40, 60, "1. Needs", 14) + TEXT)[0].text == "1. Needs"
    gaps = said(40, 60, "Contents", 14)
    gaps += "".join(said(40, 90 + 12 * n, f"Part {n}") + said(500, 90 + 12 * n, str(n + 3)) for n in range(4))
    assert all("Part" not in block.text for block in blocks(gaps + TEXT))


def test_numbers_set_apart_are_no_contents_where_none_are_named() -> None:
    page = "".join(said(40, 90 + 12 * n, f"Nurses in year {n}") + said(500, 90 + 12 * n, str(n + 3)) for n in range(4))
    assert "Nurses in year 3 6" in " ".join(block.text for block in blocks(page + TEXT))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param(["The commis-", "sioning plan."], "The commissioning plan.", id="cut by the line"),
        pytest.param(["Of joint-", "working. All joint-working helps."], "joint-working. All", id="elsewhere with it"),
        pytest.param(["In pre-", "school. A preschool opens."], "In preschool.", id="elsewhere without it"),
        pytest.param(["A multi-", "agency team. Multi-disciplinary too."], "A multi-agency", id="opens other words"),
        pytest.param(["The pre-", "and post-natal care."], "The pre- and post-natal", id="left hanging"),
        pytest.param(["In 2011-", "12 it rose."], "In 2011-12 it", id="years"),
        pytest.param(["A non-", "English speaker."], "A non-English", id="a capital behind it"),
        pytest.param(["The plan -", "as it was."], "The plan - as it was.", id="a dash"),
        pytest.param(["The com\xad", "missioner."], "The commissioner.", id="a soft hyphen"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_made_whole(lines: list[str], joined: str) -> None:
    assert joined in Hyphens(lines).joined(lines)


def test_hyphenation_and_ligatures_leave_no_trace() -> None:
    page = told(40, 60, BODY[:-1] + " in commis-", "sioning, and the ﬁve oﬀers of ﬂats.".replace("ﬀ", "ff"))
    assert blocks(page)[0].text.endswith("in commissioning, and the five offers of flats.")


@pytest.mark.parametrize("mark", ["•", "-", "–", "o", "*"])
def test_bullets_make_items_and_their_lines_are_joined(mark: str) -> None:
    long = ["train the nurses and the health visitors of the whole of the county and of the towns beyond", "its border"]
    page = told(40, 60, BODY) + said(40, 90, mark) + told(54, 90, *long) + said(40, 114, mark) + said(54, 114, "meet")
    found = shapes(blocks(page + told(40, 126, BODY.replace("Families", "Carers"))))
    assert found[1:] == [
        ("list_item", " ".join(long)),
        ("list_item", "meet"),
        ("paragraph", BODY.replace("Families", "Carers")),
    ]


def test_bullets_that_are_drawn_make_items() -> None:
    dots = "".join(f"44 {842 - y} 3 3 re f\n" for y in (87, 99))
    found = blocks(told(40, 60, BODY) + dots + told(54, 90, "train nurses", "open a clinic"))
    assert shapes(found)[1:] == [("list_item", "train nurses"), ("list_item", "open a clinic")]


def test_a_dash_at_the_start_of_a_wrapped_line_is_no_bullet() -> None:
    page = told(40, 60, BODY[:-1], "– and so it was, – said the board.")
    assert shapes(blocks(page)) == [("paragraph", f"{BODY[:-1]} – and so it was, – said the board.")]


def test_paragraphs_are_parted_by_space_and_by_indent() -> None:
    one, two, three = (BODY.replace("Families", word) for word in ("Carers", "Nurses", "Schools"))
    spaced = told(40, 60, one, two) + told(40, 94, three)
    assert [block.text for block in blocks(spaced)] == [f"{one} {two}", three]
    indented = told(40, 60, one, two) + told(54, 84, three) + told(40, 96, one)
    assert [block.text for block in blocks(indented)] == [f"{one} {two}", f"{three} {one}"]


def test_marks_of_footnotes_are_removed_and_footnotes_stand_apart() -> None:
    text = told(40, 60, BODY[:-1]) + told(40, 708, BODY, BODY) + told(40, 732, BODY[:-1])
    end = 40 + 480
    page = (
        text
        + said(end, 728, "1", 6)
        + told(40, 790, "1 Board of Northmere [2010], Needs. A note that tells where it stands.", size=8)
    )
    found = blocks(page, told(40, 60, "and it went on to the next page in the same sentence."))
    assert found[-2].text.endswith("hard and it went on to the next page in the same sentence.")
    assert found[-1].text == "Board of Northmere [2010], Needs. A note that tells where it stands."
    assert not any(re.search(r"\d", block.text) for block in found[:-1])


def test_a_page_in_small_letters_is_no_footnote() -> None:
    small = told(40, 60, *(f"{n} nurses work in ward {n} of the clinic of Northmere." for n in range(2, 6)), size=8)
    found = blocks(told(40, 60, *[BODY] * 8), small)
    assert " ".join(block.text for block in found[1:]).count("nurses work in ward") == 4
    assert "5 nurses work" in found[-1].text


def test_raised_letters_and_exponents_of_units_stay() -> None:
    page = said(40, 60, "On the 1") + said(76, 56, "st", 6) + said(90, 60, "of June the board bought a hall of 40 m")
    page += said(259, 56, "2", 6) + said(270, 60, "in the town of Northmere for the clinic.")
    assert re.search(r"1 ?st of June", blocks(page)[0].text)
    assert "m2 in the town" in blocks(page)[0].text


def test_words_across_the_page_are_left_out() -> None:
    mark = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 250 Tm (DRAFT) Tj ET\n"
    assert shapes(blocks(mark + told(40, 60, BODY, "and so it was."))) == [("paragraph", f"{BODY} and so it was.")]


def test_a_footer_with_a_number_set_apart_is_a_footer() -> None:
    pages = (
        told(40, 60, BODY.replace("Families", word)) + said(40, 820, "Northmere Plan", 8) + said(500, 820, str(n), 8)
        for n, word in enumerate(("Carers", "Nurses", "Schools"), 1)
    )
    assert all("Plan" not in block.text for block in blocks(*pages))


def test_signs_of_markdown_in_a_pdf_are_text() -> None:
    found = blocks(told(40, 60, "# of nurses | of clinics | in Northmere", "") + TEXT)
    assert shapes(found)[0] == ("paragraph", "# of nurses | of clinics | in Northmere")


def test_a_page_that_is_not_placed_is_read_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("indexer.reading.pdf.words_of", fail)
    path = FOLDER / "a.pdf"
    path.write_bytes(pdf(["1. Needs", BODY], [BODY.replace("Families", "Carers")]))
    assert [(b.kind.value, b.text[:8], b.page) for b in read_file(path, POLICY).blocks] == [
        ("heading", "1. Needs", 1),
        ("paragraph", "Families", 1),
        ("paragraph", "Carers i", 2),
    ]
