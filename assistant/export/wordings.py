"""The words and measures of exported files, read from wordings.yaml."""

from functools import cache

from assistant.contracts import Contract, NoticeKind
from assistant.drafting.contracts import CellState
from assistant.validated_yaml import read_beside


class Wordings(Contract):
    """What an exported file says beside the words of its cells; the reasons stand in wordings.yaml."""

    not_known: str
    marks: dict[str, str]
    states: dict[CellState, str]
    colours: dict[CellState, str]
    checklist: dict[str, str]
    table: dict[str, str]
    headings: dict[str, str]
    facts: dict[str, str]
    legend_draft: str
    legend_checklist: str
    notices_pointer: str
    differs: str
    adapted: str
    changed: str
    removed_text: str
    sources: dict[str, str]
    evidence: dict[str, str]
    sheets: dict[str, str]
    notices: dict[NoticeKind, str]
    excel_longest: int
    excel_cut: str
    longest_whole_row: int
    largest_file: int
    largest_unpacked: int


@cache
def load_wordings() -> Wordings:
    """Read wordings.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "wordings.yaml", Wordings)
