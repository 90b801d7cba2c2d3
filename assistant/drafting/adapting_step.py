"""What adapts drafts, made of its parts from the settings; nothing of it is loaded before it is needed."""

from collections.abc import Callable

from assistant.drafting.adapting import Adapter
from assistant.drafting.adapting_bodies import Counterparts
from assistant.drafting.adapting_checking import AdaptedChecking
from assistant.drafting.adapting_names import OwnNames
from assistant.drafting.adapting_offering import Offering
from assistant.drafting.adapting_policy import load_adapting_policy
from assistant.drafting.choosing import Choosing
from assistant.drafting.policy import load_drafting_policy
from assistant.errors import NoModelError
from assistant.guard import mask_of
from assistant.ledger import Ledger
from assistant.model.asking import Asking
from assistant.model.contracts import Judge, RowText
from assistant.model.opening import open_model
from assistant.model.plain import Plainness
from assistant.model.policy import load_model_policy
from assistant.settings import AssistantSettings, Policy
from indexer.embedding import Embedder
from indexer.library import Library
from prompts import load

PROMPT = "adapt_rows"


def adapter_of(
    settings: AssistantSettings,
    library: Library,
    policy: Policy,
    ledger: Ledger,
    judge: Callable[[Embedder], Judge],
    choosing: Choosing,
) -> Adapter:
    """Return what adapts drafts.

    Args:
        settings: name the model.
        library: that drafts are made of; it tells which names are one place's own.
        policy: of the assistant.
        ledger: of what has changed.
        judge: gives what holds a rewording to its source.
        choosing: finds the template that a draft was made with.

    Raises:
        NoModelError: no model is set.
        ModelSettingError: the model cannot be used.
    """
    if settings.model is None:
        raise NoModelError(
            "Adapting rows to a place needs a language model, and none is set; set ASSISTANT_MODEL, such as "
            "ASSISTANT_MODEL=ollama:llama3.1, or correct the cells by hand. Nothing was changed."
        )
    asking = load_model_policy().asking
    models = open_model(settings.model, settings.model_url, asking, RowText)
    ask = Asking(models, asking, settings.model_seconds, RowText)
    return adapter_asking(ask, settings.model, library, policy, ledger, judge, choosing)


def adapter_asking(
    ask: Callable[[str], RowText],
    model: str,
    library: Library,
    policy: Policy,
    ledger: Ledger,
    judge: Callable[[Embedder], Judge],
    choosing: Choosing,
) -> Adapter:
    """Return what adapts drafts with whatever gives the rewordings; ``model`` is its name, the rest as above."""
    of_model, adapting, prompt = load_model_policy(), load_adapting_policy(), load(PROMPT)

    def places() -> dict[str, str | None]:
        return {document.id: document.metadata.place for document in library.documents}

    counterparts = Counterparts(adapting, ledger)
    checking = AdaptedChecking(
        judge(library.embedder),
        Plainness(
            of_model.statements,
            prompt.text,
            policy.question.stop_words,
            frozenset(mask_of(kind) for kind in policy.personal_data),
        ),
        OwnNames(library),
        counterparts,
        adapting,
    )
    return Adapter(
        ask=ask,
        checking=checking,
        offering=Offering(adapting, load_drafting_policy(), of_model.passages, policy, counterparts, places, choosing),
        policy=adapting,
        prompt=prompt,
        model=model,
    )
