"""Data files of the field's own knowledge: read, validated, and what is wrong told by its place."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from assistant.contracts import Contract
from assistant.errors import AssistantError

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
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as cause:
        raise error(f"{name} cannot be read: {cause}") from cause
    except ValidationError as cause:
        problem = cause.errors()[0]
        where = f"{'.'.join(map(str, problem['loc']))}: " if problem["loc"] else ""
        raise error(f"{name}: {where}{problem['msg']}.") from cause
