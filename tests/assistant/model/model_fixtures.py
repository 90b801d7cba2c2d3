"""An assistant over the library of the moors with a language model that is a script."""

from collections.abc import Iterator
from pathlib import Path

import langchain_openai  # noqa: F401 - before the first question, whose seconds are for the model
import pytest
from model_server import Asks, ModelServer, Reply, serving
from strict_judging import strict_judge

from assistant.assistant import Assistant
from assistant.contracts import Answer, Question
from assistant.model.policy import ModelPolicy, load_model_policy
from assistant.settings import AssistantSettings
from indexer.embedding import Embedder


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A server whose script a test writes."""
    with serving() as served:
        yield served


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> ModelPolicy:
    """The policy with waits that a test can bear."""
    policy = load_model_policy()
    asking = policy.asking.model_copy(update={"wait": 0.01, "silence": 2.0})
    quick = policy.model_copy(update={"asking": asking})
    monkeypatch.setattr("assistant.model.step.load_model_policy", lambda: quick)
    return quick


@pytest.fixture
def asks(moor_data: Path, quick_embedder: Embedder, server: ModelServer, hasty: ModelPolicy) -> Iterator[Asks]:
    """Asks a question of an assistant whose model follows a script."""
    settings = AssistantSettings(data=moor_data, model="openai:tiny", model_url=server.url, model_seconds=5)
    assistant = Assistant(settings, quick_embedder, lambda _embedder: strict_judge)

    def ask(question: str | Question, *script: Reply) -> Answer:
        server.script = list(script)
        return assistant.ask(question if isinstance(question, Question) else Question(text=question))

    yield ask
    assistant.close()
