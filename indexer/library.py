"""The library as its readers see it: one generation of the indexes and the record behind it."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from threading import RLock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.acronyms import find_acronyms
from indexer.contracts import Document, Hit, Passage
from indexer.embedding import Embedder, SentenceEmbedder, TokenVectors
from indexer.errors import LibraryEmptyError, ModelMismatchError
from indexer.late_interaction import Matches, Quantised, Span, TokenIndex, query_basis_for
from indexer.lexical import LexicalIndex
from indexer.record import Generation, Record
from indexer.settings import IndexerSettings, load_policy
from indexer.vectors import VectorIndex

# Passages kept in memory, some 40 MB of them; reading two hundred from the record takes 5 ms.
_PASSAGES_KEPT = 20_000

EmbedderFactory = Callable[[str], Embedder]


def generation_folder(data: Path, generation_id: str) -> Path:
    """Return the folder that holds the indexes of a generation."""
    return data / "generations" / generation_id


class EncodedQuery(NamedTuple):
    """A question as the embedding model sees it: its vector, and its tokens' vectors."""

    vector: list[float]
    tokens: TokenVectors


class Library:
    """Finds passages in the current generation; changes over to a newer one between two calls."""

    def __init__(self, settings: IndexerSettings, embedder: Embedder | None = None) -> None:
        """Open the library.

        Args:
            settings: where it lives.
            embedder: the model for questions; None for the one that the settings name.

        Raises:
            LibraryEmptyError: there is no document in it.
            LibraryDamagedError: an index cannot be read.
        """
        self._settings = settings
        self._lock = RLock()
        self._embedder = embedder or SentenceEmbedder(settings.embedding_model, settings.embedding_batch)
        if not (settings.data / "record.sqlite3").is_file():
            raise _empty(settings.data)
        self._record = Record(settings.data)
        self._generation: Generation | None = None
        self._vectors: VectorIndex
        self._lexical: LexicalIndex
        self._tokens: TokenIndex
        self._documents: tuple[Document, ...] = ()
        self._passages_of: dict[str, set[str]] = {}
        self._acronyms: dict[str, tuple[str, ...]] = {}
        self._kept: dict[str, Passage] = {}
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        if self._generation is not None:
            self._vectors.close()
        self._record.close()

    @property
    def generation(self) -> str:
        """The id of the generation in use."""
        return self._generation.id if self._generation else ""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, by id."""
        return self._documents

    @property
    def acronyms(self) -> dict[str, tuple[str, ...]]:
        """The long forms of each acronym that the documents explain."""
        return self._acronyms

    def refresh(self) -> None:
        """Change over to the current generation if it is a newer one; one without documents only if already open.

        Raises:
            LibraryEmptyError: there was no document when the library was opened.
            ModelMismatchError: it was built with another model than the one set.
        """
        with self._lock:
            if self._generation is not None and not self._record.has_changed():
                return
            current = self._record.current()
            if current is None:
                raise _empty(self._settings.data)
            if self._generation is not None and current.id == self._generation.id:
                return
            if current.model_key != self._embedder.key:
                raise ModelMismatchError(
                    f"The library was built with the embedding model {current.model_key}, but {self._embedder.key} is "
                    "set; unset ASSISTANT_EMBEDDING_MODEL or run 'python -m indexer check --repair' to build it anew."
                )
            documents = tuple(self._record.documents(current.id))
            if self._generation is None and not documents:
                raise _empty(self._settings.data)
            folder = generation_folder(self._settings.data, current.id)
            lexical, tokens = LexicalIndex(folder / "lexical"), TokenIndex(folder / "tokens")
            vectors = VectorIndex(folder / "chroma")  # the last, for it is the one that must be closed
            if self._generation is not None:
                self._vectors.close()
            self._vectors, self._lexical, self._tokens, self._generation = vectors, lexical, tokens, current
            self._documents = documents
            self._passages_of = {}
            passages = self._record.passages(current.id)
            self._kept = {passage.id: passage for passage in passages[:_PASSAGES_KEPT]}
            for passage in passages:
                self._passages_of.setdefault(passage.document_id, set()).add(passage.id)
            self._acronyms = find_acronyms(passage.text for passage in passages)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return the passages with the ids, in their order."""
        with self._lock:
            kept = self._kept
            missing = [passage_id for passage_id in ids if passage_id not in kept]
            if len(kept) + len(missing) > _PASSAGES_KEPT:
                kept.clear()
                missing = list(ids)
            if missing:
                kept.update((passage.id, passage) for passage in self._record.passages(self.generation, missing))
            return [kept[passage_id] for passage_id in ids if passage_id in kept]

    def all_passages(self) -> list[Passage]:
        """Return every passage, by document and place in it."""
        return self._record.passages(self.generation)

    def passages_in(self, document_id: str) -> list[Passage]:
        """Return the passages of a document by place in it; none where the library does not hold it."""
        found = self.passages(sorted(self._passages_of.get(document_id, ())))
        return sorted(found, key=lambda passage: passage.ordinal)

    def encode(self, query: str) -> EncodedQuery:
        """Return what the embedding model makes of a question or a phrase, in one pass."""
        with self._lock:
            vectors, tokens = self._embedder.embed_whole([query])
        return EncodedQuery(vectors[0].tolist(), tokens[0])

    def tokens_of(self, phrases: Sequence[str]) -> list[TokenVectors]:
        """Return the token vectors of phrases, made in one pass."""
        with self._lock:
            return self._embedder.embed_whole(phrases)[1] if phrases else []

    def pieces_of(self, phrase: str) -> npt.NDArray[np.int32]:
        """Return the word pieces of a phrase, without a pass through the model."""
        return self._embedder.pieces(phrase)

    def dense(self, query: EncodedQuery, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the passages nearest in meaning, scored by cosine.

        Args:
            query: an encoded question.
            k: at most this many.
            documents: ids of the documents that count; None for all.
        """
        with self._lock:
            return self._vectors.search(query.vector, k, None if self._are_all(documents) else documents)

    def lexical(self, query: str, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the passages that share the query's words, scored by BM25."""
        among = self._among(documents)
        return self._lexical.search(query, k, among)

    def _are_all(self, documents: Collection[str] | None) -> bool:
        """Tell whether every document counts, so that no index has to filter."""
        return documents is None or set(documents) >= self._passages_of.keys()

    def _among(self, documents: Collection[str] | None) -> set[str] | None:
        """Return the ids of the passages of documents; None where all documents count."""
        if documents is None or self._are_all(documents):
            return None
        return set().union(*(self._passages_of.get(document, set()) for document in documents))

    def match(self, query: TokenVectors, spans: Sequence[Span]) -> Matches:
        """Return how well each token of a query is met by passages of the library or parts of them, in their order."""
        basis, policy = query_basis_for(self._embedder.key), load_policy().embedding
        return self._tokens.match(query, basis, spans, context_match=policy.context_match)

    def token_vectors(self, passage_id: str) -> tuple[Quantised, Quantised]:
        """Return the token vectors of a passage and of what stands over it, as ``match`` compares them."""
        return self._tokens.vectors_of(passage_id)

    def words(self, text: str) -> list[str]:
        """Return the stemmed words of a text, as the lexical index sees them."""
        return self._lexical.words(text)

    def word_weight(self, word: str) -> float:
        """Return how telling a stemmed word is: its inverse document frequency over the passages, at least 0."""
        return self._lexical.weight(word)

    def knows(self, word: str) -> bool:
        """Tell whether a stemmed word stands in any passage."""
        return word in self._lexical.document_frequency

    def mentions(self, name: str, documents: Collection[str]) -> bool:
        """Tell whether a word or a year stands in any passage of documents; 2013 stands in 2013/14."""
        return self._lexical.holds(name, self._among(documents))

    def mentions_together(self, words: str, documents: Collection[str]) -> bool:
        """Tell whether words stand next to each other in any passage of documents."""
        found = self.lexical(words, k=200, documents=documents)
        wanted = f" {' '.join(self.words(words))} "
        passages = self.passages([hit.passage_id for hit in found])
        texts = ("\n".join((*passage.headings, passage.lead_in or "", passage.text)) for passage in passages)
        return any(wanted in f" {' '.join(self.words(text))} " for text in texts)

    @property
    def embedder(self) -> Embedder:
        """The model that embeds questions."""
        return self._embedder


def _empty(data: Path) -> LibraryEmptyError:
    return LibraryEmptyError(
        f"The library at {data} is empty. "
        "Add documents with 'python -m indexer add PATH...', for a start corpus/library."
    )
