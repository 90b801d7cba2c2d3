"""The step that asks a language model, made of its parts from the settings."""

from collections.abc import Callable

from assistant.compose_model import ComposeModel
from assistant.model.asking import Asking
from assistant.model.checking import Checking
from assistant.model.comparing import Comparing
from assistant.model.contracts import DraftAnswer, Judge
from assistant.model.opening import open_model
from assistant.model.policy import load_model_policy
from assistant.model.quoting import Quoting
from assistant.receipt import PROMPT
from assistant.settings import AssistantSettings, Policy
from indexer.embedding import Embedder
from indexer.library import Library
from prompts import load


def model_step(
    settings: AssistantSettings, library: Library, policy: Policy, judge: Callable[[Embedder], Judge]
) -> ComposeModel | None:
    """Return the step; None where no model is set, and then nothing of it is loaded.

    Args:
        settings: name the model.
        library: that is asked.
        policy: of the assistant.
        judge: gives what holds a statement to the passages that it cites.

    Raises:
        ModelSettingError: the model cannot be used.
    """
    if settings.model is None:
        return None
    of_model, prompt = load_model_policy(), load(PROMPT)
    models = open_model(settings.model, settings.model_url, of_model.asking.silence)
    checking = Checking(
        judge(library.embedder),
        Quoting(library.embedder, policy.compose, of_model.statements.most_spans),
        of_model.statements,
        prompt=prompt.text,
        small_words=policy.question.stop_words,
    )
    return ComposeModel(
        ask=Asking(models, of_model.asking, settings.model_seconds, DraftAnswer),
        checking=checking,
        comparing=Comparing(library, policy.question, of_model.comparing),
        policy=of_model,
        prompt=prompt,
    )
