"""Asks a language model for a reply, again where that may help, and never beyond the deadline."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as NoResultError
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langsmith import tracing_context

from assistant.contracts import Contract
from assistant.errors import ModelFailureError
from assistant.model.contracts import Failure
from assistant.model.opening import ChatModels
from assistant.model.policy import AskingPolicy
from assistant.model.reading import read_reply

_Result = TypeVar("_Result")
_Reply = TypeVar("_Reply", bound=Contract)

# Providers' packages are optional, so their classes are known by name; the nearest name in a class's line counts.
_BY_NAME = {
    "ContentFilterFinishReasonError": Failure.REFUSED,
    "OpenAIRefusalError": Failure.REFUSED,
    "LengthFinishReasonError": Failure.TOO_LONG,
    "TooMuchError": Failure.TOO_LONG,
    "TimeoutError": Failure.LATE,
    "TimeoutException": Failure.LATE,
    "APITimeoutError": Failure.LATE,
    "StreamChunkTimeoutError": Failure.LATE,
    "TransportError": Failure.UNREACHABLE,
    "APIConnectionError": Failure.UNREACHABLE,
    "ConnectionError": Failure.UNREACHABLE,
    # What Ollama tells of in the middle of a reply, when the status was sent long ago.
    "ResponseError": Failure.SERVER,
}
# What Anthropic tells of in the middle of a reply.
_BY_TYPE = {
    "overloaded_error": Failure.BUSY,
    "rate_limit_error": Failure.BUSY,
    "api_error": Failure.SERVER,
    "timeout_error": Failure.LATE,
    "authentication_error": Failure.KEY,
    "permission_error": Failure.KEY,
    "invalid_request_error": Failure.REJECTED,
}
_BY_STATUS = {
    401: Failure.KEY,
    403: Failure.KEY,
    408: Failure.LATE,
    409: Failure.BUSY,
    429: Failure.BUSY,
    529: Failure.BUSY,
}
_WORTH_ANOTHER_TRY = {
    Failure.UNREACHABLE,
    Failure.LATE,
    Failure.BUSY,
    Failure.SERVER,
    Failure.REJECTED,
    Failure.EMPTY,
    Failure.MALFORMED,
}
# Seconds beyond the deadline in which the loop must have given up by itself.
_GRACE = 5


class Asking(Generic[_Reply]):
    """Gets a reply of one form from a model, or says in one word why there is none."""

    def __init__(self, models: ChatModels, policy: AskingPolicy, seconds: float, form: type[_Reply]) -> None:
        self._models = models
        self._form = form
        self._policy = policy
        self._seconds = seconds

    def __call__(self, prompt: str) -> _Reply:
        """Return what a model says.

        Raises:
            ModelFailureError: it gave none that can be read, in all attempts or in time.
        """
        try:
            return _run(self._within_deadline(prompt), self._seconds + _GRACE)
        except TimeoutError as error:
            raise ModelFailureError(Failure.LATE) from error

    async def _within_deadline(self, prompt: str) -> _Reply:
        end = asyncio.get_running_loop().time() + self._seconds
        async with asyncio.timeout_at(end):
            return await self._attempts([HumanMessage(prompt)], end)

    async def _attempts(self, messages: list[BaseMessage], end: float) -> _Reply:
        failure = ModelFailureError(Failure.EMPTY)
        formed = True
        for attempt in range(self._policy.attempts):
            if attempt:
                wait = failure.wait if failure.wait is not None else self._policy.wait * 2 ** (attempt - 1)
                if asyncio.get_running_loop().time() + wait >= end:
                    break
                await asyncio.sleep(wait)
            try:
                return read_reply(await self._once(messages, formed=formed), self._form)
            except ModelFailureError as error:
                failure = error
            except Exception as error:  # noqa: BLE001 - each provider raises classes of its own
                failure = failure_of(error)
                # A package that refuses what a model does not take (a temperature, say) has no class for it.
                formed = formed and type(error) is not ValueError
            if failure.kind not in _WORTH_ANOTHER_TRY or (failure.kind == Failure.REJECTED and not formed):
                break
            # A server that does not know forms refuses the request; the prompt tells the form as well.
            formed = formed and failure.kind != Failure.REJECTED
        raise failure

    async def _once(self, messages: list[BaseMessage], *, formed: bool) -> BaseMessage:
        config = RunnableConfig(callbacks=[_Cutoff(self._policy.most_characters)])
        with tracing_context(enabled=False):
            if not formed:
                return await self._models.plain.ainvoke(messages, config=config)
            message: BaseMessage = (await self._models.formed.ainvoke(messages, config=config))["raw"]
            return message


class TooMuchError(Exception):
    """A reply that does not end."""


class _Cutoff(AsyncCallbackHandler):
    """Stops a reply that has grown too long; the connection is closed with it."""

    raise_error = True
    run_inline = True

    def __init__(self, most: int) -> None:
        self._left = most

    async def on_llm_new_token(self, token: str | list[str | dict[str, Any]], **_: Any) -> None:
        """Count what has come."""
        self._left -= len(str(token))
        if self._left < 0:
            raise TooMuchError


def failure_of(error: Exception) -> ModelFailureError:
    """Say in one word what a provider's error means, and how long its server asks to be left alone."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 300:
        kind = _BY_STATUS.get(status, Failure.SERVER if status >= 500 else Failure.REJECTED)
        return ModelFailureError(kind, _wait(error) if kind is Failure.BUSY else None)
    if (told := _BY_TYPE.get(_type_of(error))) is not None:
        return ModelFailureError(told)
    names = (base.__name__ for base in type(error).__mro__)
    return ModelFailureError(next((_BY_NAME[name] for name in names if name in _BY_NAME), Failure.MALFORMED))


def _type_of(error: Exception) -> str:
    body = getattr(error, "body", None)
    told = body.get("error") if isinstance(body, dict) else None
    return str(told.get("type")) if isinstance(told, dict) else ""


def _wait(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


# One loop for the process: the providers keep their connections, and a connection belongs to the loop that opened it.
_LOCK = Lock()
_LOOPS: list[asyncio.AbstractEventLoop] = []


def _run(work: Coroutine[Any, Any, _Result], seconds: float) -> _Result:
    with _LOCK:
        if not _LOOPS:
            _LOOPS.append(asyncio.new_event_loop())
            Thread(target=_LOOPS[0].run_forever, name="language-model", daemon=True).start()
    future = asyncio.run_coroutine_threadsafe(work, _LOOPS[0])
    try:
        return future.result(seconds)
    except NoResultError:
        future.cancel()
        raise
