"""SQuAD 1.1 (Rajpurkar et al. 2016): questions asked by people of paragraphs, each with where its answer stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.sentences import sentence_spans

NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d|\b\d\b")
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d\d\b")
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:of |the |and )?[A-Z][\w'’-]+)*")
_LEANING = re.compile(r"(?:this|these|those|they|it|its|such|however|also|he|she|his|her|their|there)\b", re.IGNORECASE)
_LEAST_SIGNS = 12
_MOST_SIGNS_TOGETHER = 380

Named = tuple[int, int, str]


@dataclass(frozen=True)
class Asked:
    """A question, the sentences of its paragraph, the answer in one, and the names and figures of its article."""

    title: str
    question: str
    answer: str
    sentences: tuple[str, ...]
    at: int
    start: int
    article: dict[str, tuple[str, ...]]

    @property
    def sentence(self) -> str:
        """The sentence that answers."""
        return self.sentences[self.at]

    @property
    def before(self) -> str:
        """The sentence before, where the one that answers leans on it; else nothing."""
        leans = self.at > 0 and _LEANING.match(self.sentence) is not None
        before = f"{self.sentences[self.at - 1]} " if leans else ""
        return before if len(before) + len(self.sentence) < _MOST_SIGNS_TOGETHER else ""


def asked_in(file: Path) -> Iterator[Asked]:
    """Yield the questions of a file of SQuAD 1.1 whose answer stands in one sentence of several."""
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        paragraphs = article["paragraphs"]
        held: dict[str, set[str]] = {}
        for paragraph in paragraphs:
            for start, end, kind in named_in(paragraph["context"]):
                held.setdefault(kind, set()).add(paragraph["context"][start:end])
        pool = {kind: tuple(sorted(names)) for kind, names in held.items()}
        for paragraph in paragraphs:
            yield from _of_paragraph(article["title"].replace("_", " "), paragraph, pool)


def _of_paragraph(title: str, paragraph: dict[str, object], pool: dict[str, tuple[str, ...]]) -> Iterator[Asked]:
    text = str(paragraph["context"])
    spans = list(sentence_spans(text))
    sentences = tuple(text[start:end] for start, end in spans)
    for one in paragraph["qas"] if len(spans) > 1 else ():  # type: ignore[attr-defined]
        question, answer = one["question"].strip(), one["answers"][0]
        first, last = answer["answer_start"], answer["answer_start"] + len(answer["text"])
        at = next((number for number, (start, end) in enumerate(spans) if start <= first and last <= end), None)
        if at is not None and len(question) >= _LEAST_SIGNS and question.endswith("?"):
            yield Asked(title, question, answer["text"], sentences, at, first - spans[at][0], pool)


def named_in(text: str) -> list[Named]:
    """Return where years, numbers and names stand in a text, each with its kind."""
    figures = [(m.start(), m.end(), kind_of(m.group())) for m in NUMBER.finditer(text)]
    names = [(m.start(), m.end(), "name") for m in _NAME.finditer(text) if m.start() or " " in m.group()]
    return figures + names


def kind_of(text: str) -> str:
    """Tell whether a text is a year, holds a number, or is a name."""
    if _YEAR.fullmatch(text.strip()):
        return "year"
    if NUMBER.search(text):
        return "number"
    return "name" if text[:1].isupper() else "other"
