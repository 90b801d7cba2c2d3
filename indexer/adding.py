"""Brings files into the library, takes documents out, and mends its indexes."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from indexer.contracts import AddReport, Block, Metadata, Outcome, OutcomeStatus
from indexer.describing import FoundDocument, find_documents, parse_metadata
from indexer.digests import revision_id, sha256_within
from indexer.dividing import Contexts, divide, labelled_text
from indexer.embedding import Embedder
from indexer.errors import IndexerError, LibraryDamagedError, UnknownDocumentError
from indexer.generations import build_generation, indexed_vectors, probe, sweep
from indexer.holdings import Holdings
from indexer.late_interaction import basis_for, quantise
from indexer.library import generation_folder
from indexer.locking import writing
from indexer.memory import give_back
from indexer.reading.files import SUFFIXES
from indexer.reading.reading import FileReading
from indexer.reading.worker import ReadingWorker
from indexer.record import Embedded, Generation, Record, Revision, TextKeys
from indexer.settings import IndexerSettings, build_key, load_policy
from indexer.suggesting import suggest


class Progress(Protocol):
    """Hears how far the work is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say what is being done and how much of it is done."""


def silent(what: str, done: int, total: int) -> None:
    """Say nothing."""


class Writer:
    """Changes a library; hold the lock (``writing``) while using it."""

    def __init__(self, settings: IndexerSettings, embedder: Embedder, progress: Progress = silent) -> None:
        self._settings = settings
        self._embedder = embedder
        self._progress = progress
        self._policy = load_policy()
        self._record = Record(settings.data)
        self._key = build_key(embedder.key)
        current = self._record.current()
        self._current: Generation | None = current
        held = self._record.revisions(current.id) if current else {}
        indexed = self._record.indexed_corrections(current.id) if current else {}
        self._holdings = Holdings(held, indexed, self._record.corrections())

    def close(self) -> None:
        """Let go of the record."""
        self._record.close()

    def add(self, paths: Sequence[Path]) -> AddReport:
        """Read, divide and embed what is new in files and folders, then switch to indexes that hold it."""
        suffixes = list(SUFFIXES)
        missing = [path for path in paths if not path.exists()]
        found = find_documents([path for path in paths if path.exists()], suffixes)
        outcomes = [
            Outcome(path=str(path), status=OutcomeStatus.FAILED, reason=f"{path}: there is no such file or folder.")
            for path in missing
        ]
        with ReadingWorker(self._policy.reading) as worker:
            for number, document in enumerate(found):
                self._progress(document.path.name, number, len(found))
                outcomes.extend(self._take(document, worker))
        self._progress("building the indexes", len(found), len(found))
        generation = self.switch()
        return AddReport(outcomes=tuple(outcomes), generation=generation, embedded=sum(o.embedded for o in outcomes))

    def remove(self, document_id: str) -> None:
        """Take a document out and erase it from the record and the indexes.

        Raises:
            UnknownDocumentError: the library has no document of that id.
        """
        if document_id not in self._holdings.target:
            raise UnknownDocumentError.among(document_id, self._holdings.target)
        self._holdings.remove(document_id)
        self._switch(erase=True)

    def switch(self) -> str | None:
        """Switch to indexes that hold what the record now says; nothing is built where they do already."""
        self._redivide_old_builds()
        return self._switch(erase=False)

    def repair(self) -> str | None:
        """Build the indexes anew from the record if they are damaged or were built with other settings."""
        generation = self.switch()
        sweep(self._settings.data, self._record)
        self._record.compact()
        return generation

    def _switch(self, *, erase: bool) -> str | None:
        """Build and switch in a generation if the documents or corrections changed or the indexes are damaged."""
        if not self._holdings.changed and (self._current is None or self._is_sound(self._current)):
            return self._current.id if self._current else None
        generation = build_generation(
            self._settings.data,
            self._record,
            self._holdings,
            self._embedder,
            model_name=self._settings.embedding_model,
            erase=erase,
        )
        corrections = self._holdings.corrections
        self._current, self._holdings = generation, Holdings(self._holdings.target, corrections, corrections)
        return generation.id

    def _is_sound(self, generation: Generation) -> bool:
        if generation.build_key != self._key:
            return False
        try:
            revisions = {revision.id for revision in self._holdings.held.values()}
            passages, vectors = indexed_vectors(self._record, revisions)
            probe(generation_folder(self._settings.data, generation.id), passages, vectors)
        except LibraryDamagedError:
            return False
        return True

    def _take(self, document: FoundDocument, worker: ReadingWorker) -> list[Outcome]:
        """Bring one document in from the first of its files that can be read.

        A failure is the file's own and leaves what the library holds of the document.
        """
        files = [document.path, *document.same]
        outcomes: list[Outcome] = []
        for number, path in enumerate(files, start=1):
            try:
                outcome = self._read_or_keep(document, path, worker)
            except (IndexerError, OSError) as error:
                failed = Outcome(
                    path=str(path), status=OutcomeStatus.FAILED, document_id=document.id, reason=str(error)
                )
                outcomes.append(failed)
                continue
            return [*outcomes, outcome, *(_passed_over(other, path, outcome) for other in files[number:])]
        return outcomes

    def _read_or_keep(self, document: FoundDocument, path: Path, worker: ReadingWorker) -> Outcome:
        digest = sha256_within(path, max(self._policy.reading.max_bytes.values()))
        same = self._record.kept_revisions(digest, self._key)
        if kept := self._holdings.kept(document, path, digest, same):
            return self._keep(document, path, kept)
        reading = self._read(path, worker)
        given, metadata = document.id, document.metadata
        if reading.front_matter is not None and metadata is None:
            given, metadata = parse_metadata(reading.front_matter, str(path))
        identity = self._holdings.identify(document, path, given)
        revision = Revision(
            id=revision_id(identity, digest, self._key, metadata or Metadata()),
            document_id=identity,
            sha256=digest,
            build_key=self._key,
            origin=str(path.resolve()),
            id_given=given is not None,
            metadata=metadata or Metadata(),
            suggestions=suggest(reading, path) if metadata is None else (),
        )
        passages, embedded = self._save(revision, list(reading.blocks), reading.pages)
        return self._placed(path, revision, passages, embedded)

    def _read(self, path: Path, worker: ReadingWorker) -> FileReading:
        """Read a file while the model loads, which takes as long as reading a short one."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            loading = pool.submit(self._embedder.count, "")
            reading = worker.read(path, lambda seconds: self._progress(f"{path.name}: {seconds} s", 0, 1))
            loading.result()
        return reading

    def _keep(self, document: FoundDocument, path: Path, revision: Revision) -> Outcome:
        origin = Path(revision.origin)
        moved = origin != path.resolve()
        if moved and document.id is None and origin.is_file():
            return Outcome(
                path=str(path),
                status=OutcomeStatus.SAME_DOCUMENT,
                document_id=revision.document_id,
                reason=f"the same content as {origin.name}",
            )
        self._holdings.claim(document, path, revision.document_id, given=revision.id_given)
        if moved:
            revision = self._holdings.move(revision, path)
            self._record.set_origin(revision.id, revision.origin)
        if not self._holdings.is_placed(revision):
            # Read by an earlier run that was stopped before its indexes were switched in.
            count = len(self._record.passages_with_vectors([revision.id])[0])
            return self._placed(path, revision, count, 0)
        return Outcome(path=str(path), status=OutcomeStatus.UNCHANGED, document_id=revision.document_id)

    def _placed(self, path: Path, revision: Revision, passages: int, embedded: int) -> Outcome:
        status = OutcomeStatus.UPDATED if revision.document_id in self._holdings.held else OutcomeStatus.ADDED
        self._holdings.place(revision)
        return Outcome(
            path=str(path), status=status, document_id=revision.document_id, passages=passages, embedded=embedded
        )

    def _save(self, revision: Revision, blocks: list[Block], pages: int | None) -> tuple[int, int]:
        """Divide and embed a document and keep it in the record; return its passages and how many were embedded."""
        policy = self._policy.dividing
        passages = divide(revision.document_id, blocks, self._embedder.count, policy)
        own = [labelled_text(passage) for passage in passages]
        contexts = list(map(Contexts(self._embedder.count, policy.context_pieces), passages))
        keys = [
            TextKeys(self._key_of(text), self._key_of(c) if c else None) for text, c in zip(own, contexts, strict=True)
        ]
        texts = {self._key_of(text): text for text in (*own, *contexts) if text}
        known = self._record.known_texts(texts.keys())
        new = {key: text for key, text in texts.items() if key not in known}
        vectors = self._embed(revision.document_id, new)
        self._record.save_revision(revision, pages, blocks, list(zip(passages, keys, strict=True)), vectors)
        return len(passages), len(new)

    def _key_of(self, text: str) -> str:
        """Name a text as this model embeds it."""
        return hashlib.sha256(f"{self._embedder.key}\n{text}".encode()).hexdigest()

    def _embed(self, name: str, texts: Mapping[str, str]) -> dict[str, Embedded]:
        keys, step = list(texts), self._settings.embedding_batch * 16
        basis = basis_for(self._embedder.key)
        embedded: dict[str, Embedded] = {}
        for start in range(0, len(keys), step):
            self._progress(f"{name}: embedding", start, len(keys))
            some = keys[start : start + step]
            vectors, tokens = self._embedder.embed_whole([texts[key] for key in some])
            for key, vector, own in zip(some, vectors, tokens, strict=True):
                embedded[key] = Embedded(vector, own.pieces, quantise(own.vectors, basis))
            del vectors, tokens
            give_back()
        return embedded

    def _redivide_old_builds(self) -> None:
        """Divide and embed again, from the blocks in the record, what was built with other settings."""
        for document_id, revision in list(self._holdings.target.items()):
            if revision.build_key != self._key:
                blocks, pages = self._record.blocks(revision.id)
                renewed = revision.model_copy(
                    update={
                        "id": revision_id(document_id, revision.sha256, self._key, revision.metadata),
                        "build_key": self._key,
                    }
                )
                self._save(renewed, blocks, pages)
                self._holdings.place(renewed)


def add(settings: IndexerSettings, paths: Sequence[Path], embedder: Embedder, progress: Progress = silent) -> AddReport:
    """Bring files and folders into the library.

    Raises:
        LibraryBusyError: another process is writing to it.
    """
    with writing(settings.data):
        writer = Writer(settings, embedder, progress)
        try:
            return writer.add(paths)
        finally:
            writer.close()


def remove(settings: IndexerSettings, document_id: str, embedder: Embedder) -> None:
    """Erase a document from the library.

    Raises:
        LibraryBusyError: another process is writing to it.
        UnknownDocumentError: there is no such document.
    """
    with writing(settings.data):
        writer = Writer(settings, embedder)
        try:
            writer.remove(document_id)
        finally:
            writer.close()


def repair(settings: IndexerSettings, embedder: Embedder) -> str | None:
    """Build the indexes anew from the record where they are damaged; return the generation then in use."""
    with writing(settings.data):
        writer = Writer(settings, embedder)
        try:
            return writer.repair()
        finally:
            writer.close()


def _passed_over(path: Path, read: Path, outcome: Outcome) -> Outcome:
    return Outcome(
        path=str(path),
        status=OutcomeStatus.SAME_DOCUMENT,
        document_id=outcome.document_id,
        reason=f"the same document as {read.name}, which is read in its place",
    )
