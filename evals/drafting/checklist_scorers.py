"""Pure functions: a checklist with its gold verdicts and what the assistant answered, to tallies."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.contracts import Citation
from assistant.drafting.contracts import Checklist, Finding, Item
from assistant.template_contracts import Verdict
from evals.contracts import Gold
from evals.drafting.contracts import ChecklistCase, ExpectedItem, Measure, Tally
from evals.drafting.located import cited, is_of, is_vouched

Pair = tuple[ExpectedItem, Item | None]


def score_checklist(case: ChecklistCase, checklist: Checklist) -> tuple[Tally, ...]:
    """Return everything that is measured of a checklist; a question without an answer agrees with nothing."""
    answered = {item.number: item for item in checklist.items}
    pairs = [(item, answered.get(item.number)) for item in case.items]
    citations = {citation.token: citation for citation in checklist.citations}
    return (
        *_verdicts(case, pairs),
        *_limbs(case, pairs),
        *_evidence(case, pairs, citations),
        *_findings(case, pairs, citations),
    )


def _verdicts(case: ChecklistCase, pairs: Sequence[Pair]) -> Iterator[Tally]:
    other = [
        f"{gold.number}: {item.verdict if item else 'no answer'}, not {gold.verdict}"
        for gold, item in pairs
        if item is None or item.verdict is not gold.verdict
    ]
    partial = sum(gold.verdict is Verdict.PARTIAL for gold, _ in pairs)
    yield _tally(Measure.AGREEMENT, case, len(pairs) - len(other), len(pairs), other)
    yield _tally(Measure.ALWAYS_PARTIAL, case, partial, len(pairs))


def _limbs(case: ChecklistCase, pairs: Sequence[Pair]) -> Iterator[Tally]:
    other = []
    for gold, item in pairs:
        said = [limb.evidenced for limb in item.limbs] if item else []
        for at, limb in enumerate(gold.limbs, start=1):
            if at > len(said) or said[at - 1] is not limb.evidenced:
                other.append(f"{gold.number}.{at}: not {'shown' if limb.evidenced else 'unshown'}")
    total = sum(len(gold.limbs) for gold, _ in pairs)
    shown = sum(limb.evidenced for gold, _ in pairs for limb in gold.limbs)
    yield _tally(Measure.LIMB_AGREEMENT, case, total - len(other), total, other)
    yield _tally(Measure.LIMBS_ALL_SHOWN, case, shown, total)


def _evidence(case: ChecklistCase, pairs: Sequence[Pair], citations: dict[str, Citation]) -> Iterator[Tally]:
    """Yield how much of the gold evidence is quoted: by limb, where one passage will do, and by passage."""
    limbs, passages, against = [], [], []
    for gold, item in pairs:
        found = _cited_by(item.evidence, citations) if item else ()
        found_against = _cited_by(item.against, citations) if item else ()
        for at, limb in enumerate(gold.limbs, start=1):
            hits = [(f"{gold.number}.{at} {_named(one)}", _is_cited(one, found)) for one in limb.evidence]
            passages += hits
            if hits:
                limbs.append((f"{gold.number}.{at}", any(hit for _, hit in hits)))
            against += [(f"{gold.number}.{at} {_named(one)}", _is_cited(one, found_against)) for one in limb.against]
    for measure, hits in (
        (Measure.EVIDENCE_RECALL, limbs),
        (Measure.PASSAGE_RECALL, passages),
        (Measure.AGAINST_RECALL, against),
    ):
        yield _tally(measure, case, sum(hit for _, hit in hits), len(hits), (name for name, hit in hits if not hit))


def _findings(case: ChecklistCase, pairs: Sequence[Pair], citations: dict[str, Citation]) -> Iterator[Tally]:
    """Yield the findings that come from another place, and those whose quotes are located."""
    findings = [
        (f"{item.number}.{finding.limb}", finding)
        for _, item in pairs
        if item
        for finding in (*item.evidence, *item.against, *item.nearest)
    ]
    elsewhere = [
        f"{name}: {citation.document_id}"
        for name, finding in findings
        for citation in cited(finding.citations, citations)[:1]
        if citation.document_id not in case.documents
    ]
    lost = [
        name for name, finding in findings if not is_vouched(finding.text, finding.citations, citations, verbatim=True)
    ]
    yield _tally(Measure.OTHER_PLACE, case, len(elsewhere), len(findings), elsewhere)
    yield _tally(Measure.FINDINGS_LOCATED, case, len(findings) - len(lost), len(findings), lost)


def _cited_by(findings: Iterable[Finding], citations: dict[str, Citation]) -> tuple[Citation, ...]:
    return cited((token for finding in findings for token in finding.citations), citations)


def _is_cited(gold: Gold, citations: Iterable[Citation]) -> bool:
    return any(is_of(citation, gold) for citation in citations)


def _named(gold: Gold) -> str:
    return f"{gold.document} {gold.address or ''} ({'; '.join(gold.words)})"


def _tally(measure: Measure, case: ChecklistCase, count: int, total: int, notes: Iterable[str] = ()) -> Tally:
    return Tally(measure=measure, case=case.id, count=count, total=total, notes=tuple(notes))
