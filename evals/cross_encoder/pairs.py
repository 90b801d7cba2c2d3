"""The pairs that the cross-encoder is trained on: a passage, what is said, and whether it bears that out."""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.cross_encoder.encoder import Pair
from evals.cross_encoder.spoiling import (
    cut,
    denied,
    exchanged,
    opposite,
    other_figure,
    other_name,
    renamed,
    words_in,
)
from evals.cross_encoder.squad import Asked, kind_of, named_in
from evals.cross_encoder.telling import parsed, told

DOMAIN = Path(__file__).with_name("domain")
_PREPOSITION = re.compile(r"\b(in|on|by|at|since|until|from|around|during|to|of|with|for)\s+(?:the )?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(the|a|an) $", re.IGNORECASE)
_LONGEST_ANSWER = 70
# So many of the right pairs have something else cut out, so that a cut is no sign; the other shares as they are named.
_CUT_ELSEWHERE, _ANSWER_CUT, _RENAMED = 0.3, 0.45, 0.85
_TITLED = 0.7
# A passage of so many words leaves room for its title and for what is said; so many stand among others.
_LONGEST, _AMONG_OTHERS = 105, 0.2

Held = dict[str, Any]
"""A line of a file of ``domain``: title, passage, and what is said of it."""


class Labelled(NamedTuple):
    """A pair and whether its passage answers or bears out what is said."""

    pair: Pair
    borne: bool


def pairs_of_questions(questions: Sequence[Asked], drawn: random.Random) -> Iterator[Labelled]:
    """Yield each question with its sentence, and beside it what looks like an answer and is none."""
    for one in questions:
        passage, start = one.before + one.sentence, one.start
        elsewhere = [n for n in named_in(one.sentence) if n[1] <= start or n[0] >= start + len(one.answer)]
        if elsewhere and drawn.random() < _CUT_ELSEWHERE:
            shorter = cut(one.sentence, *drawn.choice(elsewhere)[:2])
            passage = one.before + shorter if one.answer in shorter else passage
        yield _labelled(one.title, passage, one.question, borne=True)
        asked = words_in(one.question)
        others = [s for s in one.sentences if s != one.sentence and one.answer.lower() not in s.lower()]
        if others:
            likest = max(others, key=lambda other: len(words_in(other) & asked) + drawn.random() / 2)
            yield _labelled(one.title, likest, one.question, borne=False)
        if spoilt := _spoilt_question(one, drawn):
            yield spoilt


def _spoilt_question(one: Asked, drawn: random.Random) -> Labelled | None:
    chance = drawn.random()
    if chance < _ANSWER_CUT:
        left = cut(one.sentence, one.start, one.start + len(one.answer))
        return None if one.answer in left else _labelled(one.title, one.before + left, one.question, borne=False)
    if chance < _RENAMED:
        other = renamed(one.question, one.sentence, one.answer, one.article, drawn)
    else:
        other = opposite(one.question, drawn, words_in(one.sentence))
    return _labelled(one.title, one.sentence, other, borne=False) if other else None


def pairs_of_statements(questions: Sequence[Asked], drawn: random.Random) -> Iterator[Labelled]:
    """Yield each question told with its answer, and the same told wrongly in one way or two."""
    for one, parse in zip(questions, parsed([one.question for one in questions]), strict=True):
        before = one.sentence[: one.start]
        preposition = _PREPOSITION.search(before)
        article = _ARTICLE.search(before)
        answer = f"{article.group(1).lower()} {one.answer}" if article else one.answer

        def tell(
            answer: str, parse: object = parse, led: str = preposition.group(1) if preposition else "in"
        ) -> str | None:
            return told(parse, answer, led.lower())

        right = tell(answer) if len(one.answer) <= _LONGEST_ANSWER else None
        if right is None:
            continue
        passage = one.before + one.sentence
        yield _labelled(one.title, passage, right, borne=True)
        ways = _ways_to_spoil(one, right, tell, drawn)
        drawn.shuffle(ways)
        wrong = [said for way in ways if (said := way()) and said != right and said.lower() not in passage.lower()]
        for said in wrong[: 2 if drawn.random() < 1 / 3 else 1]:
            yield _labelled(one.title, passage, said, borne=False)


def _ways_to_spoil(
    one: Asked, right: str, tell: Callable[[str], str | None], drawn: random.Random
) -> list[Callable[[], str | None]]:
    kind, sentence = kind_of(one.answer), one.sentence
    rivals = [
        name
        for start, end, of_kind in named_in(sentence)
        if of_kind == kind and (name := sentence[start:end]) not in one.answer and name not in one.question
    ]
    other = other_name(one.article, kind, (one.answer, sentence, right), drawn)

    def added() -> str | None:
        extra = other_name(one.article, drawn.choice(("year", "name")), (sentence, right), drawn)
        return f"{right.rstrip('.')} {drawn.choice(('in', 'for', 'with'))} {extra}." if extra else None

    ways: list[Callable[[], str | None]] = [
        lambda: renamed(right, sentence, one.answer, one.article, drawn),
        lambda: opposite(right, drawn, words_in(sentence)),
        lambda: exchanged(right, one.answer, drawn),
        lambda: denied(right, sentence) if drawn.random() < 1 / 3 else None,
        lambda: added() if drawn.random() < 1 / 3 else None,
    ]
    if rivals:
        ways.append(lambda: tell(drawn.choice(rivals)))
    if kind in ("year", "number"):
        ways.append(lambda: tell(other_figure(one.answer, drawn)))
    elif other:
        ways.append(lambda: tell(other))
    return ways


def pairs_of_domain(drawn: random.Random, folder: Path = DOMAIN) -> Iterator[Labelled]:
    """Yield the pairs written for this: invented passages, with what they answer, bear out and show, and what not.

    Some passages stand among others, as what answers often does; some are read with what was asked of another.
    """
    files = [
        [json.loads(line) for line in file.read_text("utf-8").splitlines()] for file in sorted(folder.glob("*.jsonl"))
    ]
    everything = [held for file in files for held in file]
    for held in everything:
        for borne, said, needs_title in _said_of(held):
            titled = needs_title or drawn.random() < _TITLED
            passage = _among_others(held, everything, drawn) if drawn.random() < _AMONG_OTHERS else held["passage"]
            yield _labelled(held["title"] if titled else "", passage, said, borne=borne)
        other = drawn.choice(everything)
        if other["title"] != held["title"]:
            said = drawn.choice([said for _, said, _ in _said_of(held)])
            yield _labelled(other["title"], other["passage"], said, borne=False)


def _among_others(held: Held, everything: Sequence[Held], drawn: random.Random) -> str:
    """Return a passage with one to three others before or after it, as far as the cross-encoder reads."""
    room = _LONGEST - len(held["passage"].split())
    passages = [held["passage"]]
    for other in drawn.sample(everything, drawn.choice((1, 1, 2, 3))):
        words = other["passage"].split()[: max(0, room)]
        room -= len(words)
        passages += [" ".join(words)] if words else []
    drawn.shuffle(passages)
    return drawn.choice((" ", "\n", "; ")).join(passages)


def _said_of(held: Held) -> Iterator[tuple[bool, str, bool]]:
    """Yield whether it is borne, what is said, and whether only the title tells of which place and year that is."""
    yield from ((True, question, True) for question in held["answered"])
    yield from ((False, one["q"], True) for one in held["silent"])
    yield from ((True, said, False) for said in held["right"])
    yield from ((False, one["claim"], one["kind"] == "wrong place") for one in held["wrong"])
    yield from ((True, said, False) for said in held.get("shown", ()))
    yield from ((False, said, False) for said in held.get("unshown", ()))


def _labelled(title: str, passage: str, said: str, *, borne: bool) -> Labelled:
    return Labelled(Pair(f"{title}: {passage}" if title else passage, said), borne)
