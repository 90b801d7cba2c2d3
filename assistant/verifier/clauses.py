"""Texts to clauses: each verb with who does it, what it is done to, and what stands behind prepositions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.verifier.wordlists import load_word_lists
from assistant.verifier.words import Word

# A form that can be a verb is taken for one from this sum of its share of uses and of what stands by it.
_IS_VERB = 0.55
_MOST_SUBJECT_WORDS = 14
_MOST_OBJECT_WORDS = 12
_PARTICIPLE = re.compile(r"(?:ed|en|wn|lt|pt|ught|id|ade|set|ound|ung|one|ut|uilt)$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_STRONG = frozenset(";:.()\u2013")


@dataclass(frozen=True)
class Clause:
    """A verb with the numbers of the words of matter that belong to it; ``by`` stands for who acts in a passive."""

    verb: int
    is_passive: bool
    is_copula: bool
    agent: tuple[int, ...]
    patient: tuple[int, ...]
    behind: tuple[tuple[str, tuple[int, ...]], ...]


@cache
def _verbs() -> tuple[dict[str, float], dict[str, str]]:
    """Return the share of uses in which a word is a verb, and the verbs of irregular forms."""
    shares: dict[str, float] = {}
    irregular: dict[str, str] = {}
    for line in Path(__file__).with_name("verbs.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            verb, share, forms = line.split("\t")
            shares[verb] = int(share) / 10
            irregular.update(dict.fromkeys(forms.split(), verb))
    return shares, irregular


@lru_cache(maxsize=50_000)
def verb_of(low: str) -> tuple[str, str] | None:
    """Return the verb that a word can be a form of, and which: base, s, past or ing; None for no verb."""
    shares, irregular = _verbs()
    if low in irregular:
        return irregular[low], "ing" if low.endswith("ing") else "past"
    if low in shares:
        return low, "base"
    for ending, form in (("ies", "s"), ("es", "s"), ("s", "s"), ("ied", "past"), ("ed", "past"), ("ing", "ing")):
        if not low.endswith(ending) or len(low) - len(ending) < 2:
            continue
        trunk = low[: -len(ending)]
        tries = [trunk + "y"] if ending.startswith("ie") else [trunk, trunk + "e", _DOUBLED.sub(r"\1", trunk)]
        found = next((one for one in tries if one in shares), None)
        if found:
            return found, form
    return None


def clauses_of(text: str, words: Sequence[Word]) -> tuple[Clause, ...]:
    """Return the clauses of a text, by verb in order."""
    return _clauses(text, tuple(words))


@lru_cache(maxsize=4_096)
def _clauses(text: str, words: tuple[Word, ...]) -> tuple[Clause, ...]:
    heads = [number for number in range(len(words)) if _is_verb(words, number)]
    heads += _copulas(words, heads)
    heads.sort()
    found: list[Clause] = []
    for position, head in enumerate(heads):
        before = heads[position - 1] if position else -1
        after = heads[position + 1] if position + 1 < len(heads) else len(words)
        found.append(_clause(text, words, head, (before, after), found))
    return tuple(found)


def _is_verb(words: Sequence[Word], at: int) -> bool:
    """Tell whether a word is the head of a verb group, by its form and the words by it."""
    word = words[at]
    known = verb_of(word.low)
    lists = load_word_lists()
    if known is None or word.low in lists.auxiliaries or word.is_figure:
        return False
    verb, form = known
    if word.is_capital and at and words[at - 1].low != "to":
        return False
    before = _before(words, at)
    share = _verbs()[0][verb]
    score = share if form in {"base", "s"} else max(share, 0.6)
    if before in lists.verb_before:
        return form != "s" or before not in lists.modals
    if before in lists.be | lists.have:
        return form in {"past", "ing"} or bool(_PARTICIPLE.search(word.low))
    if word.low in lists.nominal:
        return False
    if form == "ing" and (before not in lists.prepositions or at + 1 == len(words)):
        return False
    if before in lists.noun_before and not (before == "that" and form == "s"):
        score -= 0.6 if form != "ing" else 0.3
    behind = words[at + 1].low if at + 1 < len(words) else ""
    if behind in lists.noun_before:
        score += 0.3 if form in {"base", "s"} else 0.15
    if form == "past" and behind in {"by", "in", "on", "to", "with", "from", "for", "as", "at"}:
        score += 0.15
    return score >= _IS_VERB


def _before(words: Sequence[Word], at: int) -> str:
    """Return the word before, over adverbs and 'not'."""
    number = at - 1
    while number >= 0 and (words[number].low in load_word_lists().adverbs or words[number].low.endswith("ly")):
        number -= 1
    return words[number].low if number >= 0 else ""


def _copulas(words: Sequence[Word], heads: Sequence[int]) -> list[int]:
    """Return the forms of 'be' that no verb follows: 'schools are members'."""
    be, taken = load_word_lists().be, set(heads)
    return [
        number
        for number, word in enumerate(words)
        if word.low in be and not any(n in taken for n in range(number + 1, min(len(words), number + 4)))
    ]


def _clause(text: str, words: Sequence[Word], head: int, between: tuple[int, int], earlier: Sequence[Clause]) -> Clause:
    lists = load_word_lists()
    group = head
    while group - 1 > between[0] and (
        words[group - 1].low in lists.auxiliaries | lists.adverbs | {"to"} or words[group - 1].low.endswith("ly")
    ):
        group -= 1
    aux = {words[n].low for n in range(group, head)}
    copula = words[head].low in lists.be
    behind = words[head + 1].low if head + 1 < len(words) else ""
    known = verb_of(words[head].low)
    past = known is not None and (known[1] == "past" or bool(_PARTICIPLE.search(words[head].low)))
    passive = not copula and past and (bool(aux & lists.be) or (not aux & lists.have and behind == "by"))
    left = _left(text, words, group, between[0])
    core, preps = _right(text, words, head, between[1])
    joined = group > 0 and words[group - 1].low in {"and", "or", "but", "to"}
    if earlier and (joined or not left):
        left = list(earlier[-1].patient if earlier[-1].is_passive else earlier[-1].agent)
    agents = tuple(n for prep, numbers in preps if prep == "by" for n in numbers)
    if passive:
        return Clause(head, True, False, agents, tuple(left), tuple(p for p in preps if p[0] != "by"))
    return Clause(head, False, copula, tuple(left), tuple(core), tuple(preps))


def _parted(text: str, words: Sequence[Word], first: int, second: int) -> bool:
    """Tell whether a strong sign stands between two words."""
    return bool(_STRONG & set(text[words[first].end : words[second].start]))


def _left(text: str, words: Sequence[Word], group: int, before: int) -> list[int]:
    """Return the words of matter of the subject."""
    lists = load_word_lists()
    found: list[int] = []
    for number in range(group - 1, max(before, group - 1 - _MOST_SUBJECT_WORDS), -1):
        if _parted(text, words, number, number + 1):
            break
        if (words[number].low in lists.relating or words[number].low in lists.opening) and (found or before >= 0):
            break
        if before >= 0 and "," in text[words[number].end : words[number + 1].start]:
            break
        if words[number].weight > 0:
            found.append(number)
    return found[::-1]


def _right(
    text: str, words: Sequence[Word], head: int, after: int
) -> tuple[list[int], list[tuple[str, tuple[int, ...]]]]:
    """Return the words of matter right behind a verb, and those behind each preposition."""
    lists = load_word_lists()
    core: list[int] = []
    preps: list[tuple[str, list[int]]] = []
    for number in range(head + 1, min(after, head + 1 + _MOST_OBJECT_WORDS)):
        if _parted(text, words, number - 1, number) or words[number].low in lists.relating:
            break
        if after < len(words) and "," in text[words[number - 1].end : words[number].start]:
            break
        if words[number].low in lists.prepositions:
            preps.append((words[number].low, []))
        elif words[number].weight > 0:
            (preps[-1][1] if preps and preps[-1][0] != "of" else core).append(number)
    return core, [(prep, tuple(numbers)) for prep, numbers in preps if numbers]
