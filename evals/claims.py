"""Claims for the verifier: loads them, and finds the passages that each is judged against."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from evals.claim_passages import judged_text
from evals.contracts import Contract, Split, Words
from evals.errors import CasesError
from evals.matching import stands_in
from indexer.contracts import Passage

CLAIMS = Path(__file__).with_name("claims")


class SupportedKind(StrEnum):
    """How a claim that its passages support is worded; they say the same, or more."""

    REWORDED = "reworded"
    VOICE = "voice"
    FIGURE_REWRITTEN = "figure_rewritten"
    MERGED = "merged"
    SHORTENED = "shortened"
    ROW_TOLD = "row_told"
    WEAKER_MODAL = "weaker_modal"
    ACRONYM = "acronym"


class ErrorKind(StrEnum):
    """What is wrong with a claim that its passages do not support."""

    CHANGED_FIGURE = "changed_figure"
    MOVED_FIGURE = "moved_figure"
    CHANGED_DATE = "changed_date"
    WRONG_BODY = "wrong_body"
    WRONG_PLACE = "wrong_place"
    DUTY_RAISED = "duty_raised"
    NEGATION = "negation"
    SCOPE_WIDENED = "scope_widened"
    RELATION_REVERSED = "relation_reversed"
    ADDITION = "addition"
    CONDITION_DROPPED = "condition_dropped"
    COMPARISON_REVERSED = "comparison_reversed"
    STATUS_CHANGED = "status_changed"


class NamedPassage(Contract):
    """A passage by its document, and by words that stand together in no other passage of it."""

    document: Words
    words: tuple[Words, ...] = Field(min_length=1)


class GivenPassage(Contract):
    """A passage in our own words."""

    text: Words


PassageNames = Annotated[tuple[NamedPassage | GivenPassage, ...], Field(min_length=1, max_length=3)]


class ClaimGroup(Contract):
    """The claims on the same passages, one of a kind; they share a split, so that no passage is in both."""

    id: Words
    split: Split
    passages: PassageNames
    supported: dict[SupportedKind, Words]
    unsupported: dict[ErrorKind, Words]


class Claim(Contract):
    """A sentence, the passages it is judged against, and whether they support it."""

    id: Words
    group: Words
    split: Split
    passages: PassageNames
    claim: Words
    supported: bool
    kind: SupportedKind | ErrorKind


class JudgedClaim(NamedTuple):
    """A claim with the texts of its passages."""

    claim: Claim
    texts: tuple[str, ...]


def load_claims(folder: Path = CLAIMS) -> tuple[Claim, ...]:
    """Read every claim of a folder.

    Raises:
        CasesError: naming the file and the field that is wrong, or what stands twice.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CasesError(f"{folder}: there is no .yaml file of claims in it.")
    groups = [group for file in files for group in _groups(file)]
    claims = tuple(claim for group in groups for claim in _claims(group))
    _refuse_twice("id", [group.id for group in groups], folder)
    _refuse_twice("claim", [claim.claim for claim in claims], folder)
    return claims


def resolve(claims: Iterable[Claim], passages: Iterable[Passage]) -> tuple[tuple[JudgedClaim, ...], tuple[str, ...]]:
    """Find the texts of the passages of each claim.

    Returns:
        The claims with their texts, and the ids of those that name a document which is not here.

    Raises:
        CasesError: a name fits no passage of its document, or several.
    """
    texts: dict[str, list[str]] = {}
    for passage in passages:
        texts.setdefault(passage.document_id, []).append(judged_text(passage))
    judged: list[JudgedClaim] = []
    absent: list[str] = []
    for claim in claims:
        named = {name.document for name in claim.passages if isinstance(name, NamedPassage)}
        if named <= texts.keys():
            judged.append(JudgedClaim(claim, tuple(_text(name, texts, claim.id) for name in claim.passages)))
        else:
            absent.append(claim.id)
    return tuple(judged), tuple(absent)


def _groups(file: Path) -> tuple[ClaimGroup, ...]:
    try:
        return TypeAdapter(tuple[ClaimGroup, ...]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise CasesError(f"{file}: not valid YAML: {error}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        raise CasesError(f"{file}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}.") from error


def _claims(group: ClaimGroup) -> Iterator[Claim]:
    for supported, worded in ((True, group.supported), (False, group.unsupported)):
        for kind, text in worded.items():
            yield Claim(
                id=f"{group.id}/{kind}",
                group=group.id,
                split=group.split,
                passages=group.passages,
                claim=text,
                supported=supported,
                kind=kind,
            )


def _refuse_twice(field: str, values: Sequence[str], folder: Path) -> None:
    if twice := [value for value, times in Counter(values).items() if times > 1]:
        raise CasesError(f"{folder}: field '{field}': '{twice[0]}' stands twice.")


def _text(name: NamedPassage | GivenPassage, texts: dict[str, list[str]], claim: str) -> str:
    if isinstance(name, GivenPassage):
        return name.text
    fitting = [text for text in texts[name.document] if all(stands_in(words, text) for words in name.words)]
    if len(fitting) != 1:
        raise CasesError(
            f"{claim}: the words {', '.join(name.words)} stand together in {len(fitting)} passages of "
            f"{name.document}; give words of one passage and no other."
        )
    return fitting[0]
