"""Indexes built aside from the record, probed, and only then switched in."""

import secrets
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from indexer.contracts import Passage
from indexer.dividing import Contexts, embedded_text
from indexer.embedding import Embedder, Vectors
from indexer.errors import LibraryDamagedError
from indexer.holdings import Holdings
from indexer.late_interaction import TokenIndex, build_tokens
from indexer.lexical import LexicalIndex, build_lexical
from indexer.library import generation_folder
from indexer.record import Generation, Record
from indexer.settings import build_key, load_policy
from indexer.vectors import VectorIndex, build_vectors, build_vectors_apart


def build_generation(
    data: Path, record: Record, holdings: Holdings, embedder: Embedder, *, model_name: str, erase: bool
) -> Generation:
    """Build, probe and switch in the indexes of what is wanted; until the switch readers see the old ones.

    Args:
        data: folder of the library.
        record: holds the revisions' passages and vectors; nothing is embedded here.
        holdings: the revisions that are wanted, and what people corrected in their metadata.
        embedder: names the model and counts word pieces.
        model_name: as set, so that a reader can load it.
        erase: keep nothing of the generations before, because a document is to be gone.

    Raises:
        LibraryDamagedError: what was built does not hold what it should; nothing was switched.
    """
    generation = Generation(
        id=f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}",
        build_key=build_key(embedder.key),
        model_name=model_name,
        model_key=embedder.key,
    )
    folder = generation_folder(data, generation.id)
    revisions = holdings.target
    ids = {revision.id for revision in revisions.values()}
    passages, vectors = indexed_vectors(record, ids)
    try:
        build = build_vectors_apart if erase else build_vectors
        build(folder / "chroma", passages, vectors)
        build_lexical(
            folder / "lexical",
            [p.id for p in passages],
            _indexed_texts(passages, holdings, embedder),
            load_policy().lexical,
        )
        build_tokens(folder / "tokens", [p.id for p in passages], record.token_texts(ids))
        probe(folder, passages, vectors)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    corrections = {revisions[name].id: c for name, c in holdings.corrections.items() if name in revisions}
    record.switch(generation, ids, keep_previous=not erase, corrections=corrections)
    sweep(data, record)
    if erase:
        record.compact()
    return generation


def indexed_vectors(record: Record, revision_ids: Collection[str]) -> tuple[list[Passage], Vectors]:
    """Return the passages of revisions in order, and a vector of length 1 for each, with a share of its context's."""
    passages, own, contexts = record.passages_with_vectors(revision_ids)
    mixed = own + load_policy().embedding.context_share * contexts
    return passages, mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)


def probe(folder: Path, passages: list[Passage], vectors: Vectors) -> None:
    """Open the indexes in a folder anew and check that they hold and find just these passages.

    Raises:
        LibraryDamagedError: saying what is missing.
    """
    index = VectorIndex(folder / "chroma")
    try:
        index.probe(passages, vectors)
    finally:
        index.close()
    lexical, tokens = LexicalIndex(folder / "lexical"), TokenIndex(folder / "tokens")
    for name, held in (("lexical", lexical.passage_ids), ("token", tokens.passage_ids)):
        if held != [passage.id for passage in passages]:
            raise LibraryDamagedError(f"{folder}: the {name} index holds {len(held)} passages of another set.")
    for passage in passages[:: max(1, len(passages) // 12)]:
        if lexical.words(passage.text) and not lexical.search(passage.text, k=1, among={passage.id}):
            raise LibraryDamagedError(f"{folder}: passage {passage.id} is not found by its own words.")


def sweep(data: Path, record: Record) -> None:
    """Remove the folders of generations that are no longer kept, those that a killed build left among them."""
    kept = record.generation_ids()
    for folder in (data / "generations").glob("*"):
        if folder.name not in kept:
            # A reader may just be writing a file there, and on Windows holds it; the next sweep takes what is left.
            for _ in range(3):
                shutil.rmtree(folder, ignore_errors=True)
                if not folder.exists():
                    break


def _indexed_texts(passages: list[Passage], holdings: Holdings, embedder: Embedder) -> list[str]:
    contexts = Contexts(embedder.count, load_policy().dividing.context_pieces)
    titles = {name: holdings.metadata(name).title or "" for name in holdings.target}
    return [f"{titles[passage.document_id]}\n{embedded_text(passage, contexts)}" for passage in passages]
