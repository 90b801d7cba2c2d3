"""Tests of the loading of cases, and of the cases that are committed."""

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import load_cases
from evals.contracts import Split
from evals.errors import CasesError
from evals.matching import normalise

GOOD = """
- {id: a-1, split: dev, persona: gp, kind: fact, question: "Why?", facts: [[x]],
   gold: [{document: plan, address: null, words: [x]}]}
"""


def load(folder: Path, text: str) -> None:
    (folder / "some.yaml").write_text(text, encoding="utf-8")
    load_cases(folder)


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


def test_the_committed_cases_are_balanced() -> None:
    counts = Counter((document, case.split) for case in load_cases() for document in case.documents)
    documents = {document for document, _ in counts}
    assert len(documents) == 5
    assert all(counts[document, split] >= 6 for document in documents for split in Split)


def test_unanswerable_cases_are_in_both_splits() -> None:
    assert {case.split for case in load_cases() if not case.answerable} == set(Split)


def test_no_question_is_asked_twice() -> None:
    asked = Counter(normalise(case.question).rstrip("?") for case in load_cases())
    assert [question for question, times in asked.items() if times > 1] == []
