"""Other words for what a question says."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import SynonymsError
from assistant.wordings import Alternative, Synonym, Wordings, load_synonyms

CARE = Synonym(said=("in care", "kids in care", "child's home"), written=("looked after", "LAC"), because="the Act")
MONEY = Synonym(said=("A&E", "cost (all)"), written=("spend",), because="the ledger")
SHORT = {"LAC": ("looked after children", "Local Area Council")}


@pytest.mark.parametrize(
    ("phrase", "beside"),
    [("looked after", ("looked after", "LAC")), ("lac", ("looked after", "LAC")), ("in care", ()), ("after", ())],
)
def test_what_is_written_for_the_same_stands_beside_it(phrase: str, beside: tuple[str, ...]) -> None:
    assert Wordings([CARE, MONEY]).beside(phrase) == beside


def _said(question: str) -> list[str]:
    return [found.said for found in Wordings([CARE, MONEY])(question, {})]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("Who is in care?", ["in care"], id="phrase"),
        pytest.param("Who is in care", ["in care"], id="at-the-end"),
        pytest.param("In care, who pays?", ["In care"], id="capital"),
        pytest.param("WHO IS IN CARE?", ["IN CARE"], id="capitals"),
        pytest.param("the 'in care' team", ["in care"], id="quoted"),
        pytest.param("the in-care team", [], id="hyphen"),
        pytest.param("within care", [], id="inside-a-word-before"),
        pytest.param("in careful hands", [], id="inside-a-word-after"),
        pytest.param("in the care", [], id="words-between"),
        pytest.param("", [], id="nothing"),
        pytest.param("Are kids in care seen?", ["kids in care"], id="longest-first"),
        pytest.param("in care or kids in care", ["in care"], id="the-first-in-the-question"),
        pytest.param("a child's home", ["child's home"], id="straight-apostrophe"),
        pytest.param("What does A&E cost?", ["A&E"], id="ampersand"),
        pytest.param("the cost (all) of it", ["cost (all)"], id="marks-are-no-pattern"),
        pytest.param("A&E for kids in care", ["kids in care", "A&E"], id="in-the-order-of-the-synonyms"),
    ],
)
def test_a_phrase_is_found_whole(question: str, said: list[str]) -> None:
    assert _said(question) == said


def test_a_curly_apostrophe_is_an_apostrophe() -> None:
    assert len(_said("a child’s home")) == 1


def test_what_is_said_stands_in_the_question_as_it_was_asked() -> None:
    assert _said("a child’s home") == ["child’s home"]


def test_what_is_found_comes_with_what_documents_write() -> None:
    assert Wordings([CARE])("kids in care", {}) == [Alternative("kids in care", ("looked after", "LAC"))]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("What do LAC need?", [Alternative("LAC", SHORT["LAC"])], id="short"),
        pytest.param("What do LACs need?", [Alternative("LACs", SHORT["LAC"])], id="plural"),
        pytest.param(
            "What do Looked After Children need?", [Alternative("Looked After Children", ("LAC",))], id="long"
        ),
        pytest.param("the local area council", [Alternative("local area council", ("LAC",))], id="second-long"),
        pytest.param("LAC: looked after children", [Alternative("LAC", SHORT["LAC"])], id="both"),
        pytest.param("What of lac and shellac?", [], id="small-letters"),
        pytest.param("LACK or BLAC", [], id="inside-a-word"),
        pytest.param("looked after", [], id="part-of-the-long"),
    ],
)
def test_acronyms_are_told_both_ways(question: str, found: list[Alternative]) -> None:
    assert Wordings(())(question, SHORT) == found


@pytest.mark.parametrize(
    ("question", "long"),
    [
        pytest.param(
            "the looked after child",
            "looked after child",
            id="as-written",
        ),
        pytest.param(
            "the care groups",
            "care group",
            id="plural",
        ),
        pytest.param(
            "local authorities",
            "local authority",
            id="plural-in-ies",
        ),
        pytest.param(
            "the local authority",
            "Local Authorities",
            id="singular",
        ),
        pytest.param(
            "the child’s plan",
            "child’s plan",
            id="curly-in-both",
        ),
        pytest.param(
            "the child's plan",
            "child’s plan",
            id="curly-in-the-document",
        ),
    ],
)
def test_a_long_form_is_found_as_people_write_it(question: str, long: str) -> None:
    assert [found.written for found in Wordings(())(question, {"XY": (long,)})] == [("XY",)]


def test_what_is_written_for_one_phrase_comes_together() -> None:
    own = Synonym(said=("LAC",), written=("children's homes", "Local Area Council"), because="the ledger")
    together = ("children's homes", "Local Area Council", "looked after children")
    assert Wordings([own])("LAC", SHORT) == [Alternative("LAC", together)]


def test_a_phrase_inside_another_is_found_too() -> None:
    kids = Synonym(said=("kids",), written=("young people",), because="documents write so")
    found = Wordings([CARE, kids])("kids in care", {})
    assert [alternative.said for alternative in found] == ["kids in care", "kids"]


def test_synonyms_come_before_acronyms() -> None:
    found = Wordings([CARE])("LAC in care", SHORT)
    assert [alternative.said for alternative in found] == ["in care", "LAC"]


ENTRY: dict[str, Any] = {"said": ["kids"], "written": ["young people"], "because": "documents write so"}


def _written(folder: Path, loaded: object) -> Path:
    path = folder / "synonyms.yaml"
    path.write_text(yaml.safe_dump(loaded), encoding="utf-8")
    return path


def test_synonyms_are_read_in_order(tmp_path: Path) -> None:
    other = {**ENTRY, "said": ["mums"]}
    assert [s.said for s in load_synonyms(_written(tmp_path, {"synonyms": [ENTRY, other]}))] == [("kids",), ("mums",)]


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        pytest.param({**ENTRY, "colour": "red"}, r"synonyms\.1\.colour", id="unknown-field"),
        pytest.param({k: v for k, v in ENTRY.items() if k != "because"}, r"synonyms\.1\.because", id="no-reason"),
        pytest.param({**ENTRY, "said": "kids"}, r"synonyms\.1\.said", id="no-list"),
        pytest.param({**ENTRY, "written": [5]}, r"synonyms\.1\.written\.0", id="a-number"),
        pytest.param("kids", r"synonyms\.1", id="no-mapping"),
        pytest.param({**ENTRY, "said": []}, r"synonyms\.1\.said", id="nothing-said"),
        pytest.param({**ENTRY, "said": [""]}, r"synonyms\.1\.said\.0", id="an-empty-phrase"),
        pytest.param({**ENTRY, "said": ["kids", " "]}, r"synonyms\.1\.said\.1", id="a-blank-phrase"),
        pytest.param({**ENTRY, "because": ""}, r"synonyms\.1\.because", id="an-empty-reason"),
        pytest.param({**ENTRY, "written": [""]}, r"synonyms\.1\.written\.0", id="an-empty-phrase-written"),
        pytest.param({**ENTRY, "written": []}, r"synonyms\.1\.written", id="nothing-written"),
    ],
)
def test_a_bad_entry_is_told_by_its_place_and_field(entry: object, named: str, tmp_path: Path) -> None:
    with pytest.raises(SynonymsError, match=named):
        load_synonyms(_written(tmp_path, {"synonyms": [ENTRY, entry]}))


@pytest.mark.parametrize("content", ["synonyms: [", "", "- a list", "other: []"])
def test_a_file_that_holds_no_synonyms_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SynonymsError, match=r"synonyms\.yaml"):
        load_synonyms(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SynonymsError, match=r"nowhere\.yaml cannot be read"):
        load_synonyms(tmp_path / "nowhere.yaml")
