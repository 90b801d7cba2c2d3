from pathlib import Path

import pytest

import prompts
from prompts import PromptError, load

NAMES = sorted(file.stem for file in Path(prompts.__file__).parent.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_loads_and_wants_variables(name: str) -> None:
    prompt = load(name)
    assert prompt.variables
    assert len(prompt.sha256) == 64


def test_signs_inside_values_stay_as_they_are() -> None:
    filled = load("compose_answer").render(passages="costs $5 {each} $question", question="How much?")
    assert "costs $5 {each} $question" in filled
    assert filled.count("How much?") == 1


@pytest.mark.parametrize("values", [{"question": "a"}, {"question": "a", "passages": "b", "more": "c"}])
def test_missing_and_unknown_variables_are_named(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match=r"passages|more"):
        load("compose_answer").render(**values)


def test_unknown_prompt_names_the_known_ones() -> None:
    with pytest.raises(PromptError, match="compose_answer"):
        load("nothing")
