"""The step that asks a language model, made of its parts from the settings."""

from collections.abc import Callable

from assistant.compose_model import ComposeModel
from assistant.guard import mask_of
from assistant.model.asking import Asking
from assistant.model.checking import Checking
from assistant.model.comparing import Comparing
from assistant.model.contracts import DraftAnswer, Judge
from assistant.model.opening import ChatModels, open_model
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
    models = open_model(settings.model, settings.model_url, load_model_policy().asking)
    return composing(models, library, policy, judge(library.embedder), settings.model_seconds)


def composing(models: ChatModels, library: Library, policy: Policy, judge: Judge, seconds: float) -> ComposeModel:
    """Return the step that asks some models, whoever they are.

    Args:
        models: that are asked.
        library: that is asked.
        policy: of the assistant.
        judge: holds a statement to the passages that it cites.
        seconds: after which a model is given up.
    """
    of_model, prompt = load_model_policy(), load(PROMPT)
    checking = Checking(
        judge,
        Quoting(library.embedder, policy.compose, of_model.statements.most_spans),
        of_model.statements,
        prompt=prompt.text,
        small_words=policy.question.stop_words,
        masks=frozenset(mask_of(kind) for kind in policy.personal_data),
    )
    return ComposeModel(
        ask=Asking(models, of_model.asking, seconds, DraftAnswer),
        checking=checking,
        comparing=Comparing(library, policy.question, of_model.comparing),
        policy=of_model,
        prompt=prompt,
        personal=policy.personal_data,
    )
