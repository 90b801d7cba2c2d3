"""The drafting tabs in a browser, in front of a desk that works in memory."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from web_browser import Visit, typed
from web_desk import ScriptedDesk

from assistant.web.running import UNFORESEEN

pytestmark = pytest.mark.browser


def _tab(page: Page, name: str) -> Locator:
    page.get_by_role("tab", name=name).click()
    panel = page.get_by_role("tabpanel").filter(has=page.get_by_role("heading", name=name, exact=True))
    expect(panel).to_be_visible()
    return panel


def _choose(page: Page, bench: Locator, label: str, option: str) -> None:
    bench.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).first.click()


def _theme(bench: Locator, theme: str) -> None:
    field = bench.get_by_label("Theme")
    typed(field, theme)
    field.press("Enter")


def _drafted(page: Page, theme: str = "CAMHS") -> Locator:
    bench = _tab(page, "Intention tables")
    _theme(bench, theme)
    bench.get_by_role("button", name="Draft the table").click()
    expect(bench.locator("#draft-status")).to_contain_text("Ready")
    return bench


def test_table_is_drafted_and_every_cell_opens_to_its_evidence(
    desk: ScriptedDesk, url: str, visit: Visit, quote: str
) -> None:
    page = visit(url)
    bench = _drafted(page)
    table = bench.get_by_role("table")
    expect(table).to_contain_text("Intentions for CAMHS")
    expect(table.get_by_role("columnheader")).to_have_text(["Row", "Intention", "Lead", "Timescale"])
    expect(table.locator(".state.needed").first).to_have_text("Local input needed")
    evidence = table.locator("details.evidence").first
    expect(evidence.locator("mark")).to_be_hidden()
    evidence.locator("summary").click()
    expect(evidence.locator("mark")).to_have_text(quote)
    expect(evidence).to_contain_text("page 12")
    assert desk.asked[0].theme == "CAMHS"
    assert desk.asked[0].place is None


def test_form_is_what_is_asked_for(desk: ScriptedDesk, url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _tab(page, "Intention tables")
    bench.get_by_role("button", name="Draft the table").click()
    expect(bench.locator("#draft-status .problem")).to_contain_text("A table needs a theme")
    _choose(page, bench, "From documents of", "Oxfordshire")
    bench.get_by_role("button", name="Your local facts").click()
    typed(bench.get_by_label("Bodies, one a line"), "County Council\n\n Trust ")
    typed(bench.get_by_label("Leads, one a line"), "no colon")
    _theme(bench, "short breaks at night")
    bench.get_by_role("button", name="Draft the table").click()
    expect(bench.locator("#draft-status .problem")).to_contain_text("'no colon' is no lead")
    typed(bench.get_by_label("Leads, one a line"), "short breaks: Head of Service")
    bench.get_by_role("button", name="Draft the table").click()
    expect(bench.locator("#draft-status")).to_contain_text("Ready")
    [asked] = desk.asked
    assert (asked.theme, asked.place) == ("short breaks at night", "Oxfordshire")
    assert asked.local.bodies == ("County Council", "Trust")
    assert asked.local.leads == {"short breaks": "Head of Service"}


def test_cell_is_corrected_and_the_correction_undone(url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _drafted(page)
    cell = bench.get_by_role("row").nth(1).get_by_role("cell").nth(1)
    cell.get_by_role("button", name="Fill in").click()
    expect(bench.get_by_label("Words of the cell")).to_be_focused()
    expect(bench.get_by_label("Column", exact=True)).to_have_value("Lead")
    typed(bench.get_by_label("Words of the cell"), "Head of <Service>")
    bench.get_by_role("button", name="Save the cell").click()
    expect(bench.locator("#draft-said")).to_have_text("Saved.")
    expect(cell.locator(".words")).to_have_text("Head of <Service>")
    expect(cell.locator(".state")).to_have_text("Edited by hand")
    expect(cell).to_be_in_viewport()
    bench.get_by_role("button", name="Undo").click()
    expect(cell.locator(".state")).to_have_text("Local input needed")
    bench.get_by_role("button", name="Undo").click()
    expect(bench.locator("#draft-said .problem")).to_have_text("Nothing is left to undo.")
    bench.get_by_role("button", name="Redo").click()
    expect(cell.locator(".words")).to_have_text("Head of <Service>")


def test_rows_come_and_go(url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _drafted(page)
    bench.get_by_role("button", name="Add a row").click()
    expect(bench.get_by_role("table")).to_contain_text("3 rows")
    bench.get_by_role("button", name="Remove the row").click()
    expect(bench.locator("#draft-said .problem")).to_contain_text("Nothing is chosen")
    _choose(page, bench, "Row", "1. Pool the budget")
    bench.get_by_role("button", name="Remove the row").click()
    expect(bench.get_by_role("table")).to_contain_text("2 rows")


def test_rows_are_moved_and_added_where_they_belong(url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _drafted(page)
    up, down = (bench.get_by_role("button", name=f"Move the row {way}") for way in ("up", "down"))
    down.click()
    expect(bench.locator("#draft-said .problem")).to_contain_text("Nothing is chosen")
    _choose(page, bench, "Row", "1. Pool the budget")
    up.click()
    expect(bench.locator("#draft-said .problem")).to_have_text("The row is the first already.")
    down.click()
    expect(bench.locator("#draft-said")).to_have_text("Moved; it is row 2 now.")
    expect(bench.get_by_label("Row", exact=True)).to_have_value("2. Pool the budget for short breaks.")
    down.click()
    expect(bench.locator("#draft-said .problem")).to_have_text("The row is the last already.")
    up.click()
    expect(bench.locator("#draft-said")).to_have_text("Moved; it is row 1 now.")
    bench.get_by_role("button", name="Add a row").click()
    expect(bench.locator("#draft-said")).to_have_text("An empty row is added below row 1.")
    expect(bench.locator("tbody tr").nth(1).locator(".state.needed")).to_have_count(3)
    bench.get_by_role("button", name="Undo").click()
    expect(bench.get_by_role("table")).to_contain_text("2 rows")


def test_returned_file_is_shown_before_it_is_merged_and_taken_back(
    desk: ScriptedDesk, url: str, visit: Visit, tmp_path: Path
) -> None:
    returned, wrong = tmp_path / "returned.csv", tmp_path / "wrong.docx"
    returned.write_text("r1|lead|Head of <Service>\nr2|timescale|May 2027\n")
    wrong.write_text("")
    page = visit(url)
    bench = _drafted(page)
    bench.get_by_role("button", name="Bring back a returned file").click()
    upload, told = bench.locator("#draft-returning input[type=file]"), bench.locator("#draft-returned-said")
    merge = bench.get_by_role("button", name="Make these changes")
    upload.set_input_files(wrong)
    expect(told.locator(".problem")).to_have_text("wrong.docx is damaged.")
    expect(merge).to_be_hidden()
    upload.set_input_files(returned)
    expect(told).to_have_text("Read, and nothing is changed yet.")
    seen = bench.get_by_role("table", name="What returned.csv would change")
    expect(seen.get_by_role("rowheader")).to_have_text(["Row 1, Lead", "Row 2, Timescale"])
    expect(seen.get_by_role("row").nth(1).locator(".words")).to_have_text(["(nothing)", "Head of <Service>"])
    expect(bench.locator(".returned .notes")).to_have_text("The column 'Cost <code>' was left out.")
    cell = bench.locator("section[aria-label='Intention table'] tbody tr").first.get_by_role("cell").nth(1)
    expect(cell.locator(".state")).to_have_text("Local input needed")
    merge.click()
    expect(told).to_have_text("The changes are made, as one version.")
    expect(cell.locator(".words")).to_have_text("Head of <Service>")
    expect(seen).to_have_count(0)
    expect(bench.get_by_role("button", name="Take these changes back")).to_be_focused()
    bench.get_by_role("button", name="Take these changes back").click()
    expect(told).to_have_text("Taken back; it stands as before.")
    expect(cell.locator(".state")).to_have_text("Local input needed")
    assert [path for path in desk.upload_paths if path.exists()] == []


def test_returned_file_that_was_overtaken_is_not_merged(
    desk: ScriptedDesk, url: str, visit: Visit, tmp_path: Path
) -> None:
    returned = tmp_path / "returned.csv"
    returned.write_text("r1|lead|Head of Service\n")
    bench = _drafted(visit(url))
    bench.get_by_role("button", name="Bring back a returned file").click()
    bench.locator("#draft-returning input[type=file]").set_input_files(returned)
    expect(bench.locator("#draft-returned-said")).to_contain_text("nothing is changed yet")
    desk.add_row("kept-1", 1)
    bench.get_by_role("button", name="Make these changes").click()
    expect(bench.locator("#draft-returned-said .problem")).to_contain_text("changed meanwhile")


def test_own_template_is_checked_and_then_chosen(desk: ScriptedDesk, url: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(url)
    bench = _tab(page, "Intention tables")
    bench.get_by_role("button", name="A template of your own").click()
    with page.expect_download() as downloading:
        bench.get_by_role("button", name="Download the chosen template").click()
    sound = tmp_path / "mine.yaml"
    downloading.value.save_as(sound)
    packaged = downloading.value.suggested_filename.removesuffix(".yaml")
    text = sound.read_text(encoding="utf-8").replace(f"id: {packaged}", "id: village-plan")
    upload, told = bench.locator("#draft-own-template input[type=file]"), bench.locator("#draft-template-said")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("kind: intentions", "kind: <b>").replace("purpose:", "porpoise:"), encoding="utf-8")
    upload.set_input_files(wrong)
    expect(told.locator(".problem")).to_contain_text("The template wrong.yaml, line 4, kind: this must be")
    expect(told.locator(".problem")).to_contain_text("line 5, porpoise: there is no such field")
    expect(told).not_to_contain_text(str(tmp_path))
    sound.write_text(text, encoding="utf-8")
    upload.set_input_files(sound)
    expect(told).to_contain_text("is sound, kept, and chosen above")
    expect(bench.get_by_label("Template", exact=True)).to_have_value(re.compile(r"\(your own\)$"))
    _theme(bench, "CAMHS")
    bench.get_by_role("button", name="Draft the table").click()
    expect(bench.locator("#draft-status")).to_contain_text("Ready")
    assert desk.asked[0].template == "village-plan"
    bench.get_by_role("button", name="Remove the chosen template").click()
    expect(told).to_have_text("Removed. What was made with it stays.")
    bench.get_by_role("button", name="Remove the chosen template").click()
    expect(told.locator(".problem")).to_contain_text("no template of your own")
    assert [path for path in desk.upload_paths if path.exists()] == []


def test_returned_checklist_is_merged(url: str, visit: Visit, tmp_path: Path) -> None:
    returned = tmp_path / "returned.csv"
    returned.write_text("2|gap|No host is named\n")
    page = visit(url)
    bench = _tab(page, "Checklists")
    bench.get_by_role("button", name="Respond to the checklist").click()
    expect(bench.locator("#checklist-status")).to_contain_text("Ready")
    bench.get_by_role("button", name="Bring back a returned file").click()
    bench.locator("#checklist-returning input[type=file]").set_input_files(returned)
    expect(bench.locator(".returned").get_by_role("rowheader")).to_have_text(["Question 2, Gap"])
    bench.get_by_role("button", name="Make these changes").click()
    expect(bench.get_by_role("article").last).to_contain_text("No host is named")


@pytest.mark.parametrize(("name", "suffix"), [("Word", ".docx"), ("CSV", ".csv")])
def test_file_is_downloaded(url: str, visit: Visit, tmp_path: Path, name: str, suffix: str) -> None:
    page = visit(url)
    bench = _drafted(page)
    for turn in (1, 2):
        with page.expect_download() as downloading:
            bench.get_by_role("button", name=f"Download as {name}").click()
        assert downloading.value.suggested_filename == f"intentions-for-camhs-v1{suffix}"
        downloading.value.save_as(tmp_path / str(turn))
        assert (tmp_path / str(turn)).read_text() == f"{suffix} of Intentions for CAMHS, version 1"


def test_kept_table_outlives_the_page_and_its_deletion(url: str, visit: Visit) -> None:
    _drafted(visit(url))
    page = visit(url)
    bench = _tab(page, "Intention tables")
    bench.get_by_role("button", name="Kept tables").click()
    _choose(page, bench, "Kept", "Intentions for CAMHS")
    bench.get_by_role("button", name="Open").click()
    expect(bench.get_by_role("table")).to_be_visible()
    bench.get_by_role("button", name="Delete").click()
    expect(bench.locator("#draft-status")).to_have_text("Deleted; it can be restored.")
    expect(bench.get_by_role("table")).to_have_count(0)
    _choose(page, bench, "Deleted", "Intentions for CAMHS")
    bench.get_by_role("button", name="Restore").click()
    expect(bench.get_by_role("table")).to_be_visible()


def test_work_is_told_stopped_and_excused(desk: ScriptedDesk, url: str, visit: Visit) -> None:
    page = visit(url)
    bench = _tab(page, "Intention tables")
    start, cancel = bench.get_by_role("button", name="Draft the table"), bench.get_by_role("button", name="Cancel")
    _theme(bench, "slow")
    start.click()
    expect(bench.locator("#draft-status")).to_have_text("Reading <the library>…")
    expect(start).to_be_disabled()
    cancel.click()
    expect(bench.locator("#draft-status")).to_have_text("It stops at the next step.")
    desk.let_go.set()
    expect(bench.locator("#draft-status")).to_contain_text("It was stopped")
    expect(start).to_be_enabled()
    for theme, told in (("will fail", UNFORESEEN), ("nothing", "Nothing was found.")):
        _theme(bench, theme)
        start.click()
        expect(bench.locator("#draft-status")).to_have_text(told)
        expect(start).to_be_enabled()
    assert desk.kept("draft") == []
    assert "broken" not in page.content()


def test_sessions_do_not_see_what_is_open_elsewhere(url: str, visit: Visit) -> None:
    first, second = visit(url), visit(url)
    _drafted(first)
    bench = _tab(second, "Intention tables")
    expect(bench).to_contain_text("No table is open.")
    bench.get_by_role("button", name="Kept tables").click()
    _choose(second, bench, "Kept", "Intentions for CAMHS")
    bench.get_by_role("button", name="Open").click()
    bench.get_by_role("button", name="Add a row").click()
    expect(bench.get_by_role("table")).to_contain_text("3 rows")
    behind = _tab(first, "Intention tables")
    behind.get_by_role("button", name="Add a row").click()
    expect(behind.locator("#draft-said .problem")).to_contain_text("changed meanwhile")


def test_hostile_words_stay_words_in_a_table(url: str, visit: Visit, hostile: str) -> None:
    page = visit(url)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    bench = _drafted(page, "hostile")
    assert bench.locator("td .words").first.text_content() == hostile
    bench.get_by_role("button", name="Correct").first.click()
    expect(bench.get_by_label("Words of the cell")).to_have_value(hostile)
    expect(bench.locator("img, script")).to_have_count(0)


def test_checklist_is_answered_and_corrected(desk: ScriptedDesk, url: str, visit: Visit, quote: str) -> None:
    page = visit(url)
    bench = _tab(page, "Checklists")
    _choose(page, bench, "From documents of", "Oxfordshire")
    bench.get_by_role("button", name="Respond to the checklist").click()
    expect(bench.locator("#checklist-status")).to_contain_text("Ready")
    items = bench.get_by_role("article")
    expect(items).to_have_count(2)
    expect(items.first.locator(".verdict")).to_have_text("Partly evidenced")
    expect(items.first.locator(".limbs strong")).to_have_text(["evidenced", "no evidence found"])
    items.first.locator("summary").first.click()
    expect(items.first.locator("mark").first).to_have_text(quote)
    expect(items.last).to_contain_text("Nearest passages, which show nothing")
    items.first.get_by_role("button", name="Correct").click()
    expect(bench.get_by_label("Gap")).to_have_value("Is there a pooled fund?")
    _choose(page, bench, "Verdict", "Evidenced")
    typed(bench.get_by_label("Next step"), "None; <done>")
    bench.get_by_role("button", name="Save the response").click()
    expect(items.first.locator(".verdict")).to_have_text("Evidenced")
    expect(items.first).to_contain_text("None; <done>")
    expect(items.first).to_contain_text("Edited by hand")
    with page.expect_download() as downloading:
        bench.get_by_role("button", name="Download as Excel").click()
    assert downloading.value.suggested_filename.endswith("-v2.xlsx")
    assert desk.asked[0].place == "Oxfordshire"


def test_uploaded_strategy_is_read_and_not_kept(desk: ScriptedDesk, url: str, visit: Visit, tmp_path: Path) -> None:
    strategy = tmp_path / "strategy.md"
    strategy.write_text("# Our strategy\n" + "We pool budgets. " * 500)
    page = visit(url)
    bench = _tab(page, "Checklists")
    bench.get_by_role("button", name="Or from a strategy of your own").click()
    bench.locator("input[type=file]").set_input_files(strategy)
    expect(bench.get_by_role("cell", name="strategy.md")).to_be_visible()
    bench.get_by_role("button", name="Respond to the checklist").click()
    expect(bench.locator("#checklist-status")).to_contain_text("Ready")
    expect(bench.get_by_role("cell", name="strategy.md")).to_have_count(0)
    assert desk.uploads == [strategy.read_text()]
    assert [path for path in desk.upload_paths if path.exists()] == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450)])
def test_narrow_and_zoomed_tabs_do_not_scroll_sideways(url: str, visit: Visit, width: int, height: int) -> None:
    page = visit(url, width, height)
    bench = _drafted(page, f"hostile {'averylongword' * 12}")
    for fold in bench.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_chat_answers_beside_the_tabs(url: str, visit: Visit) -> None:
    page = visit(url)
    _tab(page, "Checklists")
    page.get_by_role("tab", name="Ask").click()
    typed(page.get_by_label("Your question"), "How?")
    page.get_by_label("Your question").press("Enter")
    expect(page.locator(".statements li")).to_have_count(2)
