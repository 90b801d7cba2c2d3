"""What LangChain and Chroma give out of the box, to measure ours beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import chromadb
from chromadb.api.client import Client
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.judging import Found
from indexer.embedding import Embedder

CHUNK_CHARACTERS = 1000
OVERLAP_CHARACTERS = 200
STOCK_DEPTH = 10
_QUIET = Settings(anonymized_telemetry=False)


class ModelEmbeddings(Embeddings):
    """Our embedding model as LangChain asks for it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        return cast("list[list[float]]", self._embedder.embed(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, of length 1."""
        return self.embed_documents([text])[0]


class StockPipeline:
    """Splits plain texts by LangChain's recursive splitter and searches the chunks in Chroma, all as they come."""

    def __init__(self, texts: Mapping[str, str], embedder: Embedder) -> None:
        """Split and embed.

        Args:
            texts: the plain text of each document, by id.
            embedder: the model.
        """
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
        chunks = splitter.create_documents(list(texts.values()), [{"document": document} for document in texts])
        self.chunks = [_found(chunk, number) for number, chunk in enumerate(chunks)]
        self._store = Chroma.from_documents(
            chunks,
            ModelEmbeddings(embedder),
            ids=[chunk.id for chunk in self.chunks],
            collection_name=f"stock-{uuid4().hex}",  # in memory, where every collection of the process lives
            client_settings=_QUIET,
        )

    def search(self, question: str, k: int = STOCK_DEPTH) -> list[Found]:
        """Return the nearest chunks, nearest first."""
        by_id = {chunk.id: chunk for chunk in self.chunks}
        return [by_id[str(document.id)] for document in self._store.similarity_search(question, k=k)]

    def close(self) -> None:
        """Let go of the collection."""
        self._store.delete_collection()


@contextmanager
def raw_collection(folder: Path) -> Iterator[Any]:
    """Open the one collection of a Chroma folder that nothing else of this process has open."""
    client = cast("Client", chromadb.PersistentClient(path=str(folder), settings=_QUIET))
    try:
        (collection,) = client.list_collections()
        yield client.get_collection(collection.name, embedding_function=None)
    finally:
        client.close()


def _found(chunk: Document, number: int) -> Found:
    document: str = chunk.metadata["document"]
    return Found(f"chunk-{number}", document, None, chunk.page_content, f"{document}, chunk {number}")


def ids_of(collection: Any, vector: Sequence[float], k: int) -> list[str]:
    """Return the ids of the nearest vectors of a collection by one raw query."""
    return cast("list[str]", collection.query(query_embeddings=[vector], n_results=k)["ids"][0])
