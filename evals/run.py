"""Puts the cases to an assistant and scores what it gives."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.contracts import Answer, AnswerStatus, Question, ScoredPassage
from evals.aggregate import summarise, summarise_by_document, summarise_by_kind
from evals.baselines import check_installed, question_of, rank_baselines
from evals.cases import load_cases
from evals.contracts import (
    Case,
    Contract,
    LibraryChoice,
    Metric,
    Ranking,
    Rule,
    RunRecord,
    RunRequest,
    Score,
    Split,
    Suite,
)
from evals.errors import NothingToRunError
from evals.judging import OURS, SEARCH_DEPTH, by_address, by_words, found_by_search, found_passage, rank_all
from evals.libraries import LibraryContents, contents_of, library_folder, texts_of
from evals.matching import is_gold, summary_id
from evals.report import write
from evals.scorers import metrics_of, score_answer, score_passages
from evals.settings import current_settings
from indexer.adding import Progress, silent

_LOG = logging.getLogger(__name__)
_NEED_GOLD = {Metric.HIT, Metric.RECIPROCAL_RANK, Metric.CITATION_HIT, Metric.SIDES_CITED}


class AssistantLike(Protocol):
    """What is asked of the assistant."""

    def ask(self, question: Question, /) -> Answer:
        """Answer a question."""

    def search(self, question: Question, /, k: int) -> list[ScoredPassage]:
        """Return the passages nearest to a question, best first."""


class Measured(Contract):
    """The scores of the cases, what was found for them, and why some of them could not be run."""

    scores: tuple[Score, ...]
    errors: dict[str, str]
    found: dict[str, tuple[ScoredPassage, ...]]
    without_gold: tuple[str, ...]

    def comparable(self, cases: Sequence[Case]) -> list[Case]:
        """Return the cases that a search was made for and that have a gold to be found."""
        unscored = {score.case for score in self.scores if score.metric is Metric.HIT and score.value is None}
        return [case for case in cases if case.id in self.found and case.id not in unscored]


def run_and_report(request: RunRequest, out: Path, progress: Progress = silent) -> RunRecord:
    """Measure a library, built for the time being unless it lives in a folder, and write the report to ``out``.

    Raises:
        EvalsError: there is nothing to measure.
        IndexerError: the library cannot be built or opened.
    """
    # Named before the build: that takes minutes, and what is edited meanwhile is not what was measured.
    settings = current_settings()
    cases = load_cases()
    if request.has_baselines:
        check_installed()
    with library_folder(request, progress) as folder:
        record = run(folder, request, cases, settings, progress)
    if current_settings() != settings:
        _LOG.warning("the code, a policy or the cases changed during the run: run again before trusting it")
    write(record, cases, out)
    return record


def run(
    data: Path,
    request: RunRequest,
    cases: Sequence[Case],
    settings: dict[str, str],
    progress: Progress = silent,
) -> RunRecord:
    """Measure the library that lives in a folder.

    Raises:
        LibraryUnavailableError: there is none.
        NothingToRunError: no case fits it.
    """
    from assistant.assistant import Assistant
    from assistant.settings import AssistantSettings

    contents = contents_of(data)
    chosen = select(cases, request.split, {document.id for document in contents.documents})
    assistant = Assistant(AssistantSettings(data=data))
    try:
        measured = measure(assistant, contents, chosen, request.suites, progress)
        rankings = rank_ours(measured, contents, chosen)
        if request.has_baselines:
            texts = texts_of(LibraryChoice.SEEDS)
            rankings += rank_baselines(assistant.library, texts, measured.comparable(chosen), progress)
    finally:
        assistant.close()
    return RunRecord(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        library=request.name,
        generation=contents.generation.id,
        settings=settings,
        suites=request.suites,
        split=request.split,
        summaries=summarise(measured.scores),
        by_kind=summarise_by_kind(measured.scores, chosen),
        by_document=summarise_by_document(measured.scores, chosen),
        scores=measured.scores,
        errors=measured.errors,
        rankings=rankings,
        without_gold=measured.without_gold,
    )


def rank_ours(measured: Measured, contents: LibraryContents, cases: Sequence[Case]) -> tuple[Ranking, ...]:
    """Judge our own search by the rule for every system, and by the rule that asks for the address too."""
    asked = measured.comparable(cases)
    if not asked:
        return ()
    found = {case: [found_by_search(passage) for passage in passages] for case, passages in measured.found.items()}
    texts = [found_passage(passage) for passage in contents.passages]
    judges = {Rule.WORDS: by_words, Rule.ADDRESS: by_address(contents.passages)}
    return tuple(rank_all(OURS, rule, found, asked, judge, texts=texts) for rule, judge in judges.items())


def select(cases: Sequence[Case], split: Split, documents: set[str]) -> tuple[Case, ...]:
    """Return the cases of a split that the documents, or our summaries of them, answer, and the unanswerable ones.

    Raises:
        NothingToRunError: the library holds no document of any case.
    """

    def is_held(case: Case) -> bool:
        return any(document in documents or summary_id(document) in documents for document in case.documents)

    chosen = tuple(case for case in cases if case.split is split and (not case.answerable or is_held(case)))
    if not any(case.answerable for case in chosen):
        raise NothingToRunError(f"No case of the split '{split}' is answered by a document of this library.")
    return chosen


def measure(
    assistant: AssistantLike,
    contents: LibraryContents,
    cases: Sequence[Case],
    suites: Sequence[Suite],
    progress: Progress = silent,
) -> Measured:
    """Put each case to the assistant; a case that fails is unscored and does not stop the others."""
    scores: list[Score] = []
    errors: dict[str, str] = {}
    found: dict[str, tuple[ScoredPassage, ...]] = {}
    for number, case in enumerate(cases):
        progress(case.id, number, len(cases))
        for suite in suites:
            some, error = _try(assistant, case, suite, found)
            scores.extend(some)
            if error:
                errors[case.id] = error
    without_gold = _without_gold(cases, contents)
    marked = tuple(_marked(score, without_gold.get(score.case)) for score in scores)
    return Measured(scores=marked, errors=errors, found=found, without_gold=tuple(without_gold))


def _try(
    assistant: AssistantLike, case: Case, suite: Suite, found: dict[str, tuple[ScoredPassage, ...]]
) -> tuple[tuple[Score, ...], str | None]:
    """Score a case, and keep in ``found`` what a search gave for it."""
    question = question_of(case)
    try:
        if suite is Suite.RETRIEVAL:
            if not case.answerable:
                return (), None
            found[case.id] = tuple(assistant.search(question, k=SEARCH_DEPTH))
            return score_passages(case, found[case.id]), None
        answer = assistant.ask(question)
    except Exception as error:  # noqa: BLE001 - a case that fails is a result; the others are still worth measuring
        _LOG.exception("case %s failed", case.id)
        reason = f"{type(error).__name__}: {error}"
        failed = [metric for metric in metrics_of(case) if metric.suite is suite]
        return tuple(_errored(metric, case, reason) for metric in failed), reason
    return score_answer(case, answer), answer.text if answer.status is AnswerStatus.ERROR else None


def _errored(metric: Metric, case: Case, reason: str) -> Score:
    return Score(metric=metric, case=case.id, value=None, explanation=f"error: {reason}")


def _without_gold(cases: Sequence[Case], contents: LibraryContents) -> dict[str, Callable[[Score], Score]]:
    """Return, for each case of which no passage of the library is gold, what becomes of its scores."""
    documents = {document.id for document in contents.documents}
    texts = [(p.document_id, p.paragraph, "\n".join((*p.headings, p.text))) for p in contents.passages]
    lost = (case for case in cases if case.answerable and not any(is_gold(case, *text) for text in texts))
    return {case.id: _blamed if documents & set(case.documents) else _unscored for case in lost}


def _marked(score: Score, mark: Callable[[Score], Score] | None) -> Score:
    return mark(score) if mark and score.metric in _NEED_GOLD else score


def _blamed(score: Score) -> Score:
    """Keep the zero: the document is there, so that dividing it lost the gold is a fault of ours."""
    said = f"{score.explanation}; no passage of the library holds the gold's words"
    return score.model_copy(update={"explanation": said})


def _unscored(score: Score) -> Score:
    """Take the value away: our summary gives no passage the gold's address, so there is nothing to be found."""
    said = "no passage of our summary stands at the gold's address"
    return score.model_copy(update={"value": None, "explanation": said})
