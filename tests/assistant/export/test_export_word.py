"""The Word file: what a reader, a screen reader and Word itself find in it."""

import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from drafts_making import checklist, citation, draft, quoted, row

from assistant.drafting.contracts import Draft, Row
from assistant.export import write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "draft.docx"


def _opened(path: Path, document: Any, **fields: Any) -> Any:
    write(document, path, **fields)
    return docx.Document(str(path))


def _with(only: Row, **fields: Any) -> Draft:
    return draft(1, **fields).model_copy(update={"rows": (only,)})


def _headings(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))]


def test_it_is_landscape_a4_in_british_english_with_a_title(path: Path) -> None:
    document = _opened(path, draft())
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert (document.core_properties.title, document.core_properties.language) == (
        "Commissioning intentions: sleep",
        "en-GB",
    )
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_headings_are_real_and_in_order(path: Path) -> None:
    assert _headings(_opened(path, draft())) == [
        "Commissioning intentions: sleep",
        "Intentions",
        "Where the sources differ",
        "What was changed by hand or adapted",
        "Notices",
        "Sources",
        "What was searched",
    ]


def test_header_rows_are_marked_and_rows_kept_whole(path: Path) -> None:
    document = _opened(path, draft())
    assert len(document.tables) == 2
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(one._tr.trPr.find(qn("w:cantSplit")) is not None for one in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert "header row" in table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_a_row_longer_than_half_a_page_may_break(path: Path) -> None:
    rows = (row(1), row(2, intention=quoted("Word by word. " * 400, "S2")))
    table = _opened(path, draft(rows=2).model_copy(update={"rows": rows})).tables[0]
    breaks = [one._tr.trPr is None or one._tr.trPr.find(qn("w:cantSplit")) is None for one in table.rows]
    assert breaks == [False, False, True]


def test_states_stand_in_words(path: Path) -> None:
    cells = [[cell.text for cell in one.cells] for one in _opened(path, draft()).tables[0].rows]
    assert cells[0] == ["Ref", "Theme", "Commissioning intention", "Outcome", "Lead", "Timescale"]
    assert cells[1][5] == "By March 2027\nyour own"
    assert cells[2][4] == "Moor ICB\nedited by hand; the source of what stood here: [S2]"
    assert cells[2][2] == "Widen our clinic.\nadapted from [S2]\nBefore: “Widen the clinic”"
    assert cells[3][3:] == [
        "Fewer children tired at school\n[S3, S1]",
        "Northmoor PCT\n[S3]\nNote: PCTs are gone.",
        "local input needed",
    ]


def test_every_token_leads_to_its_source(path: Path) -> None:
    document = _opened(path, draft())
    body = document.element.body
    places = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    assert links == {"source_S1", "source_S2", "source_S3"}
    assert links <= places
    numbers = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(numbers) == len(set(numbers))


def test_sources_tell_what_is_known(path: Path) -> None:
    document = draft(1, citations=(citation(1, page=None, published=None, paragraph=None, summary_of="full-plan"),))
    cells = [cell.text for cell in _opened(path, document).tables[1].rows[1].cells]
    assert cells[:7] == [
        "S1",
        "Northmoor plan for children (our summary of full-plan)",
        "not known",
        "draft",
        "Sleep clinics > What we will do",
        "not known",
        "not known",
    ]
    assert cells[7].startswith("We will widen")


def test_facts_notices_and_pages_are_told(path: Path) -> None:
    document = _opened(path, draft(), draft="ab12", version=4)
    text = "\n".join(one.text for one in document.paragraphs)
    for said in (
        "Drafted on: 29 July 2026, 10:15 UTC",
        "Library generation: g-20260729",
        "Version: 4 (ab12)",
        "Draft source: The Northmoor plan is a draft.",
        "Every passage of 2 documents of Northmoor.",
        "Ref 1: Widen it to nine villages. [S2]. What differs: the number",
        "Ref 2: Lead: now “Moor ICB”; before “Northmoor PCT”",
    ):
        assert said in text
    footer = document.sections[0].footer._element
    assert [one.text for one in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_an_empty_draft_says_so(path: Path) -> None:
    document = _opened(path, draft(0, citations=(), notices=()))
    assert "nothing was found that belongs" in "\n".join(one.text for one in document.paragraphs)
    assert document.tables == []


def test_a_checklist_stands_with_its_evidence(path: Path) -> None:
    document = _opened(path, checklist())
    head, first = ([cell.text for cell in one.cells] for one in document.tables[0].rows[:2])
    assert head == ["No.", "Question", "Verdict", "Evidence", "Gap", "Next step"]
    assert first[2] == "Partly evidenced\nBy the rule: some of its parts are evidenced"
    assert first[3].split("\n") == [
        "1. Who leads: evidenced",
        "For: “Northmoor PCT leads the clinic.” [S1]",
        "Against: “No lead was found for Easter.” [S2]",
        "2. By when: no evidence found",
        "Nearest, which shows nothing: “The clinic opens soon.” [S2]",
    ]


def test_hostile_text_stays_text(path: Path) -> None:
    text = 'A <w:p/> & "b" ]]> \x00\x08\x0b\ufffe\ud800 [S1] =1+1 \u202e {MERGEFIELD x} 👩‍👧'
    document = _opened(path, _with(row(1, lead=quoted(text, "S1")), title=text))
    legal = re.sub("[\x00\x08\x0b\ufffe\ud800]", "", text)
    assert document.tables[0].rows[1].cells[4].text == f"{legal}\n[S1]"
    assert document.paragraphs[0].text == legal


def test_the_parts_are_well_formed_and_hold_no_picture(path: Path) -> None:
    write(draft(), path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert "docProps/custom.xml" in names
        assert not [name for name in names if name.endswith((".jpeg", ".png"))]
        assert b"/docProps/custom.xml" in archive.read("[Content_Types].xml")
        for name in names:
            if name.endswith((".xml", ".rels")):
                docx.oxml.parse_xml(archive.read(name))
