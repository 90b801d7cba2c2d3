"""Intentions in sentences and lists: known by their verbs, their section and their lead-in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.drafting.labels import Labels
from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Proposal, Source, Span, cell_spans, label_span, span_of
from assistant.drafting.verbs import Deeds
from assistant.template_contracts import Role
from indexer.contracts import PassageKind
from indexer.sentences import sentence_spans

_ITEM = re.compile(r"\s*[-•]\s+")


class Section(IntEnum):
    """What kind of section a passage stands in."""

    CLOSED = 0  # it tells of what is, or advises
    PLAIN = 1
    OPEN = 2  # it says what is to be done


@dataclass(frozen=True)
class _Line:
    """A line of a text; ``lead`` introduces it where it is an item."""

    span: Span
    item: bool
    lead: Span | None


class Statements:
    """Reads paragraphs, lists and the cells of tables without headers."""

    def __init__(self, policy: DraftingPolicy, labels: Labels) -> None:
        self._policy = policy.reading
        self._labels = labels
        self._deeds = Deeds(policy.reading)

    def read(self, source: Source) -> list[Proposal]:
        """Return what a passage proposes, in order."""
        section = self.section(source)
        return [
            Proposal(source, fields | self._theme(source, region), labels=self._over(source, region))
            for region in self._regions(source)
            for fields in self._region(region, section)
        ]

    def section(self, source: Source) -> Section:
        """Return the kind of section, by the nearest heading that tells."""
        if (source.document.metadata.kind or "").casefold() in self._policy.advice_kinds:
            return Section.CLOSED
        for heading in reversed(source.passage.headings):
            if self._policy.open_headings.search(heading):
                return Section.OPEN
            if self._policy.closed_headings.search(heading):
                return Section.CLOSED
        return Section.PLAIN

    def _regions(self, source: Source) -> Iterator[Span]:
        if source.passage.kind is not PassageKind.TABLE_ROW:
            yield span_of(source, 0, len(source.passage.text))
            return
        for _, span in cell_spans(source):
            if len(span.text.split()) >= self._policy.least_words:
                yield span

    def _theme(self, source: Source, region: Span) -> dict[Role, tuple[Span, ...]]:
        label = self._row_label(source, region) or self._labels.theme(source)
        return {Role.THEME: (label,)} if label else {}

    def _row_label(self, source: Source, region: Span) -> Span | None:
        cells = [span for _, span in cell_spans(source)]
        if len(cells) > 1 and cells[0].end <= region.start and self._labels.names(cells[0].text):
            return cells[0]
        return None

    def _over(self, source: Source, region: Span) -> tuple[str, ...]:
        label = self._row_label(source, region)
        return (*((label.text,) if label else ()), *self._labels.over(source))

    def _region(self, region: Span, section: Section) -> Iterator[dict[Role, tuple[Span, ...]]]:
        lines = list(self._lines(region))
        whole = self._whole_list(region, lines, section)
        if whole:
            yield whole
            return
        for line in lines:
            if not line.item:
                yield from self._sentences(line.span, section)
            elif fields := self._item(line, section):
                yield fields

    def _lines(self, region: Span) -> Iterator[_Line]:
        passage = region.source.passage
        carried = passage.lead_in if passage.kind is PassageKind.LIST else None
        lead = label_span(region.source, carried) if carried else None
        for match in re.finditer(r"[^\n]+", region.text):
            start, end = region.start + match.start(), region.start + match.end()
            if mark := _ITEM.match(match.group()):
                start += mark.end()
                if number := self._policy.item_number.match(match.group()[mark.end() :]):
                    start += number.end()
                yield _Line(span_of(region.source, start, end), item=True, lead=lead)
            else:
                lead = span_of(region.source, start, end)
                yield _Line(lead, item=False, lead=None)

    def _whole_list(self, region: Span, lines: list[_Line], section: Section) -> dict[Role, tuple[Span, ...]] | None:
        """Return a short list of things that one sentence says are needed, as one intention."""
        items = [line for line in lines if line.item]
        if section is not Section.OPEN or len(items) < 2 or lines[0].item or lines[0].span.text[-1:] != ":":
            return None
        lead, words = lines[0].span, len(region.text.split())
        if words > self._policy.most_list_words or not self._policy.needs.search(lead.text):
            return None
        if self._policy.wishes.search(lead.text) or any(self._deeds.opening.match(item.span.text) for item in items):
            return None
        return {Role.INTENTION: (region,)}

    def _item(self, line: _Line, section: Section) -> dict[Role, tuple[Span, ...]] | None:
        """Return an item, whole, that says what is meant: by its verb, its lead-in, or a sentence in it."""
        lead = _last_sentence(line.lead) if line.lead else None
        role = self._item_role(line.span, lead, section)
        if role is None or self._odd(line.span, least=4):
            return None
        fields: dict[Role, tuple[Span, ...]] = {role: (line.span,)}
        if lead and role is Role.ACTION and self._is_intention(lead.text, section):
            fields[Role.INTENTION] = (lead,)
        return fields

    def _is_intention(self, lead: str, section: Section) -> bool:
        """Tell whether a lead-in says itself what is meant, and not only that something follows."""
        return (
            lead.endswith(":")
            and not self._policy.broken_end.search(lead.rstrip(" :"))
            and self._meant(lead.rstrip(":"), section) is not None
            and not self._policy.needs.search(lead)
        )

    def _item_role(self, item: Span, lead: Span | None, section: Section) -> Role | None:
        said = [self._meant(item.text[start:end], section) for start, end in sentence_spans(item.text)]
        if lead and section is not Section.CLOSED and self._policy.naming_lead_ins.search(lead.text):
            return Role.ACTION
        led = bool(lead and self._policy.lead_ins.search(lead.text)) or self._lists_deeds(item.source)
        if section is Section.OPEN and (
            self._deeds.imperative.match(item.text) or self._policy.nominal.match(item.text)
        ):
            return Role.ACTION
        if section is not Section.CLOSED and led and self._deeds.opening.match(item.text):
            return Role.ACTION
        if len(item.text.split()) < self._policy.least_words:
            return None
        return next((role for role in said if role is not None), None)

    def _lists_deeds(self, source: Source) -> bool:
        nearest = source.passage.headings[-1:]
        return any(self._policy.listing_headings.search(heading) for heading in nearest)

    def _sentences(self, line: Span, section: Section) -> Iterator[dict[Role, tuple[Span, ...]]]:
        """Yield the sentences that say what is meant; one that leans on the sentence before it stands with it."""
        spans = [span_of(line.source, line.start + start, line.start + end) for start, end in sentence_spans(line.text)]
        found: list[tuple[Role, int, int]] = []
        for at, span in enumerate(spans):
            role = self._meant(span.text, section)
            if role is None or span.text.endswith(":"):
                continue
            first = self._first(spans, at)
            if first is None:
                continue
            start = spans[first].start
            joined = [one for one in found if one[2] > start]
            if joined:
                role, start, _ = min(joined, key=lambda one: one[1])
            if (
                first < at
                and len(line.text[start - line.start : span.end - line.start].split()) > self._policy.most_words
            ):
                continue
            found = [one for one in found if one not in joined]
            found.append((role, start, span.end))
        for role, start, end in found:
            whole = span_of(line.source, start, end)
            if not self._odd(whole, least=self._policy.least_words):
                yield {role: (whole,)}

    def _first(self, spans: Sequence[Span], at: int) -> int | None:
        """Return the sentence that one needs to be understood: itself, or the nearest before that leans on none."""
        while self._policy.leans_back.match(spans[at].text):
            at -= 1
            if at < 0 or self._policy.waits.search(spans[at].text):
                return None
        return at

    def _meant(self, sentence: str, section: Section) -> Role | None:
        """Return what a sentence is: an action, an intention, or None where it tells of something else."""
        policy = self._policy
        if policy.asides.search(sentence) or policy.tells_otherwise.search(sentence):
            return None
        if section is Section.CLOSED:
            return Role.ACTION if self._deeds.telling.search(sentence) else None
        if self._deeds.will.search(sentence):
            return Role.ACTION
        if section is Section.OPEN and (
            self._deeds.telling_imperative.match(sentence) or policy.nominal.match(sentence)
        ):
            return Role.ACTION
        wished = policy.intends.search(sentence) or policy.wishes.search(sentence)
        needed = section is Section.OPEN and policy.needs.search(sentence)
        return Role.INTENTION if wished or needed else None

    def _odd(self, span: Span, least: int) -> bool:
        """Tell whether words are a fragment, or too many for a row."""
        words = len(span.text.split())
        item = span.shown[max(0, span.start - 2) : span.start] == "- "
        broken = self._policy.broken_end.search(span.text) or (not item and self._policy.broken_start.search(span.text))
        return not least <= words <= self._policy.most_words or bool(broken) or span.text.isupper()


def _last_sentence(line: Span) -> Span:
    start, end = sentence_spans(line.text)[-1]
    return Span(line.source, line.shown, line.start + start, line.start + end)
