"""Tests of the names of what a run depends on."""

from pathlib import Path

from evals.settings import current_settings


def test_changed_code_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "assistant").mkdir()
    names = []
    for code in ("x = 1", "x = 2", "x = 1"):
        (tmp_path / "assistant" / "some.py").write_text(code)
        names.append(current_settings(tmp_path))
    assert names[0] == names[2] != names[1]
    assert {name for name in names[0] if names[0][name] != names[1][name]} == {"assistant/*.py"}


def test_a_policy_that_is_absent_has_no_name(tmp_path: Path) -> None:
    assert "assistant/policy.yaml" not in current_settings(tmp_path)
