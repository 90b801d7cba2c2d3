"""Pure functions: a case and what the assistant gave for it, to a Score."""

from collections.abc import Callable, Sequence

from assistant.contracts import Answer, AnswerStatus, Citation, NoticeKind, ScoredPassage
from evals.contracts import Case, Gold, Metric, Score
from evals.matching import is_gold, is_gold_of, stands_in

HIT_DEPTH = 5
RANK_DEPTH = 10
_REFUSALS = {AnswerStatus.NOT_FOUND, AnswerStatus.OUT_OF_SCOPE, AnswerStatus.CLARIFY, AnswerStatus.BLOCKED}


def score_passages(case: Case, passages: Sequence[ScoredPassage]) -> tuple[Score, ...]:
    """Score what a search found, best first; an unanswerable case has nothing to find."""
    return (hit(case, passages), reciprocal_rank(case, passages)) if case.answerable else ()


def score_answer(case: Case, answer: Answer) -> tuple[Score, ...]:
    """Score an answer with the scorers that fit its case."""
    return tuple(_SCORERS[metric](case, answer) for metric in _answer_metrics(case))


def metrics_of(case: Case) -> tuple[Metric, ...]:
    """Return the metrics that fit a case, in both suites."""
    searched = (Metric.HIT, Metric.RECIPROCAL_RANK) if case.answerable else ()
    return *searched, *_answer_metrics(case)


def hit(case: Case, passages: Sequence[ScoredPassage]) -> Score:
    """Score 1 if a gold passage is among the first five."""
    rank = _rank(case, passages[:HIT_DEPTH])
    return _score(Metric.HIT, case, float(rank is not None), _place(rank, HIT_DEPTH))


def reciprocal_rank(case: Case, passages: Sequence[ScoredPassage]) -> Score:
    """Score 1 / the rank of the first gold passage among the first ten, else 0."""
    rank = _rank(case, passages[:RANK_DEPTH])
    return _score(Metric.RECIPROCAL_RANK, case, 1 / rank if rank else 0.0, _place(rank, RANK_DEPTH))


def citation_hit(case: Case, answer: Answer) -> Score:
    """Score 1 if a citation lies in a gold passage; an answer without citations scores 0."""
    if answer.status is AnswerStatus.ERROR:
        return _errored(Metric.CITATION_HIT, case, answer)
    tokens = [citation.token for citation in answer.citations if _is_gold_citation(case, citation)]
    which = ", ".join(tokens) or f"none of {len(answer.citations)} citations"
    return _score(Metric.CITATION_HIT, case, float(bool(tokens)), f"{answer.status.value}: {which} in a gold passage")


def fact_recall(case: Case, answer: Answer) -> Score:
    """Score the share of the facts of which one wording stands in a statement."""
    if answer.status is AnswerStatus.ERROR:
        return _errored(Metric.FACT_RECALL, case, answer)
    if not case.facts:
        return _score(Metric.FACT_RECALL, case, None, "the case names no facts")
    missing = [wordings[0] for wordings in case.facts if not _is_stated(wordings, answer)]
    said = f"not stated: {'; '.join(missing)}" if missing else "every fact stated"
    return _score(Metric.FACT_RECALL, case, 1 - len(missing) / len(case.facts), said)


def refusal(case: Case, answer: Answer) -> Score:
    """Score 1 if an unanswerable question is refused."""
    if case.answerable:
        return _score(Metric.REFUSAL, case, None, "the case is answerable")
    return _refused(Metric.REFUSAL, case, answer)


def false_refusal(case: Case, answer: Answer) -> Score:
    """Score 1 if an answerable question is refused; 0 is the best."""
    if not case.answerable:
        return _score(Metric.FALSE_REFUSAL, case, None, "the case is unanswerable")
    return _refused(Metric.FALSE_REFUSAL, case, answer)


def quotes_located(case: Case, answer: Answer) -> Score:
    """Score the share of citations whose quote stands where they say it does."""
    if answer.status is AnswerStatus.ERROR:
        return _errored(Metric.QUOTES_LOCATED, case, answer)
    if not answer.citations:
        return _score(Metric.QUOTES_LOCATED, case, None, "no citations")
    lost = [citation.token for citation in answer.citations if not _is_located(citation)]
    said = f"not where they say: {', '.join(lost)}" if lost else "every quote located"
    return _score(Metric.QUOTES_LOCATED, case, 1 - len(lost) / len(answer.citations), said)


def sides_cited(case: Case, answer: Answer) -> Score:
    """Score the share of the sides of a comparison or conflict of which a gold passage is cited."""
    if answer.status is AnswerStatus.ERROR:
        return _errored(Metric.SIDES_CITED, case, answer)
    missing = [side[0] for side in case.sides if not _cited(side, answer)]
    said = "; ".join(f"{gold.document}: {', '.join(gold.words)}" for gold in missing)
    value = 1 - len(missing) / len(case.sides)
    return _score(Metric.SIDES_CITED, case, value, f"not cited: {said}" if missing else "every side cited")


def conflict_notice(case: Case, answer: Answer) -> Score:
    """Score 1 if a notice of conflict is given where sources differ, and none where they only seem to."""
    if answer.status is AnswerStatus.ERROR:
        return _errored(Metric.CONFLICT_NOTICE, case, answer)
    if case.conflict is None:
        return _score(Metric.CONFLICT_NOTICE, case, None, "the case does not ask for it")
    told = any(notice.kind is NoticeKind.CONFLICT for notice in answer.notices)
    said = f"{'a' if told else 'no'} notice of conflict, {'one' if case.conflict else 'none'} was due"
    return _score(Metric.CONFLICT_NOTICE, case, float(told is case.conflict), said)


def refused_or_corrected(case: Case, answer: Answer) -> Score:
    """Score 1 if a false premise is refused, or a passage that puts it right is cited."""
    if answer.status is AnswerStatus.ERROR:
        return _errored(Metric.REFUSED_OR_CORRECTED, case, answer)
    if not case.corrected_by:
        return _score(Metric.REFUSED_OR_CORRECTED, case, None, "no passage puts it right")
    corrected = _cited(case.corrected_by, answer)
    said = f"{answer.status.value}: {'' if corrected else 'not '}put right by a citation"
    return _score(Metric.REFUSED_OR_CORRECTED, case, float(corrected or answer.status in _REFUSALS), said)


_SCORERS: dict[Metric, Callable[[Case, Answer], Score]] = {
    Metric.CITATION_HIT: citation_hit,
    Metric.FACT_RECALL: fact_recall,
    Metric.QUOTES_LOCATED: quotes_located,
    Metric.REFUSAL: refusal,
    Metric.FALSE_REFUSAL: false_refusal,
    Metric.SIDES_CITED: sides_cited,
    Metric.CONFLICT_NOTICE: conflict_notice,
    Metric.REFUSED_OR_CORRECTED: refused_or_corrected,
}


def _answer_metrics(case: Case) -> tuple[Metric, ...]:
    fits = {
        Metric.CITATION_HIT: case.answerable,
        Metric.FACT_RECALL: case.answerable,
        Metric.QUOTES_LOCATED: True,
        Metric.REFUSAL: not case.answerable,
        Metric.FALSE_REFUSAL: case.answerable,
        Metric.SIDES_CITED: case.kind == "comparison" or case.conflict is True,
        Metric.CONFLICT_NOTICE: case.conflict is not None,
        Metric.REFUSED_OR_CORRECTED: bool(case.corrected_by),
    }
    return tuple(metric for metric, fitting in fits.items() if fitting)


def _score(metric: Metric, case: Case, value: float | None, explanation: str) -> Score:
    return Score(metric=metric, case=case.id, value=value, explanation=explanation)


def _errored(metric: Metric, case: Case, answer: Answer) -> Score:
    return _score(metric, case, None, f"error: {answer.text}")


def _refused(metric: Metric, case: Case, answer: Answer) -> Score:
    if answer.status is AnswerStatus.ERROR:
        return _errored(metric, case, answer)
    return _score(metric, case, float(answer.status in _REFUSALS), answer.status.value)


def _rank(case: Case, passages: Sequence[ScoredPassage]) -> int | None:
    for rank, passage in enumerate(passages, start=1):
        if is_gold(case, passage.document_id, passage.paragraph, "\n".join((*passage.heading, passage.text))):
            return rank
    return None


def _place(rank: int | None, depth: int) -> str:
    return f"a gold passage at rank {rank}" if rank else f"no gold passage in the first {depth}"


def _is_gold_citation(case: Case, citation: Citation) -> bool:
    return any(_is_citation_of(gold, citation) for gold in case.gold)


def _cited(golds: Sequence[Gold], answer: Answer) -> bool:
    return any(_is_citation_of(gold, citation) for gold in golds for citation in answer.citations)


def _is_citation_of(gold: Gold, citation: Citation) -> bool:
    text = f"{citation.section or ''}\n{citation.passage}"
    return is_gold_of(gold, citation.document_id, citation.paragraph, text)


def _is_located(citation: Citation) -> bool:
    return bool(citation.quote) and citation.quote == citation.passage[citation.start : citation.end]


def _is_stated(wordings: Sequence[str], answer: Answer) -> bool:
    return any(stands_in(wording, statement.text) for wording in wordings for statement in answer.statements)
