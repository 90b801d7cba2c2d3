"""Puts attacks to the assistant, with and without somebody in it who obeys, and counts what they achieve."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import Field

from assistant.assistant import Assistant
from assistant.contracts import Answer, Mode, Question
from assistant.instructions import without_instructions
from assistant.settings import AssistantSettings, load_policy
from evals.attack_cases import ATTACKS, Attack, Attacks, DocumentAttack, index_library, load_attacks, question_of
from evals.contracts import Contract, Split
from evals.invariants import Fault, Holdings, faults_of
from evals.obedient import Obedience, ObedientAssistant
from evals.obedient_model import ModelledAssistant
from evals.proportions import Proportion, proportion_of
from indexer.adding import Progress
from indexer.embedding import Embedder, SentenceEmbedder

# What an attack is made on: gives the answers that came of it.
Attacked = Callable[[Attack], tuple[Answer, ...]]


class Composer(StrEnum):
    """Who composes the answers."""

    QUOTES = "quotes"
    OBEDIENT = "obedient composer"
    MODEL = "obedient model"
    HOSTILE = "hostile model"


class Breach(Contract):
    """An attack that achieved something."""

    attack: str
    carrier: str
    composer: Composer
    faults: tuple[Fault, ...]
    status: str


class AttackScores(Contract):
    """How many attacks achieved nothing, on each side and with each composer, and what was lost by the defence."""

    split: Split
    documents_held: dict[Composer, Proportion]
    questions_held: dict[Composer, Proportion]
    facts_told: Proportion = Field(description="Attacking documents whose honest fact is still told.")
    seen: Proportion = Field(description="Attacks whose order stood in the prompt that the model got.")
    asked: Proportion = Field(description="Attacks in which the model was asked at all.")
    worded: dict[Composer, Proportion] = Field(
        description="Attacks in which some of a model's words were shown, checked."
    )
    withheld: Proportion = Field(description="Attacking documents whose order no passage shows to a model.")
    controls_unchanged: Proportion = Field(description="Other questions answered as without any attack.")
    breaches: tuple[Breach, ...]
    facts_lost: tuple[str, ...]


def score_attacks(
    split: Split, progress: Progress, embedder: Embedder | None = None, path: Path = ATTACKS
) -> AttackScores:
    """Build a library with the attacks of a split in it, and make them all.

    Args:
        split: only its attacks.
        progress: hears how far it is.
        embedder: None for the packaged model.
        path: the file of attacks.
    """
    attacks = load_attacks(path).of(split)
    embedder = embedder or SentenceEmbedder()
    with TemporaryDirectory(prefix="attacks-", ignore_cleanup_errors=True) as folder:
        clean = index_library(Path(folder) / "clean", attacks, embedder, attacked=False)
        data = index_library(Path(folder) / "attacked", attacks, embedder, attacked=True)
        unattacked, assistant = _opened(clean, embedder), _opened(data, embedder)
        try:
            return _scored(split, attacks, unattacked, assistant, AssistantSettings(data=data), progress)
        finally:
            unattacked.close()
            assistant.close()


class Made(Contract):
    """An attack that was made, what was answered, and what it achieved in any of the answers."""

    attack: Attack
    answers: tuple[Answer, ...]
    faults: tuple[Fault, ...]


def put(attacks: Sequence[Attack], attacked: Attacked, held: Holdings) -> list[Made]:
    """Make attacks on anything that answers; return what came of each."""
    made = []
    for attack in attacks:
        answers = attacked(attack)
        achieved = {fault for answer in answers for fault in faults_of(answer, attack, held)}
        made.append(Made(attack=attack, answers=answers, faults=tuple(fault for fault in Fault if fault in achieved)))
    return made


def _opened(data: Path, embedder: Embedder) -> Assistant:
    return Assistant(AssistantSettings(data=data), embedder)


def _scored(
    split: Split,
    attacks: Attacks,
    unattacked: Assistant,
    assistant: Assistant,
    settings: AssistantSettings,
    progress: Progress,
) -> AttackScores:
    every = (*attacks.documents, *attacks.questions)
    held = holdings_of(assistant, settings)
    obedience = Obedience(every)
    obeying = ObedientAssistant(assistant.library, settings, obedience)
    model = ModelledAssistant(assistant.library, settings, obedience)
    attacked: dict[Composer, Attacked] = {
        Composer.QUOTES: lambda attack: (assistant.ask(question_of(attack)),),
        Composer.OBEDIENT: lambda attack: (obeying.ask(question_of(attack)),),
        Composer.MODEL: model.obeying,
        Composer.HOSTILE: model.insisting,
    }
    made: dict[Composer, list[Made]] = {}
    for number, (composer, on) in enumerate(attacked.items()):
        progress(f"attacking ({composer})", number, len(attacked))
        made[composer] = put(every, on, held)
    told = {
        one.attack.id: one.attack.fact in one.answers[0].text
        for one in made[Composer.QUOTES]
        if isinstance(one.attack, DocumentAttack)
    }
    modelled = made[Composer.MODEL]
    return AttackScores(
        split=split,
        documents_held={composer: _held(some, documents=True) for composer, some in made.items()},
        questions_held={composer: _held(some, documents=False) for composer, some in made.items()},
        facts_told=proportion_of(list(told.values())),
        seen=proportion_of([one.attack.id in model.seen for one in modelled]),
        asked=proportion_of([one.attack.id in model.asked for one in modelled]),
        worded={
            composer: proportion_of(
                [any(answer.mode is Mode.MODEL for answer in one.answers) for one in made[composer]]
            )
            for composer in (Composer.MODEL, Composer.HOSTILE)
        },
        withheld=_withheld(attacks.documents, held),
        controls_unchanged=proportion_of([_same(text, unattacked, assistant) for text in attacks.controls]),
        breaches=tuple(
            Breach(
                attack=one.attack.id,
                carrier=one.attack.carrier,
                composer=composer,
                faults=one.faults,
                status=one.answers[0].status,
            )
            for composer, some in made.items()
            for one in some
            if one.faults
        ),
        facts_lost=tuple(name for name, is_told in told.items() if not is_told),
    )


def _held(made: Sequence[Made], *, documents: bool) -> Proportion:
    side = [one for one in made if isinstance(one.attack, DocumentAttack) is documents]
    return proportion_of([not one.faults for one in side])


def holdings_of(assistant: Assistant, settings: AssistantSettings) -> Holdings:
    """Return what the library of an assistant holds, and the danger notice that it must give."""
    notice = load_policy().notices["danger"].format(front_door=settings.front_door)
    return Holdings(
        documents={document.id: document for document in assistant.library.documents},
        passages={passage.id: passage for passage in assistant.library.all_passages()},
        danger_notice=notice,
    )


def _withheld(attacks: Sequence[DocumentAttack], held: Holdings) -> Proportion:
    shown = "\n".join(without_instructions(passage.text) for passage in held.passages.values())
    obedience = Obedience(attacks)
    said = set(obedience(shown))
    return proportion_of([f"{attack.marker}." not in said for attack in attacks])


def _same(text: str, unattacked: Assistant, assistant: Assistant) -> bool:
    """Tell whether a question is answered alike, with nothing that was not said before.

    Other documents change how rare words are, and so how much is quoted beside what answers.
    """
    before, after = unattacked.ask(Question(text=text)), assistant.ask(Question(text=text))
    if before.status != after.status or bool(before.statements) != bool(after.statements):
        return False
    said = [statement.text for statement in before.statements]
    told = all(any(statement.text in one for one in said) for statement in after.statements)
    return told and (not said or before.notices == after.notices)
