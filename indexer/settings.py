"""Where the library lives and how it is built."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.contracts import Contract
from indexer.errors import SettingsError

# What reads and divides; where it changes, unchanged files are read again.
_READING_SOURCES = ("reading/*.py", "dividing.py", "grouping.py", "rows.py", "sentences.py")


class DividingPolicy(Contract):
    """Sizes of passages, in word pieces of the embedding model."""

    target_pieces: int
    context_pieces: int
    max_pieces: int


class EmbeddingPolicy(Contract):
    """How much of where a passage stands goes into its vectors."""

    context_share: float
    context_match: float


class LexicalPolicy(Contract):
    """Constants of BM25 and the pattern of a word."""

    k1: float
    b: float
    token_pattern: str
    stemmer: str


class ReadingPolicy(Contract):
    """Limits on one file, and what the setting of a PDF tells."""

    max_bytes: dict[str, int]
    max_seconds: int
    max_memory_bytes: int
    max_unpacked_bytes: int
    min_characters_per_page: int
    heading_sizes: tuple[float, ...]
    max_heading: int
    footnote_size: float
    paragraph_gap: float


class IndexerPolicy(Contract):
    """The indexer's thresholds, each with its reason in policy.yaml."""

    dividing: DividingPolicy
    embedding: EmbeddingPolicy
    lexical: LexicalPolicy
    reading: ReadingPolicy


@cache
def load_policy() -> IndexerPolicy:
    """Read policy.yaml beside this module."""
    text = Path(__file__).with_name("policy.yaml").read_text(encoding="utf-8")
    return IndexerPolicy.model_validate(yaml.safe_load(text))


class IndexerSettings(BaseSettings):
    """Settings of the library, from ``ASSISTANT_...`` or a .env file."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path(".data"), description="Folder of the record and its indexes.")
    embedding_model: str = Field(
        "all-MiniLM-L6-v2", description="The packaged model, or a folder or name on this machine."
    )
    embedding_batch: int = Field(
        8, ge=1, description="Passages encoded at once; more needs more memory, not less time."
    )


_Settings = TypeVar("_Settings", bound=BaseSettings)


def settings_for(kind: type[_Settings], data: Path | None) -> _Settings:
    """Return settings of a kind from the environment, for the library in ``data`` where it is given.

    Raises:
        SettingsError: naming the setting that is wrong.
    """
    try:
        return kind(data=data) if data else kind()
    except ValidationError as error:
        problem = error.errors()[0]
        name = "_".join(str(part) for part in problem["loc"]).upper()
        raise SettingsError(f"The setting ASSISTANT_{name} is wrong: {problem['msg']}. Mend or unset it.") from error


@cache
def _reading_digest() -> str:
    """Name the version of the code that reads and divides, so that no one has to remember to raise a number."""
    here = Path(__file__).parent
    files = sorted(file for pattern in _READING_SOURCES for file in here.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes().replace(b"\r\n", b"\n") for file in files)).hexdigest()


def build_key(model_key: str) -> str:
    """Name everything that a passage and its vector depend on beside the file: policy, reader, model."""
    policy = load_policy()
    parts = (
        _reading_digest(),
        policy.dividing.model_dump_json(),
        policy.embedding.model_dump_json(),
        policy.lexical.model_dump_json(),
        model_key,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
