"""A checklist answered from one file that is read for it alone; nothing of the file is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.drafting.checklist import Checker
from assistant.drafting.checklist_errors import ChecklistCancelledError, UploadError
from assistant.drafting.checklist_policy import load_checklist_policy
from assistant.drafting.choosing import Choosing
from assistant.drafting.contracts import Checklist, ChecklistRequest
from assistant.drafting.notes import Notes
from assistant.drafting.policy import load_drafting_policy
from assistant.drafting.progress import Progress, speaker
from assistant.ledger import load_ledger
from assistant.own_templates import FOLDER, OwnTemplates
from assistant.settings import AssistantSettings, load_policy
from assistant.wordings import Wordings, load_synonyms
from corpus import CHANGES, SYNONYMS
from indexer.adding import add
from indexer.contracts import OutcomeStatus
from indexer.embedding import Embedder, SentenceEmbedder
from indexer.library import Library


def checklist_of_file(
    path: Path,
    request: ChecklistRequest,
    settings: AssistantSettings,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> Checklist:
    """Return a checklist answered from a file, which is the whole scope.

    Args:
        path: of a file in any format that the indexer reads.
        request: the template; a place or documents would choose among documents of the library, and are refused.
        settings: of the embedding model; of the data folder only the user's own templates are read.
        embedder: the model; None for the one that the settings name.
        progress: hears what is being done; cancels by returning False.

    Raises:
        UploadError: the file cannot be read, or more was asked for than the file.
        AssistantError: as for a checklist from the library.
        ChecklistCancelledError: ``progress`` returned False.
    """
    if request.place is not None or request.documents:
        raise UploadError(
            f"The file {path.name} is read by itself; leave out the place and the documents, or add it to the library."
        )
    choosing = Choosing(OwnTemplates(settings.data / FOLDER).all)
    choosing.checklist(request.template)  # before a long file is read for nothing
    used = embedder or SentenceEmbedder(settings.embedding_model, settings.embedding_batch)
    with _read(path, settings, used, progress) as library:
        notes = Notes(load_policy(), load_drafting_policy(), load_ledger(CHANGES))
        checker = Checker(library, Wordings(load_synonyms(SYNONYMS)), notes, choosing)
        named = tuple(document.id for document in library.documents)  # whatever kind it says it is of
        answered = checker.checklist(request.model_copy(update={"documents": named}), progress)
    # The generation is of a library that is gone by now.
    return answered.model_copy(update={"generation": None, "request": request})


@contextmanager
def _read(path: Path, settings: AssistantSettings, embedder: Embedder, progress: Progress | None) -> Iterator[Library]:
    if not path.is_file():
        raise UploadError(f"There is no file {path}; give the path of one document.")
    say, wordings = speaker(progress, ChecklistCancelledError), load_checklist_policy().progress
    with TemporaryDirectory(prefix="checklist-") as folder:
        own = settings.model_copy(update={"data": Path(folder)})

        def told(what: str, done: int, total: int) -> None:
            share = f"{100 * done // total} %" if total > 1 else what.removeprefix(f"{path.name}: ")
            say(wordings["upload"].format(name=path.name, share=share))

        report = add(own, [path], embedder, told)
        if failed := [one for one in report.outcomes if one.status is OutcomeStatus.FAILED]:
            raise UploadError(f"The file {path.name} cannot be read: {failed[0].reason}")
        library = Library(own, embedder)
        try:
            yield library
        finally:
            library.close()
