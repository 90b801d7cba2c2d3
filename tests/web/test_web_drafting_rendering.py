"""Tables and responses as HTML: escaped, complete, and their states in words."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from web_desk import make_checklist, make_draft

from assistant.contracts import Citation
from assistant.drafting.contracts import CellState, ChecklistRequest, DraftRequest
from assistant.template_contracts import Verdict
from assistant.web.checklist_rendering import VERDICTS, checklist_html
from assistant.web.drafting_rendering import STATES, draft_html, nothing_html
from assistant.web.pieces import problem, said

Cite = Callable[..., Citation]
DRAFT = DraftRequest(template="t", theme="CAMHS")
CHECKLIST = ChecklistRequest(template="t")


@pytest.fixture
def hostile_cite(cite: Cite, hostile: str) -> Citation:
    return cite(
        title=hostile,
        publishers=(hostile,),
        section=hostile,
        paragraph=hostile,
        summary_of=hostile,
        passage=hostile,
        quote=hostile,
        start=0,
        end=len(hostile),
    )


def _inert(html: str, hostile: str) -> None:
    assert "<script" not in html
    assert "<img" not in html
    assert hostile in unescape(html)


def test_hostile_draft_is_escaped_everywhere(hostile_cite: Citation, hostile: str) -> None:
    draft = make_draft(DRAFT.model_copy(update={"theme": hostile}), hostile_cite, hostile)
    first = draft.rows[0].model_copy(update={"id": '"><script>', "cells": {hostile: draft.rows[0].cells["intention"]}})
    odd = draft.model_copy(
        update={
            "rows": (first,),
            "columns": (hostile,),
            "titles": {hostile: hostile},
            "created": "<img src=x>",
        }
    )
    for shown in (draft, odd):
        _inert(draft_html(shown, {}), hostile)
    _inert(nothing_html(hostile), hostile)


def test_hostile_checklist_is_escaped_everywhere(hostile_cite: Citation, hostile: str) -> None:
    _inert(checklist_html(make_checklist(CHECKLIST, hostile_cite, hostile), {}), hostile)


def test_what_is_announced_is_escaped(hostile: str) -> None:
    _inert(said(hostile), hostile)
    assert "<script" not in problem(RuntimeError(hostile))
    assert hostile not in unescape(problem(RuntimeError(hostile)))


def test_table_is_a_table_to_those_who_cannot_see_it(cite: Cite) -> None:
    html = draft_html(make_draft(DRAFT, cite()), {})
    assert html.count('scope="col"') == 4
    assert html.count('scope="row"') == 2
    assert "<caption>Intentions for CAMHS" in html
    assert html.count("<td") == 2 * 3 + 1


def test_every_state_is_said_in_words(cite: Cite) -> None:
    html = draft_html(make_draft(DRAFT, cite()), {})
    for state in (CellState.QUOTED, CellState.NEEDED, CellState.LOCAL, CellState.EDITED):
        assert f'<p class="state {state.value}">{STATES[state]}</p>' in html
    assert set(STATES) == set(CellState)
    assert html.count(STATES[CellState.NEEDED]) == 2
    assert "The source of what stood here before:" in html
    assert set(VERDICTS) == set(Verdict)


def test_cell_names_what_its_button_corrects(cite: Cite) -> None:
    html = draft_html(make_draft(DRAFT, cite()), {})
    assert re.findall(r'data-row="(\w+)" data-column="(\w+)"', html) == [
        (row, column) for row in ("r1", "r2") for column in ("intention", "lead", "timescale")
    ]


def test_token_without_its_citation_is_refused(cite: Cite) -> None:
    with pytest.raises(KeyError):
        draft_html(make_draft(DRAFT, cite("S9")), {})
    with pytest.raises(KeyError):
        checklist_html(make_checklist(CHECKLIST, cite("S9")), {})


def test_responses_say_verdict_parts_and_evidence(cite: Cite, quote: str) -> None:
    html = checklist_html(make_checklist(CHECKLIST, cite()), {})
    assert "Evidenced: 0; Partly evidenced: 1; No evidence found: 1" in html
    assert html.count(f"<mark>{quote}</mark>") == 3
    assert html.count("Evidence against") == 1
    assert "Edited by hand" not in html
