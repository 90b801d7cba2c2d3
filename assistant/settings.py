"""Settings of the assistant, and its policy, which is data."""

from functools import cache

from pydantic import Field, field_validator

from assistant.contracts import Contract
from assistant.ledger import ChangeKind, Confidence
from assistant.validated_yaml import read_beside
from indexer.settings import IndexerSettings


class AssistantSettings(IndexerSettings):
    """Settings from ``ASSISTANT_...`` or a .env file."""

    front_door: str = Field(
        "your local children's social care front door (the council's website has the number)",
        description="How to reach the local safeguarding front door; shown when a child may be in danger.",
    )
    model: str | None = Field(
        None,
        pattern=r"^(ollama|openai|anthropic):\S+$",
        description="A language model, such as ollama:llama3.1; none by default.",
    )
    model_url: str | None = Field(
        None, pattern=r"^https?://\S+$", description="Base URL of a server other than the provider's own."
    )
    model_seconds: float = Field(60, gt=0, le=3600, description="A model that has not answered by then is given up.")

    @field_validator("model", "model_url", mode="before")
    @classmethod
    def _empty_is_none(cls, value: str | None) -> str | None:
        return value or None  # 'ASSISTANT_MODEL=' in a .env file turns it off


class RetrievePolicy(Contract):
    """How many candidates each index gives and how they are ordered."""

    candidates: int
    cosine_weight: float
    coverage_weight: float
    lexical_weight: float
    apparatus: str
    apparatus_penalty: float


class ConfidencePolicy(Contract):
    """Coefficients of the logistic regression that turns how near a passage came into a probability."""

    intercept: float
    score: float
    cosine: float
    coverage: float
    unknown: float


class EvidencePolicy(Contract):
    """When what was found is enough to answer."""

    together: int
    intercept: float
    coefficients: tuple[float, ...]
    refuse: float
    doubt: float
    off_topic: float
    unmet: float


class ReadTogetherPolicy(Contract):
    """How many units are read together with the question, and how much more one weighs that answers it.

    ``second`` is a pattern of where a second question begins.
    """

    units: int
    weight: float
    second: str


class ComposePolicy(Contract):
    """Which parts of the passages found make the answer, and how many."""

    passages: int
    coverage_weight: float
    passage_weight: float
    kind_bonus: float
    keep_ratio: float
    keep_ratio_listing: float
    section_bonus: float
    max_statements: int
    followed: int
    signposts: str
    precedent: str
    max_words: int
    max_row_words: int
    duplicate_share: float


class OfferPolicy(Contract):
    """How many passages are offered, how near they must be, and the words over them."""

    most: int
    least: float
    share: float
    heading: str


class FurtherPolicy(Contract):
    """What is offered beside an answer, and where there is none."""

    answered: OfferPolicy
    not_found: OfferPolicy
    most_words: int
    fewest_words: int
    duplicate_share: float
    line: str


class ScopePolicy(Contract):
    """How documents are called in questions, by their kind, and the words before which no name of one begins."""

    kinds: dict[str, str]
    articles: frozenset[str]


class MatterPolicy(Contract):
    """What a document says of itself: how it is asked for, whatever the letters, and where it is told.

    ``asked`` holds patterns of whole questions, ``{it}`` standing for the document; ``column`` that of a table's head,
    ``label`` of a line under which it stands, ``telling`` of a line that tells it. With ``each``, every value of a
    column counts and not the last alone; with ``publishers``, a line that is a publisher's name tells it too.
    """

    name: str
    asked: tuple[str, ...]
    column: str
    label: str
    telling: str
    each: bool = False
    publishers: bool = False


class FrontMatterPolicy(Contract):
    """How far the front matter of a document goes, and what is looked up in it."""

    passages: int
    sections: str
    lines: int
    most: int
    ends: str
    blank: str
    called: str
    searched: str
    matters: tuple[MatterPolicy, ...]


class WantedPolicy(Contract):
    """A kind of thing: how questions ask for one, whatever their letters, and what holds one."""

    name: str
    asked: str
    holding: str


class DefiningPolicy(Contract):
    """How the meaning of a term is asked for, the ``term`` a group of that name, and what tells it of ``{term}``."""

    asked: tuple[str, ...]
    telling: tuple[str, ...]


class QuestionPolicy(Contract):
    """Words that tell about the question, not about its subject."""

    stop_words: frozenset[str]
    follow_up: str
    ruling: str
    preamble: tuple[str, ...]
    framing: str
    wanted: tuple[WantedPolicy, ...]
    defining: DefiningPolicy
    listing: str
    steps: str


class PersonalDataPattern(Contract):
    """One kind of personal data."""

    name: str
    pattern: str
    check: str | None = None


class DangerSigns(Contract):
    """What, told of someone in particular in a sentence that asks nothing, suggests a child at risk now."""

    someone: str
    enquiry: str
    signs: tuple[str, ...]


class CurrencyPolicy(Contract):
    """How what has changed is told, and how many notices of it stand beside an answer."""

    most: int
    wordings: dict[ChangeKind, dict[Confidence, str]]


class ConflictPolicy(Contract):
    """Which notices of conflict stand beside an answer, and how the sides of one are quoted."""

    near: float
    most: int
    side: str
    undated: str


class Policy(Contract):
    """The assistant's thresholds, weights and wordings; the reasons stand in policy.yaml."""

    retrieve: RetrievePolicy
    confidence: ConfidencePolicy
    evidence: EvidencePolicy
    read_together: ReadTogetherPolicy
    compose: ComposePolicy
    further: FurtherPolicy
    scope: ScopePolicy
    front_matter: FrontMatterPolicy
    question: QuestionPolicy
    danger_words: dict[str, str]
    danger_supposed: str
    danger: tuple[str, ...]
    danger_signs: DangerSigns
    personal_data: tuple[PersonalDataPattern, ...]
    progress: dict[str, str]
    notices: dict[str, str]
    currency: CurrencyPolicy
    conflicts: ConflictPolicy
    replies: dict[str, str]


@cache
def load_policy() -> Policy:
    """Read policy.yaml beside this module.

    Raises:
        PolicyError: naming the field that is wrong.
    """
    return read_beside(__file__, "policy.yaml", Policy)
