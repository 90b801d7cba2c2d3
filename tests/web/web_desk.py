"""A desk without a library: it drafts what it is told to, and keeps and changes it in memory."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from types import SimpleNamespace
from typing import Any

from assistant.contracts import Citation, Notice, NoticeKind
from assistant.drafting.contracts import (
    Cell,
    CellState,
    Checklist,
    ChecklistRequest,
    Draft,
    DraftRequest,
    Finding,
    Item,
    LimbResult,
    LocalFacts,
    Row,
    Variant,
)
from assistant.drafting.editing import AddRow, Edit, MoveRow, SetCell, SetItem, apply, apply_all
from assistant.drafting.importing import Imported
from assistant.drafting.store import Kept
from assistant.errors import AssistantError
from assistant.export.merging import ReadBack
from assistant.own_templates import OwnTemplates
from assistant.template_contracts import Template, TemplateKind, Verdict
from assistant.web.desk import Progress
from indexer.contracts import Document

COLUMNS = {"intention": "Intention", "lead": "Lead", "timescale": "Timescale"}
NEEDED = Cell(text="local input needed", state=CellState.NEEDED)


class StoppedError(AssistantError):
    """The work was stopped."""


def make_draft(request: DraftRequest, citation: Citation, words: str = "Pool the budget for short breaks.") -> Draft:
    """Return a table of two rows; the second has what a first draft has not."""
    quoted = Cell(text=words, state=CellState.QUOTED, citations=("S1",), notes=(f"Replaced: {words}",))
    edited = Cell(text=words, state=CellState.EDITED, citations=("S1",), before=words)
    variant = Variant(text=words, citations=("S1",), differs=words)
    rows = (
        Row(id="r1", cells={"intention": quoted, "lead": NEEDED, "timescale": quoted}),
        Row(
            id="r2",
            cells={"intention": edited, "lead": Cell(text=words, state=CellState.LOCAL), "timescale": NEEDED},
            variants=(variant,),
        ),
    )
    return Draft(
        template=request.template,
        title=f"Intentions for {request.theme}",
        request=request,
        columns=tuple(COLUMNS),
        titles=COLUMNS,
        rows=rows,
        citations=(citation,),
        notices=(Notice(kind=NoticeKind.CURRENCY, text=words),),
        searched=f"the library ({words})",
        generation="g1",
        created="2026-11-22T20:00:00+00:00",
    )


def make_checklist(request: ChecklistRequest, citation: Citation, words: str = "Is there a pooled fund?") -> Checklist:
    """Return the responses to two questions."""
    found = Finding(text=words, citations=("S1",), limb=1)
    items = tuple(
        Item(
            number=number,
            question=words,
            verdict=verdict,
            reason=words,
            limbs=(
                LimbResult(text=words, evidenced=verdict is Verdict.PARTIAL),
                LimbResult(text=words, evidenced=False),
            ),
            evidence=(found,) if verdict is Verdict.PARTIAL else (),
            against=(found,) if verdict is Verdict.PARTIAL else (),
            nearest=(found,) if verdict is Verdict.NONE else (),
            gap=words,
            next_step=words,
            notes=(words,),
        )
        for number, verdict in ((1, Verdict.PARTIAL), (2, Verdict.NONE))
    )
    return Checklist(
        template=request.template,
        title=f"Self-assessment ({words})",
        request=request,
        items=items,
        citations=(citation,),
        notices=(Notice(kind=NoticeKind.DRAFT_SOURCE, text=words),),
        searched=words,
        generation="g1",
        created="2026-11-22T20:00:00+00:00",
    )


class ScriptedDesk:
    """Drafts by words of the theme or, for a checklist, the place; what is slow waits until it is let go."""

    def __init__(self, documents: tuple[Document, ...], citation: Citation, hostile: str) -> None:
        self.documents = documents
        self.let_go = Event()
        self._citation = citation
        self._hostile = hostile
        self._folder: TemporaryDirectory[str] | None = None
        self.reset()

    def reset(self) -> None:
        """Forget everything, and let nothing slow go."""
        self.let_go.clear()
        self.asked: list[Any] = []
        self.uploads: list[str] = []
        self.upload_paths: list[Path] = []
        self._versions: dict[str, list[Any]] = {}
        self._at: dict[str, int] = {}
        self._deleted: set[str] = set()
        if self._folder is not None:
            self._folder.cleanup()
        self._folder = TemporaryDirectory()
        self._own = OwnTemplates(Path(self._folder.name))

    def themes(self) -> tuple[str, ...]:
        return ("CAMHS", "Short breaks")

    def draft(self, request: DraftRequest, progress: Progress) -> Draft:
        self.asked.append(request)
        self._go(progress, request.theme)
        if "hostile" in request.theme:
            return make_draft(request, self._citation, self._hostile)
        made = make_draft(request, self._citation)
        return made.model_copy(update={"rows": ()}) if "nothing" in request.theme else made

    can_adapt = True

    def adapt(self, name: str, version: int, local: LocalFacts | None, progress: Progress) -> tuple[Any, str]:
        self.asked.append(local)
        self._go(progress, (local and local.place) or "")

        def worded(draft: Draft) -> Draft:
            first, *others = draft.rows
            cell = first.cells["intention"]
            new = cell.model_copy(update={"text": "Worded anew.", "state": CellState.ADAPTED, "before": cell.text})
            row = first.model_copy(update={"cells": {**first.cells, "intention": new}})
            return draft.model_copy(update={"rows": (row, *others)})

        return self._changed(name, version, worded), "1 cells were reworded for <Newtown>."

    def checklist(self, request: ChecklistRequest, upload: Path | None, progress: Progress) -> Checklist:
        self.asked.append(request)
        if upload is not None:
            self.upload_paths.append(upload)
            self.uploads.append(upload.read_text(encoding="utf-8"))
        self._go(progress, request.place or "")
        return make_checklist(request, self._citation)

    def _go(self, progress: Progress, words: str) -> None:
        progress("Reading <the library>")
        if "slow" in words.casefold():
            self.let_go.wait(20)
        if "fail" in words:
            raise RuntimeError(f"broken while drafting {words}")
        if progress("Filling the cells") is False:
            raise StoppedError("It was stopped; nothing was kept.")

    def keep(self, document: Any) -> Any:
        name = f"kept-{len(self._versions) + 1}"
        self._versions[name], self._at[name] = [document], 0
        return self.open(name)

    def open(self, name: str) -> Any:
        at = self._at[name]
        return SimpleNamespace(id=name, version=at + 1, document=self._versions[name][at])

    def kept(self, kind: str, *, deleted: bool = False) -> list[Any]:
        kinds = {"draft": Draft, "checklist": Checklist}
        return [
            SimpleNamespace(id=name, title=self.open(name).document.title, changed="2026-11-22T20:00:00")
            for name in self._versions
            if isinstance(self.open(name).document, kinds[kind]) and (name in self._deleted) is deleted
        ]

    def _changed(self, name: str, version: int, change: Callable[[Any], Any]) -> Any:
        if version != self._at[name] + 1:
            raise AssistantError("It was changed meanwhile; open it again.")
        versions = self._versions[name]
        del versions[version:]
        versions.append(change(versions[-1]))
        self._at[name] += 1
        return self.open(name)

    def set_cell(self, name: str, version: int, row: str, column: str, text: str) -> Any:
        def set_one(draft: Draft) -> Draft:
            def changed(one: Row) -> Row:
                before = one.cells[column]
                cell = before.model_copy(update={"text": text, "state": CellState.EDITED, "before": before.text})
                return one.model_copy(update={"cells": {**one.cells, column: cell}}) if one.id == row else one

            return draft.model_copy(update={"rows": tuple(map(changed, draft.rows))})

        return self._changed(name, version, set_one)

    def add_row(self, name: str, version: int, at: int | None = None) -> Any:
        return self._changed(name, version, lambda draft: apply(draft, AddRow(id=f"own-{version}", at=at)))

    def move_row(self, name: str, version: int, row: str, to: int) -> Any:
        return self._changed(name, version, lambda draft: apply(draft, MoveRow(row=row, to=to)))

    def own_templates(self) -> Sequence[Template]:
        return self._own.all()

    def add_template(self, path: Path, kinds: Collection[TemplateKind]) -> Template:
        self.upload_paths.append(path)
        return self._own.add(path, kinds)

    def remove_template(self, name: str) -> None:
        self._own.remove(name)

    def template_file(self, name: str) -> Path:
        return self._own.file_of(name)

    def look_into(self, name: str, path: Path) -> Imported:
        """Read a file of lines 'row|column|text' as the edits that it asks for; anything else is refused."""
        self.upload_paths.append(path)
        lines = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines()]
        if not lines or any(len(parts) != 3 for parts in lines):
            raise AssistantError(f"{path.name} is damaged.")
        kept = self.open(name)
        number = isinstance(kept.document, Checklist)
        edits: list[Edit] = [
            SetItem(number=int(row), gap=text) if number else SetCell(row=row, column=column, text=text)
            for row, column, text in lines
        ]
        read = ReadBack(edits=tuple(edits), conflicts=(), notes=("The column 'Cost <code>' was left out.",))
        real = Kept(id=kept.id, version=kept.version, document=kept.document)
        return Imported(kept=real, read=read, suffix=path.suffix)

    def merge(self, imported: Imported) -> Any:
        before = imported.kept
        return self._changed(before.id, before.version, lambda one: apply_all(one, imported.read.edits))

    def remove_row(self, name: str, version: int, row: str) -> Any:
        def without(draft: Draft) -> Draft:
            return draft.model_copy(update={"rows": tuple(one for one in draft.rows if one.id != row)})

        return self._changed(name, version, without)

    def set_item(self, name: str, version: int, number: int, verdict: Verdict, gap: str, next_step: str) -> Any:
        said = {"verdict": verdict, "gap": gap, "next_step": next_step, "edited": True}

        def set_one(checklist: Checklist) -> Checklist:
            items = (one.model_copy(update=said) if one.number == number else one for one in checklist.items)
            return checklist.model_copy(update={"items": tuple(items)})

        return self._changed(name, version, set_one)

    def undo(self, name: str, version: int) -> Any:
        if self._at[name] == 0:
            raise AssistantError("Nothing is left to undo.")
        self._at[name] -= 1
        return self.open(name)

    def redo(self, name: str, version: int) -> Any:
        if self._at[name] + 1 == len(self._versions[name]):
            raise AssistantError("Nothing was undone.")
        self._at[name] += 1
        return self.open(name)

    def delete(self, name: str) -> None:
        self._deleted.add(name)

    def restore(self, name: str) -> Any:
        self._deleted.remove(name)
        return self.open(name)

    def write(self, kept: Any, path: Path) -> None:
        path.write_text(f"{path.suffix} of {kept.document.title}, version {kept.version}", encoding="utf-8")
