"""Looks over a whole library and says what is sound."""

from collections.abc import Callable

from indexer.contracts import Finding
from indexer.embedding import Embedder
from indexer.errors import IndexerError, LibraryDamagedError
from indexer.generations import indexed_vectors, probe
from indexer.library import generation_folder
from indexer.record import Generation, Record
from indexer.settings import IndexerSettings, build_key


def check(settings: IndexerSettings, embedder: Embedder) -> list[Finding]:
    """Return a finding for each part of the library; nothing is changed."""
    if not (settings.data / "record.sqlite3").is_file():
        if (settings.data / "generations").is_dir():
            gone = (
                f"The record is gone from beside its indexes in {settings.data}; restore record.sqlite3 from a backup."
            )
            return [Finding(name="record", ok=False, detail=gone)]
        return [Finding(name="record", ok=True, detail=f"There is no library at {settings.data} yet.")]
    findings: list[Finding] = []
    record = None
    try:
        record = Record(settings.data)
        findings.append(_finding("record", lambda: _record(record)))
        current = record.current()
        if current is None:
            return [*findings, Finding(name="generation", ok=True, detail="Nothing has been indexed yet.")]
        findings.append(_finding("settings", lambda: _settings(current, embedder)))
        findings.append(_finding("indexes", lambda: _indexes(settings, record, current)))
    except LibraryDamagedError as error:
        findings.append(Finding(name="record", ok=False, detail=str(error)))
    finally:
        if record is not None:
            record.close()
    return findings


def _finding(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name=name, ok=True, detail=look())
    except IndexerError as error:
        return Finding(name=name, ok=False, detail=str(error))


def _record(record: Record) -> str:
    found = record.integrity()
    if found != "ok":
        raise LibraryDamagedError(f"SQLite finds the record damaged: {found}. Restore it from a backup.")
    return "SQLite finds the record whole."


def _settings(current: Generation, embedder: Embedder) -> str:
    if current.build_key != build_key(embedder.key):
        raise LibraryDamagedError(
            f"The indexes were built with other settings (model {current.model_key}); "
            "run 'python -m indexer check --repair'."
        )
    return f"Built with {current.model_key}."


def _indexes(settings: IndexerSettings, record: Record, current: Generation) -> str:
    revisions = record.revisions(current.id)
    passages, vectors = indexed_vectors(record, {revision.id for revision in revisions.values()})
    probe(generation_folder(settings.data, current.id), passages, vectors)
    held = f"{len(revisions)} documents, {len(passages)} passages"
    return f"{held}, generation {current.id}: every index holds and finds them."
