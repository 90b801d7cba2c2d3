"""Rewordings of real cells for another place, scripted: the right ones must stand, the wrong ones must not be shown."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import Field, TypeAdapter

from assistant.assistant import Assistant
from assistant.drafting.adapting_step import adapter_asking
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import Adapted, CellState, Draft, DraftRequest, LocalFacts, Row
from assistant.ledger import load_ledger
from assistant.model.contracts import CellText, RowText
from assistant.model.judging import verifier
from assistant.settings import load_policy
from corpus import CHANGES
from evals.case_files import read_held
from evals.contracts import Contract, Split, Words
from evals.drafting.run import write_both
from evals.errors import CasesError, NothingToRunError
from evals.markdown import figure, interval, table
from evals.proportions import Proportion, proportion_of
from indexer.adding import Progress

CASES = Path(__file__).with_name("adapting.yaml")
_SHOWN = re.compile(r"<<(C\d+) \w+>>\n[^\n]*:\n(.*?)\n<<END", re.DOTALL)


class Expected(StrEnum):
    """What must come of a rewording."""

    KEPT = "kept"
    REFUSED = "refused"


class Rewording(Contract):
    """One cell of a draft, and what a model makes of it.

    A cell is told by its first words, and a rewording by what it puts for what: no sentence of a source stands here.
    """

    id: Words
    split: Split
    expected: Expected
    why: Words
    theme: Words
    template: Words
    place: Words
    column: Words
    begins: Words
    put: tuple[tuple[str, str], ...] = Field(min_length=1)
    ends_before: Words | None = Field(None, description="From these words on, the end of the cell is left out.")

    def of(self, text: str) -> str:
        """Return the rewording of a cell.

        Raises:
            CasesError: the cell does not hold what is to be put otherwise.
        """
        for old, new in self.put:
            if old not in text:
                raise CasesError(f"{CASES.name}: case '{self.id}': the cell does not hold '{old}'.")
            text = text.replace(old, new)
        return f"{text.partition(self.ends_before)[0].rstrip()}." if self.ends_before else text


class Rewordings(Contract):
    """All of them, and the facts of the place that they are worded for."""

    local: LocalFacts
    cases: tuple[Rewording, ...]


class Outcome(Contract):
    """What came of one rewording; ``reason`` is why it was refused, null where it was kept."""

    case: str
    expected: Expected
    kept: bool
    reason: str | None
    why: str

    @property
    def is_right(self) -> bool:
        """Tell whether it came as it must."""
        return self.kept is (self.expected is Expected.KEPT)


class AdaptingScores(Contract):
    """Shares of the rewordings that came as they must, and each of them."""

    split: Split
    right_kept: Proportion
    wrong_refused: Proportion
    outcomes: tuple[Outcome, ...]


class Adapting(Protocol):
    """What of adapting is measured here."""

    def adapt(self, draft: Draft) -> Adapted:
        """Reword the cells of a draft for the place of its local facts."""


class Scripted:
    """Gives, in the place of a model, the rewording of the one case that is set."""

    def __init__(self) -> None:
        self.case: Rewording | None = None

    def __call__(self, prompt: str) -> RowText:
        """Reword the cell that begins as the case says."""
        case = self.case
        shown = [(key, text) for key, text in _SHOWN.findall(prompt) if case and text.startswith(case.begins)]
        return RowText(cells=tuple(CellText(cell=key, text=case.of(text)) for key, text in shown[:1] if case))


def checked_by(assistant: Assistant) -> Callable[[Scripted], Adapting]:
    """Return what adapts scripted rewordings through the real checks of an assistant's library."""
    return lambda script: adapter_asking(
        script, "scripted", assistant.library, load_policy(), load_ledger(CHANGES), verifier, Choosing()
    )


def load_rewordings(path: Path = CASES) -> Rewordings:
    """Read the rewordings.

    Raises:
        CasesError: naming the field that is wrong, or a case that stands twice.
    """
    given = read_held(path, TypeAdapter(Rewordings))
    names = [case.id for case in given.cases]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CasesError(f"{path}: case '{twice}' stands twice.")
    return given


def score_adapting(
    draft: Callable[[DraftRequest], Draft],
    adapting: Callable[[Scripted], Adapting],
    given: Rewordings,
    split: Split,
    progress: Progress,
) -> AdaptingScores:
    """Adapt the cell of each case of a split.

    Args:
        draft: makes the drafts whose cells are reworded.
        adapting: gives what adapts them with the scripted rewordings.
        given: the cases, and the facts of the place.
        split: of which the cases are.
        progress: hears which case is begun.

    Raises:
        NothingToRunError: the split has no case.
        CasesError: a case names a cell that no draft has, or words that its cell does not hold.
    """
    cases = [case for case in given.cases if case.split is split]
    if not cases:
        raise NothingToRunError(f"No rewording is of the split '{split}'.")
    script = Scripted()
    adapter = adapting(script)
    drafts: dict[tuple[str, str, str], Draft] = {}
    outcomes = []
    for done, case in enumerate(cases):
        progress(case.id, done, len(cases))
        asked = (case.template, case.theme, case.place)
        if asked not in drafts:
            drafts[asked] = draft(
                DraftRequest(template=case.template, theme=case.theme, place=case.place, local=given.local)
            )
        script.case = case
        outcomes.append(_outcome(case, drafts[asked], adapter))
    return AdaptingScores(
        split=split,
        right_kept=_share(outcomes, Expected.KEPT),
        wrong_refused=_share(outcomes, Expected.REFUSED),
        outcomes=tuple(outcomes),
    )


def adapting_markdown(scores: AdaptingScores) -> str:
    """Return the report: the shares, and each case that did not come as it must."""
    shares = (("right rewordings kept", scores.right_kept), ("wrong rewordings refused", scores.wrong_refused))
    rows = [
        (name, f"{share.hits}/{share.n}", figure(share.value), interval(share.low, share.high))
        for name, share in shares
    ]
    wrong = [
        (one.case, one.expected, "kept" if one.kept else f"refused: {one.reason}", one.why)
        for one in scores.outcomes
        if not one.is_right
    ]
    lines = [f"# Adapting, {scores.split}", "", *table(("measure", "n", "share", "95 % interval"), rows)]
    lines += ["", *table(("case", "expected", "came out", "why it is so"), wrong)] if wrong else []
    return "\n".join(lines) + "\n"


def write_adapting(scores: AdaptingScores, folder: Path) -> Path:
    """Write what was measured, for people and for programs; return the report's path."""
    return write_both(folder, f"adapting-{scores.split}", scores, adapting_markdown(scores))


def _outcome(case: Rewording, draft: Draft, adapter: Adapting) -> Outcome:
    row = _row_of(case, draft.rows)
    case.of(row.cells[case.column].text)  # a case that does not fit is told here, and not taken for a refusal
    adapted = adapter.adapt(draft.model_copy(update={"rows": (row,)}))
    kept = adapted.draft.rows[0].cells[case.column].state is CellState.ADAPTED
    reason = None if kept else next((left.reason for left in adapted.left), "not offered")
    return Outcome(case=case.id, expected=case.expected, kept=kept, reason=reason, why=case.why)


def _row_of(case: Rewording, rows: Sequence[Row]) -> Row:
    for row in rows:
        cell = row.cells.get(case.column)
        if cell and cell.state is CellState.QUOTED and cell.text.startswith(case.begins):
            return row
    raise CasesError(f"{CASES.name}: case '{case.id}': no cell of '{case.column}' begins with '{case.begins}'.")


def _share(outcomes: Iterable[Outcome], expected: Expected) -> Proportion:
    return proportion_of([one.is_right for one in outcomes if one.expected is expected])
