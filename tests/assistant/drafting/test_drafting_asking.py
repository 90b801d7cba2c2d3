"""What a theme asks for, and which rows are on it."""

import pytest

from assistant.assistant import Assistant
from assistant.drafting.policy import known_themes, load_drafting_policy
from assistant.drafting.relevance import Relevance, stand_together
from assistant.drafting.sources import Proposal, Source, Span
from assistant.settings import load_policy
from assistant.template_contracts import Role
from assistant.wordings import Wordings, load_synonyms
from corpus import SYNONYMS
from indexer.contracts import Document, Metadata, Passage, PassageKind

pytest_plugins = ["drafting_fixtures"]


@pytest.fixture(scope="module")
def relevance(vale_assistant: Assistant) -> Relevance:
    """The choice of rows, with our themes and synonyms."""
    return Relevance(
        vale_assistant.library,
        load_drafting_policy().relevance,
        Wordings(load_synonyms(SYNONYMS)),
        known_themes(),
        load_policy().question.stop_words,
    )


def _row(text: str, *labels: str) -> Proposal:
    passage = Passage(
        id="p",
        document_id="d",
        ordinal=0,
        text=text,
        headings=labels[::-1],
        paragraph=None,
        page=None,
        kind=PassageKind.PARAGRAPH,
    )
    document = Document(id="d", metadata=Metadata(), source="d.md", sha256="0", pages=None, passages=1)
    source = Source(passage, document)
    return Proposal(source, {Role.ACTION: (Span(source, text, 0, len(text)),)}, labels=labels)


@pytest.mark.parametrize(
    ("theme", "on", "off"),
    [
        # A word beside a theme narrows it.
        ("safeguarding training", "Buy safeguarding training for schools", "Set up a safeguarding hub"),
        ("autism diagnosis", "Review the diagnostic pathway for autism", "Open an autism youth club"),
        ("CAMHS tier 3", "Re-commission CAMHS across tiers 2 and 3", "Re-commission CAMHS at tier 2"),
        ("mental health of young carers", "Improve the mental health of young carers", "Commission mental health help"),
        # It may be met in the field's other words for it, but not by a word that stands beside any theme.
        ("LAC health checks", "Improve health assessments of children in care", "Review fostering contracts"),
        # What is within a theme and is asked for alone.
        ("obesity", "Commission programmes on healthy weight", "Tender smoking cessation"),
        ("asthma", "Write a pathway for long term conditions", "Redesign the diabetes pathway"),
        ("perinatal mental health", "Prevent parental low mood", "Re-commission CAMHS"),
        ("personal budgets", "Extend personal health budgets", "Review the continuing care panel"),
        # Words of no theme of ours stand together, and all of them count where none tells by itself.
        ("integrated working", "Extend integrated working in schools", "We will work with the hospital on waits"),
        ("mobile library", "Buy a mobile library van", "Open a library beside the bus stop and the new mobile clinic"),
    ],
)
def test_a_theme_takes_what_it_names_and_leaves_what_is_only_near(
    relevance: Relevance, theme: str, on: str, off: str
) -> None:
    asked = relevance.theme(theme)
    assert relevance.says(asked, _row(on))
    assert not relevance.says(asked, _row(off))


@pytest.mark.parametrize(
    "theme", ["improving CAMHS services", "drug and alcohol misuse", "autism spectrum disorder", "maternity pathway"]
)
def test_what_may_stand_beside_any_theme_narrows_none(relevance: Relevance, theme: str) -> None:
    assert not relevance.theme(theme).every


def test_and_still_means_either(relevance: Relevance) -> None:
    asked = relevance.theme("asthma and short breaks")
    assert relevance.says(asked, _row("Review the asthma pathway"))
    assert relevance.says(asked, _row("Tender respite for families"))


def test_a_heading_with_all_of_several_words_says_what_a_row_is_about(relevance: Relevance) -> None:
    asked = relevance.theme("hearing screening")
    assert relevance.says(asked, _row("We will commission this service", "ANTENATAL & NEW BORN HEARING SCREENING"))
    assert not relevance.says(asked, _row("We will commission this service", "HEARING"))


def test_every_part_of_a_theme_is_asked_for_by_one_theme_alone() -> None:
    said = [phrase for theme in known_themes() for phrase in theme.said]
    said += [phrase for theme in known_themes() for part in theme.parts for phrase in part.said]
    assert len(said) == len(set(said))
    assert all(part.written for theme in known_themes() for part in theme.parts)


def test_words_stand_together_in_any_order_with_few_between() -> None:
    assert stand_together(("dental", "health"), ("health", "and", "dental", "care"), 1)
    assert not stand_together(("dental", "health"), ("health", "a", "b", "c", "dental"), 2)
    assert not stand_together((), ("health",), 3)
