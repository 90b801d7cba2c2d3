"""What a draft quotes: spans of passages, and of what stands over them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.template_contracts import Role
from indexer.contracts import Cell, Document, Passage


@dataclass(frozen=True)
class Source:
    """A passage and its document."""

    passage: Passage
    document: Document


@dataclass(frozen=True)
class Span:
    """Words of a source: ``shown[start:end]``.

    ``shown`` is the passage's text; a label that stands only over it (a heading, the name of a column) is shown on a
    line before it.
    """

    source: Source
    shown: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.shown[self.start : self.end]


@dataclass(frozen=True)
class Milestone:
    """What is to be reached, under the header that names its year; ``place`` counts the headers of its table from 0."""

    place: int
    header: str
    span: Span


@dataclass(frozen=True)
class Proposal:
    """One intention or action of a source, and what stands beside it by role."""

    source: Source
    fields: dict[Role, tuple[Span, ...]]
    milestones: tuple[Milestone, ...] = ()
    labels: tuple[str, ...] = field(default=(), metadata={"is": "what stands over it, the nearest first"})
    cut: bool = False

    @property
    def statement(self) -> tuple[Span, ...]:
        """The spans that say what it is: the action, else the intention, else the milestones."""
        for role in (Role.ACTION, Role.INTENTION):
            if self.fields.get(role):
                return self.fields[role]
        return tuple(milestone.span for milestone in self.milestones)

    @property
    def id(self) -> str:
        """A name that stays the same when the same library is read again."""
        first = self.statement[0]
        return f"{first.source.passage.id}-{first.start}"

    def said(self, *roles: Role) -> str:
        """Return the words of roles, the statement's own by default, one span a line."""
        spans = [span for role in roles for span in self.fields.get(role, ())] if roles else self.statement
        return "\n".join(dict.fromkeys(span.text for span in spans))

    @property
    def own(self) -> str:
        """All that it says itself, labels aside."""
        about = (Role.INTENTION, Role.ACTION, Role.OUTCOME, Role.GROUP)
        parts = [self.said(role) for role in about] + [milestone.span.text for milestone in self.milestones]
        return "\n".join(part for part in parts if part)


def span_of(source: Source, start: int, end: int) -> Span:
    """Return a span of a passage's text, trimmed."""
    text = source.passage.text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(source, text, start, end)


def label_span(source: Source, label: str) -> Span:
    """Return a label that stands over a passage, shown on a line before it."""
    return Span(source, f"{label}\n{source.passage.text}", 0, len(label))


def cell_spans(source: Source) -> Iterator[tuple[Cell, Span]]:
    """Yield the cells of a row and where they stand in its text; one that cannot be found there is left out."""
    text, at = source.passage.text, 0
    for cell in source.passage.cells:
        start = text.find(cell.text, at)
        if start >= 0 and cell.text.strip():
            at = start + len(cell.text)
            yield cell, span_of(source, start, at)
