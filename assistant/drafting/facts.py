"""Who, when, for whom, to what end and for how much, where the statement itself says so; nothing is guessed."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.drafting.policy import FactsPolicy
from assistant.drafting.sources import Proposal, Span
from assistant.template_contracts import Role

_OF_THE_WHOLE = {Role.TIMESCALE, Role.LEAD}
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)(\d\d)|(?<=[/–-])(\d\d))(?!\d)")


class Facts:
    """Finds facts in statements, each a located span."""

    def __init__(self, policy: FactsPolicy) -> None:
        names = {
            Role.LEAD: [pattern.format(name=policy.name) for pattern in policy.leads],
            Role.PROVIDER: [pattern.format(name=policy.name) for pattern in policy.providers],
        }
        loose = {
            Role.TIMESCALE: policy.timescales,
            Role.GROUP: policy.groups,
            Role.OUTCOME: policy.outcomes,
            Role.COST: policy.costs,
        }
        self._past = policy.past
        # A name is known by its capitals; other facts stand in any case.
        self._patterns = {role: [re.compile(pattern) for pattern in patterns] for role, patterns in names.items()}
        self._patterns |= {
            role: [re.compile(rf"(?<!\w){pattern}", re.IGNORECASE) for pattern in patterns]
            for role, patterns in loose.items()
        }

    def added(self, proposal: Proposal) -> Proposal:
        """Return a proposal with the facts that its own words state, for the roles that it has no cell for."""
        fields = dict(proposal.fields)
        for role in self._patterns:
            if not fields.get(role) and (spans := self._stated(role, proposal)):
                fields[role] = spans
        return replace(proposal, fields=fields)

    def _stated(self, role: Role, proposal: Proposal) -> tuple[Span, ...]:
        """Return the spans in the action; of what holds for the whole row, else those in the intention.

        A date before the year of the document tells of what was done already.
        """
        stated_in = (Role.ACTION, Role.INTENTION) if role in _OF_THE_WHOLE else (Role.ACTION,)
        parts = [part for part in stated_in if proposal.fields.get(part)] or [Role.INTENTION]
        oldest = _year_of(proposal) if role is Role.TIMESCALE else 0
        for part in parts:
            spans = [found for span in proposal.fields.get(part, ()) for found in self._found(role, span)]
            spans = [span for span in spans if _latest(span.text) >= oldest]
            if spans:
                return tuple(spans)
        return ()

    def _found(self, role: Role, span: Span) -> Iterator[Span]:
        taken: list[tuple[int, int]] = []
        for pattern in self._patterns[role]:
            for match in pattern.finditer(span.text):
                start, end = match.span("name") if "name" in pattern.groupindex else match.span()
                end = start + len(span.text[start:end].rstrip(" .,;:"))
                if self._past.search(span.text[:start].rstrip()):
                    continue
                if end > start and not any(start < other[1] and other[0] < end for other in taken):
                    taken.append((start, end))
        for start, end in sorted(taken):
            yield Span(span.source, span.shown, span.start + start, span.start + end)


def _latest(text: str) -> int:
    """Return the last year that a date names, of two digits; 99 where it names none."""
    return max((int(match.group(1) or match.group(2)) for match in _YEAR.finditer(text)), default=99)


def _year_of(proposal: Proposal) -> int:
    published = proposal.source.document.metadata.published or ""
    return int(published[2:4]) if published[2:4].isdigit() else 0
