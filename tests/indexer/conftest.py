"""A folder of two documents, a library of it, and one process that reads the files of every test."""

from pathlib import Path

import pytest
from indexer_making import DENTISTS, RESPITE, CountingEmbedder, write

from indexer.adding import add
from indexer.contracts import AddReport
from indexer.settings import IndexerSettings


@pytest.fixture(autouse=True)
def _one_reading_process(one_reading_process: None) -> None:
    """Let every test have it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two documents."""
    return write(tmp_path / "files", {"dentists.md": DENTISTS, "respite.md": RESPITE})


@pytest.fixture
def filled(settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder) -> AddReport:
    """The library of that folder."""
    return add(settings, [folder], hash_embedder)
