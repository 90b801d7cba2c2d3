"""Libraries of invented documents."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.settings import AssistantSettings
from indexer.adding import add
from indexer.embedding import Embedder
from indexer.settings import IndexerSettings


def indexed(folder: Path, documents: Mapping[str, str], embedder: Embedder) -> Path:
    """Write documents, each a text that opens with its front matter, as files; index them and return the data."""
    files = folder / "files"
    files.mkdir()
    for name, text in documents.items():
        (files / f"{name}.md").write_text(f"---\n{text.lstrip()}", encoding="utf-8")
    report = add(IndexerSettings(data=folder / "data"), [files], embedder)
    assert all(outcome.reason is None for outcome in report.outcomes)
    return folder / "data"


def opened(data: Path, embedder: Embedder, **settings: Any) -> Iterator[Assistant]:
    """Yield the assistant on a library, and close it."""
    assistant = Assistant(AssistantSettings(data=data, **settings), embedder)
    yield assistant
    assistant.close()
