"""Themes that a library suggests: the labels and headings over its intentions, cleaned and each once."""

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.drafting.policy import ThemesPolicy
from assistant.drafting.sources import Proposal
from assistant.template_contracts import Role

_ACRONYM = re.compile(r"\(([a-z]{2,6})\)")


def suggested_themes(
    policy: ThemesPolicy, proposals: Iterable[Proposal], known: Sequence[str], is_known: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return themes by name: those that we know and the library has intentions on, then its own labels.

    Args:
        policy: what is no theme, and what is cut off a label.
        proposals: all that the library proposes.
        known: names of known themes that some of them are on.
        is_known: tells whether a label is about one of those that we know.
    """
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for proposal in proposals:
        for span in proposal.fields.get(Role.THEME, ())[:1]:
            name = _cleaned(policy, span.text)
            if (
                name
                and not is_known(name)
                and not policy.generic.search(name)
                and len(name.split()) <= policy.most_words
            ):
                names.setdefault(name.casefold(), name)
                counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
    own = sorted(names, key=lambda key: (-counts[key], key))
    return (*known, *(names[key] for key in own[: max(0, policy.most - len(known))]))


def _cleaned(policy: ThemesPolicy, label: str) -> str:
    """Return a label without its number and trailing marks; one all in capitals is written as a sentence is."""
    name = policy.trailing.sub("", policy.numbering.sub("", " ".join(label.split())))
    if name.isupper() and " " in name:
        name = _ACRONYM.sub(lambda acronym: acronym.group().upper(), name.capitalize())
    return name.strip()
