"""Batches of claims: one JSON line a claim in, one JSON line out."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from assistant.batch import numbered_lines
from assistant.contracts import AnswerStatus, Contract, UserText
from assistant.verifier.judging import Judgement


class ClaimLine(Contract):
    """One line of a batch of claims."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None
    claim: UserText
    passages: tuple[UserText, ...]


def run_claims(path: Path, judge: Callable[[str, Sequence[str]], Judgement]) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield for each line what is to be printed, and whether it went well; a bad line does not stop the others.

    Raises:
        BatchError: the file cannot be read.
    """
    for number, text in numbered_lines(path):
        identity: Any = None
        try:
            raw = json.loads(text)
            identity = raw.get("id") if isinstance(raw, dict) else None
            line = ClaimLine.model_validate(raw)
        except (ValueError, RecursionError) as error:
            reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            message = (
                f"Line {number} is not a claim: {reason}. Each line is an object with 'id', 'claim' and 'passages', "
                "a list of texts."
            )
            yield {"id": identity, "status": AnswerStatus.ERROR, "text": message}, False
            continue
        yield {"id": line.id, **judge(line.claim, line.passages).model_dump(mode="json")}, True
