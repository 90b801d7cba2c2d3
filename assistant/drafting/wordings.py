"""The words that stand in cells of drafts and checklists, read from wordings.yaml."""

from functools import cache

from assistant.contracts import Contract
from assistant.template_contracts import Verdict
from assistant.validated_yaml import read_beside


class CellWordings(Contract):
    """What cells say; the reasons stand in wordings.yaml."""

    needed: str
    adapted: str
    verdicts: dict[Verdict, str]


@cache
def load_cell_wordings() -> CellWordings:
    """Read wordings.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "wordings.yaml", CellWordings)


def is_adapted_note(note: str) -> bool:
    """Tell whether a note says from what a cell was adapted."""
    return note.startswith(load_cell_wordings().adapted.partition("{")[0])


def is_needed(text: str) -> bool:
    """Tell whether a text says that local input is needed, in whatever capitals."""
    return text.strip().casefold() == load_cell_wordings().needed.casefold()
