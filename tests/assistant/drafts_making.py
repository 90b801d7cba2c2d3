"""Drafts and checklists of an invented place, for tests of export and editing."""

from typing import Any

from assistant.contracts import Citation, Notice, NoticeKind
from assistant.drafting.contracts import (
    Cell,
    CellState,
    Checklist,
    ChecklistRequest,
    Draft,
    DraftRequest,
    Finding,
    Item,
    LimbResult,
    LocalFacts,
    Row,
    Variant,
)
from assistant.template_contracts import Verdict

COLUMNS = {
    "theme": "Theme",
    "intention": "Commissioning intention",
    "outcome": "Outcome",
    "lead": "Lead",
    "timescale": "Timescale",
}


def citation(number: int, quote: str = "", **fields: Any) -> Citation:
    """A citation of an invented plan."""
    text = quote or f"We will widen the sleep clinic to {number} more villages on the moor."
    given: dict[str, Any] = {
        "token": f"S{number}",
        "passage_id": f"northmoor-plan-{number}",
        "document_id": "northmoor-plan",
        "title": "Northmoor plan for children",
        "publishers": ("Northmoor Council",),
        "published": "2014-03",
        "document_status": "draft",
        "summary_of": None,
        "section": "Sleep clinics > What we will do",
        "paragraph": f"4.{number}",
        "page": number,
        "quote": text,
        "passage": text,
        "start": 0,
        "end": len(text),
    }
    return Citation(**{**given, **fields})


def quoted(text: str, *tokens: str, **fields: Any) -> Cell:
    """A cell in a source's own words."""
    return Cell(text=text, state=CellState.QUOTED, citations=tokens, **fields)


NEEDED = Cell(text="local input needed", state=CellState.NEEDED)


def row(number: int, **cells: Cell) -> Row:
    """A row with cells of every state."""
    given = {
        "theme": quoted("Sleep", f"S{number}"),
        "intention": quoted(
            f"Widen the sleep clinic to {number} more villages on the moor, and open it on two evenings a week.",
            f"S{number}",
        ),
        "outcome": quoted("Fewer children tired at school", f"S{number}", "S1"),
        "lead": Cell(
            text="Northmoor PCT", state=CellState.QUOTED, citations=(f"S{number}",), notes=("PCTs are gone.",)
        ),
        "timescale": NEEDED,
    }
    return Row(id=f"row-{number}", cells={**given, **cells})


def draft(rows: int = 3, **fields: Any) -> Draft:
    """An intention table; the first rows hold a local, an edited and an adapted cell, and a variant."""
    made = [row(number) for number in range(1, rows + 1)]
    if rows >= 3:
        made[0] = row(1, timescale=Cell(text="By March 2027", state=CellState.LOCAL)).model_copy(
            update={"variants": (Variant(text="Widen it to nine villages.", citations=("S2",), differs="the number"),)}
        )
        made[1] = row(
            2,
            lead=Cell(text="Moor ICB", state=CellState.EDITED, citations=("S2",), before="Northmoor PCT"),
            intention=Cell(
                text="Widen our clinic.", state=CellState.ADAPTED, citations=("S2",), before="Widen the clinic"
            ),
        )
    given: dict[str, Any] = {
        "template": "theme-intention-action",
        "title": "Commissioning intentions: sleep",
        "request": DraftRequest(
            template="theme-intention-action",
            theme="sleep",
            place="Northmoor",
            local=LocalFacts(place="Southmoor", leads={"sleep": "Moor ICB"}),
        ),
        "columns": tuple(COLUMNS),
        "titles": COLUMNS,
        "rows": tuple(made),
        "citations": tuple(citation(number) for number in range(1, max(rows, 1) + 1)),
        "notices": (Notice(kind=NoticeKind.DRAFT_SOURCE, text="The Northmoor plan is a draft."),),
        "searched": "Every passage of 2 documents of Northmoor.",
        "generation": "g-20260729",
        "created": "2026-07-29T10:15:00+00:00",
    }
    return Draft(**{**given, **fields})


def item(number: int, verdict: Verdict = Verdict.PARTIAL) -> Item:
    """The response to one question of two limbs."""
    return Item(
        number=number,
        question=f"Does the plan name who leads the sleep clinic, and by when it opens (question {number})?",
        verdict=verdict,
        reason="some of its parts are evidenced",
        limbs=(LimbResult(text="Who leads", evidenced=True), LimbResult(text="By when", evidenced=False)),
        evidence=(Finding(text="Northmoor PCT leads the clinic.", citations=("S1",), limb=1),),
        against=(Finding(text="No lead was found for Easter.", citations=("S2",), limb=1),),
        nearest=(Finding(text="The clinic opens soon.", citations=("S2",), limb=2),),
        gap="No date is given.",
        next_step="Agree a date with the provider.",
    )


def checklist(items: int = 3) -> Checklist:
    """A response to a checklist."""
    return Checklist(
        template="self-assessment",
        title="Self-assessment of Northmoor",
        request=ChecklistRequest(template="self-assessment", place="Northmoor"),
        items=tuple(item(number) for number in range(1, items + 1)),
        citations=(citation(1), citation(2)),
        notices=(),
        searched="Every passage of 2 documents of Northmoor: 40 passages.",
        generation="g-20260729",
        created="2026-07-29T10:15:00+00:00",
    )
