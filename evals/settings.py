"""Names what the scores of a run depend on, so that two runs can be told apart without git."""

import hashlib
from pathlib import Path

from evals.cases import digest_of_cases
from indexer.embedding import SentenceEmbedder
from indexer.settings import IndexerSettings

_PROJECT = Path(__file__).parents[1]
_POLICIES = ("assistant/policy.yaml", "indexer/policy.yaml")
# evals is among them: with other scorers the same answers have other scores.
_PACKAGES = ("assistant", "corpus", "evals", "indexer", "prompts")


def current_settings(project: Path = _PROJECT) -> dict[str, str]:
    """Return the embedding model, and digests of the policies, the code and the cases."""
    policies = [name for name in _POLICIES if (project / name).is_file()]
    return {
        "embedding_model": SentenceEmbedder(IndexerSettings().embedding_model).key,
        "cases": digest_of_cases(),
        **{name: _digest([project / name], project) for name in policies},
        **{f"{name}/*.py": _digest(sorted((project / name).rglob("*.py")), project) for name in _PACKAGES},
    }


def _digest(files: list[Path], project: Path) -> str:
    parts = (part for file in files for part in (str(file.relative_to(project)).encode(), file.read_bytes()))
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]
