"""Digests of files."""

import hashlib
from pathlib import Path

from indexer.contracts import Metadata


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_within(path: Path, limit: int) -> str:
    """Return the sha256 of a file; one of more bytes than every limit allows is not read for it."""
    return "too-large" if path.stat().st_size > limit else sha256_of(path)


def revision_id(document_id: str, digest: str, key: str, metadata: Metadata) -> str:
    """Name what a file says of a document, read with these settings under this metadata."""
    return hashlib.sha256("\n".join((document_id, digest, key, metadata.model_dump_json())).encode()).hexdigest()[:24]
