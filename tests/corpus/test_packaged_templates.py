"""The packaged templates: complete, in the sources' order, in our own words, and mapping the sources' columns."""

import re
from pathlib import Path

import pytest
from test_repository import SEEDS, _copied, _source_runs, _words

import corpus
from assistant.template_contracts import Column, Question, Role, Template, TemplateKind
from assistant.templates import templates

PACKAGED = templates()
FILES = sorted(corpus.TEMPLATES.glob("*.yaml"))
TABLES = [template for template in PACKAGED.values() if template.kind is TemplateKind.INTENTIONS]
CHECK, ITEMS, AREAS = (PACKAGED[name] for name in ("self-assessment", "key-information", "action-areas"))

# The header rows of the sources' tables, each name with what it means there.
HEADERS = {
    "000_cdac8e15912a397e.txt": {
        "Ambition": Role.INTENTION,
        "Pr": Role.THEME,
        "Commissioning intention": Role.INTENTION,
        "What will we do to achieve this?": Role.ACTION,
        "What we will do to achieve this?": Role.ACTION,
    },
    "001_8412824d65c1a205.txt": {
        "Planned change": Role.INTENTION,
        "Actions": Role.ACTION,
        "Responsibility": Role.LEAD,
    },
    "002_f1e2887dee819189.txt": {
        "Proposed Action": Role.ACTION,
        "Expected Outcomes": Role.OUTCOME,
        "Providers Affected": Role.PROVIDER,
        "CCG Lead": Role.LEAD,
    },
    "003_2f322dc7352337e1.txt": {
        "Commissioning Intention": Role.INTENTION,
        "Milestones 2015/16": Role.MILESTONE,
        "Milestones 15/16": Role.MILESTONE,
        "Milestones 16/17": Role.MILESTONE,
        "Milestones 17/18": Role.MILESTONE,
        "System Element": Role.THEME,
        "Commissioning Activity": Role.ACTION,
        "Key Outcomes": Role.OUTCOME,
        "Lead Commissioner": Role.LEAD,
        "Timeframe": Role.TIMESCALE,
        "Current commissioner": Role.LEAD,
        "Provider": Role.PROVIDER,
    },
    "004_cd3e7323a5f6d1a2.txt": {
        "Item": Role.THEME,
        "Available": Role.EVIDENCE,
        "Population Covered": Role.GROUP,
        "Location of the item Information": Role.EVIDENCE,
        "Action area": Role.THEME,
        "Progress in Implementation": Role.PROGRESS,
        "Action Outstanding": Role.OUTSTANDING,
        "Constraints on Progress": Role.CONSTRAINT,
        "Is the CCG confident that:": Role.EVIDENCE,
        "Evidence": Role.EVIDENCE,
    },
}
# Rows of our summaries' tables, which the packaged library holds.
SUMMARY_HEADERS = {
    "What Oxfordshire will do": Role.ACTION,
    "First year": Role.MILESTONE,
    "Second year": Role.MILESTONE,
    "Third year": Role.MILESTONE,
    "System element": Role.THEME,
}

FORMS_HEADERS = HEADERS["004_cd3e7323a5f6d1a2.txt"]
TABLES_HEADERS = {
    name: role for headers in HEADERS.values() if headers is not FORMS_HEADERS for name, role in headers.items()
} | SUMMARY_HEADERS


def _said(parts: tuple[Column, ...] | tuple[Question, ...]) -> list[str]:
    return [text for part in parts for text in (part.guidance, part.evidence, part.today) if text is not None]


@pytest.mark.parametrize("template", PACKAGED.values(), ids=PACKAGED)
class TestEveryTemplate:
    def test_it_says_whence_it_comes_and_as_of_when(self, template: Template) -> None:
        assert template.source
        assert re.search(r"20\d\d", template.as_of or "")

    def test_every_field_ends_as_a_sentence(self, template: Template) -> None:
        said = [template.purpose, *_said(template.columns), *_said(template.questions)]
        assert [text for text in said if not text.endswith(".")] == []

    def test_a_column_takes_local_input_or_the_next_step(self, template: Template) -> None:
        assert {column.role for column in template.columns} & {Role.LOCAL, Role.ACTION}

    def test_no_header_and_no_word_to_search_stands_twice_in_one_list(self, template: Template) -> None:
        lists = [column.headers for column in template.columns] + [column.search for column in template.columns]
        lists += [words for q in template.questions for limb in q.limbs for words in (limb.search, limb.against)]
        assert [words for words in lists if len({word.casefold() for word in words}) < len(words)] == []

    def test_no_word_speaks_both_for_and_against(self, template: Template) -> None:
        limbs = [limb for question in template.questions for limb in question.limbs]
        assert [limb.text for limb in limbs if set(limb.search) & set(limb.against)] == []


def test_every_file_is_a_template_of_its_name() -> None:
    assert sorted(PACKAGED) == [path.stem for path in FILES]


def test_there_are_four_tables_of_intentions_and_three_forms() -> None:
    assert {template.id for template in TABLES} == {
        *("theme-intention-action", "action-outcome-lead", "intention-milestones", "annual-plan")
    }
    assert [(form.kind, len(form.questions)) for form in (CHECK, ITEMS, AREAS)] == [
        *((TemplateKind.CHECKLIST, 13), (TemplateKind.SCHEDULE, 9), (TemplateKind.ACTION_AREAS, 13))
    ]


@pytest.mark.parametrize("form", [CHECK, ITEMS, AREAS], ids=lambda form: form.id)
def test_questions_are_numbered_in_order_and_have_limbs(form: Template) -> None:
    assert [question.number for question in form.questions] == list(range(1, len(form.questions) + 1))
    assert all(len(question.limbs) >= 2 for question in form.questions)
    assert all(limb.search and limb.against for question in form.questions for limb in question.limbs)


def test_every_question_of_the_checklist_says_what_stands_today() -> None:
    assert [question.number for question in CHECK.questions if not question.today] == []


def test_the_areas_ask_for_progress_what_is_outstanding_and_constraints() -> None:
    roles = {column.role: column for column in AREAS.columns}
    asked = [roles[role] for role in (Role.PROGRESS, Role.OUTSTANDING, Role.CONSTRAINT)]
    assert all(column.required and column.search for column in asked)


@pytest.mark.parametrize(("header", "role"), [*TABLES_HEADERS.items(), *FORMS_HEADERS.items()])
def test_a_source_column_finds_its_role_in_some_template(header: str, role: Role) -> None:
    found = [column for template in PACKAGED.values() for column in template.columns_named(header)]
    assert role in {column.role for column in found}


@pytest.mark.parametrize(("header", "role"), TABLES_HEADERS.items())
def test_every_table_that_has_the_role_takes_the_source_column(header: str, role: Role) -> None:
    for template in TABLES:
        named = {column.role for column in template.columns_named(header)}
        assert named == ({role} & {column.role for column in template.columns})


def test_milestones_of_any_years_are_the_three_in_turn() -> None:
    table = PACKAGED["intention-milestones"]
    assert [column.id for column in table.columns_named("Milestones 16/17")] == ["year-one", "year-two", "year-three"]
    assert [column.id for column in table.columns_named("Second year")] == ["year-two"]


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.seeds
def test_the_headers_are_those_of_the_source(name: str) -> None:
    lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
    cells = {re.sub(r"<[^<>]*>", "", cell).strip() for line in lines for cell in line.split("\t")}
    assert set(HEADERS[name]) <= cells


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.seeds
def test_no_ten_words_of_a_source_are_copied(path: Path) -> None:
    assert _copied(path.read_text(encoding="utf-8"), _source_runs()) == []


def _rows_between(start: str, end: str) -> list[str]:
    """Return the first cells of a form of the source; a row that begins with a small letter goes on with the last."""
    text = (SEEDS / "004_cd3e7323a5f6d1a2.txt").read_text(encoding="utf-8")
    part = text[text.rindex(start) + len(start) :].split(end)[0]
    rows = [line.split("\t")[0].strip() for line in part.splitlines()[1:]]
    return [row for row in rows if len(row) > 4 and row[0] != "-" and not row[0].islower()]


COMMON = set(_words("a and are at be by for has in is it of on or so that the there to what which who with"))
FORMS = [
    pytest.param(CHECK, "Is the CCG confident that", "DRAFT", id="checklist"),
    pytest.param(AREAS, "Action area\t", "DRAFT", id="areas"),
    pytest.param(ITEMS, "Item\tAvailable", "DRAFT", id="schedule"),
]


@pytest.mark.parametrize(("form", "start", "end"), FORMS)
@pytest.mark.seeds
def test_the_questions_are_as_many_as_in_the_source_and_in_its_order(form: Template, start: str, end: str) -> None:
    rows = _rows_between(start, end)
    assert len(rows) == len(form.questions)
    for question in form.questions:
        words = set(_words(" ".join([question.text, *(limb.text for limb in question.limbs)]))) - COMMON
        shared = [len(words & set(_words(row))) / len(set(_words(row))) for row in rows]
        assert max(range(len(rows)), key=shared.__getitem__) == question.number - 1, question.text
