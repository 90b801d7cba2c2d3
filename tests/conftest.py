"""Fixtures that every package's tests share."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from indexer.adding import add
from indexer.embedding import SentenceEmbedder, TokenVectors, Vectors
from indexer.offline import stay_offline
from indexer.reading.worker import ReadingWorker
from indexer.settings import IndexerSettings, ReadingPolicy, load_policy

stay_offline()

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the five source documents where they are absent, and say so."""
    if not SEEDS.is_dir():
        skip = pytest.mark.skip(reason=f"the source documents are not at {SEEDS}")
        for item in items:
            if item.get_closest_marker("seeds"):
                item.add_marker(skip)


class HashEmbedder:
    """Vectors made of the words of a text: quick, and near where words are shared."""

    def __init__(self, name: str = "hash", dimensions: int = 64) -> None:
        self.key = name
        self._dimensions = dimensions
        self.embedded = 0

    def count(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    def pieces(self, text: str) -> npt.NDArray[np.int32]:
        """Return a number for each word."""
        words = text.lower().split()
        return np.array([int(hashlib.sha256(w.encode()).hexdigest(), 16) % 30_000 for w in words], dtype=np.int32)

    def embed_whole(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """Return a row a text, and a row for each of its words."""
        tokens = [TokenVectors(self.pieces(text), self._rows(text.lower().split())) for text in texts]
        return self.embed(texts), tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""
        self.embedded += len(texts)
        return self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for number, text in enumerate(texts):
            row = rows[number]
            for word in text.lower().split():
                row[int(hashlib.sha256(word.strip(".,:;?").encode()).hexdigest(), 16) % self._dimensions] += 1
            row /= np.linalg.norm(row) or 1.0
        return rows


@pytest.fixture(scope="session")
def lasting_hash_embedder() -> HashEmbedder:
    """A fake embedding model for fixtures that outlast a test."""
    return HashEmbedder()


@pytest.fixture
def hash_embedder() -> HashEmbedder:
    """A fake embedding model that counts what it embeds."""
    return HashEmbedder()


@pytest.fixture(scope="session")
def embedder() -> SentenceEmbedder:
    """The real packaged model, loaded once."""
    return SentenceEmbedder()


@pytest.fixture
def settings(tmp_path: Path) -> IndexerSettings:
    """Settings of a library in a temporary folder."""
    return IndexerSettings(data=tmp_path / "data")


@pytest.fixture(scope="session")
def starter_data(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """The starter library, indexed once with the real model; do not write to it."""
    data = tmp_path_factory.mktemp("starter")
    add(IndexerSettings(data=data), [ROOT / "corpus" / "library"], embedder)
    return data


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own ASSISTANT_... settings out of the tests."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)


@cache
def _worker() -> ReadingWorker:
    return ReadingWorker(load_policy().reading)


@pytest.fixture
def one_reading_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every ``add`` of a test use one reading process, which takes half a second to start."""

    def shared(policy: ReadingPolicy) -> AbstractContextManager[ReadingWorker]:
        return nullcontext(_worker()) if policy == load_policy().reading else ReadingWorker(policy)

    monkeypatch.setattr("indexer.adding.ReadingWorker", shared)
