"""The setting that names a model, and what is said where it cannot be used."""

import logging

import pytest
from model_server import ModelServer
from pydantic import ValidationError

from assistant.assistant import Assistant
from assistant.errors import ModelSettingError
from assistant.model.opening import PROVIDERS, open_model
from assistant.model.policy import load_model_policy
from assistant.settings import AssistantSettings

pytest_plugins = ["assistant_fixtures", "model_fixtures"]

ASKING = load_model_policy().asking


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for provider in PROVIDERS.values():
        if provider.key:
            monkeypatch.delenv(provider.key, raising=False)


def test_there_is_no_model_by_default() -> None:
    settings = AssistantSettings(_env_file=None)
    assert (settings.model, settings.model_url) == (None, None)


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", "")
    assert AssistantSettings().model is None


@pytest.mark.parametrize("name", ["gpt-4", "mistral:x", "openai:", "openai: x"])
def test_a_name_of_no_known_provider_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="model"):
        AssistantSettings(model=name)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_missing_extra_is_named(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelSettingError, match=rf"\.\[{provider}\]"):
        open_model(f"{provider}:tiny", None, ASKING)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(ModelSettingError, match="OPENAI_API_KEY"):
        open_model("openai:tiny", None, ASKING)


def test_a_server_of_ones_own_needs_no_key(server: ModelServer) -> None:
    assert open_model("openai:tiny", server.url, ASKING).formed


def test_the_providers_logs_keep_quiet(server: ModelServer) -> None:
    logging.getLogger("openai").setLevel(logging.DEBUG)
    open_model("openai:tiny", server.url, ASKING)
    assert not logging.getLogger("openai._base_client").isEnabledFor(logging.INFO)


def test_without_a_model_nothing_of_it_is_needed(moor_assistant: Assistant) -> None:
    assert "model" not in [name for name, _ in moor_assistant.steps]
