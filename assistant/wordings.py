"""Other words for what a question says: the field's own terms, and the acronyms that the documents explain."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from assistant.contracts import Contract
from assistant.errors import SynonymsError


class Alternative(NamedTuple):
    """A phrase of the question, and what documents may write instead."""

    said: str
    written: tuple[str, ...]


class Synonym(Contract):
    """What people say, what documents write, and why the two go together."""

    said: tuple[str, ...]
    written: tuple[str, ...]
    because: str


class Synonyms(Contract):
    """All synonyms."""

    synonyms: tuple[Synonym, ...]


class Wordings:
    """Finds the alternatives of a question."""

    def __init__(self, synonyms: Sequence[Synonym]) -> None:
        self._synonyms = [(_phrases(synonym.said), synonym.written) for synonym in synonyms]

    def __call__(self, question: str, acronyms: Mapping[str, tuple[str, ...]]) -> list[Alternative]:
        """Return the alternatives of a question's phrases, the longest phrase of each synonym.

        Args:
            question: as understood.
            acronyms: the long forms of each short form that the documents explain.
        """
        plain = question.replace("’", "'")
        found = [
            Alternative(said.group(), written) for said_of, written in self._synonyms if (said := said_of.search(plain))
        ]
        for short, longs in acronyms.items():
            if _phrases([short], exactly=True).search(plain):
                found.append(Alternative(short, longs))
            elif said := _phrases(longs).search(plain):
                found.append(Alternative(said.group(), (short,)))
        return found


def _phrases(phrases: Sequence[str], *, exactly: bool = False) -> re.Pattern[str]:
    """Return a pattern for whole phrases, the longest first; letters count where ``exactly``."""
    either = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{either})(?:s)?(?!\w)" if exactly else rf"(?<!\w)(?:{either})(?!\w)", 0 if exactly else re.I
    )


def load_synonyms(path: Path) -> tuple[Synonym, ...]:
    """Read the synonyms.

    Raises:
        SynonymsError: naming the entry and field that are wrong.
    """
    try:
        return Synonyms.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).synonyms
    except (OSError, yaml.YAMLError) as error:
        raise SynonymsError(f"The synonyms {path} cannot be read: {error}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise SynonymsError(f"The synonyms {path}: {place}: {problem['msg']}.") from error
