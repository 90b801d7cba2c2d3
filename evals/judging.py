"""Judges what a system found, by the same rule whatever the system: where the first gold text stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.contracts import ScoredPassage
from evals.contracts import Case, Placing, Ranking, Rule
from evals.matching import is_gold, is_gold_of, stands_at_address
from indexer.contracts import Passage

OURS = "ours"
READ_WORDS = 500
SEARCH_DEPTH = 100
HIT_DEPTHS = (1, 5)
RANK_DEPTH = 10
_NAME_WORDS = 8  # of a heading: enough to know it by, and too few to be a piece of the document


class Found(NamedTuple):
    """A text that a system found, as its reader sees it, headings included."""

    id: str
    document: str
    paragraph: str | None
    text: str
    name: str


Judge = Callable[[Case, Found], bool]


def by_words(case: Case, found: Found) -> bool:
    """Judge by the identifying words in the right document, as every system can be judged."""
    return is_gold(case, found.document, found.paragraph, found.text)


def by_address(passages: Iterable[Passage]) -> Judge:
    """Return a judge that also asks for the address, which only our own passages have."""
    by_id = {passage.id: passage for passage in passages}

    def judge(case: Case, found: Found) -> bool:
        passage = by_id.get(found.id)
        return passage is not None and any(
            is_gold_of(gold, found.document, found.paragraph, found.text) and stands_at_address(gold, passage)
            for gold in case.gold
        )

    return judge


def found_passage(passage: Passage) -> Found:
    """Return a passage of the library as a text that was found."""
    return _found(passage.id, passage.document_id, passage.paragraph, passage.headings, passage.text)


def found_by_search(passage: ScoredPassage) -> Found:
    """Return a passage that the assistant's search gave as a text that was found."""
    return _found(passage.id, passage.document_id, passage.paragraph, passage.heading, passage.text)


def place(case: Case, found: Sequence[Found], judge: Judge) -> Placing:
    """Find the first gold text among those that were found, best first."""
    rank = next((at for at, one in enumerate(found, start=1) if judge(case, one)), None)
    early = any(judge(case, one) for one in _read(found))
    return Placing(case=case.id, rank=rank, early=early, first=found[0].name if found else "")


def rank_all(
    system: str,
    rule: Rule,
    found: Mapping[str, Sequence[Found]],
    cases: Iterable[Case],
    judge: Judge,
    *,
    depth: int = SEARCH_DEPTH,
    texts: Sequence[Found] = (),
) -> Ranking:
    """Judge what a system found for each case that it was asked.

    Args:
        system: its name in the report.
        rule: the rule that ``judge`` applies.
        found: texts by case, best first.
        cases: to judge; those that were not asked are passed over.
        judge: tells whether a text is gold.
        depth: how many texts were asked for.
        texts: all that the system chose from, to count the cases that it could find at all.
    """
    asked = [case for case in cases if case.id in found]
    holding = sum(any(judge(case, text) for text in texts) for case in asked) if texts else None
    return Ranking(
        system=system,
        rule=rule,
        depth=depth,
        texts=len(texts) or None,
        holding=holding,
        placings=tuple(place(case, found[case.id], judge) for case in asked),
    )


def measures_of(ranking: Ranking) -> dict[str, list[float]]:
    """Return the value of each measure for each case, 0 to 1, in the order of the placings.

    Reciprocal rank is Voorhees's (TREC-8, 1999), cut at rank 10.
    """
    ranks = [placing.rank or 0 for placing in ranking.placings]
    return {
        **{f"hit@{depth}": [float(0 < rank <= depth) for rank in ranks] for depth in HIT_DEPTHS},
        f"MRR@{RANK_DEPTH}": [1 / rank if 0 < rank <= RANK_DEPTH else 0.0 for rank in ranks],
        f"within {READ_WORDS} words": [float(placing.early) for placing in ranking.placings],
    }


def _read(found: Iterable[Found]) -> Iterable[Found]:
    """Yield the texts down to the last word that is read; the last one may be cut short."""
    left = READ_WORDS
    for one in found:
        words = one.text.split(maxsplit=left)
        if len(words) > left:
            yield one._replace(text=" ".join(words[:left]))
            return
        yield one
        left -= len(words)
        if left == 0:
            return


def _found(identity: str, document: str, paragraph: str | None, headings: Sequence[str], text: str) -> Found:
    heading = " ".join(headings[-1].split()[:_NAME_WORDS]) if headings else ""
    name = ", ".join(part for part in (document, paragraph, heading) if part)
    return Found(identity, document, paragraph, "\n".join((*headings, text)), name)
