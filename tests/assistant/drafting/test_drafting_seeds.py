"""The five source documents, read for what they propose; figures and names only."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.drafting.policy import load_drafting_policy
from assistant.drafting.reading import Reading
from assistant.drafting.sources import Proposal
from assistant.template_contracts import Role
from assistant.templates import templates
from indexer.adding import add
from indexer.embedding import Embedder
from indexer.library import Library
from indexer.settings import IndexerSettings

pytestmark = pytest.mark.seeds
SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
ESSEX, PLYMOUTH = "essex-intentions-2013", "plymouth-strategy-2015"


@pytest.fixture(scope="module")
def proposals(tmp_path_factory: pytest.TempPathFactory, lasting_hash_embedder: Embedder) -> list[Proposal]:
    """All that the five documents propose."""
    embedder = lasting_hash_embedder  # reading needs no meaning
    settings = IndexerSettings(data=tmp_path_factory.mktemp("seeds"))
    add(settings, [*sorted(SEEDS.glob("*.txt")), SEEDS / "library.yaml"], embedder)
    library = Library(settings, embedder)
    reading = Reading(load_drafting_policy(), templates().values())
    found = reading.read(library.documents, library.all_passages(), lambda _: None)
    library.close()
    return found


def _of(proposals: list[Proposal], document: str) -> list[Proposal]:
    return [proposal for proposal in proposals if proposal.source.document.id == document]


def test_every_document_that_intends_something_is_read(proposals: list[Proposal]) -> None:
    counts = Counter(proposal.source.document.id for proposal in proposals)
    assert counts[ESSEX] >= 80
    assert counts[PLYMOUTH] >= 50
    assert counts["oxfordshire-strategy-2013"] >= 60
    assert counts["oxfordshire-framework-2010"] >= 25
    assert counts["ccg-guidance-2011"] <= 5  # it advises


def test_the_table_of_the_essex_groups_has_its_22_actions_with_lead_and_outcome(proposals: list[Proposal]) -> None:
    rows = [row for row in _of(proposals, ESSEX) if any(cell.column for cell in row.source.passage.cells)]
    assert all(row.fields.get(Role.LEAD) and row.fields.get(Role.OUTCOME) for row in rows)
    assert len(rows) == 22
    assert {row.said() for row in rows} >= {"Therapies", "LAC Training", "Trouble Tree Tier 2 CAMHS Service"}
    phlebotomy = next(row for row in rows if row.said() == "CYP Phlebotomy")
    assert phlebotomy.said(Role.PROVIDER) == "SUHT SEPT"


def test_the_plan_of_plymouth_has_its_17_activities_with_dates(proposals: list[Proposal]) -> None:
    rows = [row for row in _of(proposals, PLYMOUTH) if row.fields.get(Role.LEAD) and row.fields.get(Role.TIMESCALE)]
    assert len(rows) == 17
    pairs = next(row for row in rows if "priority pathways" in row.said())
    assert pairs.said(Role.TIMESCALE).startswith("1. July 2015")
    assert pairs.said().count("2. Breastfeeding") == 1


def test_a_row_that_goes_over_a_page_has_its_three_years(proposals: list[Proposal]) -> None:
    (row,) = [
        row for row in _of(proposals, PLYMOUTH) if row.milestones and "priority pathways" in row.milestones[0].span.text
    ]
    assert [milestone.place for milestone in row.milestones] == sorted(m.place for m in row.milestones)
    assert len(row.milestones) == 3


def test_no_statement_is_a_fragment(proposals: list[Proposal]) -> None:
    for proposal in proposals:
        for span in proposal.statement:
            assert span.text == span.shown[span.start : span.end]
        if not proposal.source.passage.cells:
            assert len(proposal.said().split()) >= 4
            assert not proposal.said().isupper()
