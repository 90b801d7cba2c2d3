"""Servers of Ollama and of Anthropic over the wire: good replies are shown, others give the quoted answer."""

import importlib.util
from collections.abc import Callable

import pytest
from langchain_core.messages import HumanMessage
from model_notices import unverified
from model_server import Asks, ModelServer, Reply, draft_of, drips, fails, hangs, serving, slams
from other_protocols import (
    anthropic_cut,
    anthropic_never_ends,
    anthropic_says,
    anthropic_sends,
    anthropic_words,
    ollama_cut,
    ollama_never_ends,
    ollama_says,
    ollama_sends,
)

from assistant.contracts import AnswerStatus, Mode
from assistant.model.opening import PROVIDERS, open_model
from assistant.model.policy import ModelPolicy, load_model_policy

pytest_plugins = ["assistant_fixtures", "model_fixtures"]

OTHERS = ("anthropic", "ollama")
if missing := [name for name in OTHERS if importlib.util.find_spec(PROVIDERS[name].package) is None]:
    pytest.skip(f"the extras {missing} are not installed", allow_module_level=True)

QUESTION = "Who leads the sleep clinic?"
GOOD = draft_of(("On Mondays Ms Okafor leads the sleep clinic.", ["S1"]))
HALF = GOOD[: GOOD.index("the sleep clinic")]
SAYS: dict[str, Callable[[str], Reply]] = {"anthropic": anthropic_says, "ollama": ollama_says}
WORDS: dict[str, Callable[[str], Reply]] = {"anthropic": anthropic_words, "ollama": ollama_says}

COMMON = [
    pytest.param(fails(401), "key", 1, id="the-key-is-refused"),
    pytest.param(fails(403), "key", 1, id="forbidden"),
    pytest.param(fails(400), "rejected", 2, id="bad-request"),
    pytest.param(fails(404), "rejected", 2, id="no-such-model"),
    pytest.param(fails(429), "busy", 3, id="always-busy"),
    pytest.param(fails(500), "server", 3, id="fails"),
    pytest.param(fails(503, body="<html>down</html>"), "server", 3, id="down"),
    pytest.param(slams, "unreachable", 3, id="closes-without-a-word"),
    pytest.param(hangs, "late", None, id="hangs"),
]
OLLAMA = [
    pytest.param(ollama_cut, "unreachable", 3, id="cut-in-the-middle"),
    pytest.param(ollama_says(HALF, done=None), "malformed", 3, id="ends-without-an-end"),
    pytest.param(ollama_says(GOOD, done="length"), "too_long", 1, id="out-of-tokens"),
    pytest.param(ollama_never_ends, "too_long", 1, id="never-ends"),
    pytest.param(ollama_says(""), "empty", 3, id="says-nothing"),
    pytest.param(ollama_says("", done="load"), "malformed", 3, id="only-loads"),
    pytest.param(ollama_says("I cannot help with that."), "malformed", 3, id="refuses-in-words"),
    pytest.param(ollama_says(draft_of(answered=False)), "declined", 1, id="finds-no-answer"),
    pytest.param(ollama_sends("{not json"), "malformed", 3, id="lines-that-are-no-json"),
    pytest.param(ollama_sends({"error": "the runner has died"}), "server", 3, id="dies-in-the-middle"),
    pytest.param(fails(200, body="<!doctype html><p>Sign in</p>"), "malformed", 3, id="a-page"),
]
ANTHROPIC = [
    pytest.param(anthropic_cut, "unreachable", 3, id="cut-in-the-middle"),
    pytest.param(anthropic_says(HALF, ended=False), "malformed", 3, id="half-streamed"),
    pytest.param(anthropic_says(HALF, stop="max_tokens"), "too_long", 1, id="out-of-tokens"),
    pytest.param(anthropic_says(GOOD, stop="refusal"), "refused", 1, id="refuses"),
    pytest.param(anthropic_words("", stop="refusal"), "refused", 1, id="refuses-without-a-word"),
    pytest.param(anthropic_words("I cannot help with that."), "malformed", 3, id="refuses-in-words"),
    pytest.param(anthropic_words(""), "empty", 3, id="says-nothing"),
    pytest.param(anthropic_never_ends, "too_long", 1, id="never-ends"),
    pytest.param(anthropic_says('{"answered": "perhaps"}'), "malformed", 3, id="wrong-types"),
    pytest.param(anthropic_says(draft_of(answered=False)), "declined", 1, id="finds-no-answer"),
    pytest.param(fails(529), "busy", 3, id="overloaded"),
    pytest.param(
        anthropic_sends({"type": "error", "error": {"type": "overloaded_error", "message": "no"}}),
        "busy", 3, id="overloaded-in-the-middle",
    ),
    pytest.param(
        anthropic_sends({"type": "error", "error": {"type": "api_error", "message": "no"}}),
        "server", 3, id="fails-in-the-middle",
    ),
    pytest.param(drips, "late", None, id="drips"),
]  # fmt: skip
MISBEHAVIOURS = [
    pytest.param(provider, *one.values, id=f"{provider}-{one.id}")
    for provider, own in (("anthropic", ANTHROPIC), ("ollama", OLLAMA))
    for one in (*COMMON, *own)
]


@pytest.fixture
def asks_a(
    asks_of: Callable[[str, str], Asks], server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Asks]:
    """Asks of an assistant whose model is served by the provider named."""
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL", "OLLAMA_HOST", "OLLAMA_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return lambda provider, name="tiny": asks_of(f"{provider}:{name}", _root(server))


def _root(server: ModelServer) -> str:
    return server.url.removesuffix("/v1")


@pytest.mark.parametrize("provider", OTHERS)
def test_a_good_reply_is_shown(provider: str, asks_a: Callable[..., Asks]) -> None:
    answer = asks_a(provider)(QUESTION, SAYS[provider](GOOD))
    assert (answer.status, answer.mode, unverified(answer)) == (AnswerStatus.ANSWERED, Mode.MODEL, [])
    assert answer.citations[0].quote == "Ms Okafor leads the sleep clinic on Mondays."


@pytest.mark.parametrize(("provider", "misbehaviour", "kind", "tries"), MISBEHAVIOURS)
def test_a_server_that_misbehaves_gives_the_quoted_answer(
    provider: str,
    misbehaviour: Reply,
    kind: str,
    tries: int | None,
    asks_a: Callable[..., Asks],
    server: ModelServer,
    hasty: ModelPolicy,
) -> None:
    answer = asks_a(provider)(QUESTION, misbehaviour)
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.QUOTES)
    assert unverified(answer) == [hasty.notices[kind]]
    # The providers' own retries are off: each try of ours is one request.
    assert tries is None or len(server.requests) == tries


@pytest.mark.parametrize("provider", OTHERS)
@pytest.mark.parametrize("first", [fails(500), fails(429, Retry_After="0"), slams, hangs])
def test_a_second_try_mends_what_can_be_mended(
    provider: str, first: Reply, asks_a: Callable[..., Asks], server: ModelServer
) -> None:
    answer = asks_a(provider)(QUESTION, first, SAYS[provider](GOOD))
    assert (answer.mode, len(server.requests)) == (Mode.MODEL, 2)


@pytest.mark.parametrize("provider", OTHERS)
def test_a_server_that_knows_no_forms_is_asked_plainly(
    provider: str, asks_a: Callable[..., Asks], server: ModelServer
) -> None:
    answer = asks_a(provider)(QUESTION, fails(400), WORDS[provider](f"Here it is:\n```json\n{GOOD}\n```"))
    assert answer.mode is Mode.MODEL
    assert not [name for name in ("format", "tools", "tool_choice", "temperature") if server.requests[1].get(name)]


@pytest.mark.parametrize("provider", OTHERS)
def test_a_redirection_is_not_followed(
    provider: str, asks_a: Callable[..., Asks], server: ModelServer, hasty: ModelPolicy
) -> None:
    with serving() as elsewhere:
        elsewhere.script = [SAYS[provider](GOOD)]
        answer = asks_a(provider)(QUESTION, fails(307, Location=_root(elsewhere) + "/v1/messages"))
        assert elsewhere.requests == []
    assert unverified(answer) == [hasty.notices["rejected"]]


@pytest.mark.parametrize(
    ("provider", "path", "form"), [("ollama", "/api/chat", "format"), ("anthropic", "/v1/messages", "tools")]
)
def test_the_form_is_asked_for_where_the_provider_takes_it(
    provider: str, path: str, form: str, asks_a: Callable[..., Asks], server: ModelServer
) -> None:
    asks_a(provider)(QUESTION, SAYS[provider](GOOD))
    assert server.paths == [path]
    assert "statements" in str(server.requests[0][form])
    assert server.requests[0]["stream"] is True


def test_ollama_is_told_how_large_a_window_the_prompt_needs(asks_a: Callable[..., Asks], server: ModelServer) -> None:
    asks_a("ollama")(QUESTION, ollama_says(GOOD))
    assert server.requests[0]["options"]["num_ctx"] == load_model_policy().asking.window


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
@pytest.mark.parametrize("provider", OTHERS)
def test_the_base_url_may_end_as_people_write_it(
    ending: str, provider: str, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = open_model(f"{provider}:tiny", _root(server) + ending, load_model_policy().asking)
    server.script = [WORDS[provider](GOOD)]
    models.plain.invoke([HumanMessage("Hello")])
    assert server.paths == [{"ollama": "/api/chat", "anthropic": "/v1/messages"}[provider]]


def test_a_model_that_takes_no_temperature_is_asked_without(asks_a: Callable[..., Asks], server: ModelServer) -> None:
    answer = asks_a("anthropic", "claude-sonnet-5-5")(QUESTION, anthropic_words(GOOD))
    assert answer.mode is Mode.MODEL
    assert [request.get("temperature") for request in server.requests] == [None]
