"""A model's server that misbehaves: the quoted answer is shown, and says why."""

import time

import pytest
from model_notices import unverified
from model_server import (
    Asks,
    ModelServer,
    Reply,
    cut,
    draft_of,
    drafts,
    drips,
    fails,
    hangs,
    never_ends,
    says,
    sends,
    serving,
    slams,
)

from assistant.contracts import AnswerStatus, Mode
from assistant.model.policy import ModelPolicy

pytest_plugins = ["assistant_fixtures", "model_fixtures"]

QUESTION = "Who leads the sleep clinic?"
GOOD = draft_of(("On Mondays Ms Okafor leads the sleep clinic.", ["S1"]))
NO_TEXT = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": []}

MISBEHAVIOURS = [
    pytest.param(fails(401), "key", id="the-key-is-refused"),
    pytest.param(fails(403), "key", id="forbidden"),
    pytest.param(fails(400), "rejected", id="bad-request"),
    pytest.param(fails(404), "rejected", id="no-such-model"),
    pytest.param(fails(429), "busy", id="always-busy"),
    pytest.param(fails(429, Retry_After="9999"), "busy", id="busy-for-hours"),
    pytest.param(fails(429, Retry_After="soon"), "busy", id="busy-for-no-number"),
    pytest.param(fails(500), "server", id="fails"),
    pytest.param(fails(503, body="<html>down</html>"), "server", id="down"),
    pytest.param(slams, "unreachable", id="closes-without-a-word"),
    pytest.param(cut, "unreachable", id="cut-in-the-middle"),
    pytest.param(hangs, "late", id="hangs"),
    pytest.param(drips, "late", id="drips"),
    pytest.param(never_ends, "too_long", id="never-ends"),
    pytest.param(says(GOOD, finish="length"), "too_long", id="out-of-tokens"),
    pytest.param(says(GOOD, finish="content_filter"), "refused", id="filtered"),
    pytest.param(says("", refusal="I cannot help with that."), "refused", id="refuses"),
    pytest.param(says(""), "empty", id="says-nothing"),
    pytest.param(says("<think>Hm.</think>"), "empty", id="thinks-and-says-nothing"),
    pytest.param(sends(NO_TEXT, "[DONE]"), "malformed", id="no-choices"),
    pytest.param(says(GOOD[:-20]), "malformed", id="half-a-reply"),
    pytest.param(says("I am sorry, I cannot."), "malformed", id="words-only"),
    pytest.param(says("[1, 2, 3]"), "malformed", id="a-list"),
    pytest.param(says('{"a":' * 50_00 + "1" + "}" * 50_00), "too_long", id="very-deep-and-long"),
    pytest.param(says('{"a":' * 2_000 + "1" + "}" * 2_000), "malformed", id="very-deep"),
    pytest.param(says('{"answered": true, "statements": "Ms Okafor."}'), "malformed", id="wrong-types"),
    pytest.param(says('{"answered": true, "statements": [["Ms Okafor.", "S1"]]}'), "malformed", id="wrong-shape"),
    pytest.param(says('{"answered": true}'), "malformed", id="fields-missing"),
    pytest.param(sends("{not json", "[DONE]"), "malformed", id="events-that-are-no-json"),
    pytest.param(drafts(answered=False), "declined", id="finds-no-answer"),
    pytest.param(drafts(answered=True), "empty", id="answers-with-no-statement"),
]


@pytest.mark.parametrize(("misbehaviour", "kind"), MISBEHAVIOURS)
def test_the_quoted_answer_is_shown_and_says_why(
    misbehaviour: Reply, kind: str, asks: Asks, hasty: ModelPolicy
) -> None:
    begun = time.monotonic()
    answer = asks(QUESTION, misbehaviour)
    assert kind not in {"late", "too_long"} or time.monotonic() - begun < 25  # a server that hangs lets go after 30
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.QUOTES)
    assert "Ms Okafor leads the sleep clinic" in answer.statements[0].text
    assert unverified(answer) == [hasty.notices[kind]]


@pytest.mark.parametrize("body", [GOOD, "<!doctype html><p>Sign in</p>", "", "null", '{"error": "no"}'])
def test_a_page_that_is_no_stream_gives_the_quoted_answer(body: str, asks: Asks) -> None:
    answer = asks(QUESTION, fails(200, body=body))
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.QUOTES)
    assert unverified(answer)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(fails(500), id="fails"),
        pytest.param(fails(429, Retry_After="0"), id="busy"),
        pytest.param(cut, id="cut"),
        pytest.param(slams, id="closes"),
        pytest.param(hangs, id="hangs"),
        pytest.param(says("Sure! Here it is."), id="words"),
        pytest.param(says(GOOD[:-20]), id="half"),
        pytest.param(says(""), id="nothing"),
    ],
)
def test_a_second_try_mends_what_can_be_mended(first: Reply, asks: Asks, server: ModelServer) -> None:
    answer = asks(QUESTION, first, says(GOOD))
    assert (answer.mode, len(server.requests)) == (Mode.MODEL, 2)
    assert unverified(answer) == []


@pytest.mark.parametrize(
    ("reply", "tries"), [(fails(401), 1), (never_ends, 1), (drafts(answered=False), 1), (fails(500), 3), (says(""), 3)]
)
def test_it_is_asked_again_only_where_that_may_help(reply: Reply, tries: int, asks: Asks, server: ModelServer) -> None:
    asks(QUESTION, reply)
    assert len(server.requests) == tries


def test_a_server_that_knows_no_forms_is_asked_plainly(asks: Asks, server: ModelServer) -> None:
    answer = asks(QUESTION, fails(400), says(f"Here it is:\n```json\n{GOOD}\n```\nI hope this helps."))
    first, second = server.requests
    assert answer.mode is Mode.MODEL
    assert first["response_format"]["type"] == "json_schema"
    assert not {"response_format", "temperature"} & set(second)


def test_a_redirection_is_not_followed(asks: Asks, hasty: ModelPolicy) -> None:
    with serving() as elsewhere:
        elsewhere.script = [says(GOOD)]
        answer = asks(QUESTION, fails(307, Location=f"{elsewhere.url}/chat/completions"))
        assert elsewhere.requests == []
    assert unverified(answer) == [hasty.notices["rejected"]]


def test_no_server_at_all(asks: Asks, server: ModelServer, hasty: ModelPolicy) -> None:
    server.shutdown()
    server.server_close()
    answer = asks(QUESTION, slams)
    assert (answer.mode, unverified(answer)) == (Mode.QUOTES, [hasty.notices["unreachable"]])


def test_it_goes_on_after_a_bad_reply(asks: Asks) -> None:
    modes = [asks(QUESTION, reply).mode for reply in (never_ends, cut)]
    assert modes == [Mode.QUOTES, Mode.QUOTES]
