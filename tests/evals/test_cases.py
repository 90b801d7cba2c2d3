"""Tests of the loading of cases, and of the cases that are committed."""

from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from assistant.context import AnswerContext
from assistant.resolve import Resolve
from assistant.settings import load_policy as load_assistant_policy
from evals.baselines import question_of
from evals.cases import CASES, load_cases
from evals.contracts import Case, Flavour, Kind, Split
from evals.errors import CasesError
from evals.judging import by_address, by_words, found_passage
from evals.matching import normalise
from indexer.contracts import Passage
from indexer.describing import MANIFEST, load_manifest
from indexer.dividing import divide
from indexer.reading.files import read_file
from indexer.settings import load_policy

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
Committed = tuple[Case, ...]
GOOD = """
- {id: a-1, split: dev, persona: gp, kind: fact, wording: spoken, question: "Why?", facts: [[x]],
   gold: [{document: plan, address: null, words: [x]}]}
"""


def load(folder: Path, text: str) -> None:
    (folder / "some.yaml").write_text(text, encoding="utf-8")
    load_cases(folder)


@pytest.fixture(scope="module")
def committed() -> Committed:
    """The cases that are committed, read once."""
    return load_cases()


@pytest.fixture(scope="module")
def source_passages(lasting_hash_embedder: Any) -> list[Passage]:
    """The passages of the source documents."""
    policy = load_policy()
    return [
        passage
        for entry in load_manifest(SEEDS / MANIFEST)
        for passage in divide(
            entry.id,
            read_file(SEEDS / entry.files[0], policy.reading).blocks,
            lasting_hash_embedder.count,  # words, not pieces: the address and words stand there however it is cut
            policy.dividing,
        )
    ]


def test_a_good_case_loads(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(GOOD + GOOD.replace("dev", "val"), r"some\.yaml: case 2: field 'split'", id="split"),
        pytest.param(GOOD.replace("words: [x]", "words: [2013]"), r"case 1: field 'gold\.0\.words\.0'", id="not-text"),
        pytest.param(GOOD.replace("words: [x]", "words: []"), r"case 1: field 'gold\.0\.words'", id="no-words"),
        pytest.param(GOOD.replace("facts: [[x]]", "facts: []"), r"case 1: as a whole: .*neither gold", id="no-facts"),
        pytest.param(GOOD.replace("kind: fact", "kind: unanswerable"), r"case 1: as a whole", id="unanswerable"),
        pytest.param(GOOD.replace("split: dev", "spilt: dev"), r"case 1: field '(split|spilt)'", id="misspelt"),
        pytest.param(GOOD + GOOD.replace("Why", "How"), r"case 2: field 'id': 'a-1' stands .*case 1", id="id-twice"),
        pytest.param(GOOD + GOOD.replace("a-1", "a-2"), r"case 2: field 'question'", id="question-twice"),
        pytest.param(GOOD.replace("kind: fact", "kind: follow_up"), r"case 1: as a whole: .*history", id="no-history"),
        pytest.param(
            GOOD.replace("kind: fact", "kind: comparison"), r"case 1: as a whole: .*two documents", id="one-side"
        ),
        pytest.param(GOOD.replace("kind", "conflict: true, kind"), r"case 1: as a whole: .*conflict", id="no-conflict"),
        pytest.param(GOOD.replace("kind", "flavour: absent, kind"), r"case 1: as a whole: .*flavour", id="flavour"),
        pytest.param(
            GOOD.replace("kind", "corrected_by: [{document: d, address: null, words: [x]}], kind"),
            r"case 1: as a whole: .*false premise",
            id="nothing-false",
        ),
        pytest.param(GOOD.replace("kind", "history: [[a]], kind"), r"case 1: field 'history\.0", id="half-a-turn"),
        pytest.param("id: a-1", r"some\.yaml: it must hold a list", id="no-list"),
        pytest.param("- [", r"some\.yaml: not valid YAML: .*line", id="no-yaml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CasesError, match=f"(?s){message}"):
        load(tmp_path, text)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"no \.yaml file"):
        load_cases(tmp_path)


def test_the_same_words_may_follow_other_questions(tmp_path: Path) -> None:
    follow_up = GOOD.replace("kind: fact", 'kind: follow_up, history: [["Where?", "Here."]]').replace("a-1", "a-2")
    load(tmp_path, GOOD + follow_up + follow_up.replace("Where", "When").replace("a-2", "a-3"))


def test_the_committed_cases_are_balanced(committed: Committed) -> None:
    counts = Counter((document, case.split) for case in committed for document in case.documents)
    documents = {document for document, _ in counts}
    assert len(documents) == 5
    assert all(counts[document, split] >= 20 for document in documents for split in Split)


@pytest.mark.parametrize("split", Split)
def test_the_committed_cases_are_of_every_kind(split: Split, committed: Committed) -> None:
    cases = [case for case in committed if case.split is split]
    assert len(cases) >= 100
    assert {case.kind for case in cases} == set(get_args(Kind))
    assert all(count / len(cases) > 0.25 for count in Counter(case.persona for case in cases).values())
    assert sum(case.wording == "spoken" for case in cases) / len(cases) >= 0.6
    assert sum(case.kind == "follow_up" for case in cases) >= 15
    assert sum(case.kind == "unanswerable" for case in cases) >= 30
    assert sum(case.kind == "comparison" or case.conflict is True for case in cases) >= 10


@pytest.mark.parametrize("split", Split)
def test_the_committed_cases_are_of_every_trait(split: Split, committed: Committed) -> None:
    cases = [case for case in committed if case.split is split]
    counts = Counter(trait for case in cases for trait in case.traits)
    assert all(counts[f"unanswerable: {flavour}"] >= 5 for flavour in get_args(Flavour))
    assert all(
        counts[trait] >= 3 for trait in ("unanswerable: follow_up", "change of subject", "conflict", "no conflict")
    )
    assert all(case.flavour for case in cases if case.kind == "unanswerable")


@pytest.mark.parametrize("name", ["unanswerable-more", "follow-ups-more", "comparisons-more", "conflicts"])
def test_the_splits_of_newer_files_alternate(name: str) -> None:
    """The rule was set before the cases were written, so that no case is in dev for being easy."""
    cases = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert [case["split"] for case in cases] == [("dev", "test")[at % 2] for at in range(len(cases))]


@pytest.mark.seeds
def test_gold_that_all_count_on_stands_at_its_address_in_the_sources(
    committed: Committed, source_passages: list[Passage]
) -> None:
    cases = [case for case in committed if case.history or case.sides[1:]]
    found, judge = [found_passage(passage) for passage in source_passages], by_address(source_passages)
    alone = {(case.id, gold): case.model_copy(update={"gold": (gold,)}) for case in cases for gold in case.gold}
    assert [name for name, case in alone.items() if not any(judge(case, one) for one in found)] == []


@pytest.mark.seeds
def test_corrections_stand_in_the_sources(committed: Committed, source_passages: list[Passage]) -> None:
    wrong = [case for case in committed if case.corrected_by]
    golds = {(case.id, gold): case.model_copy(update={"gold": (gold,)}) for case in wrong for gold in case.corrected_by}
    found = [found_passage(passage) for passage in source_passages]
    assert [name for name, case in golds.items() if not any(by_words(case, one) for one in found)] == []


@pytest.mark.seeds
def test_follow_ups_are_understood_as_such_and_changes_of_subject_are_not(committed: Committed) -> None:
    """One that stands alone would measure nothing but a short question; of the test split it is measured, not set."""
    places = [entry.metadata.place for entry in load_manifest(SEEDS / MANIFEST) if entry.metadata.place]
    resolve = Resolve(load_assistant_policy().question, lambda: places)
    cases = [case for case in committed if case.history and case.split is Split.DEV]
    contexts = {case.id: AnswerContext(asked=question_of(case), understood=case.question) for case in cases}
    alone = {name for name, context in contexts.items() if resolve(context).understood == context.understood}
    assert alone == {case.id for case in cases if "change of subject" in case.traits}


def test_unanswerable_cases_are_in_both_splits(committed: Committed) -> None:
    assert {case.split for case in committed if not case.answerable} == set(Split)


def test_no_question_is_asked_twice(committed: Committed) -> None:
    asked = Counter(normalise(case.question).rstrip("?") for case in committed if not case.history)
    assert [question for question, times in asked.items() if times > 1] == []
