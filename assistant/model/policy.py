"""The policy of composing with a language model, which is data."""

from functools import cache

from pydantic import Field

from assistant.contracts import Contract
from assistant.validated_yaml import read_beside


class AskingPolicy(Contract):
    """How often and how long a model is asked."""

    attempts: int = Field(ge=1)
    wait: float
    silence: float
    most_characters: int
    most_tokens: int
    window: int


class PassagesPolicy(Contract):
    """How many passages a model sees, and what is taken out of them."""

    most: int
    most_characters: int
    marks: tuple[str, ...]
    fences: str


class StatementsPolicy(Contract):
    """What a statement may look like at all."""

    most: int
    most_words: int
    longest_words: int
    unsafe: str
    clauses: str
    clause_words: int
    clause_near: float
    duty: str
    leak_words: int
    known_words: float
    most_spans: int


class ComparingPolicy(Contract):
    """When the quoted answer is the better one."""

    kept_share: float
    coverage_share: float
    facts_share: float


class ModelPolicy(Contract):
    """Thresholds and wordings; the reasons stand in policy.yaml."""

    asking: AskingPolicy
    passages: PassagesPolicy
    statements: StatementsPolicy
    comparing: ComparingPolicy
    progress: str
    notices: dict[str, str]


@cache
def load_model_policy() -> ModelPolicy:
    """Read policy.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "policy.yaml", ModelPolicy)
