"""Responses to checklists as HTML. Every word that comes from elsewhere is escaped here, and nowhere later."""

from collections.abc import Mapping
from html import escape

from assistant.contracts import Citation
from assistant.drafting.contracts import Checklist, Finding, Item, LimbResult
from assistant.template_contracts import Verdict
from assistant.web.drafting_rendering import quotes_html
from assistant.web.rendering import notes_html, notes_pointer_html
from indexer.contracts import Document

VERDICTS = {
    Verdict.EVIDENCED: "Evidenced",
    Verdict.PARTIAL: "Partly evidenced",
    Verdict.NONE: "No evidence found",
}
NOTHING_OPEN = '<p class="none">No response is open. Make one above, or open one that is kept.</p>'


def checklist_html(checklist: Checklist, documents: Mapping[str, Document]) -> str:
    """Return the response to each question: verdict, parts, evidence for and against, gap and next step.

    Args:
        checklist: its items, and the citations that their evidence names.
        documents: the documents of the library by id; they tell which have pages, and titles.

    Raises:
        KeyError: a finding names a citation that the checklist does not hold.
    """
    by_token = {citation.token: citation for citation in checklist.citations}
    items = "".join(_item(item, by_token, documents) for item in checklist.items)
    return (
        f'<section class="sheet" aria-labelledby="checklist-title"><h3 id="checklist-title">{escape(checklist.title)}'
        f'</h3>{_tally(checklist)}<p class="searched">{notes_pointer_html(checklist.notices, "checklist-notes")}</p>'
        f"{items}{notes_html(checklist.notices, 'checklist-notes')}"
        f'<p class="searched">Made on {escape(checklist.created[:10])}. Searched: {escape(checklist.searched)}</p>'
        "</section>"
    )


def _tally(checklist: Checklist) -> str:
    counts = {verdict: sum(item.verdict is verdict for item in checklist.items) for verdict in Verdict}
    return f'<p class="tally">{"; ".join(f"{VERDICTS[verdict]}: {count}" for verdict, count in counts.items())}</p>'


def _item(item: Item, by_token: Mapping[str, Citation], documents: Mapping[str, Document]) -> str:
    name = f"item-{item.number}"
    edited = '<span class="state edited">Edited by hand</span>' if item.edited else ""
    notes = "".join(f'<p class="cell-note">{escape(note)}</p>' for note in item.notes)
    return (
        f'<article class="item" aria-labelledby="{name}"><h4 id="{name}">{item.number}. {escape(item.question)}</h4>'
        f'<p class="verdict-line"><span class="verdict {item.verdict.value}">{VERDICTS[item.verdict]}</span> '
        f"{edited}</p>"
        f'<p class="reason">By the rule: {escape(item.reason)}</p>{_limbs(item.limbs)}'
        f"{_findings('Evidence for', item.evidence, by_token, documents)}"
        f"{_findings('Evidence against', item.against, by_token, documents)}"
        f"{_nearest(item.nearest, by_token, documents)}"
        f"<dl><dt>Gap</dt><dd>{escape(item.gap) or 'None named'}</dd>"
        f"<dt>Next step</dt><dd>{escape(item.next_step) or 'None named'}</dd></dl>{notes}"
        f'<button type="button" class="correct" data-number="{item.number}">Correct'
        f'<span class="unseen"> the response to question {item.number}</span></button></article>'
    )


def _limbs(limbs: tuple[LimbResult, ...]) -> str:
    said = "".join(f"<li>{_limb(limb.text.rstrip('.'), limb.evidenced)}</li>" for limb in limbs)
    return f'<ol class="limbs">{said}</ol>' if said else ""


def _limb(text: str, evidenced: bool) -> str:
    return f"{escape(text)}: <strong>{'evidenced' if evidenced else 'no evidence found'}</strong>"


def _findings(
    title: str,
    findings: tuple[Finding, ...],
    by_token: Mapping[str, Citation],
    documents: Mapping[str, Document],
) -> str:
    listed = _listed(findings, by_token, documents)
    return f"<h5>{title}</h5>{listed}" if findings else ""


def _nearest(findings: tuple[Finding, ...], by_token: Mapping[str, Citation], documents: Mapping[str, Document]) -> str:
    """Return near misses, folded away: they show nothing, and only help to look on."""
    listed = _listed(findings, by_token, documents)
    summary = f"Nearest passages, which show nothing ({len(findings)})"
    return f"<details><summary>{summary}</summary>{listed}</details>" if findings else ""


def _listed(findings: tuple[Finding, ...], by_token: Mapping[str, Citation], documents: Mapping[str, Document]) -> str:
    said = "".join(
        f'<li><p class="words">“{escape(finding.text)}” <span class="of-part">Part {finding.limb}</span></p>'
        f"<details><summary>Where it stands {_tokens(finding)}</summary>"
        f"{quotes_html(finding.citations, by_token, documents)}</details></li>"
        for finding in findings
    )
    return f'<ul class="findings">{said}</ul>'


def _tokens(finding: Finding) -> str:
    return " ".join(f"[{escape(token)}]" for token in finding.citations)
