"""Which cells of a draft a language model may word for another place, and how it sees them."""

from collections.abc import Callable, Mapping

from assistant.contracts import Citation
from assistant.drafting.adapting_bodies import Counterparts, Here
from assistant.drafting.adapting_checking import Offered
from assistant.drafting.adapting_policy import AdaptingPolicy
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import Cell, CellState, Draft, Row
from assistant.drafting.errors import LocalPlaceMissingError
from assistant.drafting.local import LocalCells
from assistant.drafting.policy import DraftingPolicy
from assistant.guard import mask_personal_data
from assistant.instructions import instruction_in
from assistant.model.fencing import unmarked
from assistant.model.policy import PassagesPolicy
from assistant.settings import Policy
from assistant.template_contracts import Role


class Offering:
    """Chooses cells: quoted ones alone, of rows that are of another place or name what has changed."""

    def __init__(
        self,
        policy: AdaptingPolicy,
        drafting: DraftingPolicy,
        passages: PassagesPolicy,
        assistant: Policy,
        counterparts: Counterparts,
        places: Callable[[], Mapping[str, str | None]],
        choosing: Choosing,
    ) -> None:
        """Take what is needed; ``places`` tells of which place each document of the library is."""
        self._policy = policy
        self._drafting = drafting
        self._passages = passages
        self._personal = assistant.personal_data
        self._counterparts = counterparts
        self._places = places
        self._choosing = choosing

    def of(self, draft: Draft) -> list[tuple[str, tuple[Offered, ...]]]:
        """Return the cells that may be reworded, by the ids of their rows.

        Raises:
            LocalPlaceMissingError: no place is given.
            UnknownTemplateError: the draft's template is not there any more.
        """
        place = (draft.request.local.place or "").strip()
        if not place:
            raise LocalPlaceMissingError(
                "Rows are adapted to the place of your local facts, and they name none; give a place there "
                "('place: ...' in the file for --local, or 'Your place' on the page)."
            )
        template = self._choosing.intentions(draft.request.template)
        roles = {column.id: column.role for column in template.columns if column.role in self._policy.roles}
        offered = ((row.id, tuple(self._of_row(draft, row, roles, place))) for row in draft.rows)
        return [(row, cells) for row, cells in offered if cells]

    def shown(self, text: str) -> str:
        """Return a text as the model sees it: no personal data, no marks of ours, no fences."""
        return unmarked(mask_personal_data(text, self._personal)[0], self._passages, self._passages.most)

    def _of_row(self, draft: Draft, row: Row, roles: dict[str, Role], place: str) -> list[Offered]:
        by_token, places = {citation.token: citation for citation in draft.citations}, self._places()
        local = LocalCells(self._drafting.wordings, draft.request)
        own = local.own()
        lines = tuple(own.text.splitlines()) if own else ()
        found = []
        for column, role in roles.items():
            cell = row.cells.get(column)
            if cell is None or not _may_change(cell):
                continue
            cited = [by_token[token] for token in cell.citations]
            # A cell may come from another document than its row; what others say alike may be said of another place.
            of = places.get(cited[0].document_id, row.place)
            cited = [citation for citation in cited if places.get(citation.document_id, row.place) == of]
            documents = frozenset(citation.summary_of or citation.document_id for citation in cited)
            if (of or "").casefold() == place.casefold() and not self._counterparts.names_gone(cell.text, documents):
                continue
            lead = local.lead(cell.text) if role is Role.LEAD else None
            found.append(
                Offered(
                    row=row.id,
                    column=column,
                    text=cell.text,
                    quotes=tuple(citation.quote for citation in cited),
                    documents=documents,
                    place=of,
                    source=_source(of, cited[0]),
                    here=Here(place=place, bodies=draft.request.local.bodies, lead=lead),
                    local=lines,
                )
            )
        return found


def _source(place: str | None, cited: Citation) -> str:
    """Return from which place and document a cell is, in words."""
    published = f" ({cited.published})" if cited.published else ""
    return ", ".join(part for part in (place, f"{cited.title or cited.document_id}{published}") if part)


def _may_change(cell: Cell) -> bool:
    """Tell whether a cell stands as its source has it, and speaks to its readers."""
    return cell.state is CellState.QUOTED and bool(cell.citations) and instruction_in(cell.text) is None
