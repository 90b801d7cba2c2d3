"""Tests of the loading of the gold of drafts and checklists, and of the gold that is committed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafting_making import checklist_case, draft_case, expected

from assistant.template_contracts import TemplateKind
from assistant.templates import load_template, templates
from evals.contracts import Gold, Split
from evals.drafting.cases import GOLD, asked_as, load_checklist_cases, load_draft_cases, of_split
from evals.errors import CasesError
from evals.matching import normalise, stands_in
from indexer.contracts import Passage
from indexer.describing import MANIFEST, load_manifest
from indexer.dividing import divide
from indexer.reading.files import read_file
from indexer.settings import load_policy

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
FEWEST_THEMES = 10
MOST_WORDS = 9


def drafts(folder: Path, *cases: dict[str, Any], wrong: str = "{}") -> Any:
    (folder / "intentions-some.yaml").write_text(yaml.safe_dump(list(cases)), encoding="utf-8")
    (folder / "wrong.yaml").write_text(wrong, encoding="utf-8")
    return load_draft_cases(folder, folder / "wrong.yaml")


def checklists(folder: Path, *cases: dict[str, Any]) -> Any:
    (folder / "checklists-some.yaml").write_text(yaml.safe_dump(list(cases)), encoding="utf-8")
    return load_checklist_cases(folder)


def draft(**fields: Any) -> dict[str, Any]:
    return {**draft_case(expected()).model_dump(mode="json"), **fields}


def test_the_lists_that_a_case_names_come_with_it(tmp_path: Path) -> None:
    wrong = "far: [{why: off-theme, words: [housing]}]"
    (case,) = drafts(tmp_path, draft(never=["far"], wrong=[{"why": "other", "document": "fen"}]), wrong=wrong)
    assert [row.why for row in case.wrong] == ["other", "off-theme"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"template": "self-assessment"}, "case 1: field 'template': 'self-assessment' is none of .*annual-plan"),
        ({"never": ["far"]}, "there is no list 'far' in wrong.yaml"),
        ({"rows": [expected(), expected()]}, "row 'therapy' stands twice"),
        ({"rows": [expected(cells={"milestone": ["x"]})]}, "'milestone' is neither a column nor a role"),
        ({"rows": [expected(sources=[])]}, r"rows\.0\.sources"),
        ({"wrong": [{"why": "x"}]}, "by its document, by its words"),
        ({"split": "val"}, "split"),
    ],
)
def test_what_is_wrong_with_a_draft_is_named(tmp_path: Path, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(CasesError, match=f"(?s){message}"):
        drafts(tmp_path, draft(**fields))


def test_the_same_draft_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="case 'd1' stands twice"):
        drafts(tmp_path, draft(), draft())


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="no checklists-"):
        load_checklist_cases(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "evidenced"}, "question 3: the verdict is 'evidenced', but its limbs make it 'none'"),
        ({"number": 14}, "question 14: 'self-assessment' has no question of that number"),
        ({"limbs": [{"evidenced": False}]}, "question 3: the question has 4 limbs, the case 1"),
        ({"limbs": [{"evidenced": True}]}, "a limb that is evidenced names its evidence"),
    ],
)
def test_what_is_wrong_with_a_checklist_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    item = {"number": 3, "split": "dev", "verdict": "none", "limbs": [{"evidenced": False}] * 4, **change}
    case = {**checklist_case().model_dump(mode="json"), "items": [item]}
    with pytest.raises(CasesError, match=f"(?s){message}"):
        checklists(tmp_path, case)


def test_a_checklist_is_cut_to_its_split() -> None:
    case = checklist_case()
    assert of_split(case, Split.DEV) == case
    assert of_split(case, Split.TEST) is None


class TestWhatIsCommitted:
    """The gold itself."""

    def test_there_are_themes_enough_in_both_splits(self) -> None:
        splits = Counter(case.split for case in load_draft_cases())
        assert sum(splits.values()) >= FEWEST_THEMES
        assert splits[Split.DEV] == splits[Split.TEST]

    def test_the_splits_alternate_in_the_order_in_which_the_themes_were_listed(self) -> None:
        listed = sorted(load_draft_cases(), key=lambda case: case.id)
        assert [case.split for case in listed] == [Split.DEV, Split.TEST] * (len(listed) // 2)

    def test_themes_without_rows_are_in_both_splits(self) -> None:
        assert {case.split for case in load_draft_cases() if not case.rows} == set(Split)

    def test_a_case_of_one_place_refuses_the_other_places(self) -> None:
        placed = [case for case in load_draft_cases() if case.place]
        assert {case.place for case in placed} == {"Essex", "Oxfordshire", "Plymouth"}
        assert all(any(wrong.document for wrong in case.wrong) for case in placed)

    def test_three_places_answer_every_question(self) -> None:
        cases = [case for case in load_checklist_cases() if case.template == "self-assessment"]
        assert {case.place for case in cases} == {"Essex", "Oxfordshire", "Plymouth"}
        assert all([item.number for item in case.items] == list(range(1, 14)) for case in cases)

    def test_a_template_that_only_cases_ask_is_a_checklist_of_limbs_that_no_packaged_one_has(self) -> None:
        asked = {case.template for case in load_checklist_cases()} - set(templates())
        packaged = {limb.text for one in templates().values() for question in one.questions for limb in question.limbs}
        assert asked == {"partnership-check"}
        template = load_template(Path(asked_as("partnership-check")))
        assert template.kind is TemplateKind.CHECKLIST
        assert not packaged & {limb.text for question in template.questions for limb in question.limbs}
        assert asked_as("self-assessment") == "self-assessment"

    def test_what_is_held_is_of_no_other_file(self) -> None:
        blind = [case for case in load_checklist_cases() if case.template == "partnership-check"]
        asked = [(case.place, item.number) for case in blind for item in case.items]
        assert len(asked) == len(set(asked)) == 30

    def test_evidence_is_of_the_place(self) -> None:
        golds = [(case, gold) for case in load_checklist_cases() for _, gold in _evidence(case)]
        assert golds
        assert all(gold.document in case.documents for case, gold in golds)

    def test_words_are_names_and_short_phrases(self) -> None:
        assert [words for _, gold in _golds() for words in gold.words if len(words.split()) > MOST_WORDS] == []

    def test_what_must_never_come_is_not_expected(self) -> None:
        """Words of a wrong row that are words of an expected one would make right rows wrong."""
        both = [
            f"{case.id}: {wrong.words}"
            for case in load_draft_cases()
            for wrong in case.wrong
            for row in case.rows
            for source in row.sources
            if wrong.words and all(any(stands_in(one, words) for words in source.words) for one in wrong.words)
        ]
        assert both == []

    def test_every_file_is_packaged(self) -> None:
        packaged = (Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8")
        assert '"*" = ["*.yaml"]' in packaged
        assert len(list(GOLD.glob("*.yaml"))) == 10

    @pytest.mark.seeds
    def test_every_gold_stands_at_its_address_in_the_sources(self, hash_embedder: Any) -> None:
        policy = load_policy()
        passages = {
            entry.id: divide(
                entry.id,
                read_file(SEEDS / entry.files[0], policy.reading).blocks,
                hash_embedder.count,
                policy.dividing,
            )
            for entry in load_manifest(SEEDS / MANIFEST)
        }
        lost = [
            f"{name}: {gold.document} {gold.address} {gold.words}"
            for name, gold in _golds()
            if not any(_is_there(gold, passage) for passage in passages[gold.document])
        ]
        assert lost == []


def _golds() -> Iterator[tuple[str, Gold]]:
    for asked in load_draft_cases():
        yield from ((f"{asked.id} {row.id}", source) for row in asked.rows for source in row.sources)
    for case in load_checklist_cases():
        yield from _evidence(case)


def _evidence(case: Any) -> Iterator[tuple[str, Gold]]:
    for item in case.items:
        for limb in item.limbs:
            yield from ((f"{case.id} {item.number}", gold) for gold in (*limb.evidence, *limb.against))


def _is_there(gold: Gold, passage: Passage) -> bool:
    address = normalise(gold.address or "")
    over = [normalise(part) for part in (passage.paragraph or "", *passage.headings)]
    at = not address or any(
        part.startswith(address) and not part[len(address) : len(address) + 1].isalnum() for part in over
    )
    return at and all(stands_in(words, passage.text) for words in gold.words)
