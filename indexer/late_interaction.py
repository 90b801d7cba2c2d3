"""Late interaction: a query's token vectors against a passage's, kept as int8 and memory-mapped.

The score is MaxSim as in ColBERT (Khattab and Zaharia 2020), each query token weighed by its inverse document frequency
over the passages, on the token vectors of the same model that embeds passages; nothing is trained.
"""

import json
import math
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.contracts import Hit
from indexer.embedding import TokenVectors
from indexer.errors import LibraryDamagedError

Quantised = npt.NDArray[np.int8]

_VECTORS, _PIECES, _STARTS, _IDS = "vectors.npy", "pieces.npy", "starts.npy", "passages.json"
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


def build_tokens(
    folder: Path, passage_ids: Sequence[str], tokens: Sequence[tuple[Quantised, npt.NDArray[np.int32]]]
) -> None:
    """Write the token vectors and word pieces of passages, in the order of their ids, into an empty folder."""
    folder.mkdir(parents=True)
    filled = [(own, pieces) for own, pieces in tokens if len(pieces)]  # a text of unknown signs has no piece
    vectors = np.concatenate([own for own, _ in filled]) if filled else np.zeros((0, 0), np.int8)
    pieces = np.concatenate([own for _, own in filled]) if filled else np.zeros(0, np.int32)
    starts = np.cumsum([0, *(len(t[1]) for t in tokens)], dtype=np.int64)
    np.save(folder / _VECTORS, vectors)
    np.save(folder / _PIECES, pieces)
    np.save(folder / _STARTS, starts)
    (folder / _IDS).write_text(json.dumps(list(passage_ids)), encoding="utf-8")


class TokenIndex:
    """Token vectors opened from their folder."""

    def __init__(self, folder: Path) -> None:
        try:
            self.passage_ids: list[str] = json.loads((folder / _IDS).read_text(encoding="utf-8"))
            self._vectors: Quantised = np.load(folder / _VECTORS, mmap_mode="r")
            self._pieces: npt.NDArray[np.int32] = np.load(folder / _PIECES, mmap_mode="r")
            self._starts: npt.NDArray[np.int64] = np.load(folder / _STARTS)
        except (OSError, ValueError, EOFError) as error:
            raise LibraryDamagedError(
                f"The token index in {folder} cannot be read ({error}); run 'python -m indexer check --repair'."
            ) from error
        ends = {len(self._vectors), len(self._pieces), int(self._starts[-1]) if len(self._starts) else -1}
        if len(self._starts) != len(self.passage_ids) + 1 or len(ends) != 1:
            raise LibraryDamagedError(
                f"The token index in {folder} is cut short; run 'python -m indexer check --repair'."
            )
        self._position = {passage_id: number for number, passage_id in enumerate(self.passage_ids)}

    @cached_property
    def _frequency(self) -> npt.NDArray[np.int64]:
        """In how many passages each word piece stands, by piece id."""
        counts = np.zeros(int(self._pieces.max(initial=0)) + 1, dtype=np.int64)
        for start, stop in zip(self._starts, self._starts[1:], strict=False):
            counts[np.unique(self._pieces[start:stop])] += 1
        return counts

    def weights(self, pieces: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """Return the inverse document frequency of word pieces; one in no passage weighs most."""
        total = len(self.passage_ids)
        known = [int(self._frequency[p]) if p < len(self._frequency) else 0 for p in pieces]
        return np.array([math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in known], dtype=np.float32)

    def score(
        self, query: TokenVectors, basis: npt.NDArray[np.float32] | None, passage_ids: Sequence[str]
    ) -> list[Hit]:
        """Return each passage's mean over the query's tokens of the best match among its own, weighed by rarity.

        Args:
            query: the token vectors of a question.
            basis: what the passages' vectors were reduced with.
            passage_ids: the candidates; scores come in their order, between -1 and 1, 0 for one without tokens.
        """
        if not passage_ids or not len(query.pieces):
            return []
        weights = self.weights(query.pieces)
        asked = quantise(query.vectors, basis).astype(np.float32) / _SCALE
        positions = np.array([self._position[passage_id] for passage_id in passage_ids])
        starts, stops = self._starts[positions], self._starts[positions + 1]
        filled = stops > starts
        scores = np.zeros(len(passage_ids), dtype=np.float32)
        if filled.any():
            spans = list(zip(starts[filled], stops[filled], strict=True))
            stacked = np.concatenate([self._vectors[start:stop] for start, stop in spans]).astype(np.float32) / _SCALE
            edges = np.cumsum([0, *(stop - start for start, stop in spans)])[:-1]
            best = np.maximum.reduceat(stacked @ asked.T, edges, axis=0)
            scores[filled] = best @ weights / float(weights.sum() or 1.0)
        return [Hit(passage_id=i, score=float(score)) for i, score in zip(passage_ids, scores, strict=True)]
