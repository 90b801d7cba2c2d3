"""Joined proposals to the rows of a draft: cells with their citations and notes, or marked as needed."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.citing import Citations
from assistant.drafting.columns import by_column, without_column
from assistant.drafting.contracts import Cell, CellState, DraftRequest, Row, Variant
from assistant.drafting.differences import are_alike, differs
from assistant.drafting.joining import Joined
from assistant.drafting.local import LocalCells
from assistant.drafting.notes import Notes
from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Proposal, Span
from assistant.template_contracts import Column, Role, Template

_MAIN = (Role.ACTION, Role.INTENTION, Role.MILESTONE)
_FILLED_FROM_OTHERS = (Role.LEAD, Role.TIMESCALE, Role.OUTCOME, Role.PROVIDER, Role.GROUP, Role.COST, Role.INTENTION)


class Filling:
    """Fills the rows of one draft."""

    def __init__(self, policy: DraftingPolicy, notes: Notes, template: Template, request: DraftRequest) -> None:
        self._policy = policy
        self._notes = notes
        self._template = template
        self._request = request
        self._local = LocalCells(policy.wordings, request)
        self.citations = Citations()

    def row(self, joined: Joined) -> Row:
        """Return the row of a proposal and of what states the same."""
        proposal = _filled(joined.proposal, joined.others)
        spans = by_column(self._template, proposal)
        alike = [other for other in joined.others if are_alike(joined.proposal, other)]
        main = next((c.id for c in self._template.columns if c.role in _MAIN and spans[c.id]), None)
        cells = {
            column.id: self._cell(column, spans[column.id], alike if column.id == main else (), proposal)
            for column in self._template.columns
        }
        if main:
            cells[main] = self._with_frame(cells[main], proposal)
        variants = [self._variant(joined.proposal, other) for other in joined.others if other not in alike]
        return Row(
            id=proposal.id,
            cells=cells,
            variants=tuple(variants),
            place=proposal.source.document.metadata.place,
        )

    def _cell(self, column: Column, spans: Sequence[Span], alike: Sequence[Proposal], proposal: Proposal) -> Cell:
        if column.role is Role.LOCAL:
            return self._local.own() or self._needed()
        if not spans:
            return self._local.instead(column, proposal) or self._needed()
        text = "\n".join(dict.fromkeys(span.text for span in spans))
        again = [span for other in alike for span in other.statement]
        return Cell(
            text=text,
            state=CellState.QUOTED,
            citations=self.citations.cite([*spans, *again]),
            notes=self._notes.currency(text, spans),
        )

    def _needed(self) -> Cell:
        return Cell(text=self._policy.wordings["needed"], state=CellState.NEEDED)

    def _with_frame(self, cell: Cell, proposal: Proposal) -> Cell:
        """Return the main cell with the notes that hold for its whole row."""
        beside = [
            self._policy.wordings["other"].format(column=role.value.capitalize(), text=text)
            for role, text in without_column(self._template, proposal, self._policy.reading.points_back)
        ]
        cut = [self._policy.wordings["cut"]] if proposal.cut else []
        return cell.model_copy(
            update={"notes": (*self._notes.precedent(proposal, self._request), *cut, *beside, *cell.notes)}
        )

    def _variant(self, main: Proposal, other: Proposal) -> Variant:
        spans = [*other.statement, *(milestone.span for milestone in other.milestones)]
        return Variant(
            text="\n".join(dict.fromkeys(span.text for span in spans)),
            citations=self.citations.cite(spans),
            differs=differs(self._policy, main, other),
        )


def _filled(proposal: Proposal, others: Sequence[Proposal]) -> Proposal:
    """Return a proposal with the cells that it is silent on and another statement of the same is not."""
    fields = dict(proposal.fields)
    for role in _FILLED_FROM_OTHERS:
        if not fields.get(role):
            spans = [span for other in others for span in other.fields.get(role, ())]
            if spans:
                fields[role] = tuple({span.text: span for span in reversed(spans)}.values())[::-1]
    milestones = proposal.milestones or next((other.milestones for other in others if other.milestones), ())
    return replace(proposal, fields=fields, milestones=milestones)
