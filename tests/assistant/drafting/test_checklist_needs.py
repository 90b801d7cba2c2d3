"""Limbs that say what they need: all of it in one sentence or row, and of what is in place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from checklist_fixtures import TEMPLATE

from assistant.assistant import Assistant
from assistant.drafting.checklist_policy import load_checklist_policy
from assistant.drafting.contracts import ChecklistRequest, Item
from assistant.errors import TemplateError
from assistant.template_contracts import Kind, TemplateKind
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
        # A count follows in the next sentence on its subject.
        ("needs: [[council]], figure: number", True),
        ("needs: [[council], [pupils]]", False),
        # What else is needed may stand over the sentence, not all of it.
        ("needs: [[pupils], [hearing]]", True),
        ("needs: [[hearing], [hearing]]", True),
        ("needs: [[sleep], [hearing]]", False),
        # A kind of thing stands for its words.
        ("needs: [[hearing bus], [kind:service]]", True),
        ("needs: [[hearing bus], [library, kind:service]]", True),
        ("needs: [[hearing bus], [kind:pathway]]", False),
        ("needs: [[hearing bus], [kind]]", False),
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


def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are(answered: Answered) -> None:
    with pytest.raises(TemplateError, match=r"there is no 'kind:boat'; the kinds are kind:accountability, "):
        answered("needs: [[hearing bus], [kind:boat]]")


@pytest.mark.parametrize(
    ("plain", "quoted"),
    [("The hearing bus is run by the trust.", 2), ("The library is run by the trust.", 0)],
)
def test_a_sentence_of_now_and_later_stands_beside_evidence_and_is_none_alone(
    dale: Assistant, tmp_path: Path, plain: str, quoted: int
) -> None:
    path = tmp_path / "strategy.md"
    mixed = "The hearing bus is commissioned by the council and will be replaced."
    path.write_text(f"# Our area\n\n{plain}\n\n# Our buses\n\n{mixed}\n", encoding="utf-8")
    template = tmp_path / "needs.yaml"
    template.write_text(TEMPLATE.replace("[hearing bus, hearing test]", "[hearing bus], needs: [[hearing bus]]"))
    item = dale.checklist_of_file(path, ChecklistRequest(template=str(template))).items[0]
    texts = [finding.text for finding in item.evidence if finding.limb == 1]
    assert item.limbs[0].evidenced is bool(quoted)
    assert texts == [plain, mixed][:quoted]


@pytest.mark.parametrize(
    ("asked", "shown"), [("Pupils without a hearing bus are counted.", True), ("Hearing buses run.", False)]
)
def test_a_want_that_is_asked_for_is_no_denial(dale: Assistant, tmp_path: Path, asked: str, shown: bool) -> None:
    path = tmp_path / "strategy.md"
    path.write_text("# Where are we now?\n\nIn Dale 412 pupils are without a hearing bus.\n", encoding="utf-8")
    template = tmp_path / "needs.yaml"
    needed = TEMPLATE.replace("[hearing bus, hearing test]", "[hearing bus], needs: [[hearing bus]]")
    template.write_text(needed.replace("A hearing bus is in place.", asked))
    answered = dale.checklist_of_file(path, ChecklistRequest(template=str(template)))
    assert answered.items[0].limbs[0].evidenced is shown


def test_a_need_is_met_by_what_documents_write_for_the_same(dale: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "strategy.md"
    path.write_text("# Where are we now?\n\nRespite is provided by the trust.\n", encoding="utf-8")
    template = tmp_path / "needs.yaml"
    asked = TEMPLATE.replace("A hearing bus is in place.", "Short breaks are provided.")
    needed = "[short breaks, respite], needs: [[short breaks]]"
    template.write_text(asked.replace("[hearing bus, hearing test]", needed))
    assert dale.checklist_of_file(path, ChecklistRequest(template=str(template))).items[0].limbs[0].evidenced


@pytest.mark.parametrize("name", [name for name, one in templates().items() if one.kind is not TemplateKind.INTENTIONS])
def test_every_packaged_limb_says_what_it_needs(name: str) -> None:
    questions = templates()[name].questions
    assert questions
    assert all(limb.needs for question in questions for limb in question.limbs)


def test_every_kind_has_its_words() -> None:
    assert set(load_checklist_policy().asking.kinds) == set(Kind)
