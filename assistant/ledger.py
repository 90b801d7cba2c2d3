"""The ledger of what has changed, and the finding of its terms in texts."""

import re
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from assistant.contracts import Contract
from assistant.errors import LedgerError


class Confidence(StrEnum):
    """How sure the ledger is; what is less than likely does not go in."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Change(Contract):
    """One body, law, guidance or programme that was replaced."""

    term: str
    aliases: tuple[str, ...]
    was: str
    what_happened: str
    effective: str
    instrument: str
    successor: str
    confidence: Confidence
    confirmed: str
    not_where: str = Field(
        "", exclude=True, description="A pattern for where an alias is a common word; with what shows it around it."
    )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The aliases as whole words; short ones in capitals only, so that 'SHA' is not found in 'sha'."""
        parts = [f"(?-i:{re.escape(a)})" if a.isupper() or " " not in a else re.escape(a) for a in self.aliases]
        return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(parts, key=len, reverse=True))})(?!\w)", re.IGNORECASE)

    def stands_in(self, text: str) -> bool:
        """Tell whether an alias stands in a text as the name that it is."""
        names = re.sub(self.not_where, " ", text) if self.not_where else text
        return self.pattern.search(names) is not None


class Ledger(Contract):
    """All changes, and the date as of which they were checked."""

    as_of: str
    changes: tuple[Change, ...]

    def found_in(self, *texts: str) -> list[Change]:
        """Return the changes whose terms stand in one of the texts, in the ledger's order."""
        # A term may be broken over two lines of one text, but not over two texts.
        plain = [" ".join(text.replace("’", "'").split()) for text in texts]
        return [change for change in self.changes if any(change.stands_in(text) for text in plain)]


def load_ledger(path: Path) -> Ledger:
    """Read a ledger.

    Raises:
        LedgerError: naming the entry and field that are wrong.
    """
    try:
        return Ledger.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise LedgerError(f"The ledger {path} cannot be read: {error}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        raise LedgerError(f"The ledger {path}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}.") from error
