"""The policy of adapting rows to a place, read from adapting.yaml."""

from functools import cache

from pydantic import ConfigDict, Field

from assistant.contracts import Contract
from assistant.drafting.policy import CasedPattern, Pattern
from assistant.template_contracts import Role
from assistant.validated_yaml import read_beside


class AdaptingPolicy(Contract):
    """Which cells may be reworded, what a rewording must keep, and how it is told; the reasons stand in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    roles: frozenset[Role]
    give_up_after: int = Field(ge=1)
    least_kept: float
    most_new: float
    most_growth: float
    most_added: int
    strength_of_none: int
    strength_of_plans: int
    most_pairings: int
    people: Pattern
    age_before: Pattern
    age_after: Pattern
    label_before: CasedPattern
    adjunct: str = Field(description="``{place}`` is the place.")
    kinds: dict[str, Pattern]
    wordings: dict[str, str]
    progress: dict[str, str]
    reasons: dict[str, str]
    failures: dict[str, str]

    def kind_of(self, body: str) -> str | None:
        """Return of which sort a body is by its name."""
        return next((kind for kind, pattern in self.kinds.items() if pattern.search(body)), None)


@cache
def load_adapting_policy() -> AdaptingPolicy:
    """Read adapting.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "adapting.yaml", AdaptingPolicy)
