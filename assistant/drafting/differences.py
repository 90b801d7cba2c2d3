"""What another passage says otherwise of the same intention, in a few words."""

import re

from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Proposal
from assistant.template_contracts import Role

_MONTHS = "January|February|March|April|May|June|July|August|September|Sept|October|November|December"
_FIGURE = re.compile(rf"(?:\b(?:{_MONTHS}) )?£?\d[\d,.]*(?:\s?[/–-]\s?\d+)*%?|\b(?:{_MONTHS})\b")
_COMPARED = (Role.INTENTION, Role.ACTION, Role.TIMESCALE, Role.OUTCOME, Role.COST)
_MOST = 6
_RANGE = re.compile(r"\s*[/–-]\s*")
_LONG_YEARS = re.compile(r"(20\d\d)/20(\d\d)")
# A single digit is the number of an item more often than a figure.
_ITEM = re.compile(r"\d")


def are_alike(one: Proposal, other: Proposal) -> bool:
    """Tell whether two say the same in the same words, marks and capitals aside."""
    return _plain(one.said()) == _plain(other.said()) and figures_of(one) == figures_of(other)


def differs(policy: DraftingPolicy, main: Proposal, other: Proposal) -> str:
    """Return how another wording differs: in figures and dates first, else in words."""
    wordings = policy.wordings
    here = [figure for figure in figures_of(other) if figure not in figures_of(main)]
    there = [figure for figure in figures_of(main) if figure not in figures_of(other)]
    told = {"here": ", ".join(here[:_MOST]), "main": ", ".join(there[:_MOST])}
    if here and there:
        return wordings["differs_figures"].format(**told)
    if here:
        return wordings["differs_figures_only_here"].format(**told)
    if there:
        return wordings["differs_figures_only_main"].format(**told)
    return wordings["differs_words"]


def figures_of(proposal: Proposal) -> list[str]:
    """Return the figures and dates that a proposal states, each once, in order."""
    text = "\n".join(proposal.said(role) for role in _COMPARED if proposal.fields.get(role))
    text = "\n".join([text, *(milestone.span.text for milestone in proposal.milestones)])
    found = (_LONG_YEARS.sub(r"\1/\2", _RANGE.sub("/", match.group().rstrip(".,"))) for match in _FIGURE.finditer(text))
    return [figure for figure in dict.fromkeys(found) if not _ITEM.fullmatch(figure)]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
