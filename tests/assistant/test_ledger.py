"""The ledger of what has changed: reading it, and finding its terms."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import LedgerError
from assistant.ledger import Change, Confidence, Ledger, load_ledger

ENTRY: dict[str, Any] = {
    "term": "Village health boards",
    "aliases": [
        "village health board",
        "VHB",
        "Children's Guild",
        "health and well-being forum",
        "Act 2006",
        "Act 1-4",
    ],
    "kind": "replaced",
    "was": "local boards",
    "what_happened": "abolished",
    "effective": "1 April 2001",
    "instrument": "Villages Act 2000",
    "successor": "town boards",
    "confidence": "certain",
    "confirmed": "the gazette",
}


def _written(folder: Path, loaded: object) -> Path:
    path = folder / "changes.yaml"
    path.write_text(yaml.safe_dump(loaded), encoding="utf-8")
    return path


def _finds(text: str) -> bool:
    return bool(_ledger(ENTRY).found_in(text))


def _ledger(*entries: dict[str, Any]) -> Ledger:
    return Ledger(as_of="2026", changes=tuple(Change.model_validate(entry) for entry in entries))


def _other(term: str, *aliases: str, **fields: Any) -> dict[str, Any]:
    return {**ENTRY, "term": term, "aliases": aliases, **fields}


def _terms(ledger: Ledger, *texts: str, documents: tuple[str, ...] = ()) -> list[str]:
    return [change.term for change in ledger.found_in(*texts, documents=documents)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The VHB decides.", id="acronym"),
        pytest.param("the VHBs, too", id="plural"),
        pytest.param("(VHB)", id="brackets"),
        pytest.param("VHB/council", id="slash"),
        pytest.param("the VHB's staff", id="straight-apostrophe"),
        pytest.param("the VHB’s staff", id="curly-apostrophe"),
        pytest.param("the Children’s Guild", id="curly-in-a-name"),
        pytest.param("Village Health Boards' staff", id="capitals"),
        pytest.param("a VILLAGE HEALTH BOARD", id="all-capitals"),
        pytest.param("a village health\nboard", id="line-break"),
        pytest.param("a village-health board", id="hyphen"),
        pytest.param("a village health – board", id="dash"),
        pytest.param("the village health boards’ staff", id="plural-with-apostrophe"),
        pytest.param("the village health board\u00b9", id="note"),
        pytest.param("(VHB2006)", id="year-grown-on"),
        pytest.param("a health & wellbeing forum", id="ampersand"),
        pytest.param("the Act (2006)", id="year-in-brackets"),
        pytest.param("Act: (2006).", id="year-after-a-colon"),
        pytest.param("Act 1 – 4", id="range"),
    ],
)
def test_a_term_is_found_as_documents_write_it(text: str) -> None:
    assert _finds(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("XVHB and VHBX", id="inside-another-word"),
        pytest.param("a vhb, a Vhb", id="acronym-in-small-letters"),
        pytest.param("village healthy boards", id="other-words"),
        pytest.param("the children guild", id="other-form"),
        pytest.param("the Children's guild", id="capital-missing"),
        pytest.param("VHB20", id="figures-grown-on"),
        pytest.param("Act 20065", id="longer-figure"),
        pytest.param("see www.example.org/VHB/list and https://example.org/VHB", id="address-of-a-page"),
    ],
)
def test_a_term_is_not_found_where_it_does_not_stand(text: str) -> None:
    assert not _finds(text)


def test_changes_come_in_the_order_of_the_ledger(tmp_path: Path) -> None:
    other = _other("Town crier", "town crier")
    ledger = load_ledger(
        _written(tmp_path, {"as_of": "2026", "changes": [ENTRY, {**other, "aliases": ["town crier"]}]})
    )
    assert _terms(ledger, "a town crier of the VHB") == [ENTRY["term"], "Town crier"]
    assert ledger.changes[0].confidence is Confidence.CERTAIN


def test_a_term_may_not_be_broken_over_two_texts() -> None:
    assert _terms(_ledger(ENTRY), "a village health", "board") == []


def test_the_longest_name_at_a_place_is_meant() -> None:
    ledger = _ledger(ENTRY, _other("Hill board", "VHB of the hills"), _other("Hills", "hills"))
    assert _terms(ledger, "the VHB of the hills") == ["Hill board"]
    assert _terms(ledger, "the VHB of the plains, and hills") == [ENTRY["term"], "Hills"]


def test_a_longer_name_that_does_not_stand_hides_no_shorter_one() -> None:
    assert _terms(_ledger(ENTRY, _other("Hill board", "VHB of the hill")), "the VHB of the hillside") == [ENTRY["term"]]


def test_the_general_entry_is_not_told_beside_the_particular_one() -> None:
    local = _other("Moor board", "MVHB", "moor VHB", instead_of=ENTRY["term"])
    ledger = _ledger(ENTRY, local)
    assert _terms(ledger, "the MVHB is a VHB") == ["Moor board"]
    assert _terms(ledger, "the MVHB", "any VHB") == ["Moor board"]
    assert _terms(ledger, "any VHB") == [ENTRY["term"]]


def test_an_error_of_one_document_is_told_of_that_document_alone() -> None:
    ledger = _ledger(ENTRY, _other("Slip", "VHB", "Act 1066", only_in=("plan",)))
    assert _terms(ledger, "the VHB", documents=("plan",)) == ["Slip"]
    assert _terms(ledger, "the VHB", documents=("other", "plan")) == ["Slip"]
    assert _terms(ledger, "the VHB by the Act 1066", documents=("other",)) == [ENTRY["term"]]
    assert _terms(ledger, "the VHB") == [ENTRY["term"]]


def test_a_name_is_not_found_where_it_is_another_thing() -> None:
    ledger = _ledger(_other("Board", "VHB", not_where=r"\bVHB (?:tape|player)s?\b|\bold VHB\b"))
    assert _terms(ledger, "a VHB tape, an old VHB") == []
    assert _terms(ledger, f"a VHB tape, {'and so on, ' * 20} of the VHB") == ["Board"]


def test_a_ledger_without_entries_finds_nothing() -> None:
    assert _terms(_ledger(), "the VHB") == []


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        pytest.param({**ENTRY, "colour": "red"}, r"changes\.0\.colour", id="unknown-field"),
        pytest.param(
            {k: v for k, v in ENTRY.items() if k != "successor"}, r"changes\.0\.successor", id="missing-field"
        ),
        pytest.param({**ENTRY, "confidence": "perhaps"}, r"changes\.0\.confidence", id="unsure"),
        pytest.param({**ENTRY, "aliases": "VHB"}, r"changes\.0\.aliases", id="aliases-no-list"),
        pytest.param({**ENTRY, "aliases": []}, r"changes\.0\.aliases", id="no-aliases"),
        pytest.param({**ENTRY, "aliases": [""]}, r"changes\.0\.aliases\.0", id="empty-alias"),
        pytest.param({**ENTRY, "kind": "gone"}, r"changes\.0\.kind", id="unknown-kind"),
        pytest.param({**ENTRY, "not_where": "(VHB"}, r"changes\.0\.not_where: .*no regular", id="no-pattern"),
        pytest.param({**ENTRY, "instead_of": "Nobody"}, r"changes\.0\.instead_of: .*'Nobody'", id="no-such-term"),
        pytest.param({**ENTRY, "effective": 2001}, r"changes\.0\.effective", id="year-as-number"),
    ],
)
def test_a_wrong_entry_is_named_with_its_field(entry: dict[str, Any], named: str, tmp_path: Path) -> None:
    path = _written(tmp_path, {"as_of": "2026", "changes": [entry]})
    with pytest.raises(LedgerError, match=named) as raised:
        load_ledger(path)
    assert str(path) in str(raised.value)


def test_an_alias_of_two_entries_is_named(tmp_path: Path) -> None:
    changes = [ENTRY, {**ENTRY, "term": "Town crier", "aliases": ["town crier", "VHB"]}]
    with pytest.raises(LedgerError, match=r"changes\.1\.aliases: 'VHB' stands already in changes\.0"):
        load_ledger(_written(tmp_path, {"as_of": "2026", "changes": changes}))


@pytest.mark.parametrize(
    "text", [pytest.param("", id="empty"), pytest.param("a: [b", id="not-yaml"), pytest.param("- 1", id="a-list")]
)
def test_a_file_that_is_no_ledger_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "changes.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"changes\.yaml"):
        load_ledger(path)


def test_a_missing_ledger_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"nowhere\.yaml cannot be read"):
        load_ledger(tmp_path / "nowhere.yaml")
