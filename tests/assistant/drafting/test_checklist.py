"""Checklists: what is in place is shown, what is planned, denied or elsewhere is not, and bad input says what to do."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.drafting.checklist_errors import ChecklistCancelledError
from assistant.drafting.contracts import Checklist, ChecklistRequest
from assistant.drafting.errors import (
    NothingToReadError,
    TemplateKindError,
    UnknownDocumentError,
    UnknownPlaceError,
    UnknownTemplateError,
)
from assistant.errors import TemplateError
from assistant.template_contracts import Verdict
from assistant.templates import templates

pytest_plugins = ["checklist_fixtures"]


@pytest.fixture
def of_dale(dale: Assistant, own_template: str) -> Checklist:
    """The own checklist for Dale."""
    return dale.checklist(ChecklistRequest(template=own_template, place="Dale"))


def test_what_is_in_place_is_evidenced_and_what_is_denied_speaks_against(of_dale: Checklist) -> None:
    hearing = of_dale.items[0]
    assert hearing.verdict is Verdict.PARTIAL
    assert [limb.evidenced for limb in hearing.limbs] == [True, False]
    assert "commissioned by Dale Council" in hearing.evidence[0].text
    assert hearing.evidence[0].limb == 1
    assert any("no audiologist" in finding.text for finding in hearing.against)
    assert "An audiologist is employed." in hearing.gap
    assert "A hearing bus" not in hearing.gap


def test_what_is_only_planned_shows_nothing_and_stands_as_a_near_miss(of_dale: Checklist) -> None:
    sleep = of_dale.items[1]
    assert sleep.verdict is Verdict.NONE
    assert not sleep.evidence
    assert any("open a sleep clinic" in finding.text for finding in sleep.nearest)
    assert "A contract for a clinic." in sleep.next_step


def test_nothing_comes_from_another_place_or_from_guidance(of_dale: Checklist) -> None:
    assert {citation.document_id for citation in of_dale.citations} == {"dale-strategy"}


def test_every_finding_is_located(of_dale: Checklist) -> None:
    citations = {citation.token: citation for citation in of_dale.citations}
    findings = [f for item in of_dale.items for f in (*item.evidence, *item.against, *item.nearest)]
    assert findings
    for finding in findings:
        assert finding.citations
        for token in finding.citations:
            cited = citations[token]
            assert cited.quote == cited.passage[cited.start : cited.end]
            assert finding.text in cited.quote


def test_it_says_what_was_read_and_what_is_a_draft(of_dale: Checklist, dale: Assistant) -> None:
    passages = sum(document.passages for document in dale.library.documents if document.id == "dale-strategy")
    assert f"1 document, {passages} passages" in of_dale.searched
    assert any("draft" in notice.text for notice in of_dale.notices)
    assert any("Councils still run hearing buses." in note for note in of_dale.items[0].notes)
    assert of_dale.generation


def test_the_same_question_of_another_place_has_another_verdict(dale: Assistant, own_template: str) -> None:
    of_fell = dale.checklist(ChecklistRequest(template=own_template, place="fell"))
    assert of_fell.items[1].limbs[0].evidenced
    assert {citation.document_id for citation in of_fell.citations} == {"fell-strategy"}


def test_without_a_place_the_places_are_named(dale: Assistant, own_template: str) -> None:
    answered = dale.checklist(ChecklistRequest(template=own_template))
    assert any("Dale, Fell" in note for note in answered.items[0].notes)
    assert "sleep-guide" not in {citation.document_id for citation in answered.citations}


def test_documents_can_be_chosen(dale: Assistant, own_template: str) -> None:
    answered = dale.checklist(ChecklistRequest(template=own_template, documents=("sleep-guide",)))
    assert {citation.document_id for citation in answered.citations} <= {"sleep-guide"}
    assert "sleep-guide" in answered.searched


@pytest.mark.parametrize("template", ["key-information", "action-areas", "self-assessment"])
def test_packaged_templates_are_answered_question_by_question(dale: Assistant, template: str) -> None:
    answered = dale.checklist(ChecklistRequest(template=template, place="Fell"))
    assert [item.number for item in answered.items] == [one.number for one in templates()[template].questions]
    assert all(item.reason and item.gap and item.next_step for item in answered.items)


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"template": "no-such"}, UnknownTemplateError, "self-assessment"),
        ({"template": "annual-plan"}, TemplateKindError, "draft"),
        ({"template": "self-assessment", "place": "Tarn"}, UnknownPlaceError, "Dale, Fell"),
        ({"template": "self-assessment", "place": ""}, UnknownPlaceError, "Dale, Fell"),
        ({"template": "self-assessment", "documents": ("nowhere",)}, UnknownDocumentError, "dale-strategy"),
        ({"template": "self-assessment", "place": "Dale", "documents": ("fell-strategy",)}, NothingToReadError, "Dale"),
    ],
)
def test_bad_input_says_what_to_do(
    dale: Assistant, asked: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        dale.checklist(ChecklistRequest.model_validate(asked))


def test_a_template_file_that_is_wrong_is_refused_by_its_line(dale: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("id: wrong\ntitle: [\n", encoding="utf-8")
    with pytest.raises(TemplateError, match="line"):
        dale.checklist(ChecklistRequest(template=str(path)))


def test_it_can_be_cancelled(dale: Assistant, own_template: str) -> None:
    heard: list[str] = []

    def until_the_second_question(words: str) -> bool:
        heard.append(words)
        return "Question 2" not in words

    with pytest.raises(ChecklistCancelledError):
        dale.checklist(ChecklistRequest(template=own_template, place="Dale"), until_the_second_question)
    assert heard[-1] == "Question 2 of 2"
