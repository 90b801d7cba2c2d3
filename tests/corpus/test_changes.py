"""The ledger of what has been replaced: complete, and found as documents write it."""

import re

import pytest

from assistant.ledger import Change, load_ledger
from corpus import CHANGES

LEDGER = load_ledger(CHANGES)
ENTRIES = [pytest.param(change, id=change.term) for change in LEDGER.changes]


def _terms(text: str) -> list[str]:
    return [change.term for change in LEDGER.found_in(text)]


@pytest.mark.parametrize("change", ENTRIES)
def test_every_entry_is_complete(change: Change) -> None:
    said = change.model_dump(exclude={"aliases", "confidence"})
    assert all(value.strip() == value != "" for value in said.values())
    assert change.aliases
    assert all(alias.strip() == alias != "" for alias in change.aliases)


@pytest.mark.parametrize("change", ENTRIES)
def test_every_entry_says_in_which_year(change: Change) -> None:
    assert re.search(r"\b(19|20)\d\d\b", change.effective)


@pytest.mark.parametrize("change", ENTRIES)
def test_every_alias_finds_its_own_entry_and_no_other(change: Change) -> None:
    assert [_terms(f"The {alias}.") for alias in change.aliases] == [[change.term]] * len(change.aliases)


def test_terms_and_aliases_stand_once() -> None:
    aliases = [alias for change in LEDGER.changes for alias in change.aliases]
    assert len(aliases) == len(set(aliases))
    assert len(LEDGER.changes) == len({change.term for change in LEDGER.changes})


def test_the_ledger_says_as_of_when_it_was_checked() -> None:
    assert re.search(r"20\d\d", LEDGER.as_of)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("the CCG's plan", "Clinical commissioning groups (CCGs)", id="ccg-straight"),
        pytest.param("the CCG’s plan", "Clinical commissioning groups (CCGs)", id="ccg-curly"),
        pytest.param("OCCG pays", "Clinical commissioning groups (CCGs)", id="occg"),
        pytest.param("PCTs paid", "Primary care trusts (PCTs)", id="pct-plural"),
        pytest.param("The SHA led.", "Strategic health authorities", id="sha"),
        pytest.param("The SHAs led.", "Strategic health authorities", id="sha-plural"),
        pytest.param("LSCBs met", "Local Safeguarding Children Boards (LSCBs)", id="lscb-plural"),
        pytest.param("Local Safeguarding Boards met", "Local Safeguarding Children Boards (LSCBs)", id="lsb"),
        pytest.param("the Children’s Trust", "Children's Trust Boards", id="trust-curly"),
        pytest.param("Children's Trust Boards", "Children's Trust Boards", id="trust-boards"),
        pytest.param("a statement of SEN", "Statements of special educational needs", id="statement"),
        pytest.param("statements of SEN", "Statements of special educational needs", id="statements"),
        pytest.param("reported to Monitor and the CQC", "Monitor", id="monitor"),
        pytest.param("Tier 4 CAMHS", "CAMHS tiers", id="tier"),
        pytest.param("Tiers 3 and 4 CAMHS", "CAMHS tiers", id="tiers"),
    ],
)
def test_a_change_is_found_as_documents_write_it(text: str, term: str) -> None:
    assert _terms(text) == [term]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("XPCT, PCTX and EXPECT", id="inside-another-word"),
        pytest.param("sha and scr and phe", id="small-letters"),
        pytest.param("Integrated care boards and NHS England", id="todays-bodies"),
        pytest.param("Working Together to Safeguard Children 2023", id="todays-edition"),
        pytest.param("monitor the waiting list", id="verb"),
        pytest.param("Monitor the waiting list each month.", id="verb-first"),
        pytest.param("a trust for children", id="other-words"),
    ],
)
def test_what_still_stands_brings_no_notice(text: str) -> None:
    assert _terms(text) == []
