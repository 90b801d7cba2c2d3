"""How those who wait hear what is being done, and how they stop it."""

from collections.abc import Callable

from assistant.errors import AssistantError

Progress = Callable[[str], bool | None]
"""Hears in a few words what is being done; cancels by returning False. What it raises goes through."""


def speaker(progress: Progress | None, cancelled: Callable[[], AssistantError]) -> Callable[[str], None]:
    """Return what tells of the progress, and raises what ``cancelled`` makes where whoever listens wants no more."""

    def say(words: str) -> None:
        if progress is not None and progress(words) is False:
            raise cancelled()

    return say
