"""The cases for notices, and the scoring of them."""

from pathlib import Path

import pytest

from evals.contracts import Split
from evals.errors import CasesError
from evals.notices import load_notice_cases, score_notices, told_in_words

CASES = """
- {id: a, split: dev, text: The CCG pays., expected: [Clinical commissioning groups (CCGs)]}
- {id: b, split: dev, text: The PCT pays., expected: []}
- {id: c, split: dev, text: The council pays., expected: [Monitor]}
- {id: d, split: test, text: The council pays., expected: []}
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_told_in_vain_and_what_is_missed_is_counted(tmp_path: Path) -> None:
    scores = score_notices(Split.DEV, _written(tmp_path, CASES))
    assert (scores.n, scores.without, scores.told, scores.expected) == (3, 1, 2, 2)
    assert (scores.precision.value, scores.recall.value) == (0.5, 0.5)
    assert (scores.recall.low, scores.recall.high) == (0.0, 1.0)
    assert scores.wrong == {"b": (("Primary care trusts (PCTs)",), ()), "c": ((), ("Monitor",))}


def test_where_nothing_is_told_there_is_no_precision(tmp_path: Path) -> None:
    scores = score_notices(Split.TEST, _written(tmp_path, CASES))
    assert (scores.n, scores.precision.value, scores.recall.value) == (1, None, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("- [", "cannot be read", id="no-yaml"),
        pytest.param("a: b", "tuple", id="no-list"),
        pytest.param(CASES.replace("split: test", "split: val"), r"3\.split", id="split"),
        pytest.param(CASES.replace("Monitor", "Minotaur"), "not in the ledger: c: Minotaur", id="no-such-term"),
        pytest.param(CASES.replace("id: d", "id: a"), "'a' stands twice", id="id-twice"),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=message):
        load_notice_cases(_written(tmp_path, text))


@pytest.mark.parametrize("split", Split)
def test_the_committed_cases_are_balanced(split: Split) -> None:
    cases = [case for case in load_notice_cases() if case.split is split]
    assert sum(bool(case.expected) for case in cases) >= 20
    assert sum(not case.expected for case in cases) >= 10


def test_the_notices_of_the_working_cases_are_nearly_all_right() -> None:
    scores = score_notices(Split.DEV)
    assert scores.precision.value is not None
    assert scores.precision.value >= 0.95
    assert scores.recall.value is not None
    assert scores.recall.value >= 0.95


def test_the_scores_are_told_in_words() -> None:
    told = told_in_words(score_notices(Split.TEST))
    assert told.startswith("test: ")
    assert "precision" in told
    assert "in vain" not in told
