"""Data that comes with the program is held to its model, and what is wrong is told by its place."""

from pathlib import Path

import pytest

from assistant.contracts import Contract
from assistant.errors import PolicyError
from assistant.validated_yaml import read_beside


class _Limits(Contract):
    most: int


def _module(folder: Path, text: str | None) -> str:
    if text is not None:
        (folder / "limits.yaml").write_text(text, encoding="utf-8")
    return str(folder / "module.py")


def test_a_file_is_read_from_beside_the_module(tmp_path: Path) -> None:
    assert read_beside(_module(tmp_path, "most: 3"), "limits.yaml", _Limits) == _Limits(most=3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("most: many", r"limits\.yaml: most: Input should be a valid integer", id="another type"),
        pytest.param("most: 3\nleast: 1", r"limits\.yaml: least: Extra inputs", id="an unknown field"),
        pytest.param("most: [", r"limits\.yaml cannot be read", id="no YAML"),
        pytest.param(None, r"limits\.yaml cannot be read", id="no file"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_and_the_field(tmp_path: Path, text: str | None, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        read_beside(_module(tmp_path, text), "limits.yaml", _Limits)
