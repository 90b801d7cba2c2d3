"""The language model that one setting names, ready to be asked; all that would send elsewhere is off."""

import importlib.util
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable

from assistant.contracts import Contract
from assistant.errors import ModelSettingError
from assistant.model.contracts import DraftAnswer
from assistant.model.policy import AskingPolicy

# Their own logs tell requests and replies in full once somebody turns on debugging.
_TALKATIVE = ("anthropic", "httpcore", "httpx", "ollama", "openai")


@dataclass(frozen=True)
class _Provider:
    """The package that a provider's extra brings, where its key stands, how it is asked for a form, and its address.

    The address is told even where it is the package's own default, which variables of the environment move elsewhere.
    """

    package: str
    key: str | None
    method: str
    address: str | None
    versioned: bool


PROVIDERS = {
    "anthropic": _Provider(
        "langchain_anthropic", "ANTHROPIC_API_KEY", "function_calling", "https://api.anthropic.com", versioned=False
    ),
    "ollama": _Provider("langchain_ollama", None, "json_schema", None, versioned=False),
    "openai": _Provider(
        "langchain_openai", "OPENAI_API_KEY", "json_schema", "https://api.openai.com/v1", versioned=True
    ),
}


@dataclass(frozen=True)
class ChatModels:
    """One model, asked for a form (gives ``{"raw": message}``), and asked plainly where it knows no forms."""

    formed: Runnable[list[BaseMessage], dict[str, Any]]
    plain: Runnable[list[BaseMessage], BaseMessage]


def open_model(setting: str, url: str | None, policy: AskingPolicy, form: type[Contract] = DraftAnswer) -> ChatModels:
    """Return the model that a setting names; nothing is sent yet.

    Args:
        setting: ``provider:name``, such as ``ollama:llama3.1``.
        url: base URL of a server that is not the provider's own.
        policy: how long a silent server is waited for, and how much a model may read and say.
        form: what a reply is to be; its first line tells the model what it is.

    Raises:
        ModelSettingError: the provider's extra or key is missing, or the provider refuses the setting.
    """
    provider_name, _, name = setting.partition(":")
    provider = PROVIDERS[provider_name]
    if importlib.util.find_spec(provider.package) is None:
        raise ModelSettingError(
            f"ASSISTANT_MODEL={setting} needs the extra '{provider_name}': run "
            f"pip install -c constraints.txt -e '.[{provider_name}]', or unset ASSISTANT_MODEL to go without a model."
        )
    options = _options(provider_name, provider, setting, url, policy)
    try:
        strict = _made(provider_name, name, {**options, "temperature": 0})
        plain = _made(provider_name, name, options)
        schema = {**form.model_json_schema(), "description": _described(form)}
        formed = strict.with_structured_output(schema, method=provider.method, include_raw=True)
    except Exception as error:  # each provider raises classes of its own
        raise ModelSettingError(
            f"ASSISTANT_MODEL={setting} cannot be used ({type(error).__name__}); check its name, ASSISTANT_MODEL_URL "
            "and the key, or unset ASSISTANT_MODEL to go without a model."
        ) from error
    for logger in _TALKATIVE:
        logging.getLogger(logger).setLevel(logging.WARNING)
    return ChatModels(formed=formed, plain=plain)


def _described(form: type[Contract]) -> str:
    return (form.__doc__ or form.__name__).partition("\n")[0]


def _options(name: str, provider: _Provider, setting: str, url: str | None, policy: AskingPolicy) -> dict[str, Any]:
    """Return what a provider's class takes.

    Retrying is ours, a streamed reply can be cut off, and no redirection is followed: it would carry the question to an
    address that nobody set.
    """
    address = provider.address if url is None else _address(url, provider)
    options: dict[str, Any] = {} if address is None else {"base_url": address}
    if provider.key:
        key = os.environ.get(provider.key) or ("none" if url else None)  # a server of one's own mostly wants no key
        if key is None:
            raise ModelSettingError(
                f"ASSISTANT_MODEL={setting} needs a key in the environment variable {provider.key}; set it, set "
                "ASSISTANT_MODEL_URL to a server that wants none, or unset ASSISTANT_MODEL to go without a model."
            )
        options |= {"api_key": key, "max_retries": 0, "timeout": policy.silence}
    return options | _OWN[name](policy)


def _address(url: str, provider: _Provider) -> str:
    """Return a base URL as the provider's package wants it: only one of them wants the version in it."""
    url = url.rstrip("/")
    return url if provider.versioned else url.removesuffix("/v1").removesuffix("/api")


def _openai(policy: AskingPolicy) -> dict[str, Any]:
    import httpx

    client = httpx.AsyncClient(follow_redirects=False, timeout=policy.silence)
    return {"http_async_client": client, "use_responses_api": False, "streaming": True}


def _ollama(policy: AskingPolicy) -> dict[str, Any]:
    # Told no window, the server takes one too small for the prompt and cuts off its beginning without a word.
    return {
        "client_kwargs": {"timeout": policy.silence, "follow_redirects": False},
        "num_ctx": policy.window,
        "num_predict": policy.most_tokens,
    }


def _anthropic(policy: AskingPolicy) -> dict[str, Any]:
    return {"streaming": True, "max_tokens": policy.most_tokens}


_OWN: dict[str, Callable[[AskingPolicy], dict[str, Any]]] = {
    "anthropic": _anthropic,
    "ollama": _ollama,
    "openai": _openai,
}


def _made(provider: str, name: str, options: dict[str, Any]) -> Any:
    from langchain.chat_models import init_chat_model

    model = init_chat_model(name, model_provider=provider, **options)
    if provider == "anthropic":
        # The class takes no client, and its own one, which is shared, follows redirections.
        model._async_client._client.follow_redirects = False
    return model
