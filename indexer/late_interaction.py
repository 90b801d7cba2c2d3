"""Late interaction: a query's token vectors against a passage's, kept as int8 and memory-mapped.

The best match of each query token among a passage's tokens is the MaxSim of ColBERT (Khattab and Zaharia 2020), here on
the token vectors of the same model that embeds passages; nothing is trained.
"""

import json
import math
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.embedding import TokenVectors
from indexer.errors import LibraryDamagedError

Quantised = npt.NDArray[np.int8]

_VECTORS, _PIECES, _STARTS, _TEXTS = "vectors.npy", "pieces.npy", "starts.npy", "texts.npy"
_IDS = "passages.json"
_SCALE = 127.0


def quantise(vectors: npt.NDArray[np.float32], basis: npt.NDArray[np.float32] | None) -> Quantised:
    """Turn token vectors to fewer dimensions, length 1, and eight bits.

    Args:
        vectors: shape (tokens, dimensions).
        basis: shape (dimensions, fewer), the directions that are kept; None keeps all.
    """
    reduced = vectors if basis is None else vectors @ basis
    lengths = np.linalg.norm(reduced, axis=1, keepdims=True)
    return np.asarray(np.round(reduced / np.maximum(lengths, 1e-9) * _SCALE), dtype=np.int8)


@cache
def basis_for(model_key: str) -> npt.NDArray[np.float32] | None:
    """Return the principal directions of a model's token vectors, shape (dimensions, fewer); None if not known.

    Those of all-MiniLM-L6-v2 are the first 128 of the 86,000 token vectors, each of length 1, of the five documents
    that the product was first tried on; they hold 84% of the sum of squares.
    """
    path = Path(__file__).with_name("basis") / f"{model_key.split('@', maxsplit=1)[0]}.npy"
    return np.load(path).astype(np.float32) if path.is_file() else None


@cache
def query_basis_for(model_key: str) -> npt.NDArray[np.float32] | None:
    """Return what turns a query's token vectors to those dimensions; the passages' own basis where there is no other.

    That of all-MiniLM-L6-v2 is the passages' basis times a matrix near the identity, trained on the dev cases so that a
    question's tokens lie nearer to those of the passage that answers it.
    """
    path = Path(__file__).with_name("basis") / f"{model_key.split('@', maxsplit=1)[0]}-query.npy"
    return np.load(path).astype(np.float32) if path.is_file() else basis_for(model_key)


class Span(NamedTuple):
    """Tokens of a passage's own text, from ``start`` up to ``stop``; all of them where neither is given."""

    passage_id: str
    start: int = 0
    stop: int | None = None


class TokenTexts(NamedTuple):
    """Texts with their tokens, and for each passage which of them is its own and which its context, -1 for none."""

    tokens: list[tuple[Quantised, npt.NDArray[np.int32]]]
    own: list[int]
    context: list[int]


class Matches(NamedTuple):
    """How well each token of a query is met by each span of a passage.

    Attributes:
        similarity: shape (spans, tokens), the best match among the span's tokens, between -1 and 1.
        weights: shape (tokens,), the inverse document frequency of each token over the passages.
    """

    similarity: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]


def build_tokens(folder: Path, passage_ids: Sequence[str], texts: TokenTexts) -> None:
    """Write the token vectors and word pieces of passages and their contexts into an empty folder."""
    folder.mkdir(parents=True)
    filled = [(own, pieces) for own, pieces in texts.tokens if len(pieces)]  # a text of unknown signs has no piece
    vectors = np.concatenate([own for own, _ in filled]) if filled else np.zeros((0, 0), np.int8)
    pieces = np.concatenate([own for _, own in filled]) if filled else np.zeros(0, np.int32)
    starts = np.cumsum([0, *(len(own) for _, own in texts.tokens)], dtype=np.int64)
    np.save(folder / _VECTORS, vectors)
    np.save(folder / _PIECES, pieces)
    np.save(folder / _STARTS, starts)
    np.save(folder / _TEXTS, np.array([texts.own, texts.context], dtype=np.int64))
    (folder / _IDS).write_text(json.dumps(list(passage_ids)), encoding="utf-8")


class TokenIndex:
    """Token vectors opened from their folder."""

    def __init__(self, folder: Path) -> None:
        try:
            self.passage_ids: list[str] = json.loads((folder / _IDS).read_text(encoding="utf-8"))
            self._vectors: Quantised = np.load(folder / _VECTORS, mmap_mode="r")
            self._pieces: npt.NDArray[np.int32] = np.load(folder / _PIECES, mmap_mode="r")
            self._starts: npt.NDArray[np.int64] = np.load(folder / _STARTS)
            self._own, self._context = np.load(folder / _TEXTS)
        except (OSError, ValueError, EOFError) as error:
            raise LibraryDamagedError(
                f"The token index in {folder} cannot be read ({error}); run 'python -m indexer check --repair'."
            ) from error
        ends = {len(self._vectors), len(self._pieces), int(self._starts[-1]) if len(self._starts) else -1}
        texts = max(self._own.max(initial=-1), self._context.max(initial=-1)) + 1
        if len(self._own) != len(self.passage_ids) or len(self._starts) != texts + 1 or len(ends) != 1:
            raise LibraryDamagedError(
                f"The token index in {folder} is cut short; run 'python -m indexer check --repair'."
            )
        self._position = {passage_id: number for number, passage_id in enumerate(self.passage_ids)}

    @cached_property
    def _frequency(self) -> npt.NDArray[np.int64]:
        """In how many passages, or what stands over them, each word piece stands, by piece id."""
        counts = np.zeros(int(self._pieces.max(initial=0)) + 1, dtype=np.int64)
        for own, context in zip(self._own, self._context, strict=True):
            counts[np.union1d(self._pieces_of(own), self._pieces_of(context))] += 1
        return counts

    def _pieces_of(self, text: int) -> npt.NDArray[np.int32]:
        return self._pieces[self._starts[text] : self._starts[text + 1]] if text >= 0 else self._pieces[:0]

    def weights(self, pieces: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """Return the inverse document frequency of word pieces; one in no passage weighs most."""
        total = len(self.passage_ids)
        known = [int(self._frequency[p]) if p < len(self._frequency) else 0 for p in pieces]
        return np.array([math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in known], dtype=np.float32)

    def vectors_of(self, passage_id: str) -> tuple[Quantised, Quantised]:
        """Return the token vectors of a passage and of what stands over it, shapes (tokens, dimensions)."""
        position = self._position[passage_id]
        own, context = self._own[position], self._context[position]
        return self._vectors_in(own), self._vectors_in(context)

    def _vectors_in(self, text: int) -> Quantised:
        return self._vectors[self._starts[text] : self._starts[text + 1]] if text >= 0 else self._vectors[:0]

    def match(
        self,
        query: TokenVectors,
        basis: npt.NDArray[np.float32] | None,
        spans: Sequence[Span],
        *,
        context_match: float,
    ) -> Matches:
        """Return the best match of each token of a query among the tokens of each span and of what stands over it.

        Args:
            query: the token vectors of a question.
            basis: what the query's vectors are reduced with.
            spans: the candidates; rows come in their order, of zeros for one without tokens.
            context_match: what a match in a passage's headings counts for, 1 as much as in the passage itself.
        """
        asked = (quantise(query.vectors, basis).astype(np.float32) / _SCALE).T
        positions = np.array([self._position[span.passage_id] for span in spans], dtype=np.int64)
        own, context = self._own[positions], self._context[positions]
        over, at = np.unique(context, return_inverse=True)
        starts = np.concatenate([self._starts[own], np.where(over >= 0, self._starts[over], 0)])
        stops = np.concatenate([self._starts[own + 1], np.where(over >= 0, self._starts[over + 1], 0)])
        for row, span in enumerate(spans):
            if span.start or span.stop is not None:
                first = starts[row]
                stops[row] = min(stops[row], first + span.stop) if span.stop is not None else stops[row]
                starts[row] = min(first + span.start, stops[row])
        best = self._best(starts, stops, asked)
        similarity = np.maximum(best[: len(own)], context_match * best[len(own) :][at])
        return Matches(similarity, self.weights(query.pieces))

    def _best(
        self, starts: npt.NDArray[np.int64], stops: npt.NDArray[np.int64], asked: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """Return the best match of each column of ``asked`` among vectors, a row a slice; zeros for an empty one."""
        best = np.zeros((len(starts), asked.shape[1]), dtype=np.float32)
        filled = stops > starts
        if filled.any() and asked.size:
            slices = list(zip(starts[filled], stops[filled], strict=True))
            stacked = np.concatenate([self._vectors[start:stop] for start, stop in slices]).astype(np.float32)
            edges = np.cumsum([0, *(stop - start for start, stop in slices)])[:-1]
            best[filled] = np.maximum.reduceat(stacked @ asked, edges, axis=0) / _SCALE
        return best
