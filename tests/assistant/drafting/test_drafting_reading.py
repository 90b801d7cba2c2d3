"""What is read as an intention, and what of it."""

import pytest

from assistant.drafting.facts import Facts
from assistant.drafting.labels import Labels
from assistant.drafting.policy import known_themes, load_drafting_policy
from assistant.drafting.reading import Reading
from assistant.drafting.rows import Headers
from assistant.drafting.sources import Proposal, Source
from assistant.drafting.statements import Section, Statements
from assistant.template_contracts import Role
from assistant.templates import templates
from indexer.contracts import Cell, Document, Metadata, Passage, PassageKind

POLICY = load_drafting_policy()


def _source(text: str, *headings: str, ordinal: int = 0, **fields: object) -> Source:
    metadata = Metadata(place="Vale", published="2014", kind=str(fields.pop("document_kind", "strategy")))
    row = fields.pop("row", ())
    given: dict[str, object] = {"paragraph": None, "page": None, "kind": PassageKind.PARAGRAPH}
    if isinstance(row, tuple) and row:
        cells = tuple(Cell(column=column, text=cell) for column, cell in row)
        text, given = "\t".join(cell.text for cell in cells), {**given, "kind": PassageKind.TABLE_ROW, "cells": cells}
    passage = Passage.model_validate(
        {
            "id": f"p{ordinal}",
            "document_id": "d",
            "ordinal": ordinal,
            "text": text,
            "headings": headings,
            **given,
            **fields,
        }
    )
    document = Document(id="d", metadata=metadata, source="d.md", sha256="0", pages=None, passages=1)
    return Source(passage, document)


def _read(*sources: Source) -> list[Proposal]:
    reading = Reading(POLICY, templates().values())
    return reading.read([sources[0].document], [source.passage for source in sources], lambda _: None)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Proposed Action", Role.ACTION),
        ("What will we do to achieve this?", Role.ACTION),
        ("What Oxfordshire proposes", Role.ACTION),
        ("Milestones 2015/16", Role.MILESTONE),
        ("First year", Role.MILESTONE),
        ("Responsible officer", Role.LEAD),
        ("By when", Role.TIMESCALE),
        ("Key action area", None),
        ("Year", None),
        ("Indicator", None),
        ("2013", None),
        (None, None),
    ],
)
def test_headers_are_known_by_what_they_mean(header: str | None, role: Role | None) -> None:
    assert Headers(POLICY, templates().values()).role_of(header) is role


@pytest.mark.parametrize(
    ("text", "headings", "found"),
    [
        ("The council will re-tender the sleep clinic next spring.", ("Services",), True),
        ("It is our intention to commission one sleep clinic for all.", ("Services",), True),
        ("The number of births will increase again in each year.", ("Services",), False),
        ("The Act will ensure that plans replace all statements.", ("Services",), False),
        ("Sleep clinics should be near to where families live.", ("What needs to be different?",), True),
        ("Sleep clinics should be near to where families live.", ("Where are we now?",), False),
        ("Partners will work together on sleep in the next year.", ("What works?",), False),
        ("A new sleep clinic will be commissioned in the next year.", ("What works?",), True),
        ("They will review the sleep clinic in the next year.", ("Services",), False),
        ("will review the sleep clinic in the next year of it.", ("Services",), False),
        ("We will review.", ("Services",), False),
        ("SLEEP CLINICS WILL BE REVIEWED BY ALL PARTNERS NEXT YEAR", ("Services",), False),
    ],
)
def test_sentences_are_known_by_verb_and_section(text: str, headings: tuple[str, ...], found: bool) -> None:
    assert bool(_read(_source(text, *headings))) is found


def test_advice_is_no_intention() -> None:
    assert _read(_source("Councils will work on sleep with the schools.", "Plans", document_kind="guidance")) == []


def test_the_nearest_heading_that_tells_decides() -> None:
    statements = Statements(POLICY, Labels(POLICY))
    assert statements.section(_source("x", "Commissioning intentions", "Where are we now?")) is Section.CLOSED
    assert statements.section(_source("x", "Background", "Next steps")) is Section.OPEN
    assert statements.section(_source("x", "Sleep")) is Section.PLAIN


def test_a_sentence_that_leans_on_the_one_before_stands_with_it() -> None:
    text = "There needs to be one sleep clinic in town. This will include a bath for tired parents."
    (proposal,) = _read(_source(text, "What needs to be different?"))
    assert proposal.said() == text


def test_items_under_a_lead_in_are_actions_and_the_lead_in_their_intention() -> None:
    text = "The council will make one sleep offer through:\n- Opening a clinic beside the school\n- Sleep"
    (proposal,) = _read(_source(text, "Future Service Delivery", kind=PassageKind.LIST))
    assert proposal.said(Role.ACTION) == "Opening a clinic beside the school"
    assert proposal.said(Role.INTENTION) == "The council will make one sleep offer through:"


def test_a_short_list_of_what_is_needed_is_one_intention() -> None:
    text = "For this there is a need for:\n- A sleep pathway\n- Clear criteria for it"
    (proposal,) = _read(_source(text, "What needs to be different?", kind=PassageKind.LIST))
    assert proposal.said() == text


def test_items_of_one_cell_are_rows_of_their_own_unless_a_lead_belongs_to_all() -> None:
    steps = "- Review the sleep clinic\n- Tender the sleep clinic"
    apart = _read(_source("", row=(("Ambition", "Sleep"), ("What we will do", steps))))
    assert [proposal.said() for proposal in apart] == ["Review the sleep clinic", "Tender the sleep clinic"]
    (whole,) = _read(_source("", row=(("Action", steps), ("Lead", "Vale Council"))))
    assert whole.said() == steps


def test_a_row_that_a_page_cut_in_two_is_whole_again() -> None:
    first = _source("", ordinal=0, row=(("Intention", "Better sleep"), ("Milestones 15/16", "Clinic agreed")))
    second = _source("", ordinal=1, row=(("Milestones 16/17", "Clinic open"),), lead_in="Sleep > Better sleep")
    (proposal,) = _read(first, second)
    assert [milestone.span.text for milestone in proposal.milestones] == ["Clinic agreed", "Clinic open"]


def test_figures_and_blank_forms_are_no_intentions() -> None:
    assert _read(_source("", row=(("Indicator", "Sleep by age five"), ("Vale", "40%")))) == []
    assert _read(_source("", row=(("Key action area", "Sleep programme"),))) == []


@pytest.mark.parametrize(
    ("role", "text", "found"),
    [
        (Role.TIMESCALE, "We will open by 1 April 2015 and close in 2016.", ("by 1 April 2015", "in 2016")),
        (Role.TIMESCALE, "We will roll out sleep clinics (2014/15).", ("2014/15",)),
        (Role.TIMESCALE, "We will review the plan published in 2014.", ()),
        (Role.TIMESCALE, "We will review the contract from 2011.", ()),
        (Role.TIMESCALE, "We will prepare for new legislation in 2016.", ()),
        (Role.LEAD, "We will open a clinic, led by Vale Council, for all.", ("Vale Council",)),
        (Role.LEAD, "Vale Council will open a clinic.", ()),
        (Role.GROUP, "We will open a clinic for children with autism.", ("children with autism",)),
        (Role.GROUP, "We will open a clinic for children and young people.", ()),
        (Role.OUTCOME, "We will open a clinic so that parents can rest.", ("parents can rest",)),
        (Role.COST, "We will invest £3.5m in beds.", ("£3.5m",)),
    ],
)
def test_facts_are_what_the_sentence_says(role: Role, text: str, found: tuple[str, ...]) -> None:
    (proposal,) = _read(_source(text, "Next steps"))
    assert tuple(span.text for span in proposal.fields.get(role, ())) == found
    assert Facts(POLICY.facts).added(proposal) == proposal


def test_known_themes_have_names_of_their_own() -> None:
    names = [theme.name for theme in known_themes()]
    assert len(set(names)) == len(names) > 20


def _fact(role: Role, text: str) -> list[str]:
    (proposal,) = _read(_source(text, "What we will do"))
    return [span.text for span in proposal.fields.get(role, ())]


@pytest.mark.parametrize(
    ("role", "text", "stated"),
    [
        (Role.TIMESCALE, "The review will be carried out starting in June 2014.", ["starting in June 2014"]),
        (Role.TIMESCALE, "The council will review the line, which was published in June 2014.", []),
        (Role.TIMESCALE, "The council will undertake a review of its staff in 14/15.", ["in 14/15"]),
        (Role.TIMESCALE, "The council will pilot a club for 14/16 year olds in the town.", []),
        (
            Role.GROUP,
            "We will tender a club for young people with a mild to moderate learning disability by May.",
            ["young people with a mild to moderate learning disability"],
        ),
        (
            Role.GROUP,
            "We will make sure the academy for pupils aged 4-10 year olds opens.",
            ["pupils aged 4-10 year olds"],
        ),
        (
            Role.GROUP,
            "We will support young mothers aged under 18 years with housing.",
            ["mothers aged under 18 years"],
        ),
        (
            Role.GROUP,
            "We will ensure the project for young people with autism keeps on track.",
            ["young people with autism"],
        ),
        (Role.OUTCOME, "In order to do this we will agree a new pathway with the hospital.", []),
        (Role.OUTCOME, "We will agree a pathway in order to shorten waits.", ["shorten waits"]),
        (Role.LEAD, "We will prepare for re-tendering of the service by Vale Council in 2015.", ["Vale Council"]),
        (
            Role.OUTCOME,
            "We will create a list so that the council can check plans, see gaps and act.",
            ["the council can check plans, see gaps and act"],
        ),
        (Role.OUTCOME, "In order to shorten waits, we will agree a new pathway.", ["shorten waits"]),
        (
            Role.TIMESCALE,
            "We will run a programme of training over the next three years.",
            ["over the next three years"],
        ),
        (Role.TIMESCALE, "We will renew the contract with the trust, which ends 31/03/2015.", ["ends 31/03/2015"]),
        (Role.LEAD, "We will review the clubs that are commissioned by the Vale Area team.", ["the Vale Area team"]),
        (Role.LEAD, "We will finalise commissioning of a new service by September 2015.", []),
    ],
)
def test_a_fact_is_whole_and_is_what_its_column_asks_for(role: Role, text: str, stated: list[str]) -> None:
    assert _fact(role, text) == stated


def test_a_sentence_that_leans_back_takes_all_that_it_leans_on() -> None:
    text = (
        "The council keeps a list of services for families. This is out of date. It will be reviewed by the council "
        "with parents in the spring."
    )
    (proposal,) = _read(_source(text, "What we will do"))
    assert proposal.said() == text
    assert (
        _read(_source("This will be told to parents by post. It will be reviewed each year.", "What we will do")) == []
    )


def test_a_service_that_begins_as_a_verb_does_is_no_action() -> None:
    items = "The key priorities are:\n- Continuing care/Children with a disability\n- Continue to fund the youth club"
    found = _read(_source(items, "Commissioning intentions", kind=PassageKind.LIST))
    assert [proposal.said() for proposal in found] == ["Continue to fund the youth club"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Commission an integrated service that wraps care around the child.", True),
        ("Development of information and advice for parents on the website", True),
        ("Review of the workforce offer so that staff know what to do", True),
        ("Work is underway on the options for the clinic in the town.", False),
        ("Support for parents and carers is vital to their children.", False),
        ("Family support is a service that the council runs itself.", False),
    ],
)
def test_a_sentence_may_be_a_bare_deed_where_a_section_lists_them(text: str, read: bool) -> None:
    assert bool(_read(_source(text, "Future service delivery"))) is read
    assert not _read(_source(text, "Background"))


def test_a_lead_in_that_its_items_complete_is_no_intention() -> None:
    text = "We want to work together to:\n- improve the health of children in the town"
    (proposal,) = _read(_source(text, "What we will do", kind=PassageKind.LIST))
    assert Role.INTENTION not in proposal.fields


def test_a_milestone_that_was_cut_is_told() -> None:
    row = (("Intention", "Renew the club"), ("Year 1", "within the town. Sufficient places"), ("Year 2", "Review"))
    (proposal,) = _read(_source("", "Plan", row=row))
    assert proposal.cut
