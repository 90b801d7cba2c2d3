"""Data files of the field's own knowledge: read, validated, and what is wrong told by its place."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from assistant.contracts import Contract
from assistant.errors import AssistantError, PolicyError
from assistant.marked_yaml import SAFE_LOADER

_Data = TypeVar("_Data", bound=Contract)


def read_validated(path: Path, model: type[_Data], error: type[AssistantError], name: str) -> _Data:
    """Return what a file holds.

    Args:
        path: of a YAML file in UTF-8.
        model: that it is held to.
        error: raised, naming the entry and field, where it cannot be read or does not fit.
        name: what a message calls the file.
    """
    try:
        # Either reader is a safe one: it makes plain data and no objects.
        return model.model_validate(yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER))  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as cause:
        raise error(f"{name} cannot be read: {cause}") from cause
    except ValidationError as cause:
        problem = cause.errors()[0]
        where = f"{'.'.join(map(str, problem['loc']))}: " if problem["loc"] else ""
        raise error(f"{name}: {where}{problem['msg']}.") from cause


def read_beside(module: str, name: str, model: type[_Data]) -> _Data:
    """Return what a file beside a module holds, held to a model.

    Args:
        module: the module's ``__file__``.
        name: of the file, which comes with the program.
        model: that it is held to.

    Raises:
        PolicyError: naming the file, the entry and the field that does not fit.
    """
    path = Path(module).with_name(name)
    return read_validated(path, model, PolicyError, str(path))
