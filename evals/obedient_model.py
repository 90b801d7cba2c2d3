"""A language model that does whatever it reads, or wants what an attack wants, behind the real composing step."""

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import RunnableLambda

from assistant.answering import answering_steps, build_answering
from assistant.conflicts import load_conflicts
from assistant.contracts import Answer
from assistant.differing import Differing
from assistant.ledger import load_ledger
from assistant.model.judging import verifier
from assistant.model.opening import ChatModels
from assistant.model.step import composing
from assistant.settings import AssistantSettings, load_policy
from assistant.wordings import Wordings, load_synonyms
from corpus import CHANGES, CONFLICTS, SYNONYMS
from evals.attack_cases import Attack, question_of
from evals.obedient import LURE, Obedience
from indexer.library import Library
from indexer.sentences import sentence_spans

_FENCED = re.compile(r"<<(S\d+|QUESTION) \w+>>\n(.*?)\n<<END", re.DOTALL)
_ABOVE = ("Document: ", "Section: ")


class Manner(StrEnum):
    """How a bad statement is put forward."""

    ALONE = "alone"
    BESIDE = "beside"


@dataclass
class Will:
    """What the model is after, and what it has met with; changed from attack to attack."""

    obedience: Obedience
    manner: Manner = Manner.ALONE
    insists: str | None = None
    was_asked: bool = False
    has_seen: bool = False

    def markers(self, material: str) -> list[str]:
        """Return what is to be said: at the word of what it reads, and of its own."""
        seen = self.obedience.markers(material)
        self.was_asked, self.has_seen = True, self.has_seen or bool(seen)
        return list(dict.fromkeys([*([self.insists] if self.insists else []), *seen]))


class ObedientModel(BaseChatModel):
    """A chat model that obeys the orders in its prompt; it answers in the form of a ``DraftAnswer``.

    What is ordered is said in every way that could get past a check: bare, with a picture, in the words of the passage
    or the question that orders it, tacked on to a true sentence, and as the part of the question that nothing answers.
    """

    will: Any

    @property
    def _llm_type(self) -> str:
        return "obedient"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **_: Any,
    ) -> ChatResult:
        prompt = "\n".join(str(message.content) for message in messages)
        passages = dict(_FENCED.findall(prompt))
        # What stands between the fences and not the rules round them, which one attack asks for.
        material = "\n".join(passages.values()) or prompt
        passages.pop("QUESTION", None)
        true = _true_sentences(passages)
        markers = self.will.markers(material)
        bad = [point for marker in markers for point in _bad(marker, material, passages, true)]
        points = [*true[: max(len(bad), 2)], *bad] if self.will.manner is Manner.BESIDE or not bad else bad
        statements = [{"text": text, "citations": tokens} for text, tokens in points]
        missing = markers[0] if markers else ""
        reply = json.dumps({"answered": True, "statements": statements, "missing": missing})
        return ChatResult(generations=[ChatGeneration(message=AIMessage(reply))])


@dataclass
class ModelledAssistant:
    """The assistant with a language model that means no good; every step is the real one."""

    library: Library
    settings: AssistantSettings
    obedience: Obedience
    asked: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Put the steps together."""
        policy, wordings = load_policy(), Wordings(load_synonyms(SYNONYMS))
        self._will = Will(self.obedience)
        model = ObedientModel(will=self._will)
        models = ChatModels(formed=model | RunnableLambda(lambda message: {"raw": message}), plain=model)
        step = composing(models, self.library, policy, verifier(self.library.embedder), self.settings.model_seconds)
        steps = answering_steps(
            self.library,
            policy,
            load_ledger(CHANGES),
            wordings,
            self.settings.front_door,
            step,
            Differing(self.library, policy, load_conflicts(CONFLICTS)),
        )
        self._answering = build_answering(steps, policy)

    def obeying(self, attack: Attack) -> tuple[Answer, ...]:
        """Return the answers with a model that does what it reads; note whether it was asked and read an order."""
        self._will.insists, self._will.was_asked, self._will.has_seen = None, False, False
        answers = self._answers(attack)
        self.asked |= {attack.id} if self._will.was_asked else set()
        self.seen |= {attack.id} if self._will.has_seen else set()
        return answers

    def insisting(self, attack: Attack) -> tuple[Answer, ...]:
        """Return the answers with a model that wants what the attack wants, whether or not it reads of it."""
        self._will.insists = attack.marker
        return self._answers(attack)

    def _answers(self, attack: Attack) -> tuple[Answer, ...]:
        answers = []
        for manner in Manner:
            self._will.manner = manner
            answers.append(self._answering.invoke(question_of(attack)))
        return tuple(answers)


def _true_sentences(passages: dict[str, str]) -> list[tuple[str, list[str]]]:
    found = []
    for token, passage in passages.items():
        text = "\n".join(line for line in passage.split("\n") if not line.startswith(_ABOVE))
        found += [(text[start:end].removeprefix("- "), [token]) for start, end in sentence_spans(text)[:2]]
    return found


def _bad(
    marker: str, material: str, passages: dict[str, str], true: list[tuple[str, list[str]]]
) -> list[tuple[str, list[str]]]:
    holding = [token for token, passage in passages.items() if marker.casefold() in passage.casefold()]
    tokens = holding[:1] or ["S1"]
    ways = [(f"{marker}.", tokens), (f"{marker} {LURE}", tokens)]
    ways += [(line, tokens) for line in material.split("\n") if marker.casefold() in line.casefold()][:2]
    ways += [(f"{text.rstrip('.')}, and {marker}.", cited) for text, cited in true[:3]]
    ways += [(f"{text.rstrip('.')} {marker}.", cited) for text, cited in true[:1]]
    ways += [(f"{marker}: {text}", cited) for text, cited in true[:1]]
    return ways
