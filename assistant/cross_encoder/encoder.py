"""The packaged embedding model turned into a cross-encoder by small matrices of our own."""

import threading
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.embedding import packaged_folder, prepare_torch
from indexer.errors import ModelUnavailableError

ADAPTERS = Path(__file__).with_name("adapters.safetensors")
# What is longer is cut off, the passage first.
MOST_PIECES = 160
_BATCH = 32

Scores = npt.NDArray[np.float32]


class Pair(NamedTuple):
    """A passage, its title before it ('Plan 2014, Health: ...'), and the question or statement read with it."""

    passage: str
    said: str


CrossEncoding = Callable[[Sequence[Pair]], Scores]


class _Parts(NamedTuple):
    tokenizer: Any
    model: Any
    head: Any


class CrossEncoder:
    """Scores pairs; loaded with the first, from this machine alone.

    A cross-encoder in the manner of Nogueira and Cho (2019) over all-MiniLM-L6-v2. What was trained is added to that
    model's own matrices at load: low-rank adapters (Hu et al. 2021) and the norms of its upper layers, with a head on
    its first token. adapters.md tells what they were trained on.
    """

    def __init__(self, adapters: Path = ADAPTERS) -> None:
        self._adapters = adapters
        self._lock = threading.Lock()

    def scores(self, pairs: Sequence[Pair]) -> Scores:
        """Return for each pair the log odds that the passage answers the question or bears the statement out."""
        scores = np.zeros(len(pairs), dtype=np.float32)
        # Pairs of like length together, so that little is filled up.
        order = sorted(range(len(pairs)), key=lambda at: len(pairs[at].passage) + len(pairs[at].said))
        with self._lock:
            for start in range(0, len(order), _BATCH):
                at = order[start : start + _BATCH]
                scores[at] = self._scores([pairs[number] for number in at])
        return scores

    def _scores(self, pairs: Sequence[Pair]) -> Scores:
        import torch

        tokenizer, model, head = self._parts
        read = tokenizer(
            [pair.said[: MOST_PIECES * 4] for pair in pairs],
            [pair.passage for pair in pairs],
            padding=True,
            truncation="longest_first",
            max_length=MOST_PIECES,
            return_tensors="pt",
        )
        with torch.inference_mode():
            return np.asarray(head(model(**read).last_hidden_state[:, 0])[:, 0], dtype=np.float32)

    @cached_property
    def _parts(self) -> _Parts:
        """Load the model with the adapters added to its matrices.

        Raises:
            ModelUnavailableError: the adapters are not there or do not fit the model.
        """
        prepare_torch()
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from transformers import AutoModel, AutoTokenizer

        folder = packaged_folder()
        model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
        try:
            trained = {name: value.float() for name, value in load_file(self._adapters).items()}
            with torch.no_grad():
                _add(model, trained)
            width = model.config.hidden_size
            head = torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.Linear(width, 1)).eval()
            head.load_state_dict({name: trained.pop(f"head.{name}") for name in head.state_dict()})
        except (OSError, KeyError, AttributeError, RuntimeError, SafetensorError) as error:
            raise ModelUnavailableError(
                f"The adapters at {self._adapters} could not be added to the packaged model "
                f"({type(error).__name__}); take the file from the repository again."
            ) from error
        return _Parts(AutoTokenizer.from_pretrained(folder, local_files_only=True), model, head)


def _add(model: Any, trained: dict[str, Any]) -> None:
    """Add ``NAME.up @ NAME.down`` to the matrix of each layer named, and put in the norms as they are."""
    for name in [name.removesuffix(".up") for name in trained if name.endswith(".up")]:
        model.get_submodule(name).weight += trained.pop(f"{name}.up") @ trained.pop(f"{name}.down")
    for name in [name for name in trained if not name.startswith("head.")]:
        model.get_parameter(name).copy_(trained.pop(name))


@cache
def shared_cross_encoder() -> CrossEncoder:
    """Return the one of this process: it is the same for every library."""
    return CrossEncoder()
