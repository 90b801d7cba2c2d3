"""Answers given before, held to today's library: which cited passages still stand word for word."""

import difflib
import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from assistant.contracts import Answer, Citation, Contract, Receipt
from assistant.errors import RecheckError
from assistant.receipt import receipt_of
from assistant.retrieve import section_of
from assistant.settings import AssistantSettings
from indexer.contracts import Passage
from indexer.library import Library

# A passage that shares less than this of its words with the cited one is another passage, not a changed one.
_LIKENESS = 0.6


class State(StrEnum):
    """What became of a cited passage."""

    STANDS = "stands"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


class Place(Contract):
    """Where a passage stands today."""

    passage_id: str
    document_id: str
    section: str | None
    paragraph: str | None
    page: int | None
    text: str


class CitationCheck(Contract):
    """One citation of an answer, and what became of its passage."""

    token: str
    document_id: str
    passage_id: str
    quote: str
    state: State
    quote_stands: bool = Field(description="Whether the quoted words themselves still stand there.")
    now: Place | None = Field(description="Where the passage, or what is nearest to it, stands today; null if gone.")


class AnswerCheck(Contract):
    """One answer and its citations; ``error`` says why a line could not be read."""

    line: int
    id: str | int | None = None
    question: str | None = None
    receipt_changes: tuple[str, ...] = Field((), description="Parts of the receipt that differ today.")
    citations: tuple[CitationCheck, ...] = ()
    error: str | None = None

    @property
    def is_sound(self) -> bool:
        """Tell whether all that it cites still stands word for word."""
        return self.error is None and all(c.state in (State.STANDS, State.MOVED) for c in self.citations)


class _Given(Answer):
    """An answer as ``ask --json`` gave it, or a line of a batch with its id; a later version may say more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None


def recheck_file(path: Path, settings: AssistantSettings) -> list[AnswerCheck]:
    """Return what became of each answer of a file; no language model is needed even where one is set.

    Raises:
        RecheckError: the file cannot be read, or holds nothing.
        IndexerError: the library cannot be read.
    """
    library = Library(settings)
    try:
        return list(recheck(path, library, receipt_of(settings, library.generation)))
    finally:
        library.close()


def recheck(path: Path, library: Library, today: Receipt) -> Iterator[AnswerCheck]:
    """Yield what became of each answer of a file; a bad line does not stop the others.

    Args:
        path: the JSON of one answer, or one answer a line.
        library: as it is today.
        today: the receipt that an answer would carry now.

    Raises:
        RecheckError: the file cannot be read, or holds nothing.
    """
    looking = _Looking(library)
    answers = _answers(path)
    if not answers:
        raise RecheckError(f"{path} holds no answer; give what 'python -m assistant ask --json' printed.")
    for line, raw in answers:
        try:
            given = _Given.model_validate_json(raw)
        except ValidationError as error:
            problem = error.errors()[0]
            field = ".".join(str(part) for part in problem["loc"])
            message = f"Line {line} is not an answer as 'ask --json' prints it: {field} {problem['msg']}."
            yield AnswerCheck(line=line, error=message)
            continue
        yield AnswerCheck(
            line=line,
            id=given.id,
            question=given.question,
            receipt_changes=_changes(given.receipt, today),
            citations=tuple(looking.at(citation) for citation in given.citations),
        )


def _answers(path: Path) -> list[tuple[int, str]]:
    """Return the answers of a file with their lines: one object over several lines, or one a line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecheckError(f"{path} cannot be read ({error}); give a UTF-8 file of answers.") from error
    try:
        whole: Any = json.loads(text)
    except (ValueError, RecursionError):
        # Not splitlines: U+2028 and U+0085 may stand in the strings of a line.
        return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    several = whole if isinstance(whole, list) else [whole]
    return [(number, json.dumps(one)) for number, one in enumerate(several, start=1)]


def _changes(given: Receipt | None, today: Receipt) -> tuple[str, ...]:
    if given is None:
        return ()
    return tuple(name for name in Receipt.model_fields if getattr(given, name) != getattr(today, name))


class _Looking:
    """Looks for cited passages in a library."""

    def __init__(self, library: Library) -> None:
        self._by_document: dict[str, list[Passage]] = {}
        for passage in library.all_passages():
            self._by_document.setdefault(passage.document_id, []).append(passage)

    def at(self, citation: Citation) -> CitationCheck:
        """Return what became of the passage of a citation."""
        state, found = self._found(citation)
        return CitationCheck(
            token=citation.token,
            document_id=citation.document_id,
            passage_id=citation.passage_id,
            quote=citation.quote,
            state=state,
            quote_stands=found is not None and _plain(citation.quote) in _plain(found.text),
            now=None if found is None else _place(found),
        )

    def _found(self, citation: Citation) -> tuple[State, Passage | None]:
        own = self._by_document.get(citation.document_id, [])
        wanted = _plain(citation.passage)
        same = [passage for passage in own if _plain(passage.text) == wanted]
        for passage in same:
            if _is_at(passage, citation):
                return State.STANDS, passage
        if same:
            return State.MOVED, same[0]
        if changed := _nearest(citation, own):
            return State.CHANGED, changed
        # A document may come back under another id.
        for passages in self._by_document.values():
            for passage in passages:
                if _plain(passage.text) == wanted:
                    return State.MOVED, passage
        return State.GONE, None


def _is_at(passage: Passage, citation: Citation) -> bool:
    """Tell whether a passage stands where it was cited: a reader who opens it there finds it."""
    was = (citation.section, citation.paragraph, citation.page)
    return (section_of(passage), passage.paragraph, passage.page) == was


def _nearest(citation: Citation, passages: list[Passage]) -> Passage | None:
    """Return the passage that the cited one has become: one with the quote, else the one most like it."""
    quote, words = _plain(citation.quote), _plain(citation.passage).split()
    best, likeness = None, _LIKENESS
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    for passage in passages:
        text = _plain(passage.text)
        if quote and quote in text:
            return passage
        matcher.set_seq1(text.split())
        # The two quick ratios are upper bounds; most passages are ruled out by them.
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= likeness and matcher.ratio() >= likeness:
            best, likeness = passage, matcher.ratio()
    return best


def _plain(text: str) -> str:
    """Return a text with every run of white space as one space: how lines break is no change of words."""
    return " ".join(text.split())


def _place(passage: Passage) -> Place:
    return Place(
        passage_id=passage.id,
        document_id=passage.document_id,
        section=section_of(passage),
        paragraph=passage.paragraph,
        page=passage.page,
        text=passage.text,
    )
