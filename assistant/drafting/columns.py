"""A proposal's parts to the columns of a template, by what both mean."""

import re
from collections.abc import Iterable

from assistant.drafting.sources import Milestone, Proposal, Source, Span
from assistant.template_contracts import Role, Template
from indexer.dividing import labelled_text

_YEARS = re.compile(r"(?:20)?\d\d\s?[/–-]\s?(?:20)?\d\d|(?:19|20)\d\d")
_TOLD_BESIDE = (Role.INTENTION, Role.LEAD, Role.TIMESCALE, Role.OUTCOME, Role.PROVIDER, Role.COST)


def by_column(template: Template, proposal: Proposal) -> dict[str, tuple[Span, ...]]:
    """Return the spans for each column of a template, by column id; a column that the source is silent on has none."""
    roles = {column.role for column in template.columns}
    parts = _parts(proposal, roles)
    milestones = [column.id for column in template.columns if column.role is Role.MILESTONE]
    found = {column.id: parts.get(column.role, ()) for column in template.columns}
    for place, column in enumerate(milestones):
        found[column] = tuple(m.span for m in proposal.milestones if min(m.place, len(milestones) - 1) == place)
    return found


def without_column(template: Template, proposal: Proposal, points_back: re.Pattern[str]) -> list[tuple[Role, str]]:
    """Return what a source states for which a template has no column; its theme where the statement points back.

    An intention beside the action says already what that points to.
    """
    roles = {column.role for column in template.columns}
    shown = [span for spans in by_column(template, proposal).values() for span in spans]
    told = []
    alone = not (proposal.fields.get(Role.ACTION) and proposal.fields.get(Role.INTENTION))
    themed = (Role.THEME,) if alone and points_back.search(proposal.said()) else ()
    for role in (*themed, *_TOLD_BESIDE):
        spans = [span for span in proposal.fields.get(role, ()) if not any(_within(span, other) for other in shown)]
        if role not in roles and spans:
            told.append((role, "; ".join(span.text for span in spans)))
    return told


def _parts(proposal: Proposal, roles: Iterable[Role]) -> dict[Role, tuple[Span, ...]]:
    """Return the spans by role as a template with these roles takes them."""
    parts = dict(proposal.fields)
    action, intention = parts.get(Role.ACTION, ()), parts.get(Role.INTENTION, ())
    steps = () if Role.MILESTONE in roles else tuple(_with_header(m) for m in proposal.milestones)
    if Role.INTENTION not in roles:
        parts[Role.ACTION] = action or (*intention, *steps)
    elif Role.ACTION not in roles:
        parts[Role.INTENTION] = (*intention, *action)
    else:
        parts[Role.ACTION] = action or steps
    if steps and not parts.get(Role.TIMESCALE):
        parts[Role.TIMESCALE] = tuple(year for step in steps if (year := _year_of(step)) is not None)
    return parts


def _with_header(milestone: Milestone) -> Span:
    """Return a milestone with the name of its column, as the row is shown with its headers."""
    span = milestone.span
    shown = labelled_text(span.source.passage)
    said = f"{milestone.header.rstrip(':')}: {span.text}"
    at = shown.find(said)
    return span if at < 0 else Span(span.source, shown, at, at + len(said))


def _year_of(step: Span) -> Span | None:
    head = step.text.split(":", maxsplit=1)[0]
    years = _YEARS.search(head)
    if years is None or step.shown == step.source.passage.text:
        return None
    return Span(step.source, step.shown, step.start + years.start(), step.start + years.end())


def _within(span: Span, other: Span) -> bool:
    same = span.source.passage.id == other.source.passage.id and span.shown == other.shown
    return same and other.start <= span.start and span.end <= other.end


def sources_of(spans: Iterable[Span]) -> list[Source]:
    """Return the sources of spans, each once, in order."""
    return list({span.source.passage.id: span.source for span in spans}.values())
