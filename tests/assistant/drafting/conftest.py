"""A store of drafts that keeps nothing yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.drafting.store import DraftStore, opened_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DraftStore]:
    """The store of the folder ``data`` of a test."""
    with opened_store(tmp_path / "data") as opened:
        yield opened
