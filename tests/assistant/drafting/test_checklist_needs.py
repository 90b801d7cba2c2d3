"""Limbs that say what they need: all of it in one sentence or row, and of what is in place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from checklist_fixtures import TEMPLATE

from assistant.assistant import Assistant
from assistant.drafting.contracts import ChecklistRequest, Item
from assistant.template_contracts import TemplateKind
from assistant.templates import templates

pytest_plugins = ["checklist_fixtures"]

Answered = Callable[[str], Item]


@pytest.fixture
def answered(dale: Assistant, tmp_path: Path) -> Answered:
    """Answers the question on hearing for Dale, its first limb with other needs."""

    def answer(needs: str) -> Item:
        path = tmp_path / "needs.yaml"
        path.write_text(
            TEMPLATE.replace("search: [hearing bus, hearing test]", f"search: [hearing bus, pupils tested], {needs}"),
            encoding="utf-8",
        )
        return dale.checklist(ChecklistRequest(template=str(path), place="Dale")).items[0]

    return answer


@pytest.mark.parametrize(
    ("needs", "shown"),
    [
        ("needs: [[hearing bus]]", True),
        ("needs: [[hearing bus], [council]]", True),
        ("needs: [[hearing bus], [pupils, delivered]]", True),
        # Both stand in the document, the second only in another sentence.
        ("needs: [[hearing bus], [library]]", False),
        ("needs: [[sleep clinic]]", False),
        # The subject may stand in the heading over the sentence that counts the pupils.
        ("needs: [[hearing], [pupils]], figure: number", True),
        ("needs: [[hearing], [pupils]], figure: sum", False),
        ("needs: [[hearing bus]], role: lead", True),
    ],
)
def test_all_that_is_needed_stands_in_one_sentence(answered: Answered, needs: str, shown: bool) -> None:
    assert answered(needs).limbs[0].evidenced is shown


def test_what_speaks_against_a_limb_names_its_subject(answered: Answered) -> None:
    about = [finding.text for finding in answered("needs: [[hearing bus]]").against if finding.limb == 1]
    assert any("does not have enough staff" in text for text in about)
    assert not [finding for finding in answered("needs: [[choir]]").against if finding.limb == 1]


def test_a_plan_that_presupposes_a_thing_shows_it_where_that_is_enough(dale: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "strategy.md"
    path.write_text("# What we will do\n\nWe will continue to fund the hearing bus until April.\n", encoding="utf-8")
    template = tmp_path / "needs.yaml"
    shown = []
    for said in ("", ", presupposed: true"):
        template.write_text(
            TEMPLATE.replace("[hearing bus, hearing test]", f"[hearing bus], needs: [[hearing bus]]{said}")
        )
        answered = dale.checklist_of_file(path, ChecklistRequest(template=str(template)))
        shown.append(answered.items[0].limbs[0].evidenced)
    assert shown == [False, True]


@pytest.mark.parametrize("name", [name for name, one in templates().items() if one.kind is not TemplateKind.INTENTIONS])
def test_every_packaged_limb_says_what_it_needs(name: str) -> None:
    questions = templates()[name].questions
    assert questions
    assert all(limb.needs for question in questions for limb in question.limbs)
