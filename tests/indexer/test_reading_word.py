from pathlib import Path

import pytest
from indexer_making import BODY, Reader, cells, reader, seen
from office_making import WORD, archive, p, run, tbl, tc, tr, word

from indexer.errors import UnreadableFileError
from indexer.settings import load_policy

POLICY = load_policy().reading
HEADER = "<w:tblHeader/>"


@pytest.fixture
def blocks(tmp_path: Path) -> Reader:
    return reader(tmp_path / "plan.docx", word)


def test_tables_stand_where_they_are_in_the_body(blocks: Reader) -> None:
    found = blocks(p(BODY) + tbl(tr("Births", "412"), tr("Moves", "38")) + p(BODY))
    assert [kind for kind, _ in seen(found)] == ["paragraph", "table_row", "table_row", "paragraph"]


def test_heading_styles_give_the_level_and_styles_based_on_them_too(blocks: Reader) -> None:
    found = blocks(p("Plan", "Title") + p("Needs", "H1") + p("Carers", "H2") + p("Nurses", "Ours") + p(BODY))
    assert [(block.text, block.level) for block in found[:-1]] == [
        ("Plan", 1),
        ("Needs", 1),
        ("Carers", 2),
        ("Nurses", 2),
    ]


def test_counted_numbers_stand_before_headings_and_leave_their_level_alone(blocks: Reader) -> None:
    found = blocks(p("Needs", "H1", (1, 0)) + p(BODY) + p("Foreword", "H1") + p(BODY) + p("Plans", "H1", (1, 0)))
    assert [(block.text, block.level) for block in found if block.level] == [
        ("11. Needs", 1),
        ("Foreword", 1),
        ("12. Plans", 1),
    ]


def test_typed_numbers_that_contradict_the_styles_are_believed(blocks: Reader) -> None:
    found = blocks(p("1. Needs", "H2") + p(BODY) + p("1.1 Carers", "H1") + p(BODY))
    assert [block.level for block in found if block.level] == [1, 2]


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param(p(run("Our aims", "<w:b/>")), id="bold"),
        pytest.param(p("4. Our aims"), id="typed number"),
        pytest.param(p("Our aims", number=(1, 0)), id="counted number"),
    ],
)
def test_headings_that_no_style_marks_are_found(blocks: Reader, paragraph: str) -> None:
    assert blocks(p(BODY) + paragraph + p(BODY))[1].kind.value == "heading"


def test_lists_are_items_and_indented_lines_are_not(blocks: Reader) -> None:
    found = blocks(
        p("train nurses", number=(2, 0))
        + p("An indented paragraph that goes on.", number=(2, 1))
        + p("open a clinic", "Bullets")
        + p("first we ask", number=(1, 0))
        + p("then we act", number=(1, 0))
    )
    assert [kind for kind, _ in seen(found)] == ["list_item", "paragraph", "list_item", "list_item", "list_item"]


def test_counted_numbers_of_paragraphs_are_their_addresses(blocks: Reader) -> None:
    found = blocks(
        p("Needs", "H1", (1, 0))
        + p(BODY, "Clause")
        + p("some letters", number=(1, 2))
        + p(BODY, number=(1, 1))
        + p("Plans", "H1", (1, 0))
        + p(BODY, number=(1, 1))
        + p("Money", "H1", (3, 0))
        + p(BODY, number=(3, 1))
        + p(BODY, "Clause", (0, 0))
    )
    assert [(block.kind.value, block.paragraph) for block in found if block.kind.value != "heading"] == [
        ("paragraph", "11.1"),
        ("list_item", None),
        ("paragraph", "11.2"),
        ("paragraph", "12.1"),
        ("paragraph", "3.1"),
        ("paragraph", None),
    ]


def test_a_cell_over_columns_is_given_once_under_its_first(blocks: Reader) -> None:
    wide = tc("All year", '<w:gridSpan w:val="2"/>')
    found = blocks(
        tbl(tr("Action", "Spring", "Autumn", properties=HEADER), tr("Clinic", wide), tr("Club", "May", "Oct"))
    )
    assert cells(found[0]) == [("Action", "Clinic"), ("Spring", "All year")]


def test_labels_over_rows_are_carried_to_each(blocks: Reader) -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = blocks(
        tbl(
            tr("Goal", "Action", "Lead", properties=HEADER),
            tr(tc("Be safe", start), "Train nurses", tc("Ann", start)),
            tr(tc("", on), "Open a clinic", tc("", on)),
            tr("Be well", "Run a club", "Bob"),
        )
    )
    assert [block.lead_in for block in found] == [None, "Be safe", None]
    assert cells(found[1]) == [("Action", "Open a clinic"), ("Lead", "Ann")]


def test_rows_marked_as_headers_name_the_columns_even_by_years(blocks: Reader) -> None:
    budget = tc("Budget", '<w:gridSpan w:val="2"/>')
    found = blocks(
        tbl(
            tr(tc("Service", '<w:vMerge w:val="restart"/>'), budget, properties=HEADER),
            tr(tc("", "<w:vMerge/>"), "2013/14", "2014/15", properties=HEADER),
            tr("Clinics", "£4m", "£5m"),
        )
    )
    assert [cells(row) for row in found] == [
        [("Service", "Clinics"), ("Budget 2013/14", "£4m"), ("Budget 2014/15", "£5m")]
    ]


def test_a_first_row_of_figures_is_a_row_though_it_is_marked(blocks: Reader) -> None:
    assert len(blocks(tbl(tr("Clinics", "£4 a head", properties=HEADER), tr("Clubs", "£5 a head")))) == 2


def test_a_table_in_a_cell_follows_with_the_words_of_the_cell(blocks: Reader) -> None:
    inner = tbl(tr("Births", "412"), tr("Moves", "38"))
    found = blocks(tbl(tr("Goal", "Facts"), tr("Be safe", tc(p("Counts") + inner)), tr("Be well", tc(inner))))
    assert [(block.text, block.table, block.lead_in) for block in found] == [
        ("Be safe\tCounts", 1, None),
        ("Be well", 1, None),
        ("Births\t412", 2, "Counts"),
        ("Moves\t38", 2, "Counts"),
        ("Births\t412", 3, "Be well"),
        ("Moves\t38", 3, "Be well"),
    ]


def test_tables_thirty_deep_are_all_read(blocks: Reader) -> None:
    made = tbl(tr("level 30", "last"))
    for depth in range(29, 0, -1):
        made = tbl(tr(f"level {depth}", tc(made)))
    assert [block.table for block in blocks(made)] == list(range(1, 31))


def test_a_table_cut_by_a_page_goes_on_with_its_columns(blocks: Reader) -> None:
    found = blocks(tbl(tr("Action", "Lead"), tr("Clinic", "Ann")) + p("") + tbl(tr("Clubs: £4 a head", "Bob")))
    assert [(block.table, cells(block)[1]) for block in found] == [(1, ("Lead", "Ann")), (1, ("Lead", "Bob"))]


def test_a_table_says_what_the_line_over_it_says(blocks: Reader) -> None:
    found = blocks(p("Table 2: money") + tbl(tr("Goal", "Cost", properties=HEADER), tr("Be safe", "£4m")))
    assert [(block.lead_in, cells(block)) for block in found] == [
        ("Table 2: money", [("Goal", "Be safe"), ("Cost", "£4m")])
    ]


def test_tables_of_which_each_first_row_is_marked_whatever_it_says_are_read_like_those_of_a_text(
    blocks: Reader,
) -> None:
    def marked(*rows: str) -> str:
        return tbl(rows[0].replace("<w:trPr>", f"<w:trPr>{HEADER}"), *rows[1:]) + p("")

    found = blocks(
        marked(tr("Goal", "Action", "Lead"), tr("Be safe", "Train nurses of the", "Ann"))
        + marked(tr("", "whole county", ""), tr("Be well", "Run a club", "Bob"), tr("Be kind", "Meet", "Cat"))
        + p("What the clubs and the clinics in the county cost:")
        + marked(tr("Clinics", "£4 a head"), tr("Clubs", "£5 a head"))
    )
    assert [(block.table, block.lead_in) for block in found if block.table] == [
        *[(1, None)] * 3,
        *[(2, "What the clubs and the clinics in the county cost:")] * 2,
    ]
    assert cells(found[0]) == [("Goal", "Be safe"), ("Action", "Train nurses of the whole county"), ("Lead", "Ann")]


def test_items_in_a_cell_keep_the_numbers_that_are_counted(blocks: Reader) -> None:
    inner = p("first we ask", number=(1, 0)) + p("then we act", number=(1, 0))
    assert blocks(tbl(tr("Be safe", tc(inner))))[0].cells[1].text == "11. first we ask\n12. then we act"


def test_marks_that_a_conversion_left_around_a_paragraph_are_no_words(blocks: Reader) -> None:
    assert [text for _, text in seen(blocks(p("**NORTHMERE**") + p("*All of us*") + p(BODY)))][:2] == [
        "NORTHMERE",
        "All of us",
    ]


def test_lists_within_cells_are_lines(blocks: Reader) -> None:
    inner = p("We will") + p("train nurses", number=(2, 0)) + p("open a clinic", number=(2, 0))
    assert blocks(tbl(tr("Be safe", tc(inner))))[0].cells[1].text == "We will\n- train nurses\n- open a clinic"


def test_a_text_box_is_read_once(blocks: Reader) -> None:
    box = f"<w:txbxContent>{p('Words in a box.')}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert seen(blocks(p(run(BODY) + both))) == [("paragraph", BODY), ("paragraph", "Words in a box.")]


def test_content_controls_are_read_but_not_what_they_ask_for(blocks: Reader) -> None:
    def sdt(content: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    table = f"<w:tbl>{sdt(tr('Births', '412') + sdt(tr('Moves', '38')))}</w:tbl>"
    found = blocks(
        sdt(p("Kept.")) + sdt(p("Click here to type."), "<w:showingPlcHdr/>") + p(sdt(run("Within."))) + table
    )
    assert [text for _, text in seen(found)] == ["Kept.", "Within.", "Births\t412", "Moves\t38"]


def test_changes_are_read_as_if_they_were_accepted(blocks: Reader) -> None:
    changed = (
        run("The board ")
        + '<w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("always ")}</w:ins>'
    )
    found = blocks(
        p(changed, properties="<w:rPr><w:del/></w:rPr>")
        + p("meets.")
        + tbl(tr("Gone", "row", properties="<w:del/>"), tr("Kept", "row"))
    )
    assert [text for _, text in seen(found)] == ["The board always meets.", "Kept\trow"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        pytest.param(
            run("It meets") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + run("3", '<w:vertAlign w:val="superscript"/>') + run(" often."), "It meets often.", id="footnotes",
        ),
        pytest.param(
            f"<w:hyperlink>{run('See the plan')}</w:hyperlink>" + run(" first."), "See the plan first.", id="link"
        ),
        pytest.param(
            "<w:r><w:fldChar/><w:instrText> PAGEREF x </w:instrText></w:r>" + run("Page 7."), "Page 7.", id="field"
        ),
        pytest.param(run("On going\u00ad con\u00ad\u200bcern."), "On going concern.", id="soft hyphens"),
        pytest.param(
            run("Ages 0") + "<w:r><w:noBreakHyphen/></w:r>" + run("19\u00a0only."), "Ages 0-19 only.", id="fixed"
        ),
        pytest.param(run("a*b* &lt;b&gt; _c_ &amp;amp; [d]"), "a*b* <b> _c_ &amp; [d]", id="no marks"),
        pytest.param(run("Seen.") + run(" Hidden.", "<w:vanish/>"), "Seen.", id="hidden"),
    ],
)  # fmt: skip
def test_words_are_the_words_on_the_page(blocks: Reader, runs: str, text: str) -> None:
    assert seen(blocks(p(BODY) + p(runs)))[1:] == [("paragraph", text)]


def test_words_in_cells_are_the_words_on_the_page(blocks: Reader) -> None:
    found = blocks(tbl(tr("a*b* &lt;b&gt;", tc(p("_c_ &amp;amp; &lt;i&gt;") + p("km") + p("[Type text]")))))
    assert cells(found[0]) == [(None, "a*b* <b>"), (None, "_c_ &amp; <i>\nkm")]


def test_what_is_not_the_text_is_left_out(blocks: Reader) -> None:
    found = blocks(p("plan") + p("Contents", "H1") + p("Needs 3", "Toc") + p("[Type text]") + p("***") + p(BODY))
    assert seen(found) == [("paragraph", BODY)]


def test_headers_and_footers_are_not_read(blocks: Reader) -> None:
    running = f'<w:hdr xmlns:w="{WORD}">{p("Running words.")}</w:hdr>'
    assert seen(blocks(word(p(BODY), header1=running, footer1=running))) == [("paragraph", BODY)]


def test_a_file_in_the_strict_form_is_read(blocks: Reader) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{p(BODY)}</w:body></w:document>'
    assert seen(blocks(archive({"word/document.xml": body}))) == [("paragraph", BODY)]


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(word(p("&c;"), head=LAUGHS), "declares a document type", id="entities"),
        pytest.param(word(p("&c;"), head=f"<!--{' ' * 5000}-->{LAUGHS}"), "damaged", id="entities behind a comment"),
        pytest.param(word("<w:p>"), "damaged", id="no XML"),
        pytest.param(word("<w:ins>" * 5000 + p("x") + "</w:ins>" * 5000), "nested too deep", id="nested too deep"),
        pytest.param(word(""), "no text", id="no words"),
        pytest.param(archive({"xl/workbook.xml": "<a/>"}), "no Word document", id="a workbook"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted or of the old", id="encrypted"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_with_a_reason(blocks: Reader, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        blocks(content)
    assert str(refused.value).startswith("plan.docx: ")
