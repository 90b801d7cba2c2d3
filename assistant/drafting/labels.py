"""What stands over a passage: row labels, lead-ins and headings, and which of them names a theme."""

import re
from collections.abc import Sequence

from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Source, Span, cell_spans, label_span, span_of
from indexer.contracts import PassageKind

_PARTS = " > "
_BACK = 25


class Labels:
    """Reads labels; knows the passages of each document in order, to find where a label itself stands."""

    def __init__(self, policy: DraftingPolicy) -> None:
        self._reading = policy.reading
        self._themes = policy.themes

    def names(self, text: str) -> bool:
        """Tell whether a text can name a theme: no statement, and no splinter of a column turned on its side."""
        longest = max((len(word) for word in re.findall(r"[^\W\d_]+", text)), default=0)
        return longest >= self._reading.least_label_letters and len(text.split()) <= self._reading.most_label_words

    def over(self, source: Source) -> tuple[str, ...]:
        """Return what stands over a passage, the nearest first."""
        passage = source.passage
        lead = passage.lead_in.split(_PARTS) if passage.lead_in and passage.kind is PassageKind.TABLE_ROW else []
        return (*reversed(lead), *reversed(passage.headings))

    def theme(self, source: Source) -> Span | None:
        """Return the label or the nearest heading that names a theme; None where none does."""
        passage = source.passage
        if passage.kind is PassageKind.TABLE_ROW and passage.lead_in:
            first = passage.lead_in.split(_PARTS)[0]
            if self.names(first):
                return label_span(source, first)
        for heading in reversed(passage.headings):
            name = self._themes.numbering.sub("", heading)
            if self.names(name) and not self._themes.generic.search(name):
                at = heading.index(name)
                label = label_span(source, heading)
                return Span(source, label.shown, at, len(heading))
        return None

    def located(self, label: str, source: Source, before: Sequence[Source]) -> Span:
        """Return where a carried-on label stands in a row before; over the row itself where that is not found."""
        for earlier in reversed(before[-_BACK:]):
            for cell, span in cell_spans(earlier):
                if " ".join(cell.text.split()) == " ".join(label.split()):
                    return span
        return label_span(source, label)


def lines_of(span: Span) -> list[Span]:
    """Return the lines of a span; one that goes on in small letters belongs to the line before it."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", span.text):
        start, end = span.start + match.start(), span.start + match.end()
        if found and match.group()[:1].islower():
            start = found.pop()[0]
        found.append((start, end))
    return [span_of(span.source, start, end) for start, end in found]
