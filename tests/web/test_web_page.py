"""The page in a browser, in front of a scripted assistant."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from web_browser import Visit, serving, typed, visiting

from assistant.web.conversation import FAILED
from assistant.web.opening import Asks
from indexer.errors import LibraryDamagedError, LibraryEmptyError

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(scripted: Any) -> Iterator[str]:
    with serving(lambda: scripted) as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def visit(chromium: Browser, scripted: Any, complaints: list[str]) -> Iterator[Visit]:
    scripted.reset()
    with visiting(chromium, complaints, scripted.let_go.set) as opened:
        yield opened


def _ask(page: Page, question: str) -> None:
    typed(page.get_by_label("Your question"), question)
    page.get_by_label("Your question").press("Enter")


def _asked(page: Page, question: str) -> None:
    answers = page.locator(".answer").count()
    _ask(page, question)
    expect(page.locator(".answer")).to_have_count(answers + 1)
    expect(page.locator(".step")).to_have_count(0)
    expect(page.get_by_role("button", name="Send")).to_be_enabled()


def test_question_shows_its_step_and_then_a_cited_answer(scripted: Any, url: str, visit: Visit) -> None:
    page = visit(url)
    _ask(page, "A slow question?")
    expect(page.locator(".step")).to_have_text("Searching the library…")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(page.get_by_role("button", name="New conversation")).to_be_disabled()
    scripted.let_go.set()
    expect(page.locator(".statements li")).to_have_count(2)
    expect(page.locator(".statements .cite")).to_have_text(["[1]", "[2]"])
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    expect(page.locator("#status")).to_have_text("Answer ready: 2 statements from 2 passages.")
    expect(page.locator("#status")).to_have_attribute("role", "status")
    expect(page.get_by_label("Your question")).to_have_value("")
    assert page.title() == "Children's commissioning assistant"
    assert page.evaluate("document.documentElement.lang") == "en-GB"


def test_second_question_waits_for_the_first(scripted: Any, url: str, visit: Visit) -> None:
    page = visit(url)
    _ask(page, "A slow question?")
    expect(page.locator(".step")).to_have_text("Searching the library…")
    _ask(page, "An eager one?")
    expect(page.locator("#status")).to_contain_text("One question at a time")
    expect(page.get_by_label("Your question")).to_have_value("An eager one?")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    scripted.let_go.set()
    expect(page.locator("#t1 .statements li")).to_have_count(2)
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    assert [question.text for question in scripted.asked] == ["A slow question?"]
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#t2 .statements li")).to_have_count(2)


def test_third_at_once_sees_the_question_while_waiting(scripted: Any, url: str, visit: Visit) -> None:
    pages = [visit(url) for _ in range(3)]
    for page in pages[:2]:
        _ask(page, "A slow question?")
        expect(page.locator(".step")).to_have_text("Searching the library…")
    _ask(pages[2], "A third?")
    expect(pages[2].locator(".step")).to_have_text("One moment…")
    scripted.let_go.set()
    for page in pages:
        expect(page.locator("#t1 .statements li")).to_have_count(2)


def test_full_queue_gives_the_question_back(
    scripted: Any, visit: Visit, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.web.serving._AT_ONCE", 1)
    monkeypatch.setattr("assistant.web.serving._MAX_WAITING", 1)
    with serving(lambda: scripted) as address:
        pages = [visit(address) for _ in range(3)]
        _ask(pages[0], "A slow question?")
        expect(pages[0].locator(".step")).to_have_text("Searching the library…")
        with pages[1].expect_response("**/queue/join*"):
            _ask(pages[1], "A waiting one?")
        _ask(pages[2], "One too many?")
        expect(pages[2].locator("#status")).to_contain_text("Too many people")
        expect(pages[2].get_by_label("Your question")).to_have_value("One too many?")
        expect(pages[2].locator(".step")).to_have_count(0)
        scripted.let_go.set()
        _asked(pages[2], "One too many?")
        expect(pages[2].locator("#t1 .statements li")).to_have_count(2)
    assert ["503" in complaint for complaint in complaints] == [True]
    complaints.clear()


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_citation_opens_its_card(url: str, visit: Visit, quote: str, width: int, height: int) -> None:
    page = visit(url, width, height)
    _asked(page, "How?")
    page.get_by_role("link", name="Source 2").click()
    card = page.locator("#t1-s2")
    expect(card).to_be_in_viewport(ratio=0.9)
    expect(card).to_be_focused()
    expect(card.locator("mark")).to_have_text(quote)
    assert card.locator("mark").text_content() == quote
    expect(page.locator(".is-open")).to_have_count(1)
    card.get_by_role("link", name="Back to the answer").click()
    expect(page.locator("#t1")).to_be_in_viewport()


def test_earlier_citations_keep_their_cards(scripted: Any, url: str, visit: Visit) -> None:
    page = visit(url)
    for question in ("How?", "And then?", "And last?"):
        _asked(page, question)
    assert [turn.question for turn in scripted.asked[-1].history] == ["How?", "And then?"]
    headings = ["Question 3 And last?", "Question 2 And then?", "Question 1 How?"]
    expect(page.locator("#sources .turn h3")).to_have_text(headings)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id).filter(Boolean)")
    ours = [one for one in ids if one.startswith(("t1", "t2", "t3"))]
    assert len(ours) == len(set(ours))
    page.locator("#t1").get_by_role("link", name="Source 1").click()
    expect(page.locator("#t1-s1")).to_be_in_viewport(ratio=0.9)


def test_example_question_is_asked(scripted: Any, url: str, visit: Visit) -> None:
    page = visit(url)
    for turn in (1, 2):
        if turn == 2:
            page.get_by_text("Questions to begin with").click()
        example = page.locator(".examples button").nth(turn)
        words = example.inner_text()
        example.click()
        expect(page.locator(f"#t{turn} .statements li")).to_have_count(2)
        expect(page.locator(".asked").last).to_contain_text(words)
        expect(page.get_by_role("button", name="Send")).to_be_enabled()
        expect(page.locator(".examples .groups")).to_be_hidden()
        assert scripted.asked[-1].text == words


def test_empty_question_is_answered_gently(scripted: Any, url: str, visit: Visit) -> None:
    page = visit(url)
    _ask(page, "   ")
    expect(page.locator("#status")).to_contain_text("Type a question first")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()
    assert scripted.asked == []


def test_new_conversation_forgets(scripted: Any, url: str, visit: Visit) -> None:
    page = visit(url)
    _asked(page, "How?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator(".examples .groups")).to_be_visible()
    _asked(page, "What?")
    assert scripted.asked[-1].history == ()
    expect(page.locator("#t1")).to_be_visible()


def test_reply_without_sources_and_failure_are_plain(url: str, visit: Visit) -> None:
    page = visit(url)
    _asked(page, "Is there nothing?")
    expect(page.locator("#t1")).to_have_text("Not found in the library.")
    expect(page.locator("#sources .none")).to_be_visible()
    _asked(page, "Will it fail?")
    expect(page.locator("#t2")).to_have_text(FAILED)
    assert "broken" not in page.content()


def test_hostile_words_stay_words(url: str, visit: Visit, hostile: str) -> None:
    page = visit(url)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    question = f"hostile {hostile}"
    _asked(page, question)
    expect(page.locator(".asked")).to_have_text(f"You asked: {question}")
    assert page.locator("#t1-s1 mark").text_content() == hostile
    expect(page.locator("#conversation img, #sources img, #conversation script, #sources script")).to_have_count(0)
    expect(page.locator(".card")).to_have_count(1)


def test_library_is_listed(url: str, visit: Visit) -> None:
    page = visit(url)
    page.get_by_text("Documents in the library (2)").click()
    expect(page.locator(".library li").first).to_contain_text("Framework for Joint Commissioning")
    expect(page.locator(".library li").last).to_contain_text("Status not known")


def test_empty_and_damaged_libraries_say_so_until_a_reload_finds_them_well(scripted: Any, visit: Visit) -> None:
    states = [LibraryEmptyError("empty"), LibraryDamagedError("Index 7 is <short>; run check --repair.")]

    def opener() -> Asks:
        if states:
            raise states.pop(0)
        return scripted  # type: ignore[no-any-return]

    with serving(opener) as address:
        page = visit(address)
        expect(page.get_by_role("heading", name="Nothing is indexed yet")).to_be_visible()
        expect(page.locator(".setup")).to_contain_text("python -m indexer add corpus/library")
        expect(page.get_by_role("button", name="Send")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("Index 7 is <short>; run check --repair.")
        page.reload()
        _asked(page, "How?")
        expect(page.locator(".statements li")).to_have_count(2)


# 640 by 450 is what a screen of 1280 by 900 shows at 200% zoom.
@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450)])
def test_narrow_and_zoomed_screens_do_not_scroll_sideways(url: str, visit: Visit, width: int, height: int) -> None:
    page = visit(url, width, height)
    _asked(page, f"What of hostile {'averylongword' * 20}?")
    page.get_by_text("Documents in the library (2)").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []


def test_responses_forbid_reaching_outside(url: str, visit: Visit) -> None:
    page = visit(url)
    response = page.request.get(url)
    assert "connect-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    expect(page.locator("footer")).to_have_count(0)
