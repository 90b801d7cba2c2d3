"""Drafts and checklists that rest on one side of a known conflict say what the others say."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.conflicts import Conflicts
from assistant.contracts import Citation, Notice, NoticeKind
from assistant.differing import Differing
from assistant.drafting.checklist import Checker
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import ChecklistRequest, Draft, DraftRequest
from assistant.drafting.drafter import Drafter
from assistant.drafting.notes import Notes
from assistant.drafting.policy import load_drafting_policy
from assistant.export import write
from assistant.ledger import Ledger
from assistant.settings import load_policy
from assistant.web.drafting_rendering import draft_html
from assistant.wordings import Wordings

pytest_plugins = ["drafting_fixtures", "checklist_fixtures"]

NO_CHANGES = Ledger(as_of="2026", changes=())
REVIEW = "when the outreach contract is reviewed"
TOLD = (
    f"The sources differ on {REVIEW}. (1) Vale strategy for children (2014; 5. Commissioning intentions): “Ambition: "
    "Easier access; What we will do: Review the CAMHS outreach contract with the youth clubs by April 2015” (2) Vale "
    "strategy for children (2014; 6. Making it happen): “Ambition: Easier access; What we will do: Review the CAMHS "
    "outreach contract with the youth clubs by June 2015” Which of them holds is not decided here."
)


def _side(*quoted: str) -> list[dict[str, Any]]:
    return [{"documents": ["vale-strategy"], "quoted": quoted}]


def _drafted(assistant: Assistant, theme: str) -> Draft:
    sides = [_side("outreach contract", "April 2015"), _side("outreach contract", "June 2015")]
    conflicts = Conflicts.model_validate(
        {"aside": "Note on the source", "conflicts": [{"about": REVIEW, "because": "two months", "sides": sides}]}
    )
    policy = load_policy()
    differing = Differing(assistant.library, policy, conflicts)
    notes = Notes(policy, load_drafting_policy(), NO_CHANGES, differing)
    drafter = Drafter(assistant.library, policy, Wordings(()), notes, Choosing())
    return drafter.draft(DraftRequest(template="action-outcome-lead", theme=theme))


def _conflicts(draft: Draft) -> list[str]:
    return [notice.text for notice in draft.notices if notice.kind is NoticeKind.CONFLICT]


def test_both_sides_are_quoted_with_their_dates_wherever_the_draft_is_shown(
    vale_assistant: Assistant, tmp_path: Path
) -> None:
    draft = _drafted(vale_assistant, "CAMHS")
    assert _conflicts(draft) == [TOLD]
    assert TOLD in draft.model_dump_json()
    page = draft_html(draft, {})
    assert TOLD in page
    assert '<a href="#draft-notes">where the sources differ' in page
    write(draft, tmp_path / "draft.md")
    assert "**Sources differ:** The sources differ on when the outreach contract" in (tmp_path / "draft.md").read_text()


def test_a_draft_that_quotes_no_side_has_no_notice(vale_assistant: Assistant) -> None:
    draft = _drafted(vale_assistant, "hearing")
    assert draft.rows
    assert _conflicts(draft) == []


class Recording(Differing):
    """Hears which citations are asked about."""

    def __init__(self) -> None:
        self.asked: list[Citation] = []

    def notices(self, citations: Iterable[Citation]) -> tuple[Notice, ...]:
        self.asked = list(citations)
        return (Notice(kind=NoticeKind.CONFLICT, text="They differ."),)


def test_a_near_miss_of_a_checklist_is_in_conflict_with_nothing(dale: Assistant, own_template: str) -> None:
    recording = Recording()
    notes = Notes(load_policy(), load_drafting_policy(), NO_CHANGES, recording)
    checker = Checker(dale.library, Wordings(()), notes, Choosing())
    answered = checker.checklist(ChecklistRequest(template=own_template, place="Dale"))
    stated = {token for item in answered.items for one in (*item.evidence, *item.against) for token in one.citations}
    near = {token for item in answered.items for one in item.nearest for token in one.citations} - stated
    assert near
    assert {citation.token for citation in recording.asked} == stated
    assert "They differ." in [notice.text for notice in answered.notices]
