"""The libraries that can be measured: where their files are, how one is built, what it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import corpus
from evals.contracts import Contract, Format, LibraryChoice, RunRequest
from evals.errors import LibraryUnavailableError
from indexer.adding import Progress, add
from indexer.contracts import Document, OutcomeStatus, Passage
from indexer.describing import MANIFEST, load_manifest
from indexer.embedding import SentenceEmbedder
from indexer.record import Generation, Record
from indexer.settings import IndexerSettings

_PROJECT = Path(__file__).parents[1]


class LibraryContents(Contract):
    """What a library holds, as its record says."""

    generation: Generation
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]


def source_of(choice: LibraryChoice, file_format: Format = Format.TEXT) -> Path:
    """Return the folder of a library's files; the starter library has one format only."""
    if choice is LibraryChoice.STARTER:
        return corpus.LIBRARY
    seeds = _PROJECT.parent / "shared" / "seeds"
    return seeds if file_format is Format.TEXT else seeds / file_format.value


def is_present(choice: LibraryChoice, file_format: Format = Format.TEXT) -> bool:
    """Tell whether a library's files are on this machine."""
    source = source_of(choice, file_format)
    return source.is_dir() and any(source.iterdir())


def texts_of(choice: LibraryChoice) -> dict[str, str]:
    """Return the plain text of each source document, by id, as its file holds it."""
    source = source_of(choice)
    named = {entry.id: [source / name for name in entry.files] for entry in load_manifest(source / MANIFEST)}
    plain = {document: [path for path in paths if path.suffix == ".txt"] for document, paths in named.items()}
    return {document: paths[0].read_text(encoding="utf-8") for document, paths in plain.items() if paths}


@contextmanager
def library_folder(request: RunRequest, progress: Progress) -> Iterator[Path]:
    """Give the folder of the library to measure: the one that lives in ``data``, or one built for the time being.

    Raises:
        LibraryUnavailableError: there is none, or one of its files could not be read.
    """
    if request.data is not None:
        yield request.data
        return
    choice = request.library
    if choice is None or not is_present(choice, request.format):
        where = f"'{choice}' at {source_of(choice, request.format)}" if choice else "chosen"
        raise LibraryUnavailableError(f"There is no library {where}; choose another with --library or --data.")
    with TemporaryDirectory(prefix="evals-", ignore_cleanup_errors=True) as folder:
        _build(Path(folder), source_of(choice, request.format), progress)
        yield Path(folder)


def contents_of(data: Path) -> LibraryContents:
    """Return what the library in a folder holds.

    Raises:
        LibraryUnavailableError: there is none.
    """
    if not (data / "record.sqlite3").is_file():
        raise LibraryUnavailableError(f"There is no library at {data}; build one with 'python -m indexer add'.")
    record = Record(data)
    try:
        generation = record.current()
        if generation is None:
            raise LibraryUnavailableError(f"The library at {data} is empty; fill it with 'python -m indexer add'.")
        documents, passages = record.documents(generation.id), record.passages(generation.id)
        return LibraryContents(generation=generation, documents=tuple(documents), passages=tuple(passages))
    finally:
        record.close()


def _build(folder: Path, source: Path, progress: Progress) -> None:
    settings = IndexerSettings(data=folder)
    report = add(settings, [source], SentenceEmbedder(settings.embedding_model, settings.embedding_batch), progress)
    failed = [outcome for outcome in report.outcomes if outcome.status is OutcomeStatus.FAILED]
    if failed:
        reasons = "; ".join(f"{outcome.path}: {outcome.reason}" for outcome in failed)
        raise LibraryUnavailableError(f"The library of {source} is not whole; mend these files: {reasons}")
