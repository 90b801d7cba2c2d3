"""A judge that takes no paraphrase but another order of the same words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.model.contracts import Judgement
from assistant.settings import load_policy


class Verdict(NamedTuple):
    """A judgement."""

    supported: bool
    reasons: tuple[str, ...]


def strict_judge(claim: str, passages: Sequence[str]) -> Judgement:
    """Support a claim all of whose words, small ones aside, stand in the passages."""
    held = set(re.findall(r"\w+", " ".join(passages).casefold()))
    said = set(re.findall(r"\w+", claim.casefold())) - load_policy().question.stop_words
    return Verdict(supported=bool(said) and said <= held, reasons=tuple(sorted(said - held)))
