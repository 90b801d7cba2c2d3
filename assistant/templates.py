"""Templates read from files; one that is wrong is refused by its file, line and field."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

import corpus
from assistant.contracts import Contract
from assistant.errors import TemplateError
from assistant.marked_yaml import MarkedYaml, Place, read_marked
from assistant.template_contracts import Column, Limb, Question, Template, VerdictRule

_MOST_BYTES = 1_000_000
_MOST_PROBLEMS = 10
_MOST_SHOWN = 60
_FIELDS: dict[str, type[Contract]] = {
    "columns": Column,
    "questions": Question,
    "limbs": Limb,
    "verdicts": VerdictRule,
}
_PROBLEMS = {
    "missing": "this field is missing; add it",
    "string_type": "this must be a text; where it looks like something else, put it in quotes",
    "string_too_short": "this is empty; fill it in",
    "string_pattern_mismatch": "this must be small letters, digits and hyphens, a letter first, 60 at most",
    "tuple_type": "this must be a list; begin each entry on a line of its own with '- '",
    "too_short": "this list is empty; give at least one entry",
    "bool_type": "this must be true or false",
    "int_type": "this must be a whole number without quotes",
    "greater_than_equal": "this must be 1 or more",
    "model_type": "this must have fields of its own; write each as 'field: value'",
}


def load_template(path: Path, called: str | None = None) -> Template:
    """Read a template.

    Args:
        path: of the file.
        called: what messages call it; None for the path itself.

    Raises:
        TemplateError: naming the file, and for each problem its line, its field (entries counted from 1) and
            what to do.
    """
    return _load(path, called)[0]


def templates(folders: Iterable[Path] = ()) -> dict[str, Template]:
    """Return the packaged templates, and the user's own from folders or single files, by id.

    Raises:
        TemplateError: also where a path is missing or two templates have one id.
    """
    found = dict(_packaged())
    for path in folders:
        _add(path, found)
    return {name: template for name, (template, _) in found.items()}


@cache
def _packaged() -> dict[str, tuple[Template, Path]]:
    found: dict[str, tuple[Template, Path]] = {}
    _add(corpus.TEMPLATES, found)
    return found


def _add(path: Path, found: dict[str, tuple[Template, Path]]) -> None:
    for file in _files(path):
        template, marked = _load(file)
        if template.id in found:
            problem = f"'{template.id}' is the id of {found[template.id][1]} too; give yours another"
            raise TemplateError(_said(file, marked.line_of(("id",)), ("id",), problem))
        found[template.id] = (template, file)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        return sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml"))
    except OSError as error:
        raise TemplateError(_said(path, None, (), _unread(error))) from error


def _load(path: Path, called: str | None = None) -> tuple[Template, MarkedYaml]:
    name = called or str(path)
    try:
        marked = read_marked(_text_of(path, name))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise TemplateError(_said(name, line, (), f"this is no YAML that is taken: {error.problem}")) from error
    if not isinstance(marked.value, dict):
        problem = f"a template has fields, such as 'id: my-template'; this has {'a list' if marked.value else 'none'}"
        raise TemplateError(_said(name, 1, (), problem))
    try:
        return Template.model_validate(marked.value), marked
    except ValidationError as error:
        raise TemplateError(_all_said(name, error.errors(), marked)) from error


def _text_of(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise TemplateError(_said(name, None, (), f"it has more than {_MOST_BYTES:,} bytes; is it a template?"))
        return data.decode("utf-8-sig")
    except OSError as error:
        raise TemplateError(_said(name, None, (), _unread(error))) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TemplateError(_said(name, line, (), "this is not UTF-8; save the file as UTF-8")) from error


def _unread(error: OSError) -> str:
    return f"it cannot be read: {error.strerror}; check the path and who may read it"


def _all_said(name: str, errors: list[ErrorDetails], marked: MarkedYaml) -> str:
    wrong = []
    for number, error in enumerate(errors):
        place: Place = (*error["loc"], *error.get("ctx", {}).get("at", ()))
        # A list of which every entry is wrong counts as empty too.
        if error["type"] != "too_short" or not error["input"]:
            wrong.append((marked.line_of(place), number, place, _problem(error)))
    said = [_said(name, line, place, problem) for line, _, place, problem in sorted(wrong)[:_MOST_PROBLEMS]]
    return "\n".join([*said, f"... and {len(wrong) - len(said)} more."] if len(wrong) > len(said) else said)


def _said(name: Path | str, line: int | None, place: Place, problem: str) -> str:
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in place) or "the whole file"
    return f"The template {name}, {f'line {line}, ' if line else ''}{field}: {problem}."


def _problem(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        holders = [part for part in error["loc"][:-1] if isinstance(part, str)]
        fields = (_FIELDS[holders[-1]] if holders else Template).model_fields
        return f"there is no such field; take it out, or mend its name: {', '.join(fields)}"
    if error["type"] == "enum":
        return f"this must be {error['ctx']['expected']}, not {_shown(error['input'])}"
    return _PROBLEMS.get(error["type"], error["msg"])


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}..."
