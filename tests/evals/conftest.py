"""Cases, passages and answers made by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.contracts import Answer, AnswerStatus, Citation, ScoredPassage, Statement
from evals.contracts import Case, Metric, RunRecord, Score, Split, Suite, Summary

MakeCase = Callable[..., Case]
MakePassage = Callable[..., ScoredPassage]
MakeCitation = Callable[..., Citation]
MakeAnswer = Callable[..., Answer]
MakeRecord = Callable[..., RunRecord]


@pytest.fixture
def make_case() -> MakeCase:
    """A case whose gold is 'school nursing' and '£1.2m' at 6.14 of 'plan'; gold=[] for an unanswerable one."""

    def make(gold: list[dict[str, Any]] | None = None, **fields: Any) -> Case:
        if gold is None:
            gold = [{"document": "plan", "address": "6.14", "words": ["school nursing", "£1.2m"]}]
        given = {
            "id": "c-01",
            "split": "dev",
            "persona": "gp",
            "kind": "number" if gold else "unanswerable",
            "wording": "spoken",
            "question": "How much is spent?",
            "gold": gold,
            "facts": [["£1.2m", "1.2 million"]] if gold else [],
        }
        return Case.model_validate({**given, **fields})

    return make


@pytest.fixture
def make_passage() -> MakePassage:
    """A passage that search found; gold for the case unless told otherwise."""

    def make(text: str = "We spend £1.2m on school nursing.", document: str = "plan", **fields: Any) -> ScoredPassage:
        given = {
            "id": "p",
            "heading": (),
            "paragraph": None,
            "page": None,
            "kind": "paragraph",
            "score": 1.0,
            "confidence": 1.0,
        }
        return ScoredPassage.model_validate({**given, "text": text, "document_id": document, **fields})

    return make


@pytest.fixture
def make_citation() -> MakeCitation:
    """A citation of a whole passage; gold for the case unless told otherwise."""

    def make(passage: str = "We spend £1.2m on school nursing.", document: str = "plan", **fields: Any) -> Citation:
        given = {
            "token": "S1",
            "passage_id": "p",
            "title": None,
            "publishers": (),
            "published": None,
            "document_status": None,
            "summary_of": None,
            "section": None,
            "paragraph": None,
            "page": None,
            "quote": passage,
            "start": 0,
            "end": len(passage),
        }
        return Citation.model_validate({**given, "passage": passage, "document_id": document, **fields})

    return make


@pytest.fixture
def make_answer() -> MakeAnswer:
    """An answer that says the texts and cites the citations."""

    def make(*texts: str, status: str = "answered", citations: tuple[Citation, ...] = ()) -> Answer:
        statements = tuple(Statement(text=text, citations=()) for text in texts)
        return Answer(status=AnswerStatus(status), statements=statements, citations=citations, text="-", question="-")

    return make


@pytest.fixture
def make_record() -> MakeRecord:
    """A record of one metric."""

    def make(
        metric: Metric = Metric.HIT, value: float | None = 0.8, half_width: float = 0.1, **fields: Any
    ) -> RunRecord:
        low, high = (None, None) if value is None else (value - half_width, value + half_width)
        summary = Summary(metric=metric, n=10, value=value, low=low, high=high, unscored=0)
        score = Score(metric=metric, case="c-01", value=value, explanation="no gold passage in the first 5")
        given = {
            "created": "2026-01-01T00:00:00+00:00",
            "library": "seeds",
            "generation": "g",
            "settings": {"cases": "1"},
            "suites": tuple(Suite),
            "split": Split.DEV,
            "summaries": (summary,),
            "by_kind": {"number": (summary,)},
            "by_document": {},
            "scores": (score,),
            "errors": {},
        }
        return RunRecord.model_validate({**given, **fields})

    return make
