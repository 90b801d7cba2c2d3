"""The assistant as its users see it: ask, search."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from langchain_core.runnables import RunnableConfig

from assistant.annotate import finished
from assistant.answering import StepProgress, answering_steps, build_answering
from assistant.conflicts import load_conflicts
from assistant.context import AnswerContext
from assistant.contracts import Answer, AnswerStatus, Question, Receipt, ScoredPassage
from assistant.differing import Differing
from assistant.drafting.adapting import Adapter
from assistant.drafting.adapting_step import adapter_of
from assistant.drafting.checklist import Checker
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import Adapted, Checklist, ChecklistRequest, Draft, DraftRequest, LocalFacts
from assistant.drafting.drafter import Drafter
from assistant.drafting.notes import Notes
from assistant.drafting.policy import load_drafting_policy
from assistant.drafting.progress import Progress
from assistant.drafting.uploading import checklist_of_file
from assistant.guard import Guard
from assistant.ledger import load_ledger
from assistant.model.contracts import Judge
from assistant.model.judging import verifier
from assistant.model.step import model_step
from assistant.own_templates import FOLDER, OwnTemplates
from assistant.receipt import receipt_of
from assistant.resolve import Resolve
from assistant.retrieve import LibraryRetriever, Retrieve
from assistant.scope import Scope
from assistant.settings import AssistantSettings, load_policy
from assistant.wordings import Wordings, load_synonyms
from corpus import CHANGES, CONFLICTS, SYNONYMS
from indexer.embedding import Embedder
from indexer.errors import IndexerError
from indexer.library import Library

_LOG = logging.getLogger(__name__)


class Assistant:
    """Answers from one library; safe to share between threads."""

    def __init__(
        self,
        settings: AssistantSettings,
        embedder: Embedder | None = None,
        judge: Callable[[Embedder], Judge] = verifier,
    ) -> None:
        """Open the library.

        Args:
            settings: where the library lives, the local front door, and the language model if there is one.
            embedder: the model for questions; None for the one that the settings name.
            judge: gives what holds a language model's statements to their passages.

        Raises:
            LibraryEmptyError: nothing has been indexed.
            LibraryDamagedError: an index cannot be read.
            ModelSettingError: a language model is set that cannot be used.
        """
        self._settings = settings
        self._judge = judge
        self._policy = load_policy()
        self.library = Library(settings, embedder)
        self._guard = Guard(self._policy, settings.front_door)
        wordings = Wordings(load_synonyms(SYNONYMS))
        try:
            model = model_step(settings, self.library, self._policy, judge)
        except BaseException:
            self.close()
            raise
        self._ledger = ledger = load_ledger(CHANGES)
        differing = Differing(self.library, self._policy, load_conflicts(CONFLICTS))
        self._progress = self._policy.progress | ({"model": model.policy.progress} if model else {})
        self.steps = answering_steps(
            self.library, self._policy, ledger, wordings, settings.front_door, model, differing
        )
        self._answering = build_answering(self.steps, self._policy)
        notes = Notes(self._policy, load_drafting_policy(), ledger, differing)
        self._choosing = Choosing(OwnTemplates(settings.data / FOLDER).all)
        self._drafter = Drafter(self.library, self._policy, wordings, notes, self._choosing)
        self._checker = Checker(self.library, wordings, notes, self._choosing)

    def ask(self, question: Question, progress: Callable[[str], None] | None = None) -> Answer:
        """Answer a question from the library; never raises for what the question or the library holds.

        Args:
            question: with the conversation so far.
            progress: hears, in a few words, which step begins.
        """
        try:
            self.library.refresh()
            config = RunnableConfig(callbacks=[StepProgress(progress, self._progress)] if progress else [])
            answer = self._answering.invoke(question, config=config)
            return answer.model_copy(update={"receipt": self.receipt})
        except IndexerError as error:
            return self._failed(question, str(error))
        except Exception as error:  # noqa: BLE001 - the boundary: any fault becomes an answer that says so
            # The frames tell where; the message may hold words of the question and is not logged.
            _LOG.error(
                "answering failed: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
            )
            return self._failed(question, self._policy.replies[AnswerStatus.ERROR])

    @property
    def receipt(self) -> Receipt:
        """What an answer given now would be made with."""
        return receipt_of(self._settings, self.library.generation)

    def _failed(self, question: Question, text: str) -> Answer:
        """Return an answer that says what failed; personal data stays masked and the danger notice first."""
        guarded = self._guard(AnswerContext(asked=question, understood=question.text))
        return finished(replace(guarded, stopped=AnswerStatus.ERROR, reply=text), self._policy)

    def search(self, question: Question, k: int = 10) -> list[ScoredPassage]:
        """Return the passages nearest to a question, best first, by the same steps that an answer goes through.

        Args:
            question: with the conversation so far, place and document.
            k: at most this many.

        Raises:
            IndexerError: the library cannot be read.
        """
        self.library.refresh()
        context = AnswerContext(asked=question, understood=question.text)
        for _, step in self.steps:
            if context.stopped is None and isinstance(step, Guard | Resolve | Scope | Retrieve):
                context = step(context)
        return [
            ScoredPassage(
                id=found.passage.id,
                document_id=found.document.id,
                text=found.passage.text,
                heading=found.passage.headings,
                paragraph=found.passage.paragraph,
                page=found.passage.page,
                kind=found.passage.kind,
                score=round(found.score, 6),
                confidence=round(found.confidence, 4),
            )
            for found in context.candidates[:k]
        ]

    def draft(self, request: DraftRequest, progress: Progress | None = None) -> Draft:
        """Return an intention table drafted from the library's own intentions; see ``Drafter.draft``.

        Raises:
            AssistantError: what was asked for cannot be drafted; the message says what to do.
            IndexerError: the library cannot be read.
        """
        self.library.refresh()
        return self._drafter.draft(request, progress)

    @property
    def has_model(self) -> bool:
        """Whether a language model is set, so that drafts can be adapted."""
        return self._settings.model is not None

    def adapt(self, draft: Draft, local: LocalFacts | None = None, progress: Progress | None = None) -> Adapted:
        """Return a draft with its rows worded for the place of the local facts; see ``Adapter.adapt``.

        Raises:
            NoModelError: no language model is set.
            AssistantError: the draft cannot be adapted; the message says what to do.
            IndexerError: the library cannot be read.
        """
        adapter = self._adapter
        self.library.refresh()
        return adapter.adapt(draft, local, progress)

    @cached_property
    def _adapter(self) -> Adapter:
        return adapter_of(self._settings, self.library, self._policy, self._ledger, self._judge, self._choosing)

    def themes(self) -> tuple[str, ...]:
        """Return the themes that the library suggests for a draft.

        Raises:
            IndexerError: the library cannot be read.
        """
        self.library.refresh()
        return self._drafter.themes()

    def checklist(self, request: ChecklistRequest, progress: Progress | None = None) -> Checklist:
        """Return a checklist answered from the library's documents; see ``Checker.checklist``.

        Raises:
            AssistantError: what was asked for cannot be answered; the message says what to do.
            IndexerError: the library cannot be read.
        """
        self.library.refresh()
        return self._checker.checklist(request, progress)

    def checklist_of_file(self, path: Path, request: ChecklistRequest, progress: Progress | None = None) -> Checklist:
        """Return a checklist answered from one file that is read for it alone; see ``checklist_of_file``.

        Raises:
            AssistantError: the file cannot be read, or the template is not fit; the message says what to do.
        """
        return checklist_of_file(path, request, self._settings, self.library.embedder, progress)

    def as_retriever(self, k: int = 10) -> LibraryRetriever:
        """Return the library as a LangChain retriever."""
        retrieve = next(step for _, step in self.steps if isinstance(step, Retrieve))
        return LibraryRetriever(retrieve=retrieve, documents=self.library.documents, k=k)

    def close(self) -> None:
        """Let go of the library's files."""
        self.library.close()
