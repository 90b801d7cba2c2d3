"""Reads cases from a YAML file; what is wrong with one is said by position and field."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from evals.errors import CasesError


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Whole = TypeVar("Whole")
NamedCase = TypeVar("NamedCase", bound=_Named)


def read_cases(path: Path, adapter: TypeAdapter[tuple[NamedCase, ...]]) -> tuple[NamedCase, ...]:
    """Read the cases of a file.

    Raises:
        CasesError: naming the case and field that are wrong, or an id that stands twice.
    """
    cases = read_held(path, adapter)
    refuse_twice(path, (case.id for case in cases))
    return cases


def read_held(path: Path, adapter: TypeAdapter[Whole]) -> Whole:
    """Return what a file holds.

    Raises:
        CasesError: naming the place and field that are wrong.
    """
    try:
        return adapter.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CasesError(f"{path}: cannot be read: {error}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        raise CasesError(f"{path}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}.") from error


def refuse_twice(path: Path, ids: Iterable[str]) -> None:
    """Raise where an id stands twice in a file.

    Raises:
        CasesError: naming the first such id.
    """
    if twice := [name for name, times in Counter(ids).items() if times > 1]:
        raise CasesError(f"{path}: '{twice[0]}' stands twice as an id.")
