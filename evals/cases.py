"""Loads the cases; what is wrong with one is said by file, position and field."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import ValidationError

from evals.contracts import Case
from evals.errors import CasesError

CASES = Path(__file__).with_name("cases")


def load_cases(folder: Path = CASES) -> tuple[Case, ...]:
    """Read every case of a folder.

    Raises:
        CasesError: naming the file, the position in it and the field that is wrong.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CasesError(f"{folder}: there is no .yaml file of cases in it.")
    placed = [(f"{file}: case {at}", case) for file in files for at, case in enumerate(_read(file), start=1)]
    _refuse_twice("id", ((place, case.id) for place, case in placed))
    _refuse_twice("question", ((place, " / ".join((*_asked_before(case), case.question))) for place, case in placed))
    return tuple(case for _, case in placed)


def digest_of_cases(folder: Path = CASES) -> str:
    """Name the cases by their content."""
    return hashlib.sha256(b"\n".join(file.read_bytes() for file in sorted(folder.glob("*.yaml")))).hexdigest()[:16]


def _read(file: Path) -> list[Case]:
    try:
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CasesError(f"{file}: not valid YAML: {error}") from error
    if not isinstance(loaded, list):
        raise CasesError(f"{file}: it must hold a list of cases.")
    return [_case(f"{file}: case {position}", raw) for position, raw in enumerate(loaded, start=1)]


def _asked_before(case: Case) -> tuple[str, ...]:
    return tuple(question for question, _ in case.history)


def _case(place: str, raw: object) -> Case:
    try:
        return Case.model_validate(raw)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise CasesError(f"{place}: {f'field {field!r}' if field else 'as a whole'}: {problem['msg']}.") from error


def _refuse_twice(field: str, placed: Iterable[tuple[str, str]]) -> None:
    first: dict[str, str] = {}
    for place, value in placed:
        if value in first:
            raise CasesError(f"{place}: field '{field}': '{value}' stands already in {first[value]}.")
        first[value] = place
