"""Tests of the baselines, on a small library and with a fake model."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import evals.baselines
from evals.baselines import DENSE, LANGCHAIN, LEXICAL, check_installed, question_of, rank_baselines
from evals.contracts import Case
from evals.errors import BaselinesUnavailableError
from evals.stock import CHUNK_CHARACTERS, StockPipeline
from indexer.adding import add
from indexer.library import Library
from indexer.settings import IndexerSettings

MakeCase = Callable[..., Case]
TEXTS = {
    "plan": "# Nurses\n\nWe spend £1.2m on school nursing in every year of the plan.\n\n# Dentists\n\nNobody pays.\n",
    "other": "# Roads\n\nThe council mends its roads and its bridges when they are broken.\n",
}


@pytest.fixture
def library(settings: IndexerSettings, hash_embedder: Any, tmp_path: Path) -> Iterator[Library]:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.md").write_text(f"---\nid: {name}\n---\n{text}", encoding="utf-8")
    add(settings, [tmp_path / f"{name}.md" for name in TEXTS], hash_embedder)
    with closing(Library(settings, hash_embedder)) as opened:
        yield opened


def test_three_systems_are_judged_alike(library: Library, make_case: MakeCase) -> None:
    rankings = rank_baselines(library, TEXTS, [make_case(question="What do we spend on school nursing?")])
    assert [ranking.system for ranking in rankings] == [DENSE, LEXICAL, LANGCHAIN]
    assert {ranking.rule.value for ranking in rankings} == {"words"}
    assert [ranking.placings[0].rank for ranking in rankings] == [1, 1, 1]
    assert [ranking.holding for ranking in rankings] == [1, 1, 1]


def test_a_follow_up_is_searched_for_as_it_is_understood(library: Library, make_case: MakeCase) -> None:
    alone = make_case(id="a", question="How much is that?")
    history = [["What is spent on school nursing?", "A lot."]]
    follow_up = make_case(id="b", kind="follow_up", question="How much is that?", history=history)
    lexical = rank_baselines(library, TEXTS, [alone, follow_up])[1]
    assert [placing.rank for placing in lexical.placings] == [None, 1]


def test_a_question_has_its_history(make_case: MakeCase) -> None:
    question = question_of(make_case(kind="follow_up", history=[["Who?", "They."]]))
    assert [(turn.question, turn.answer) for turn in question.history] == [("Who?", "They.")]


def test_stock_chunks_are_as_langchain_cuts_them(hash_embedder: Any) -> None:
    with closing(StockPipeline({"long": "word " * 500}, hash_embedder)) as pipeline:
        lengths = [len(chunk.text) for chunk in pipeline.chunks]
        assert len(lengths) == 3  # of 2500 characters, 200 of each but the last stand again in the next
        assert max(lengths) <= CHUNK_CHARACTERS
        assert {found.document for found in pipeline.search("word", k=2)} == {"long"}


def test_two_pipelines_do_not_mix(hash_embedder: Any) -> None:
    with (
        closing(StockPipeline({"a": "apples"}, hash_embedder)) as first,
        closing(StockPipeline({"b": "apples"}, hash_embedder)),
    ):
        assert [found.document for found in first.search("apples")] == ["a"]


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evals.baselines, "find_spec", lambda _: None)
    with pytest.raises(BaselinesUnavailableError, match="--no-baselines"):
        check_installed()
