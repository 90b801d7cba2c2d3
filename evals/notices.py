"""Measures the notices on what has changed: whether a text carries those that it must, and no others."""

from pathlib import Path

import numpy as np
from pydantic import Field, TypeAdapter

from assistant.annotate import Annotate
from assistant.context import AnswerContext
from assistant.contracts import Citation, Question
from assistant.ledger import load_ledger
from assistant.settings import load_policy
from corpus import CHANGES
from evals.aggregate import RESAMPLES
from evals.case_files import read_cases
from evals.contracts import Contract, Split, Words
from evals.errors import CasesError

NOTICE_CASES = Path(__file__).with_name("notice_cases.yaml")
_SEED = 20112  # fixed, so that the same cases give the same interval


class NoticeCase(Contract):
    """A statement, with its question and source where they matter, and the terms that must be told beside it."""

    id: Words
    split: Split
    question: str = ""
    text: Words
    document: Words = "another-document"
    expected: tuple[Words, ...] = Field(description="Terms of the ledger; none where none may be told.")


class Share(Contract):
    """A share with the 95 % interval of a bootstrap over the cases; None where there is nothing to share."""

    value: float | None
    low: float | None
    high: float | None


class NoticeScores(Contract):
    """How many of the notices told were right, how many of the right ones were told, and what went wrong."""

    split: Split
    n: int
    without: int = Field(description="How many of the cases must carry no notice.")
    told: int
    expected: int
    precision: Share
    recall: Share
    wrong: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = Field(description="By case: told in vain, and missed.")


def load_notice_cases(path: Path = NOTICE_CASES) -> tuple[NoticeCase, ...]:
    """Read the cases.

    Raises:
        CasesError: naming the case and field that are wrong, or a term that the ledger does not have.
    """
    cases = read_cases(path, TypeAdapter(tuple[NoticeCase, ...]))
    terms = {change.term for change in load_ledger(CHANGES).changes}
    if unknown := [f"{case.id}: {term}" for case in cases for term in case.expected if term not in terms]:
        raise CasesError(f"{path}: not in the ledger: {'; '.join(unknown)}.")
    return cases


def score_notices(split: Split, path: Path = NOTICE_CASES) -> NoticeScores:
    """Put the cases of a split to the last step of the assistant, and compare what it tells with what it must tell."""
    annotate = Annotate(load_policy(), load_ledger(CHANGES))
    cases = [case for case in load_notice_cases(path) if case.split is split]
    told = [{change.term for change in annotate.changes(_context(case))} for case in cases]
    pairs = [(terms, set(case.expected)) for terms, case in zip(told, cases, strict=True)]
    counts = np.array([[len(a & b), len(a), len(b)] for a, b in pairs]).reshape(-1, 3)
    return NoticeScores(
        split=split,
        n=len(cases),
        without=sum(not case.expected for case in cases),
        told=int(counts[:, 1].sum()),
        expected=int(counts[:, 2].sum()),
        precision=_share(counts[:, [0, 1]]),
        recall=_share(counts[:, [0, 2]]),
        wrong={
            case.id: (tuple(sorted(a - b)), tuple(sorted(b - a)))
            for case, (a, b) in zip(cases, pairs, strict=True)
            if a != b
        },
    )


def told_in_words(scores: NoticeScores) -> str:
    """Return the scores as lines to read."""
    shares = (("precision", scores.precision), ("recall", scores.recall))
    lines = [f"{name} {_in_words(share)}" for name, share in shares]
    counts = f"{scores.n} cases, {scores.without} of them without a notice; {scores.told} told, {scores.expected} due"
    if scores.split is Split.DEV:  # what went wrong on test is nobody's to mend
        lines.extend(f"{case}: in vain {list(told)}; missed {list(due)}" for case, (told, due) in scores.wrong.items())
    return "\n".join([f"{scores.split}: {counts}", *lines])


def _in_words(share: Share) -> str:
    return "none" if share.value is None else f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _context(case: NoticeCase) -> AnswerContext:
    citation = Citation(
        token="S1",  # noqa: S106 - the name of a citation
        passage_id=case.id,
        document_id=case.document,
        title=None,
        publishers=(),
        published=None,
        document_status=None,
        summary_of=case.document.removesuffix("-summary") if case.document.endswith("-summary") else None,
        section=None,
        paragraph=None,
        page=None,
        quote=case.text,
        passage=case.text,
        start=0,
        end=len(case.text),
    )
    return AnswerContext(
        asked=Question(text=case.question), understood=case.question, statements=((case.text, (citation,)),)
    )


def _share(counts: np.ndarray[tuple[int, ...], np.dtype[np.int_]]) -> Share:
    """Return the sum of the first column as a share of that of the second."""
    if not len(counts) or not counts[:, 1].sum():
        return Share(value=None, low=None, high=None)
    rows = np.random.default_rng(_SEED).integers(len(counts), size=(RESAMPLES, len(counts)))
    right, of = counts[rows].sum(axis=1).T
    low, high = np.percentile(right[of > 0] / of[of > 0], (2.5, 97.5))
    return Share(value=float(counts[:, 0].sum() / counts[:, 1].sum()), low=float(low), high=float(high))
