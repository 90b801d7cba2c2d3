"""A table adapted to a place on the page: the button, the progress, and old beside new."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from web_browser import Visit, typed
from web_desk import ScriptedDesk, make_checklist, make_draft

from assistant.contracts import Citation
from assistant.drafting.contracts import Adapted, CellState, ChecklistRequest, Draft, DraftRequest, LocalFacts
from assistant.errors import EditError
from assistant.web.drafting_rendering import draft_html
from assistant.web.library_desk import LibraryDesk
from assistant.web.opening import LibraryAssistant, Opening
from indexer.errors import StaleVersionError

Cite = Callable[..., Citation]
REQUEST = DraftRequest(template="action-outcome-lead", theme="CAMHS")


def _adapted(draft: Draft, reworded: int = 1) -> Adapted:
    cell = draft.rows[0].cells["intention"]
    new = cell.model_copy(update={"text": "<i>New</i> words", "state": CellState.ADAPTED, "before": "Old <b>words</b>"})
    row = draft.rows[0].model_copy(update={"cells": {**draft.rows[0].cells, "intention": new}})
    changed = draft.model_copy(update={"rows": (row, *draft.rows[1:])})
    return Adapted(draft=changed, asked=1, failed=0, reworded=reworded, left=(), what="adapted to X", told="Done.")


@pytest.fixture
def library_desk(tmp_path: Path) -> LibraryDesk:
    """A desk whose assistant words the first cell anew, unless the place is Nowhere."""

    def adapt(draft: Draft, local: LocalFacts | None, _: Any) -> Adapted:
        return _adapted(draft, 0 if local and local.place == "Nowhere" else 1)

    assistant: Any = SimpleNamespace(has_model=True, adapt=adapt)
    return LibraryDesk(Opening(lambda: LibraryAssistant(assistant, tmp_path)))


def test_old_words_stand_beside_new_ones_in_the_table(cite: Cite) -> None:
    html = draft_html(_adapted(make_draft(REQUEST, cite())).draft, {})
    cell = html.partition("&lt;i&gt;New&lt;/i&gt; words")[2].partition("</td>")[0]
    assert cell.count("Before: <q>Old &lt;b&gt;words&lt;/b&gt;</q>") == 1
    assert cell.index("Before:") < cell.index("<details")
    assert "The source of what stood here before:" in cell


def test_a_kept_table_is_adapted_as_one_version(library_desk: LibraryDesk, cite: Cite) -> None:
    kept = library_desk.keep(make_draft(REQUEST, cite()))
    done, told = library_desk.adapt(kept.id, kept.version, None, lambda _: True)
    assert (done.version, told) == (2, "Done.")
    assert library_desk.undo(kept.id, done.version).document == kept.document


def test_nothing_is_kept_where_nothing_was_reworded(library_desk: LibraryDesk, cite: Cite) -> None:
    kept = library_desk.keep(make_draft(REQUEST, cite()))
    done, _ = library_desk.adapt(kept.id, kept.version, LocalFacts(place="Nowhere"), lambda _: True)
    assert (done.version, done.document) == (1, kept.document)


def test_another_version_and_a_checklist_are_refused(library_desk: LibraryDesk, cite: Cite) -> None:
    kept = library_desk.keep(make_draft(REQUEST, cite()))
    library_desk.add_row(kept.id, kept.version)
    with pytest.raises(StaleVersionError):
        library_desk.adapt(kept.id, kept.version, None, lambda _: True)
    checklist = library_desk.keep(make_checklist(ChecklistRequest(template="self-assessment"), cite()))
    with pytest.raises(EditError, match="no rows"):
        library_desk.adapt(checklist.id, checklist.version, None, lambda _: True)


def _drafted(page: Page) -> Locator:
    page.get_by_role("tab", name="Intention tables").click()
    bench = page.locator("#draft-bench")
    field = bench.get_by_label("Theme")
    typed(field, "CAMHS")
    field.press("Enter")
    bench.get_by_role("button", name="Draft the table").click()
    expect(bench.locator("#draft-status")).to_contain_text("Ready")
    return bench


@pytest.mark.browser
def test_the_button_shows_old_beside_new_and_undo_takes_it_back(desk: ScriptedDesk, url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _drafted(page)
    bench.get_by_role("button", name="Your local facts").click()
    typed(bench.get_by_label("Your place"), "Newtown")
    bench.get_by_role("button", name="Adapt to the place").click()
    expect(bench.locator("#draft-said")).to_have_text("1 cells were reworded for <Newtown>.")
    cell = bench.get_by_role("row").nth(1).get_by_role("cell").first
    expect(cell.locator(".state")).to_have_text("Adapted")
    expect(cell.locator(".before").first).to_have_text("Before: Pool the budget for short breaks.")
    assert desk.asked[-1].place == "Newtown"
    expect(bench.get_by_role("button", name="Draft the table")).to_be_enabled()
    bench.get_by_role("button", name="Undo").click()
    expect(cell.locator(".state")).to_have_text("Quoted")


@pytest.mark.browser
def test_adapting_can_be_stopped_and_tells_what_fails(desk: ScriptedDesk, url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _drafted(page)
    bench.get_by_role("button", name="Your local facts").click()
    typed(bench.get_by_label("Your place"), "Slow Newtown")
    bench.get_by_role("button", name="Adapt to the place").click()
    expect(bench.locator("#draft-said")).to_contain_text("Reading")
    bench.get_by_role("button", name="Cancel").click()
    expect(bench.locator("#draft-status")).to_contain_text("It stops at the next step")
    desk.let_go.set()
    expect(bench.locator("#draft-said .problem")).to_contain_text("stopped")
    typed(bench.get_by_label("Leads, one a line"), "no colon")
    bench.get_by_role("button", name="Adapt to the place").click()
    expect(bench.locator("#draft-said .problem")).to_contain_text("'no colon' is no lead")
    expect(bench.get_by_role("button", name="Cancel")).to_be_disabled()


@pytest.mark.browser
def test_without_a_model_there_is_no_button(
    desk: ScriptedDesk, url: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "can_adapt", False)
    bench = _drafted(visit(url))
    expect(bench.get_by_role("button", name="Remove the row")).to_be_visible()
    expect(bench.get_by_role("button", name="Adapt to the place")).to_be_hidden()
