"""Batches: one JSON line a question in, one JSON line out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from assistant.contracts import AnswerStatus, Contract, Question, Turn
from assistant.errors import BatchError

_NOTHING_SAID = Question(text="")


class BatchLine(Contract):
    """One line of a batch; ``history`` holds pairs of question and answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None
    question: str
    history: tuple[tuple[str, str], ...] = ()
    place: str | None = None
    document: str | None = None


def question_of(line: BatchLine, otherwise: Question) -> Question:
    """Return the question of a line; what it does not say is as in ``otherwise``.

    Place and document go together: a line that names one of them is not narrowed further.
    """
    scope = line if line.place or line.document else otherwise
    history = turns_of(line.history) or otherwise.history
    return Question(text=line.question, history=history, place=scope.place, document=scope.document)


def turns_of(pairs: tuple[tuple[str, str], ...]) -> tuple[Turn, ...]:
    """Return pairs of question and answer as turns."""
    return tuple(Turn(question=asked, answer=answered) for asked, answered in pairs)


def run_batch(
    path: Path, answer: Callable[[Question], dict[str, Any]], otherwise: Question = _NOTHING_SAID
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield for each line what is to be printed, and whether it went well; a bad line does not stop the others.

    Args:
        path: the file of lines.
        answer: gives what is to be printed of a question.
        otherwise: history, place and document for the lines that do not say theirs.

    Raises:
        BatchError: the file cannot be read.
    """
    for number, text in numbered_lines(path):
        identity: Any = None
        try:
            raw = json.loads(text)
            identity = raw.get("id") if isinstance(raw, dict) else None
            result = answer(question_of(BatchLine.model_validate(raw), otherwise))
        except (ValueError, ValidationError) as error:
            reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            message = f"Line {number} is not a question: {reason}. Each line is an object with 'id' and 'question'."
            yield {"id": identity, "status": AnswerStatus.ERROR, "text": message}, False
            continue
        yield {"id": identity, **result}, result.get("status") != AnswerStatus.ERROR


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a batch file that hold something, each with its number.

    Raises:
        BatchError: the file cannot be read.
    """
    try:
        # Not splitlines: U+2028 and U+0085 may stand in the strings of a line.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BatchError(
            f"The batch file {path} cannot be read ({error}); give a UTF-8 file with one JSON object a line."
        ) from error
    yield from ((number, text) for number, text in enumerate(lines, start=1) if text.strip())


def history_of(path: Path) -> tuple[Turn, ...]:
    """Read a conversation: a JSON list of [question, answer] pairs.

    Raises:
        BatchError: the file is not such a list.
    """
    try:
        pairs = json.loads(path.read_text(encoding="utf-8-sig"))
        return turns_of(BatchLine(question="-", history=pairs).history)
    except (OSError, ValueError) as error:
        raise BatchError(f"The history file {path} is not a JSON list of [question, answer] pairs.") from error
