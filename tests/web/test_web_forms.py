"""The fields of the drafting tabs, work that is told and stopped, and files."""

import base64
import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from web_desk import make_draft

from assistant.drafting.contracts import DraftRequest, LocalFacts
from assistant.errors import AssistantError
from assistant.template_contracts import TemplateKind
from assistant.web.downloads import download_of
from assistant.web.forms import (
    ALL_PLACES,
    FormError,
    document_choices,
    kept_choices,
    local_facts,
    place_choices,
    place_of,
    template_choices,
)
from assistant.web.running import UNFORESEEN, Runs, progressed, sentence_of


def test_empty_facts_are_not_given() -> None:
    assert local_facts(" ", "\n \n", "", "", "", "") == LocalFacts()


def test_facts_stand_one_a_line() -> None:
    facts = local_facts("Northshire", "ICB\n Council ", "2026-29", "400 births", "a\nb", "CAMHS: Head: of it")
    assert facts.bodies == ("ICB", "Council")
    assert facts.priorities == ("a", "b")
    assert facts.leads == {"CAMHS": "Head: of it"}


@pytest.mark.parametrize("line", ["Head of it", ": Head", "CAMHS:"])
def test_lead_of_nothing_is_refused(line: str) -> None:
    with pytest.raises(FormError, match="service: post"):
        local_facts("", "", "", "", "", line)


def test_choices_are_the_librarys(document: Any) -> None:
    documents = [document(), document("b"), document("c", title=None, place=None), document("d", title="x" * 200)]
    assert place_choices(documents) == [ALL_PLACES, "Oxfordshire"]
    assert place_of(ALL_PLACES) is None
    assert place_of("Oxfordshire") == "Oxfordshire"
    labels = [label for label, _ in document_choices(documents)]
    assert labels[:3] == [
        "Framework for Joint Commissioning (framework)",
        "Framework for Joint Commissioning (b)",
        "Title not known",
    ]
    assert len(labels[3]) <= 90


def test_kept_are_known_by_title_and_time() -> None:
    listed = SimpleNamespace(id="k", title="A table", changed="2026-11-22T20:15:30.123+00:00")
    assert kept_choices([listed]) == [("A table (changed 2026-11-22 20:15)", "k")]


def test_templates_are_of_the_kinds_asked_for() -> None:
    tables = {name for _, name in template_choices([TemplateKind.INTENTIONS])}
    lists = {name for _, name in template_choices([TemplateKind.CHECKLIST, TemplateKind.SCHEDULE])}
    assert "action-outcome-lead" in tables
    assert "self-assessment" in lists
    assert not tables & lists


def test_steps_come_before_what_is_made() -> None:
    runs = Runs()
    name = runs.begin()

    def work(progress: Any) -> int:
        assert progress("one") is True
        runs.stop(name)
        assert progress("two") is False
        return 3

    assert list(progressed(work, runs, name)) == ["one", "two", 3]


def test_browser_that_goes_away_stops_the_work() -> None:
    runs = Runs()
    name = runs.begin()
    heard: list[bool] = []

    def work(progress: Any) -> None:
        while progress("on"):
            heard.append(True)

    steps = progressed(work, runs, name)
    assert next(steps) == "on"
    steps.close()  # type: ignore[attr-defined]
    assert not runs.goes_on(name)


def test_run_that_nobody_began_does_not_go_on() -> None:
    runs = Runs()
    runs.stop("guessed")
    assert not runs.goes_on("guessed")
    name = runs.begin()
    assert runs.goes_on(name)
    runs.end(name)
    assert not runs.goes_on(name)


def test_only_our_own_errors_are_shown_and_no_words_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert sentence_of(AssistantError("Choose another.")) == "Choose another."
    with caplog.at_level(logging.DEBUG):
        assert sentence_of(RuntimeError("private words")) == UNFORESEEN
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text


def test_file_is_handed_over_and_gone(cite: Any, hostile: str) -> None:
    written: list[Path] = []

    class Desk:
        def write(self, kept: Any, path: Path) -> None:
            path.write_bytes(b"\x00file")
            written.append(path)

    draft = make_draft(DraftRequest(template="t", theme=f"../../{hostile}"), cite())
    kept: Any = SimpleNamespace(id="k", version=2, document=draft)
    desk: Any = Desk()
    given = json.loads(download_of(desk, kept, ".docx"))
    assert base64.b64decode(given["content"]) == b"\x00file"
    assert given["name"].startswith("intentions-for-script-alert-1-script")
    assert given["name"].endswith("-v2.docx")
    assert not written[0].parent.exists()
    assert download_of(desk, kept, ".docx") != download_of(desk, kept, ".docx")
