"""The vector index: Chroma, one folder a generation. The only module that knows chromadb."""

import json
import multiprocessing
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from indexer.contracts import Hit, Passage
from indexer.digests import sha256_of
from indexer.embedding import Vectors
from indexer.errors import LibraryDamagedError

_COLLECTION = "passages"
_SEAL = "seal.json"
_WRITTEN_OUT = "index_metadata.pickle"
_FEWEST = 2  # the lowest threshold that Chroma takes


def _client(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    systems = SharedSystemClient._identifier_to_system
    known = str(folder) in systems
    try:
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
    except BaseException:
        # chromadb keeps a system that did not start, and hands it out when the folder is opened again.
        if not known:
            systems.pop(str(folder), None)
        raise


def build_vectors(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Write the vectors of passages into a new Chroma folder and close it."""
    folder.mkdir(parents=True)
    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION, configuration=_configuration(len(passages)), embedding_function=None
        )
        step = min(200, client.get_max_batch_size())
        for start in range(0, len(passages), step):
            _write(collection, passages[start : start + step], vectors[start : start + step])
        if len(passages) == 1:  # one record does not make Chroma write its graph out; the same again does
            _write(collection, passages, vectors)
    finally:
        client.close()
    (folder / _SEAL).write_text(json.dumps(_digests(folder)), encoding="utf-8")


def _configuration(count: int) -> CreateCollectionConfiguration:
    """Return settings with which Chroma has written the graph out once all vectors are in.

    One that it has not written out every process that searches it makes anew in the folder, with whatever lies in the
    memory of that process.
    """
    threshold = min(1000, max(_FEWEST, count))
    return {"hnsw": {"space": "cosine", "batch_size": min(100, threshold), "sync_threshold": threshold}}


def _write(collection: chromadb.Collection, passages: Sequence[Passage], vectors: Vectors) -> None:
    collection.upsert(
        ids=[passage.id for passage in passages],
        embeddings=vectors,
        documents=[passage.text for passage in passages],
        metadatas=[{"document_id": passage.document_id, "ordinal": passage.ordinal} for passage in passages],
    )


def build_vectors_apart(folder: Path, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Write the vectors in a process of its own, which has never seen what is to be erased.

    The graph's library writes out room that it never filled, with whatever lay in the memory of the process.

    Raises:
        LibraryDamagedError: the process did not finish.
    """
    process = multiprocessing.get_context("spawn").Process(target=build_vectors, args=(folder, passages, vectors))
    process.start()
    process.join()
    if process.exitcode != 0:
        raise LibraryDamagedError(
            f"Building the vector index in {folder} ended with exit code {process.exitcode}; nothing was changed. "
            "Is the disk full? Make room and try again."
        )


def _digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file of a graph that Chroma keeps whole and only reads from then on.

    Its SQLite file changes when it is opened.
    """
    graphs = {file.parent for file in folder.glob(f"*/{_WRITTEN_OUT}")}
    files = sorted(file for graph in graphs for file in graph.iterdir() if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256_of(file) for file in files}


def _check_seal(folder: Path) -> None:
    """Refuse graphs that are not as they were built: chromadb ends the process on one that is cut short."""
    sealed: dict[str, str] = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
    for name, digest in sealed.items():
        if sha256_of(folder / name) != digest:
            raise ValueError(f"{name} is not as it was written")


class VectorIndex:
    """A Chroma folder opened for reading."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "chroma.sqlite3").is_file():
            raise LibraryDamagedError(f"There is no Chroma index in {folder}; run 'python -m indexer check --repair'.")
        self._folder = folder
        try:
            _check_seal(folder)
            self._client = _client(folder)
        except (ChromaError, ValueError, OSError) as error:
            raise _damaged(folder, error) from error
        try:
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        except (ChromaError, ValueError, OSError) as error:
            self.close()
            raise _damaged(folder, error) from error

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()

    def count(self) -> int:
        """Return the number of vectors."""
        try:
            return int(self._collection.count())
        except ChromaError as error:
            raise _damaged(self._folder, error) from error

    def search(self, vector: Sequence[float], k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the nearest passages by cosine, nearest first, score 1 for the same direction.

        Args:
            vector: of length 1, from the model that built the index.
            k: at most this many.
            documents: ids of the documents that count; None for all.
        """
        if documents is not None and not documents:  # which chromadb refuses to be asked
            return []
        where = None if documents is None else {"document_id": {"$in": sorted(documents)}}
        try:
            # Without the texts, which the record has: with them a query takes twice as long.
            found = self._collection.query(
                query_embeddings=[vector],
                n_results=k,
                where=where,  # type: ignore[arg-type]
                include=["distances"],
            )
        except ChromaError as error:
            raise _damaged(self._folder, error) from error
        # With a distance of 1 - cosine the nearest comes first.
        pairs = zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        return [Hit(passage_id=passage_id, score=1.0 - distance) for passage_id, distance in pairs]

    def probe(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Check that the index holds just these passages and finds them.

        Raises:
            LibraryDamagedError: the count differs, or a sampled vector does not find its own passage, alone or
                within its document.
        """
        if self.count() != len(passages):
            raise LibraryDamagedError(f"{self._folder}: {self.count()} vectors, expected {len(passages)}.")
        for position in _sample(len(passages)):
            passage = passages[position]
            for scope in (None, [passage.document_id]):
                near = self.search(vectors[position].tolist(), k=20, documents=scope)
                best = near[0].score if near else 0.0
                # Passages with the same words have the same vector; any of them may come first.
                if passage.id not in {hit.passage_id for hit in near} and best < 1.0 - 1e-4:
                    raise LibraryDamagedError(f"{self._folder}: passage {passage.id} is not found by its own vector.")


def _sample(count: int, size: int = 12) -> list[int]:
    return sorted(set(np.linspace(0, count - 1, num=min(size, count), dtype=int).tolist())) if count else []


def _damaged(folder: Path, error: Exception) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"The Chroma index in {folder} cannot be read ({error}); run 'python -m indexer check --repair'."
    )
