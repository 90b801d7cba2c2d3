"""The ledger of what has been replaced: complete, and found as documents write it."""

import re
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from assistant.ledger import Change, ChangeKind, load_ledger
from assistant.terms import Terms, plain
from corpus import CHANGES

LEDGER = load_ledger(CHANGES)
ENTRIES = [pytest.param(change, id=change.term) for change in LEDGER.changes]
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
SAID = ("term", "was", "what_happened", "effective", "instrument", "successor", "confirmed")
DOCUMENTS = {
    *("oxfordshire-strategy-2013", "oxfordshire-framework-2010", "essex-intentions-2013"),
    *("plymouth-strategy-2015", "ccg-guidance-2011"),
}


def _terms(text: str, *documents: str) -> list[str]:
    return [change.term for change in LEDGER.found_in(text, documents=documents)]


@cache
def _source(document: str) -> str:
    listed = yaml.safe_load((SEEDS / "library.yaml").read_text(encoding="utf-8"))["documents"]
    (file,) = (entry["files"][0] for entry in listed if entry["id"] == document)
    return plain((SEEDS / file).read_text(encoding="utf-8"))


def test_there_are_enough_entries() -> None:
    assert len(LEDGER.changes) >= 80
    assert {change.kind for change in LEDGER.changes} == set(ChangeKind)


@pytest.mark.parametrize("change", ENTRIES)
def test_every_entry_is_complete(change: Change) -> None:
    said = [str(getattr(change, field)) for field in SAID]
    assert all(value.strip() == value != "" for value in said)
    assert not [value for value in said if value.endswith(".")]
    assert all(alias.strip() == alias for alias in change.aliases)
    assert {*change.seen_in, *change.only_in} <= DOCUMENTS
    assert not change.only_in or set(change.seen_in) <= set(change.only_in)


@pytest.mark.parametrize("change", ENTRIES)
def test_every_entry_says_when(change: Change) -> None:
    assert re.search(r"\b(19|20)\d\d\b", change.effective)
    for day in re.findall(r"\d{1,2} [A-Z][a-z]+ \d{4}", change.effective):
        assert datetime.strptime(day, "%d %B %Y")


@pytest.mark.parametrize("change", ENTRIES)
def test_every_alias_finds_its_own_entry_and_no_other(change: Change) -> None:
    found = [_terms(f"The {alias}.", *change.only_in) for alias in change.aliases]
    assert found == [[change.term]] * len(change.aliases)


@pytest.mark.seeds
@pytest.mark.parametrize(
    ("change", "document"),
    [
        pytest.param(change, document, id=f"{change.term}-{document}")
        for change in LEDGER.changes
        for document in change.seen_in
    ],
)
def test_what_is_said_to_stand_in_a_source_stands_there(change: Change, document: str) -> None:
    if not SEEDS.is_dir():
        pytest.skip(f"the five source documents are not at {SEEDS}")
    names = Terms((alias, 0) for alias in change.aliases)
    assert any(names.spans(_source(document)))


def test_terms_stand_once_and_aliases_too_but_for_those_of_one_document() -> None:
    general = Counter(alias for change in LEDGER.changes if not change.only_in for alias in change.aliases)
    assert set(general.values()) == {1}
    assert len(LEDGER.changes) == len({change.term for change in LEDGER.changes})


def test_the_ledger_says_as_of_when_it_was_checked() -> None:
    assert re.search(r"20\d\d", LEDGER.as_of)


@pytest.mark.parametrize("change", ENTRIES)
def test_what_is_only_announced_is_not_told_as_done(change: Change) -> None:
    if change.kind is ChangeKind.ANNOUNCED:
        assert re.search(r"\b(would|propos\w+|not yet|being)\b", change.what_happened)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("the CCG's plan", "Clinical commissioning groups (CCGs)", id="ccg-straight"),
        pytest.param("the CCG’s plan", "Clinical commissioning groups (CCGs)", id="ccg-curly"),
        pytest.param("OCCG pays", "Oxfordshire Clinical Commissioning Group (OCCG)", id="occg"),
        pytest.param("OCCG, the CCG, pays", "Oxfordshire Clinical Commissioning Group (OCCG)", id="occg-and-ccg"),
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
        pytest.param("section 11 of the Children Act 2004", "Section 11, Children Act 2004", id="section-11"),
        pytest.param("section 75 of the NHS Act 2006", "Section 75, National Health Service Act 2006", id="section-75"),
    ],
)
def test_a_change_is_found_as_documents_write_it(text: str, term: str) -> None:
    assert _terms(text) == [term]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("XPCT, PCTX and EXPECT", id="inside-another-word"),
        pytest.param("sha and scr and phe", id="small-letters"),
        pytest.param("Integrated care boards and the Care Quality Commission", id="todays-bodies"),
        pytest.param("Working Together to Safeguard Children 2023", id="todays-edition"),
        pytest.param("monitor the waiting list", id="verb"),
        pytest.param("Monitor the waiting list each month.", id="verb-first"),
        pytest.param("a trust for children", id="other-words"),
        pytest.param("section 75 of the Education Act", id="section-of-another-act"),
        pytest.param("obesity (DH 2008)", id="author-of-a-reference"),
    ],
)
def test_what_still_stands_brings_no_notice(text: str) -> None:
    assert _terms(text) == []


def test_an_error_of_one_source_is_not_told_of_another() -> None:
    assert _terms("It is 39.5%.", "plymouth-strategy-2015") == ["Teenage conceptions in Plymouth, '39.5%'"]
    assert _terms("It is 39.5%.", "essex-intentions-2013") == []
