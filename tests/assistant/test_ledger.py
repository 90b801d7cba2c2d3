"""The ledger of what has changed: reading it, and finding its terms."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import LedgerError
from assistant.ledger import Change, Confidence, Ledger, load_ledger

ENTRY: dict[str, Any] = {
    "term": "Village health boards",
    "aliases": ["village health board", "village health boards", "VHB", "VHBs", "VHB's", "Children's Guild"],
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
    return bool(Ledger(as_of="2026", changes=(Change.model_validate(ENTRY),)).found_in(text))


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
        pytest.param("the children guild", id="without-apostrophe"),
    ],
)
def test_a_term_is_not_found_where_it_does_not_stand(text: str) -> None:
    assert not _finds(text)


def test_changes_come_in_the_order_of_the_ledger(tmp_path: Path) -> None:
    other = {**ENTRY, "term": "Town crier", "aliases": ["town crier"]}
    ledger = load_ledger(_written(tmp_path, {"as_of": "2026", "changes": [ENTRY, other]}))
    assert [change.term for change in ledger.found_in("a town crier of the VHB")] == [ENTRY["term"], "Town crier"]
    assert ledger.changes[0].confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        pytest.param({**ENTRY, "colour": "red"}, r"changes\.0\.colour", id="unknown-field"),
        pytest.param(
            {k: v for k, v in ENTRY.items() if k != "successor"}, r"changes\.0\.successor", id="missing-field"
        ),
        pytest.param({**ENTRY, "confidence": "perhaps"}, r"changes\.0\.confidence", id="unsure"),
        pytest.param({**ENTRY, "aliases": "VHB"}, r"changes\.0\.aliases", id="aliases-no-list"),
        pytest.param({**ENTRY, "effective": 2001}, r"changes\.0\.effective", id="year-as-number"),
    ],
)
def test_a_wrong_entry_is_named_with_its_field(entry: dict[str, Any], named: str, tmp_path: Path) -> None:
    path = _written(tmp_path, {"as_of": "2026", "changes": [entry]})
    with pytest.raises(LedgerError, match=named) as raised:
        load_ledger(path)
    assert str(path) in str(raised.value)


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
