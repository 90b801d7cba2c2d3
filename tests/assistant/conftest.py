"""One process that reads the files of every test."""

import pytest


@pytest.fixture(autouse=True)
def _one_reading_process(one_reading_process: None) -> None:
    """Let every test have it."""
