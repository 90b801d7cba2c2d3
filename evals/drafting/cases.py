"""Loads the gold of drafts and checklists; what is wrong with a case is said by file, case and field."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from assistant.template_contracts import Role, Template, TemplateKind
from assistant.templates import load_template, templates
from evals.case_files import read_held
from evals.contracts import Split
from evals.drafting.contracts import ChecklistCase, DraftCase, ExpectedItem, WrongRow
from evals.errors import CasesError

GOLD = Path(__file__).parent
WRONG = GOLD / "wrong.yaml"

Loaded = TypeVar("Loaded")


def load_draft_cases(folder: Path = GOLD, wrong: Path = WRONG) -> tuple[DraftCase, ...]:
    """Read the drafts that are asked for, each with all that it must never hold.

    Raises:
        CasesError: naming the file, the case and the field that is wrong.
    """
    lists = read_held(wrong, TypeAdapter(dict[str, tuple[WrongRow, ...]]))
    cases = _all(folder, "intentions-*.yaml", TypeAdapter(tuple[DraftCase, ...]))
    for place, case in cases:
        template = _template(place, case.template, {TemplateKind.INTENTIONS})
        _refuse_twice(f"{place}: row", (row.id for row in case.rows))
        if unknown := [key for row in case.rows for key in row.cells if not columns_of(template, key)]:
            raise CasesError(f"{place}: '{unknown[0]}' is neither a column nor a role of '{template.id}'.")
        if missing := [name for name in case.never if name not in lists]:
            raise CasesError(f"{place}: there is no list '{missing[0]}' in {wrong.name}.")
    _refuse_twice(f"{folder}: case", (case.id for _, case in cases))
    return tuple(
        case.model_copy(update={"wrong": case.wrong + tuple(row for name in case.never for row in lists[name])})
        for _, case in cases
    )


def load_checklist_cases(folder: Path = GOLD) -> tuple[ChecklistCase, ...]:
    """Read the checklists with their verdicts.

    Raises:
        CasesError: naming the file and case, also where a verdict does not follow from its limbs.
    """
    cases = _all(folder, "checklists-*.yaml", TypeAdapter(tuple[ChecklistCase, ...]))
    for place, case in cases:
        template = _template(place, case.template, set(TemplateKind) - {TemplateKind.INTENTIONS})
        _refuse_twice(f"{place}: item", (str(item.number) for item in case.items))
        for item in case.items:
            _agrees(f"{place}, question {item.number}", item, template)
    _refuse_twice(f"{folder}: case", (case.id for _, case in cases))
    return tuple(case for _, case in cases)


def of_split(case: ChecklistCase, split: Split) -> ChecklistCase | None:
    """Return a checklist with the items of one split alone; None where it has none."""
    items = tuple(item for item in case.items if item.split is split)
    return case.model_copy(update={"items": items}) if items else None


def asked_as(name: str) -> str:
    """Return the id of a packaged template, or the path of one that only cases ask."""
    return name if name in templates() else str(GOLD / f"{name}.yaml")


def columns_of(template: Template, key: str) -> tuple[str, ...]:
    """Return the ids of the columns that a key of a gold row means: the column of this id, or those of this role."""
    if key in {column.id for column in template.columns}:
        return (key,)
    roles = {role.value for role in Role}
    return tuple(column.id for column in template.columns if key in roles and column.role.value == key)


def _agrees(place: str, item: ExpectedItem, template: Template) -> None:
    question = next((question for question in template.questions if question.number == item.number), None)
    if question is None:
        raise CasesError(f"{place}: '{template.id}' has no question of that number.")
    if len(question.limbs) != len(item.limbs):
        raise CasesError(f"{place}: the question has {len(question.limbs)} limbs, the case {len(item.limbs)}.")
    shown = sum(limb.evidenced for limb in item.limbs)
    follows = "none" if not shown else "evidenced" if shown == len(item.limbs) else "partial"
    if item.verdict.value != follows:
        raise CasesError(f"{place}: the verdict is '{item.verdict}', but its limbs make it '{follows}'.")


def _template(place: str, name: str, kinds: set[TemplateKind]) -> Template:
    only_here = GOLD / f"{name}.yaml"
    template = load_template(only_here) if only_here.is_file() else templates().get(name)
    if template is None or template.kind not in kinds:
        fitting = ", ".join(sorted(one.id for one in templates().values() if one.kind in kinds))
        raise CasesError(f"{place}: field 'template': '{name}' is none of {fitting}.")
    return template


def _all(folder: Path, pattern: str, adapter: TypeAdapter[tuple[Loaded, ...]]) -> list[tuple[str, Loaded]]:
    files = sorted(folder.glob(pattern))
    if not files:
        raise CasesError(f"{folder}: there is no {pattern} in it.")
    read: list[tuple[Path, tuple[Loaded, ...]]] = [(file, read_held(file, adapter)) for file in files]
    return [(f"{file.name}: case {at}", case) for file, cases in read for at, case in enumerate(cases, 1)]


def _refuse_twice(place: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CasesError(f"{place} '{name}' stands twice.")
        seen.add(name)
