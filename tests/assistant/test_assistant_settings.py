"""Settings from the environment, and the policy."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.settings import AssistantSettings, Policy, load_policy


@pytest.fixture(autouse=True)
def _no_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_FRONT_DOOR", "the Moor team")
    monkeypatch.setenv("ASSISTANT_DATA", "/srv/moor")
    settings = AssistantSettings()
    assert (settings.front_door, settings.data) == ("the Moor team", Path("/srv/moor"))


def test_the_front_door_has_words_where_none_is_set() -> None:
    assert "front door" in AssistantSettings().front_door


def test_the_policy_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Policy.model_validate({**load_policy().model_dump(), "colour": "red"})


def test_every_pattern_of_the_policy_compiles() -> None:
    policy = load_policy()
    question = policy.question
    patterns = [
        question.follow_up,
        question.listing,
        *(p for kind in question.wanted for p in (kind.asked, kind.holding)),
    ]
    patterns += [policy.compose.signposts, *(data.pattern for data in policy.personal_data)]
    assert all(not re.compile(pattern).match("\x00") for pattern in patterns)


def test_the_lists_of_words_are_those_that_the_danger_patterns_name() -> None:
    policy = load_policy()
    patterns = (*policy.danger, policy.danger_supposed, *policy.danger_words.values())
    assert set(re.findall(r"<(\w+)>", " ".join(patterns))) == set(policy.danger_words)


def test_stop_words_are_words_in_small_letters() -> None:
    # YAML would make a truth value of a bare 'on'.
    assert "on" in load_policy().question.stop_words
    assert all(re.fullmatch("[a-z]+", word) for word in load_policy().question.stop_words)
