"""What an answer says it was made with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import receipt
from assistant.assistant import Assistant
from assistant.contracts import Question
from assistant.receipt import receipt_of
from assistant.settings import AssistantSettings
from prompts import load

pytest_plugins = ["assistant_fixtures"]

ROOT = Path(__file__).parents[2]
SCRIPT = """
from assistant.receipt import receipt_of
from assistant.settings import AssistantSettings
print(receipt_of(AssistantSettings(_env_file=None), "g").model_dump_json())
"""


def test_each_answer_carries_one(moor_assistant: Assistant) -> None:
    for text in ("Who leads the sleep clinic?", "?", "Who flies the zeppelin?"):
        given = moor_assistant.ask(Question(text=text)).receipt
        assert given == moor_assistant.receipt
        assert given.generation == moor_assistant.library.generation
        assert (given.prompt, given.model) == (None, None)


def test_it_is_the_same_in_every_process_and_folder(tmp_path: Path) -> None:
    def made(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert made("1") == made("2") == receipt_of(AssistantSettings(), "g").model_dump_json() + "\n"


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"data": Path("/elsewhere"), "embedding_batch": 3}, set()),
        ({"front_door": "the Moor team"}, {"settings"}),
        ({"model": "ollama:llama3.1"}, {"settings", "prompt", "model"}),
        ({"embedding_model": "other"}, {"settings"}),
    ],
)
def test_what_bears_on_answers_changes_it(changed: dict[str, object], fields: set[str]) -> None:
    before = receipt_of(AssistantSettings(), "g")
    after = receipt_of(AssistantSettings.model_validate(changed), "g")
    assert {name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)} == fields


def test_the_prompt_is_the_one_that_is_sent() -> None:
    made = receipt_of(AssistantSettings(model="ollama:x"), "g")
    assert made.prompt == load("compose_answer").sha256


def test_another_policy_is_another_receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = receipt_of(AssistantSettings(), "g").policy
    other = tmp_path / "changes.yaml"
    other.write_text("as_of: never\n", encoding="utf-8")
    monkeypatch.setattr(receipt, "CHANGES", other)
    receipt._policy_digest.cache_clear()
    try:
        assert receipt_of(AssistantSettings(), "g").policy != before
    finally:
        receipt._policy_digest.cache_clear()
