"""Rows of the sources' own tables of intentions and actions, read by the meaning of their headers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.labels import Labels, lines_of
from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Milestone, Proposal, Source, Span, cell_spans, span_of
from assistant.template_contracts import Role, Template, TemplateKind
from indexer.contracts import PassageKind

_YEARS = re.compile(r"\b(?:\d{4}|\d{2})(?:\s*[/–-]\s*(?:\d{4}|\d{2}))?\b")
_ORDINALS = {"first": 1, "one": 1, "1": 1, "second": 2, "two": 2, "2": 2, "third": 3, "three": 3, "3": 3}
_STATES = (Role.ACTION, Role.INTENTION, Role.MILESTONE)
# Where one of these stands beside the actions of a cell, it belongs to all of them.
_SHARED = {Role.LEAD, Role.TIMESCALE, Role.OUTCOME, Role.PROVIDER, Role.COST}
_WORD = re.compile(r"\w{2}")
_MARK = re.compile(r"^\s*[-•]\s+")


class Headers:
    """Knows what the headers of tables mean."""

    def __init__(self, policy: DraftingPolicy, templates: Iterable[Template]) -> None:
        self._patterns = policy.reading.headers
        self._templates = [template for template in templates if template.kind is TemplateKind.INTENTIONS]

    def role_of(self, header: str | None) -> Role | None:
        """Return the role of a column; None where the header means none that is known."""
        if not header:
            return None
        for template in self._templates:
            if columns := template.columns_named(header):
                return columns[0].role
        plain = " ".join(re.findall(r"[^\W_]+", _YEARS.sub(" ", header.casefold())))
        return next((role for role, pattern in self._patterns.items() if plain and pattern.fullmatch(plain)), None)


@dataclass(frozen=True)
class _Named:
    role: Role | None
    header: str | None
    span: Span


class Rows:
    """Reads rows; those of tables that hold no intention are not read."""

    def __init__(self, policy: DraftingPolicy, headers: Headers, labels: Labels) -> None:
        self._policy = policy.reading
        self._headers = headers
        self._labels = labels

    def read(self, source: Source, before: Sequence[Source], around: Sequence[Source]) -> list[Proposal] | None:
        """Return what a passage proposes as a row; None where it is no row of a table of intentions.

        Args:
            source: the passage.
            before: the passages of its document that stand before it.
            around: the passages of its section, whose headers tell the order of the years.
        """
        named = self._named(source)
        if not any(cell.role in _STATES for cell in named):
            return None
        proposal = self._proposal(source, named, before, around)
        if not proposal.statement or not _tells(proposal):
            return []
        starts = (proposal.statement[0], *(milestone.span for milestone in proposal.milestones))
        cut = any(self._policy.broken_start.search(span.text) for span in starts)
        return [replace(one, cut=cut) for one in self._parts(proposal)]

    def _named(self, source: Source) -> list[_Named]:
        if source.passage.kind is not PassageKind.TABLE_ROW:
            return []
        return [
            _Named(self._headers.role_of(cell.column), cell.column, span)
            for cell, span in cell_spans(source)
            if _WORD.search(cell.text)
        ]

    def _proposal(
        self, source: Source, named: Sequence[_Named], before: Sequence[Source], around: Sequence[Source]
    ) -> Proposal:
        fields: dict[Role, tuple[Span, ...]] = {}
        for cell in named:
            if cell.role is not None and (cell.role is not Role.THEME or self._labels.names(cell.span.text)):
                fields[cell.role] = (*fields.get(cell.role, ()), cell.span)
        fields.pop(Role.MILESTONE, None)
        years = _years_of(around, self._headers)
        milestones = tuple(
            Milestone(years.index(_year(cell.header)), cell.header, cell.span)
            for cell in named
            if cell.role is Role.MILESTONE and cell.header
        )
        if Role.THEME not in fields:
            fields |= self._theme(source, named, before)
        fields |= self._carried_on(source, fields, before)
        labels = (*(span.text for span in fields.get(Role.THEME, ())), *self._labels.over(source))
        return Proposal(source, fields, milestones, labels)

    def _theme(self, source: Source, named: Sequence[_Named], before: Sequence[Source]) -> dict[Role, tuple[Span, ...]]:
        first = named[0]
        if first.header is None and self._labels.names(first.span.text):
            return {Role.THEME: (first.span,)}
        theme = self._labels.theme(source)
        if theme is None:
            return {}
        return {Role.THEME: (self._labels.located(theme.text, source, before),) if theme.start == 0 else (theme,)}

    def _carried_on(
        self, source: Source, fields: dict[Role, tuple[Span, ...]], before: Sequence[Source]
    ) -> dict[Role, tuple[Span, ...]]:
        """Return the intention that a row goes on from, where it has none of its own or only the end of one."""
        parts = (source.passage.lead_in or "").split(" > ")
        own = fields.get(Role.INTENTION, ())
        if len(parts) < 2 or fields.get(Role.ACTION) or (own and not self._policy.broken_start.search(own[0].text)):
            return {}
        return {Role.INTENTION: (self._labels.located(parts[-1], source, before), *own)}

    def _parts(self, proposal: Proposal) -> Iterator[Proposal]:
        """Yield a proposal for each action of a cell, or the whole where what stands beside them belongs to all."""
        actions = proposal.fields.get(Role.ACTION, ())
        items = [item for action in actions for item in self._items(action)]
        if len(actions) == len(items) == 1:
            yield replace(proposal, fields={**proposal.fields, Role.ACTION: (items[0],)})
            return
        if not items or proposal.milestones or _SHARED & proposal.fields.keys():
            yield proposal
            return
        for item in items:
            yield replace(proposal, fields={**proposal.fields, Role.ACTION: (item,)})

    def _items(self, action: Span) -> list[Span]:
        lines = [_unmarked(line) for line in lines_of(action)]
        if len(lines) == 1 and action.source.document.metadata.summary_of and not _MARK.match(action.text):
            lines = _between_semicolons(lines[0])
        return [line for line in lines if len(line.text.split()) >= self._policy.least_item_words]


def _tells(proposal: Proposal) -> bool:
    """Tell whether a row says something: a bare label with nothing beside it does not."""
    beside = sum(len(spans) for role, spans in proposal.fields.items() if role is not Role.THEME)
    return beside + len(proposal.milestones) > 1 or len(proposal.own.split()) > 3


def _unmarked(line: Span) -> Span:
    mark = _MARK.match(line.text)
    return span_of(line.source, line.start + mark.end(), line.end) if mark else line


def _between_semicolons(line: Span) -> list[Span]:
    """Return what semicolons part; those inside brackets part nothing."""
    ends, depth = [], 0
    for at, letter in enumerate(line.text):
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth == 0:
            ends.append(at)
    starts = [0, *(at + 1 for at in ends)]
    return [
        span_of(line.source, line.start + start, line.start + end)
        for start, end in zip(starts, [*ends, len(line.text)], strict=True)
    ]


def _years_of(around: Sequence[Source], headers: Headers) -> list[int]:
    """Return the years of the milestones of a section, in order."""
    named = {cell.column for source in around for cell in source.passage.cells if cell.column}
    return sorted({_year(header) for header in named if headers.role_of(header) is Role.MILESTONE})


def _year(header: str | None) -> int:
    """Return the year in which a header's year begins, or its place among the years."""
    years = _YEARS.search(header or "")
    if years:
        return int(re.sub(r"\D.*", "", years.group())[-2:])
    words = re.findall(r"\w+", (header or "").casefold())
    return next((_ORDINALS[word] for word in words if word in _ORDINALS), 0)
