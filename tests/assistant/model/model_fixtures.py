"""An assistant over the library of the moors with a language model that is a script."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from model_server import Asks, ModelServer, Reply, fails, serving
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


# Where the policy of asking is read: for answers, and for drafts that are adapted.
_READ = ("assistant.model.step", "assistant.drafting.adapting_step")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> ModelPolicy:
    """The policy with waits that a test can bear."""
    policy = load_model_policy()
    asking = policy.asking.model_copy(update={"wait": 0.01, "silence": 2.0})
    quick = policy.model_copy(update={"asking": asking})
    for module in _READ:
        monkeypatch.setattr(f"{module}.load_model_policy", lambda: quick)
    return quick


@pytest.fixture
def asks_of(
    moor_data: Path, quick_embedder: Embedder, server: ModelServer, hasty: ModelPolicy
) -> Iterator[Callable[[str, str], Asks]]:
    """Asks of an assistant with a model of a name, at a URL, that follows a script."""
    with ExitStack() as closing:

        def of(model: str, url: str) -> Asks:
            settings = AssistantSettings(data=moor_data, model=model, model_url=url, model_seconds=5)
            assistant = Assistant(settings, quick_embedder, lambda _embedder: strict_judge)
            closing.callback(assistant.close)

            def ask(question: str | Question, *script: Reply) -> Answer:
                server.script = list(script)
                return assistant.ask(question if isinstance(question, Question) else Question(text=question))

            return ask

        yield of


@pytest.fixture(scope="session")
def loaded_client(moor_data: Path, quick_embedder: Embedder) -> None:
    """The provider's client asked once: on a busy machine loading it takes longer than a model may take to reply."""
    with serving() as served:
        served.script = [fails(401)]
        settings = AssistantSettings(data=moor_data, model="openai:tiny", model_url=served.url, model_seconds=60)
        assistant = Assistant(settings, quick_embedder, lambda _embedder: strict_judge)
        assistant.ask(Question(text="Who leads the sleep clinic?"))
        assistant.close()


@pytest.fixture
def asks(asks_of: Callable[[str, str], Asks], server: ModelServer, loaded_client: None) -> Asks:
    """Asks a question of an assistant whose model follows a script."""
    return asks_of("openai:tiny", server.url)
