"""Users' own templates: checked, kept beside the library, replaced and removed."""

from pathlib import Path

import pytest

from assistant.errors import TemplateError
from assistant.own_templates import OwnTemplates
from assistant.template_contracts import TemplateKind

TABLE = """id: village-plan
title: Village plan
kind: intentions
purpose: What the village will do.
columns:
  - id: deed
    title: Deed
    role: action
    required: true
    headers: [Deed]
    guidance: What is done.
    evidence: A sentence that says so.
"""
INTENTIONS = (TemplateKind.INTENTIONS,)


@pytest.fixture
def own(tmp_path: Path) -> OwnTemplates:
    return OwnTemplates(tmp_path / "data" / "templates")


def _file(tmp_path: Path, text: str = TABLE) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_added_template_is_there_for_others_too(own: OwnTemplates, tmp_path: Path) -> None:
    assert own.all() == ()
    added = own.add(_file(tmp_path), INTENTIONS)
    path = own.path_of("village-plan")
    assert OwnTemplates(tmp_path / "data" / "templates").all() == (added,)
    assert path is not None
    assert path.read_text(encoding="utf-8") == TABLE


def test_one_of_the_same_id_is_replaced(own: OwnTemplates, tmp_path: Path) -> None:
    own.add(_file(tmp_path), INTENTIONS)
    own.add(_file(tmp_path, TABLE.replace("Village plan", "Town plan")), INTENTIONS)
    assert [one.title for one in own.all()] == ["Town plan"]


def test_a_removed_one_is_gone_and_a_packaged_one_stays(own: OwnTemplates, tmp_path: Path) -> None:
    own.add(_file(tmp_path), INTENTIONS)
    own.remove("village-plan")
    assert own.path_of("village-plan") is None
    for name in ("village-plan", "annual-plan", "../mine"):
        with pytest.raises(TemplateError, match="no template of your own"):
            own.remove(name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(TABLE.replace("role: action", "role: hero"), r"mine\.yaml, line 8, columns\.1\.role", id="role"),
        pytest.param(TABLE.replace("title: Village plan\n", ""), r"mine\.yaml, line 1, title: .*missing", id="missing"),
        pytest.param(TABLE.replace("id: village-plan", "id: annual-plan"), "packaged one", id="packaged"),
        pytest.param(TABLE.replace("kind: intentions", "kind: schedule"), "at least one question", id="no-questions"),
        pytest.param("", r"mine\.yaml, line 1, the whole file", id="empty"),
        pytest.param("a: [b", "no YAML", id="no-yaml"),
        pytest.param("\N{BOX DRAWINGS LIGHT HORIZONTAL}" * 400_000, "more than 1,000,000 bytes", id="huge"),
    ],
)
def test_a_wrong_one_is_told_by_line_and_field(own: OwnTemplates, tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TemplateError, match=told) as raised:
        own.add(_file(tmp_path, text), INTENTIONS)
    assert str(tmp_path) not in str(raised.value)
    assert own.all() == ()


def test_one_of_the_other_tab_is_refused(own: OwnTemplates, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="kind 'intentions', here it must be checklist or schedule"):
        own.add(_file(tmp_path), (TemplateKind.SCHEDULE, TemplateKind.CHECKLIST))


def test_a_file_that_was_spoilt_since_does_not_spoil_the_others(own: OwnTemplates, tmp_path: Path) -> None:
    own.add(_file(tmp_path), INTENTIONS)
    (tmp_path / "data" / "templates" / "broken.yaml").write_text("a: [b", encoding="utf-8")
    assert [one.id for one in own.all()] == ["village-plan"]
