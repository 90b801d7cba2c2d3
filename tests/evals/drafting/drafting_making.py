"""Drafts, checklists and their gold made by hand; imported where they are used."""

from typing import Any

from assistant.contracts import Citation
from assistant.drafting.contracts import Checklist, Draft, Row
from assistant.template_contracts import Template
from assistant.templates import templates
from evals.drafting.contracts import ChecklistCase, DraftCase

PLAN = "Review the therapy service\tLead: Moor Council\tby April 2014"


def template() -> Template:
    """The template of actions, outcomes, providers and leads."""
    return templates()["action-outcome-lead"]


def citation(
    token: str = "S1", document: str = "moor", quote: str = "Review the therapy service", **fields: Any
) -> Citation:
    """A citation of the plan; located unless its quote does not stand in it."""
    passage = fields.pop("passage", PLAN)
    start = max(passage.find(quote), 0)
    given = {
        "token": token,
        "passage_id": f"{document}-{token}",
        "document_id": document,
        "title": None,
        "publishers": (),
        "published": None,
        "document_status": None,
        "summary_of": None,
        "section": "6. Actions",
        "paragraph": None,
        "page": None,
        "quote": quote,
        "passage": passage,
        "start": start,
        "end": start + len(quote),
    }
    return Citation.model_validate({**given, **fields})


def row(name: str = "r1", **cells: Any) -> Row:
    """A row; a cell is its text, which cites S1, or a mapping; all others are needed."""
    blank: dict[str, Any] = {"text": "local input needed", "state": "needed"}
    made = {column.id: blank for column in template().columns}
    for column, given in cells.items():
        made[column] = {"text": given, "state": "quoted", "citations": ["S1"]} if isinstance(given, str) else given
    return Row.model_validate({"id": name, "cells": made})


def draft(*rows: Row, citations: tuple[Citation, ...] = ()) -> Draft:
    """A draft that cites the plan."""
    columns = {column.id: column.title for column in template().columns}
    return Draft.model_validate(
        {
            "template": template().id,
            "title": "Draft",
            "request": {"template": template().id, "theme": "therapy"},
            "columns": tuple(columns),
            "titles": columns,
            "rows": rows,
            "citations": citations or (citation(),),
            "notices": (),
            "searched": "one document",
            "generation": "g1",
            "created": "2026-01-01T00:00:00+00:00",
        }
    )


def expected(name: str = "therapy", required: bool = True, **fields: Any) -> dict[str, Any]:
    """A gold row that a review of the therapy service meets."""
    sources = [{"document": "moor", "address": "6", "words": ["therapy service"]}]
    return {"id": name, "required": required, "sources": sources, **fields}


def draft_case(*rows: dict[str, Any], **fields: Any) -> DraftCase:
    """A case of the theme therapy."""
    given = {"id": "d1", "split": "dev", "template": template().id, "theme": "therapy", "rows": rows}
    return DraftCase.model_validate({**given, **fields})


def checklist_case(**fields: Any) -> ChecklistCase:
    """A question of two limbs, of which the first is evidenced."""
    evidence = [{"document": "moor", "address": None, "words": ["therapy service"]}]
    against = [{"document": "moor", "address": None, "words": ["April 2014"]}]
    limbs = [{"evidenced": True, "evidence": evidence}, {"evidenced": False, "against": against}]
    item = {"number": 3, "split": "dev", "verdict": "partial", "limbs": limbs}
    given = {"id": "c1", "template": "self-assessment", "place": "Moor", "documents": ["moor"], "items": [item]}
    return ChecklistCase.model_validate({**given, **fields})


def finding(text: str = "Review the therapy service", limb: int = 1, token: str = "S1") -> dict[str, Any]:
    """A finding that cites the plan."""
    return {"text": text, "citations": [token], "limb": limb}


def checklist(*citations: Citation, **fields: Any) -> Checklist:
    """An answer to question 3: partial, with evidence for the first limb."""
    item = {
        "number": 3,
        "question": "?",
        "verdict": "partial",
        "reason": "Some limbs are shown.",
        "limbs": [{"text": "one", "evidenced": True}, {"text": "two", "evidenced": False}],
        "evidence": [finding()],
        "against": [],
        "nearest": [],
        "gap": "The second limb.",
        "next_step": "Look for it.",
        **fields,
    }
    return Checklist.model_validate(
        {
            "template": "self-assessment",
            "title": "Checklist",
            "request": {"template": "self-assessment", "place": "Moor"},
            "items": [item],
            "citations": citations or (citation(),),
            "notices": (),
            "searched": "one document",
            "generation": "g1",
            "created": "2026-01-01T00:00:00+00:00",
        }
    )
