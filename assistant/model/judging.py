"""What holds a model's statements to their passages: the assistant's verifier."""

from assistant.model.contracts import Judge
from indexer.embedding import Embedder


def verifier(embedder: Embedder) -> Judge:
    """Return the verifier's judge, which reads with the library's own embedding model."""
    from assistant.verifier import ClaimJudge

    return ClaimJudge(embedder).judge
