import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from indexer_making import BODY, ROOT, heading, paragraph, pdf, read, reading_of, row, set_pdf, write
from indexer_making import said as at
from office_making import WORD, archive, p, word

from indexer.contracts import Block
from indexer.describing import load_manifest
from indexer.naming import bodies_in, cased, date_of, period_in
from indexer.reading.files import read_file
from indexer.reading.reading import FileProperties, FileReading
from indexer.settings import load_policy
from indexer.suggesting import suggest

SEEDS = ROOT.parent / "shared" / "seeds"
Value = str | tuple[str, ...]


def suggested(*blocks: Block, name: str = "a.pdf", **properties: str) -> Mapping[str, Value]:
    given = FileProperties.model_validate(properties)
    reading = FileReading(blocks=(*blocks, paragraph(f"{BODY} {BODY}")), properties=given)
    return {suggestion.field: suggestion.value for suggestion in suggest(reading, Path(name))}


def from_file(folder: Path, name: str, content: str | bytes) -> dict[str, tuple[Value, str]]:
    path = write(folder, {name: content}) / name
    return {s.field: (s.value, s.source) for s in suggest(read_file(path, load_policy().reading), path)}


COVER = (
    heading("NORTHMERE COUNTY COUNCIL"),
    paragraph("Northmere Clinical Commissioning Group and NHS Vexmoor"),
    heading("JOINT STRATEGY FOR CHILDREN WITH SEND"),
    heading("2014/15 – 2016/17"),
    paragraph("3rd March 2014"),
    heading("1. Introduction"),
)


def test_a_first_page_suggests_every_field() -> None:
    assert suggested(*COVER, draft="DRAFT v2") == {
        "title": "Joint Strategy for Children with SEND 2014/15 – 2016/17",
        "publishers": ("Northmere County Council", "Northmere Clinical Commissioning Group", "NHS Vexmoor"),
        "place": "Northmere",
        "kind": "strategy",
        "published": "2014-03-03",
        "period": "2014/15 - 2016/17",
        "status": "draft",
    }


def test_each_suggestion_says_where_it_comes_from() -> None:
    sources = {made.field: made.source for made in suggest(FileReading(blocks=COVER), Path("a.pdf"))}
    assert sources["title"] == "the first page: 'JOINT STRATEGY FOR CHILDREN WITH SEND 2014/15 – 2016/17'"
    assert sources["published"] == "the first page: '3rd March 2014'"
    assert sources["place"] == "the publisher: 'Northmere County Council'"
    assert sources["kind"].startswith("the title: 'Joint Strategy")


def test_what_no_one_says_is_not_suggested() -> None:
    assert suggested() == {}
    assert suggested(paragraph("Northmere offers forty nights of respite, as the plan of 2014 has it.")) == {}


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(["# Respite in Northmere", "## Who may ask"], "Respite in Northmere", id="first heading"),
        pytest.param(
            ["# Northmere Trust:", "# Framework for respite", "May 2010"],
            "Northmere Trust: Framework for respite",
            id="two lines",
        ),
        pytest.param(
            ["# Every child heard", "# A plan for Northmere"],
            "Every child heard: A plan for Northmere",
            id="two headings at the top",
        ),
        pytest.param(["# A plan for the", "# young of Northmere"], "A plan for the young of Northmere", id="broken"),
        pytest.param(["# A plan for Northmere", "# Introduction"], "A plan for Northmere", id="section"),
        pytest.param(
            ["Northmere County Council - Intentions for respite 2014-2016"],
            "Intentions for respite 2014-2016",
            id="bodies before it",
        ),
        pytest.param(["# STRATEGY FOR RESPITE DRAFT Northmere of"], "Strategy for Respite", id="mark behind"),
        pytest.param(["# DRAFT Strategy for respite"], "Strategy for respite", id="mark before"),
        pytest.param(["# [Insert title] strategy"], None, id="placeholder"),
        pytest.param(["# 1. Strategy"], None, id="numbered section"),
        pytest.param(["This strategy sets out what Northmere wants"], None, id="sentence"),
        pytest.param(["# Northmere City Council"], None, id="body"),
        pytest.param(["# 2014-2016"], None, id="period"),
    ],
)
def test_titles(lines: list[str], title: str | None) -> None:
    marks = [line.partition(" ") for line in lines]
    blocks = [
        heading(text, len(mark)) if mark.startswith("#") else paragraph(line)
        for line, (mark, _, text) in zip(lines, marks, strict=True)
    ]
    assert suggested(*blocks).get("title") == title


def test_what_stands_behind_a_table_is_no_title() -> None:
    assert suggested(row((None, "Strategy for respite")), heading("A strategy")) == {}


@pytest.mark.parametrize(
    ("given", "shown", "title"),
    [
        pytest.param("Respite in Northmere", "", "Respite in Northmere", id="no heading"),
        pytest.param("Respite in Northmere", "Our respite in Northmere", "Respite in Northmere", id="agrees"),
        pytest.param("Cabinet papers of May", "Respite in Northmere", "Respite in Northmere", id="of another file"),
        pytest.param("Microsoft Word - respite.doc", "", None, id="made by a program"),
        pytest.param("plan_2014 final", "", None, id="the name of the file"),
        pytest.param("Respite", "", None, id="one word"),
    ],
)
def test_the_title_among_the_properties(given: str, shown: str, title: str | None) -> None:
    blocks = [heading(shown)] if shown else []
    assert suggested(*blocks, name="Plan 2014 Final.pdf", title=given).get("title") == title


@pytest.mark.parametrize(
    ("author", "publishers"),
    [("Ann Smith", None), ("Northmere County Council", ("Northmere County Council",)), ("Council", None)],
)
def test_an_author_is_a_publisher_only_as_a_body(author: str, publishers: Value | None) -> None:
    assert suggested(author=author).get("publishers") == publishers


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("Bath and Northmere Council", ("Bath and Northmere Council",)),
        ("North, East and West Vexmoor Clinical Commissioning Group",) * 2,
        ("Northmere Council, NHS England and Clinical Commissioning Groups", ("Northmere Council", "NHS England")),
        ("Produced by Northmere City Council.", ("Northmere City Council",)),
        ("Northmere Children's Trust", ("Northmere Children's Trust",)),
        ("Director of Children's Services Northmere County Council", ()),
        ("Name of: Clinical Commissioning Group/Partnership", ()),
        ("County Council", ()),
        ("Your Council", ()),
        ("NHS Outcomes Framework", ()),
        ("The board of Northmere Council", ()),
        ("Northmere Council meets in May", ()),
        ("Clinical Commissioning Groups", ()),
    ],
)
def test_only_lines_that_are_names_of_bodies_name_them(line: str, bodies: Value) -> None:
    assert (bodies_in(line) or ()) == ((bodies,) if isinstance(bodies, str) else bodies)


def test_two_councils_leave_the_place_open() -> None:
    both = suggested(paragraph("Northmere County Council"), paragraph("Vexmoor City Council"))
    assert (len(both["publishers"]), "place" in both) == (2, False)
    assert "place" not in suggested(paragraph("Northmere Council"))


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("May 2010", "2010-05"),
        ("8th December 2013", "2013-12-08"),
        ("Published: 1 May 2010", "2010-05-01"),
        ("08.12.2013", "2013-12-08"),
        ("2013", "2013"),
        ("31 February 2013", None),
        ("May 2099", None),
        ("Review date: May 2012", None),
        ("From May 2010", None),
        ("2013/14", None),
    ],
)
def test_dates_that_have_a_line_to_themselves(line: str, date: str | None) -> None:
    assert date_of(line) == date


def test_two_dates_leave_open_which_it_is() -> None:
    assert "published" not in suggested(heading("A strategy"), paragraph("May 2010"), paragraph("June 2010"))


@pytest.mark.parametrize(
    ("title", "published"),
    [
        ("Strategy for respite, May 2010", "2010-05"),
        ("Strategy for respite 2010", "2010"),
        ("Strategy for respite 2010-2014", None),
        ("Intentions for respite 2014", None),
        ("Strategy for respite 2098", None),
    ],
)
def test_dates_in_a_title(title: str, published: str | None) -> None:
    assert suggested(heading(title)).get("published") == published


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2013/14 – 2015/16", "2013/14 - 2015/16"),
        ("2013-2015", "2013 - 2015"),
        ("2013 to 2016", "2013 - 2016"),
        ("2013-16", "2013 - 2016"),
        ("2013-14", None),
        ("2015-2013", None),
        ("2013", None),
        ("12-2013-2015-01", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert period_in(f"Strategy {text}") == period


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Northmere plan", "plan"), ("Guidance for the strategy", None), ("Planning respite", None), ("Our plans", None)],
)
def test_kinds(title: str, kind: str | None) -> None:
    assert suggested(heading(title)).get("kind") == kind


@pytest.mark.parametrize(
    ("lines", "draft"),
    [
        ("DRAFT", True),
        ("Consultation draft", True),
        ("# **Draft v0.3**", True),
        ("Northmere plan DRAFT 2", True),
        ("# Draft plan for Northmere", True),
        ("RESPONSE TO THE DRAFT PLAN", False),
        ("Not DRAFT", False),
        ("Draft budgets were set in May.", False),
        ("Contents\n\nDRAFT", False),
        ("0.1\tDRAFT\tMay", False),
    ],
)
def test_a_draft_is_what_its_first_page_calls_so(tmp_path: Path, lines: str, draft: bool) -> None:
    assert ("status" in from_file(tmp_path, "a.txt", f"{lines}\n\n{BODY}\n")) == draft


def test_the_name_of_a_file_may_say_draft(tmp_path: Path) -> None:
    assert from_file(tmp_path, "plan_draft2.txt", BODY)["status"] == ("draft", "the file's name: 'plan_draft2.txt'")
    assert "status" not in from_file(tmp_path, "draftsmen.txt", BODY)


def test_a_page_of_the_web_tells_its_title_and_body(tmp_path: Path) -> None:
    head = "<title>Respite in Northmere</title><meta name='author' content='Northmere Council'>"
    found = from_file(tmp_path, "a.html", f"<html><head>{head}</head><body><h3>Aims</h3><p>{BODY}</p></body></html>")
    assert found["title"][0] == "Respite in Northmere"
    assert found["publishers"] == (("Northmere Council",), "the file's properties: Author")


CORE = (
    '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Respite in Northmere</dc:title>'
    "<dc:creator>Northmere Council</dc:creator></c:coreProperties>"
)


def word_file(core: str, edge: str) -> bytes:
    names = f'xmlns:w="{WORD}" xmlns:v="urn:schemas-microsoft-com:vml"'
    return archive(
        {
            "word/document.xml": f"<w:document {names}><w:body>{p(BODY)}</w:body></w:document>",
            "word/header1.xml": f"<w:hdr {names}>{edge}</w:hdr>",
            "docProps/core.xml": core,
        }
    )


@pytest.mark.parametrize("edge", [p("Draft for consultation"), '<w:p><w:r><v:textpath string="DRAFT"/></w:r></w:p>'])
def test_a_word_file_tells_its_properties_and_its_watermark(tmp_path: Path, edge: str) -> None:
    found = from_file(tmp_path, "a.docx", word_file(CORE, edge))
    assert found["title"] == ("Respite in Northmere", "the file's properties: Title")
    assert (found["publishers"][0], found["status"][0]) == (("Northmere Council",), "draft")


def test_properties_that_cannot_be_read_leave_the_text(tmp_path: Path) -> None:
    assert from_file(tmp_path, "a.docx", word_file("<broken", "")) == {}
    assert from_file(tmp_path, "b.docx", word(p(BODY))) == {}


def test_the_footer_of_a_pdf_may_say_draft(tmp_path: Path) -> None:
    nights = ("One night is offered", "Two nights were asked for", "Three nights are too few")
    pages = [at(40, 80, f"{night} to each family of Northmere.") + at(40, 820, "Respite DRAFT") for night in nights]
    assert from_file(tmp_path, "a.pdf", set_pdf(*pages))["status"][0] == "draft"
    assert "status" not in from_file(tmp_path, "b.pdf", pdf([BODY]))


def test_the_properties_of_a_pdf(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(write(tmp_path, {"s.pdf": pdf([BODY])}) / "s.pdf"))
    writer.add_metadata({"/Title": "Respite in Northmere", "/Author": "Ann", "/CreationDate": "D:20100501000000Z"})
    writer.write(tmp_path / "a.pdf")
    found = from_file(tmp_path, "a.pdf", (tmp_path / "a.pdf").read_bytes())
    assert found == {"title": ("Respite in Northmere", "the file's properties: Title")}


def test_capitals() -> None:
    assert cased("THE NHS IN NORTHMERE'S TOWNS") == "The NHS in Northmere's Towns"
    assert cased("Northmere NHS") == "Northmere NHS"


@pytest.mark.parametrize("word_", ["A ", "NHS ", "NHS A, ", "Aa Council and ", "2013-", "DRAFT ", "- ", "(", "The "])
def test_hostile_lines_do_no_harm(word_: str) -> None:
    line = word_ * 9_000
    suggested(heading(line), paragraph(line), title=line[:300], author=line[:300])
    bodies_in(line)
    date_of(line)


def test_a_text_without_a_title_suggests_none() -> None:
    assert suggest(FileReading(blocks=tuple(read(f"{BODY}\n\n{BODY}"))), Path("a")) == ()


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold().replace("&", "and")))


@pytest.mark.seeds
@pytest.mark.parametrize("kind", ["txt", "pdf", "docx"])
def test_no_suggestion_for_the_source_documents_is_wrong(kind: str) -> None:
    made_of: dict[str, int] = {}
    for entry in load_manifest(SEEDS / "library.yaml"):
        path = next(SEEDS / name for name in entry.files if name.endswith(kind))
        made = {s.field: s.value for s in suggest(reading_of(path), path)}
        said = entry.metadata.model_dump(mode="json")
        assert _words(str(made.get("title", ""))) <= _words(said["title"])
        for field in ("kind", "status", "period", "place"):
            assert made.get(field, said[field]) == said[field]
        assert str(made.get("published", said["published"]))[:4] == said["published"][:4]
        made_of[entry.id] = len(made)
    assert sum(made_of.values()) >= 21
    assert min(made_of.values()) >= 2
