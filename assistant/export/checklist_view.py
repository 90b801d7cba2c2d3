"""A response to a checklist as files show it."""

from collections.abc import Iterator

from assistant.drafting.contracts import Checklist, Finding, Item
from assistant.drafting.wordings import load_cell_wordings
from assistant.export.facts import dated
from assistant.export.origin import Origin
from assistant.export.view import EvidenceLine, View, ViewCell, ViewColumn, ViewRow
from assistant.export.wordings import load_wordings
from assistant.template_contracts import Verdict

_COLUMNS = {"question": False, "verdict": True, "evidence": False, "gap": True, "next_step": True}
_KINDS = ("supporting", "against", "nearest")


def checklist_view(checklist: Checklist, origin: Origin) -> View:
    """Return what files show of a response to a checklist."""
    words = load_wordings()
    return View(
        title=checklist.title,
        heading=words.headings["checklist"],
        legend=words.legend_checklist,
        facts=tuple(_facts(checklist, origin)),
        number_title=words.checklist["number"],
        columns=tuple(ViewColumn(name, words.checklist[name], editable) for name, editable in _COLUMNS.items()),
        rows=tuple(_row(item) for item in checklist.items),
        evidence=tuple(_evidence(checklist)),
        notices=checklist.notices,
        citations=checklist.citations,
        searched=checklist.searched,
        origin=origin,
        choices={"verdict": tuple(load_cell_wordings().verdicts[verdict] for verdict in Verdict)},
    )


def _row(item: Item) -> ViewRow:
    words = load_wordings()
    marks = [words.checklist["rule"].format(reason=item.reason)] if item.reason else []
    marks += [words.checklist["edited"]] if item.edited else []
    cells = {
        "question": ViewCell(item.question, tuple(words.marks["note"].format(text=note) for note in item.notes)),
        "verdict": ViewCell(load_cell_wordings().verdicts[item.verdict], tuple(marks)),
        "evidence": ViewCell("\n".join(_evidence_lines(item)), tokens=_tokens(item)),
        "gap": ViewCell(item.gap),
        "next_step": ViewCell(item.next_step),
    }
    return ViewRow(key=str(item.number), number=str(item.number), cells=cells)


def _evidence_lines(item: Item) -> Iterator[str]:
    words = load_wordings().checklist
    for number, limb in enumerate(item.limbs, 1):
        yield words["limb_evidenced" if limb.evidenced else "limb_missing"].format(number=number, text=limb.text)
        yield from (_said(kind, finding) for kind, finding in _findings(item) if finding.limb == number)
    known = range(1, len(item.limbs) + 1)
    yield from (_said(kind, finding) for kind, finding in _findings(item) if finding.limb not in known)


def _said(kind: str, finding: Finding) -> str:
    return load_wordings().checklist[kind].format(text=finding.text, tokens=", ".join(finding.citations))


def _findings(item: Item) -> Iterator[tuple[str, Finding]]:
    for kind, findings in zip(_KINDS, (item.evidence, item.against, item.nearest), strict=True):
        yield from ((kind, finding) for finding in findings)


def _tokens(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for _, finding in _findings(item) for token in finding.citations))


def _facts(checklist: Checklist, origin: Origin) -> Iterator[tuple[str, str]]:
    words, request = load_wordings().facts, checklist.request
    given = {"place": request.place, "documents": "; ".join(request.documents)}
    yield from ((words[name], text) for name, text in given.items() if text)
    verdicts = [item.verdict for item in checklist.items]
    for verdict in Verdict:
        yield load_cell_wordings().verdicts[verdict], str(verdicts.count(verdict))
    yield from dated(checklist, origin)


def _evidence(checklist: Checklist) -> Iterator[EvidenceLine]:
    words = load_wordings()
    for item in checklist.items:
        for kind, finding in _findings(item):
            limb = item.limbs[finding.limb - 1].text if 0 < finding.limb <= len(item.limbs) else ""
            state = words.checklist[kind].partition(":")[0]
            for token in finding.citations:
                yield EvidenceLine(str(item.number), limb, finding.text, state, token, "", "\n".join(item.notes))
