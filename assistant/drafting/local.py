"""Cells that are the user's own: what they said of their place, never what a source says of another."""

from collections.abc import Iterator, Mapping

from assistant.drafting.contracts import Cell, CellState, DraftRequest
from assistant.drafting.sources import Proposal
from assistant.template_contracts import Column, Role


class LocalCells:
    """Words the local facts of a request."""

    def __init__(self, wordings: Mapping[str, str], request: DraftRequest) -> None:
        self._wordings = wordings
        self._request = request
        self._local = request.local

    def own(self) -> Cell | None:
        """Return the cell of the column that is the user's own; None where nothing was given."""
        lines = list(self._lines())
        return Cell(text="\n".join(lines), state=CellState.LOCAL) if lines else None

    def instead(self, column: Column, proposal: Proposal) -> Cell | None:
        """Return the user's own lead where the source is silent on one."""
        lead = self.lead(proposal.own) if column.role is Role.LEAD else None
        return Cell(text=lead, state=CellState.LOCAL) if lead else None

    def _lines(self) -> Iterator[str]:
        local, wordings = self._local, self._wordings
        if local.place:
            yield wordings["local_place"].format(value=local.place)
        if period := local.period or self._request.period:
            yield wordings["local_period"].format(value=period)
        if lead := self.lead():
            yield wordings["local_lead"].format(value=lead)
        for name in ("bodies", "population", "priorities"):
            if values := getattr(local, name):
                yield wordings[f"local_{name}"].format(value="; ".join(values))

    def lead(self, said: str = "") -> str | None:
        """Return the lead of the theme, or of the service that a row names."""
        theme, said = self._request.theme.casefold(), said.casefold()
        for service, lead in self._local.leads.items():
            name = service.casefold().strip()
            if name and (name in theme or theme in name or name in said):
                return lead
        return None
