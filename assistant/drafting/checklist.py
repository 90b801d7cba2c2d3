"""A checklist answered from documents: every limb of every question against every passage in scope."""

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.contracts import Citation
from assistant.drafting.checklist_errors import ChecklistCancelledError
from assistant.drafting.checklist_policy import load_checklist_policy
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import Checklist, ChecklistRequest, Item
from assistant.drafting.judging import Judging
from assistant.drafting.limbs import Limbs
from assistant.drafting.notes import Notes
from assistant.drafting.pieces import pieces_of
from assistant.drafting.progress import Progress, speaker
from assistant.drafting.responding import Responding
from assistant.drafting.scoping import documents_in_scope
from assistant.drafting.sources import Source
from assistant.wordings import Wordings
from indexer.contracts import Document
from indexer.library import Library


class Checker:
    """Answers checklists from one library, without a model."""

    def __init__(self, library: Library, wordings: Wordings, notes: Notes, choosing: Choosing) -> None:
        self._library = library
        self._choosing = choosing
        self._policy = load_checklist_policy()
        self._wordings = wordings
        self._notes = notes
        self._judging = Judging(self._policy.judging)

    def checklist(self, request: ChecklistRequest, progress: Progress | None = None) -> Checklist:
        """Return the response to each question, with its evidence, its gap and the next step.

        Args:
            request: template, place and documents.
            progress: hears what is being done; cancels by returning False.

        Raises:
            UnknownTemplateError: no such template.
            TemplateKindError: one without questions.
            TemplateError: a template file that does not say what it must.
            UnknownPlaceError: no document of the place.
            UnknownDocumentError: no such document.
            NothingToReadError: no document at all.
            ChecklistCancelledError: ``progress`` returned False.
        """
        template = self._choosing.checklist(request.template)
        documents, what = documents_in_scope(self._library.documents, request.place, request.documents)
        say, told = speaker(progress, ChecklistCancelledError), self._policy.progress
        say(told["reading"].format(documents=_counted(len(documents), "document")))
        limbs, passages = self._read(documents)
        responding = Responding(self._policy, self._notes, template)
        items: list[Item] = []
        for place, question in enumerate(template.questions, start=1):
            say(told["question"].format(number=place, total=len(template.questions)))
            judged = [self._judging.judge(limbs.pieces, limbs.measured(limb)) for limb in question.limbs]
            items.append(responding.item(question, judged))
        wordings = self._policy.wordings
        named = wordings["title_place"].format(place=request.place.strip()) if request.place else ""
        return Checklist(
            template=template.id,
            title=wordings["title"].format(template=template.title, place=named),
            request=request,
            items=tuple(items),
            citations=responding.citations.all,
            notices=self._notes.notices(responding.citations.all, _stating(items, responding.citations.all)),
            searched=wordings["searched"].format(
                what=what, documents=_counted(len(documents), "document"), passages=_counted(passages, "passage")
            ),
            generation=self._library.generation or None,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _read(self, documents: Sequence[Document]) -> tuple[Limbs, int]:
        by_id = {document.id: document for document in documents}
        sources = [
            Source(passage, by_id[passage.document_id])
            for passage in self._library.all_passages()
            if passage.document_id in by_id
        ]
        pieces = pieces_of(sources, self._policy.reading)
        limbs = Limbs(self._library, self._policy, self._wordings, pieces)
        return limbs, len(sources)


def _stating(items: Sequence[Item], citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations of what is said for or against; near misses state nothing."""
    said = {token for item in items for found in (*item.evidence, *item.against) for token in found.citations}
    return [citation for citation in citations if citation.token in said]


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" + ("" if count == 1 else "s")
