"""What an answer was made with, so that it can be told later whether the same question would still be answered so."""

import hashlib
from functools import cache
from pathlib import Path

from assistant.contracts import Receipt
from assistant.settings import AssistantSettings
from corpus import CHANGES, CONFLICTS, SYNONYMS
from prompts import load

# The prompt by which a model is asked; its digest stands in the receipt.
PROMPT = "compose_answer"
# Where the library lies and how fast it is read bear on no answer.
_NO_MATTER = {"data", "embedding_batch"}
_DATA = ("*.yaml", "*.json", "*.tsv", "*.safetensors")


def receipt_of(settings: AssistantSettings, generation: str) -> Receipt:
    """Return the receipt of an answer from a generation of the library; the same for the same, on every machine."""
    said = settings.model_dump_json(exclude=_NO_MATTER)
    return Receipt(
        generation=generation,
        settings=hashlib.sha256(said.encode()).hexdigest(),
        policy=_policy_digest(),
        prompt=load(PROMPT).sha256 if settings.model else None,
        model=settings.model,
    )


@cache
def _policy_digest() -> str:
    """Name the version of all data that the assistant decides by: what a new file holds counts from the start."""
    here = Path(__file__).parent
    files = sorted(file for pattern in _DATA for file in here.rglob(pattern))
    digest = hashlib.sha256()
    for file in (*files, CHANGES, CONFLICTS, SYNONYMS):
        digest.update(f"{file.name}\n".encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
