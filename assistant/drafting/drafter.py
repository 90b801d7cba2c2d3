"""An intention table from the sources' own intentions: scope, read, choose, join, fill."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from assistant.drafting.asking import Theme
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import Draft, DraftRequest
from assistant.drafting.errors import (
    DraftCancelledError,
    NothingToReadError,
    ThemeMissingError,
    UnknownPlaceError,
)
from assistant.drafting.filling import Filling
from assistant.drafting.joining import Joining
from assistant.drafting.notes import Notes
from assistant.drafting.policy import known_themes, load_drafting_policy
from assistant.drafting.progress import Progress, speaker
from assistant.drafting.reading import Reading
from assistant.drafting.relevance import Relevance
from assistant.drafting.scoping import documents_named
from assistant.drafting.sources import Proposal
from assistant.drafting.themes import suggested_themes
from assistant.scope import places_of, without_summarised
from assistant.settings import Policy
from assistant.template_contracts import Role, Template
from assistant.templates import templates
from assistant.wordings import Wordings
from indexer.contracts import Document
from indexer.library import Library


class Drafter:
    """Drafts intention tables from one library, without a model."""

    def __init__(self, library: Library, policy: Policy, wordings: Wordings, notes: Notes, choosing: Choosing) -> None:
        self._library = library
        self._choosing = choosing
        self._policy = load_drafting_policy()
        self._notes = notes
        self._relevance = Relevance(
            library, self._policy.relevance, wordings, known_themes(), policy.question.stop_words
        )
        self._joining = Joining(library, self._policy)

    def draft(self, request: DraftRequest, progress: Progress | None = None) -> Draft:
        """Return the intentions of the documents in scope that are on the theme, as a table.

        Args:
            request: template, theme, place, documents and local facts.
            progress: hears what is being done; cancels by returning False.

        Raises:
            UnknownTemplateError: no such template.
            TemplateKindError: one of another kind than intentions.
            ThemeMissingError: no theme.
            UnknownPlaceError: no document of the place.
            UnknownDocumentError: no such document.
            NothingToReadError: no document at all.
            DraftCancelledError: ``progress`` returned False.
        """
        template = self._choosing.intentions(request.template)
        if not request.theme.strip():
            raise ThemeMissingError("A draft needs a theme; give one in a few words, such as CAMHS or short breaks.")
        subject, place = self._subject(request)
        documents, searched = self._scope(request, place)
        say = speaker(progress, partial(DraftCancelledError, "The draft was cancelled; nothing was kept."))
        read = self._read(documents, [template], say)
        say(self._policy.progress["choosing"])
        theme = self._relevance.theme(subject)
        chosen = self._relevance.on(theme, read, [document.id for document in documents])
        say(self._policy.progress["joining"])
        by_milestones = any(column.role is Role.MILESTONE for column in template.columns)
        joined = self._joining.join(chosen, by_milestones=by_milestones)
        say(self._policy.progress["filling"])
        filling = Filling(self._policy, self._notes, template, request)
        rows = tuple(filling.row(one) for one in joined)
        if not rows:
            searched = self._nothing(request, theme, read, searched)
        return Draft(
            template=template.id,
            title=self._title(template, request),
            request=request,
            columns=tuple(column.id for column in template.columns),
            titles={column.id: column.title for column in template.columns},
            rows=rows,
            citations=filling.citations.all,
            notices=self._notes.notices(filling.citations.all, filling.citations.all),
            searched=searched,
            generation=self._library.generation or None,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def themes(self) -> tuple[str, ...]:
        """Return the themes that the library's own intentions suggest: its labels and headings, and what we know."""
        documents = without_summarised(self._library.documents)
        read = self._read(documents, [], lambda _: None)
        asked = {theme.name: self._relevance.theme(theme.name) for theme in known_themes()}
        held = [name for name, theme in asked.items() if any(self._relevance.says(theme, one) for one in read)]
        return suggested_themes(
            self._policy.themes,
            read,
            held,
            lambda label: any(self._relevance.is_about(theme, label) for theme in asked.values()),
        )

    def _read(
        self, documents: Sequence[Document], given: Sequence[Template], say: Callable[[str], None]
    ) -> list[Proposal]:
        wording = self._policy.progress["reading"]
        reading = Reading(self._policy, [*given, *templates().values()])
        return reading.read(
            documents,
            self._library.all_passages(),
            lambda document: say(wording.format(title=document.metadata.title or document.id)),
        )

    def _subject(self, request: DraftRequest) -> tuple[str, str | None]:
        """Return the theme without a place that it names, and the place: the one asked for, else the one named."""
        subject = request.theme.strip()
        for place in places_of(self._library.documents):
            named = re.compile(rf"(?:,|\b(?:in|for|of))?\s*\b{re.escape(place)}\b(?:['’]s)?", re.IGNORECASE)
            if not request.place and named.search(subject) and (rest := named.sub("", subject).strip(" ,")):
                return rest, place
        return subject, request.place

    def _scope(self, request: DraftRequest, place: str | None) -> tuple[list[Document], str]:
        """Return the documents that are read, the newest adopted ones first, and in words what they are."""
        held = self._library.documents
        if not held:
            raise NothingToReadError("The library is empty; add documents with 'python -m indexer add PATH...'.")
        chosen = documents_named(held, request.documents) if request.documents else without_summarised(held)
        what = "the library"
        if place:
            wanted = place.strip().casefold()
            places = ", ".join(places_of(held)) or "none"
            if wanted not in {place.casefold() for place in places_of(held)}:
                raise UnknownPlaceError(f"The library has no document of '{place}'. Its places are: {places}.")
            chosen = [document for document in chosen if (document.metadata.place or "").casefold() == wanted]
            what = f"the documents of {place.strip()}"
            if not chosen:
                raise NothingToReadError(
                    f"None of the documents asked for is of '{place}'; leave out the place or the documents."
                )
        if request.documents:
            what = f"the documents {', '.join(document.id for document in chosen)}"
        count = f"{len(chosen)} document" + ("" if len(chosen) == 1 else "s")
        return sorted(chosen, key=_newest_first), f"{what} ({count})"

    def _nothing(self, request: DraftRequest, theme: Theme, read: Sequence[Proposal], searched: str) -> str:
        """Return in words that nothing was found, and which wider themes have something."""
        wordings = self._policy.wordings
        held = [n for n in theme.wider if any(self._relevance.says(self._relevance.theme(n), one) for one in read)]
        wording = wordings["nothing_narrower" if held else "nothing"]
        return wording.format(theme=request.theme.strip(), searched=searched, wider="; ".join(held))

    def _title(self, template: Template, request: DraftRequest) -> str:
        wordings, place = self._policy.wordings, request.local.place or request.place
        period = request.period or request.local.period
        return wordings["title"].format(
            template=template.title,
            theme=request.theme.strip(),
            place=wordings["title_place"].format(place=place) if place else "",
            period=wordings["title_period"].format(period=period) if period else "",
        )


def _newest_first(document: Document) -> tuple[int, str]:
    year = (document.metadata.published or "0000")[:4]
    return (-int(year) if year.isdigit() else 0, document.id)
