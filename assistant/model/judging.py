"""What holds a model's statements to their passages: the assistant's verifier."""

from importlib import import_module
from typing import cast

from assistant.errors import ModelSettingError
from assistant.model.contracts import Judge


def verifier() -> Judge:
    """Return the verifier's judge.

    Raises:
        ModelSettingError: this build has no verifier, and nothing unverified is shown.
    """
    try:
        return cast("Judge", import_module("assistant.verifier").judge)
    except (ImportError, AttributeError) as error:
        raise ModelSettingError(
            "A language model can only be used with the verifier (assistant/verifier), and it is not there; unset "
            "ASSISTANT_MODEL to go without a model."
        ) from error
