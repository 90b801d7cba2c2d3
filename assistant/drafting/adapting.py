"""Rows worded for the place of the local facts by a language model; each cell is checked before it is shown."""

import logging
import secrets
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from assistant.contracts import Notice, NoticeKind
from assistant.drafting.adapting_checking import AdaptedChecking, Offered
from assistant.drafting.adapting_offering import Offering
from assistant.drafting.adapting_policy import AdaptingPolicy
from assistant.drafting.contracts import Adaptation, Adapted, Cell, CellState, Draft, Left, LocalFacts, Row
from assistant.drafting.errors import DraftCancelledError
from assistant.drafting.progress import Progress, speaker
from assistant.drafting.wordings import load_cell_wordings
from assistant.errors import ModelFailureError
from assistant.model.contracts import Failure, RowText
from assistant.model.fencing import fence
from assistant.model.plain import seen
from prompts import Prompt

_LOG = logging.getLogger(__name__)


class Adapter:
    """Adapts drafts. What does not stand, and what a model fails to give, leaves its cell as it was and is told."""

    def __init__(
        self,
        ask: Callable[[str], RowText],
        checking: AdaptedChecking,
        offering: Offering,
        policy: AdaptingPolicy,
        prompt: Prompt,
        model: str,
    ) -> None:
        """Take what is needed.

        Args:
            ask: gets a reply from the model.
            checking: says why a rewording does not stand.
            offering: chooses the cells that may be reworded.
            policy: of adapting.
            prompt: by which the model is asked.
            model: its name, as it is set.
        """
        self._ask = ask
        self._checking = checking
        self._offering = offering
        self._policy = policy
        self._prompt = prompt
        self._model = model

    def adapt(self, draft: Draft, local: LocalFacts | None = None, progress: Progress | None = None) -> Adapted:
        """Return a draft with the cells reworded that could be, the old text of each beside the new.

        Args:
            draft: of which cells edited by hand, given by the user or needed stay as they are.
            local: facts of the place; None for those that the draft was made with.
            progress: hears what is being done; cancels by returning False.

        Raises:
            LocalPlaceMissingError: no place is given.
            DraftCancelledError: ``progress`` returned False.
            UnknownTemplateError: the draft's template is not there any more.
        """
        if local is not None:
            draft = draft.model_copy(update={"request": draft.request.model_copy(update={"local": local})})
        offered = self._offering.of(draft)
        rows = {row.id: row for row in draft.rows}
        left: list[Left] = []
        failed = 0
        say = speaker(progress, partial(DraftCancelledError, "The adapting was cancelled; nothing was changed."))
        for number, (row_id, cells) in enumerate(offered, start=1):
            say(self._policy.progress["row"].format(place=number, count=len(offered)))
            if failed >= self._policy.give_up_after:
                left.append(self._failed(row_id, "not_asked"))
                continue
            try:
                rows[row_id], refused = self._row(rows[row_id], cells, draft)
                left += refused
                failed = 0
            except ModelFailureError as error:
                left.append(self._failed(row_id, error.kind))
                failed += 1
        return self._adapted(draft, rows.values(), left, len(offered))

    def _row(self, row: Row, cells: Sequence[Offered], draft: Draft) -> tuple[Row, list[Left]]:
        try:
            nonce = secrets.token_hex(8)
            keys = {f"C{number}": cell for number, cell in enumerate(cells, start=1)}
            reply = self._ask(self._rendered(keys, nonce, draft))
            return self._checked(row, reply, keys, nonce)
        except ModelFailureError:
            raise
        except Exception as error:  # the boundary: the draft stands whatever happens here
            # The frames tell where; the message may hold words of the draft and is not logged.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("adapting a row failed: %s\n%s", type(error).__name__, frames)
            raise ModelFailureError(Failure.BROKEN) from error

    def _rendered(self, keys: dict[str, Offered], nonce: str, draft: Draft) -> str:
        shown = [
            fence(key, self._offering.shown(f"{draft.titles.get(cell.column, cell.column)}:\n{cell.text}"), nonce)
            for key, cell in keys.items()
        ]
        first = next(iter(keys.values()))
        facts = fence("LOCAL FACTS", self._offering.shown("\n".join(first.local)), nonce)
        sources = "\n".join(dict.fromkeys(cell.source for cell in keys.values()))
        source = fence("SOURCE", self._offering.shown(sources), nonce)
        return self._prompt.render(cells="\n\n".join(shown), facts=facts, source=source)

    def _checked(self, row: Row, reply: RowText, keys: dict[str, Offered], nonce: str) -> tuple[Row, list[Left]]:
        cells, left = dict(row.cells), []
        for given in reply.cells:
            cell = keys.get(given.cell.strip())
            if cell is None or cells[cell.column] is not row.cells[cell.column]:
                left.append(self._left(row.id, None, "unknown_cell"))
                continue
            text = _tidy(given.text)
            if _words(text) in (_words(cell.text), _words(self._offering.shown(cell.text))):
                continue
            if reason := self._checking(text, cell, nonce, list(keys)):
                left.append(self._left(row.id, cell.column, reason))
            else:
                cells[cell.column] = _reworded(row.cells[cell.column], text, cell.source)
        return row.model_copy(update={"cells": cells}), left

    def _adapted(self, draft: Draft, rows: Iterable[Row], left: Sequence[Left], asked: int) -> Adapted:
        rows, place = tuple(rows), (draft.request.local.place or "").strip()
        reworded = sum(
            new.cells[column] is not old.cells[column]
            for old, new in zip(draft.rows, rows, strict=True)
            for column in draft.columns
        )
        counts = Counter(one.why for one in left)
        reason, wordings = self._policy.wordings["reason"], self._policy.wordings
        said = {
            "place": place,
            "reworded": reworded,
            "count": len(left),
            "reasons": " ".join(reason.format(count=count, why=why) for why, count in counts.items()),
        }
        told = wordings["left"].format(**said).strip() if left else ""
        earlier = draft.adaptation.told if draft.adaptation else None
        notices = [notice for notice in draft.notices if notice.text != earlier]
        notices += [Notice(kind=NoticeKind.UNVERIFIED, text=told)] if told else []
        adaptation = Adaptation(place=place, model=self._model, prompt=self._prompt.sha256, told=told)
        new = draft.model_copy(update={"rows": rows, "notices": tuple(notices), "adaptation": adaptation})
        words = wordings["told"] if reworded or left else wordings["nothing"]
        return Adapted(
            draft=new if reworded or left else draft,
            asked=asked,
            failed=sum(one.reason in self._policy.failures for one in left),
            reworded=reworded,
            left=tuple(left),
            what=wordings["what"].format(place=place, model=self._model),
            told=words.format(**said).strip(),
        )

    def _left(self, row: str, column: str | None, reason: str) -> Left:
        return Left(row=row, column=column, reason=reason, why=self._policy.reasons[reason])

    def _failed(self, row: str, kind: str) -> Left:
        return Left(row=row, column=None, reason=kind, why=self._policy.failures[kind])


def _reworded(cell: Cell, text: str, source: str) -> Cell:
    note = load_cell_wordings().adapted.format(source=source)
    update = {"text": text, "state": CellState.ADAPTED, "before": cell.text, "notes": (note, *cell.notes)}
    return cell.model_copy(update=update)


def _tidy(text: str) -> str:
    """Return a text without signs that nobody sees, its lines kept."""
    lines = (" ".join(seen(line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _words(text: str) -> list[str]:
    return text.casefold().split()
