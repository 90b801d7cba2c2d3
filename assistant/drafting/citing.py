"""The citations of a draft: each span once, numbered in the order in which the table shows it."""

from collections.abc import Iterable

from assistant.citing import citation_of
from assistant.contracts import Citation
from assistant.drafting.sources import Span


class Citations:
    """Gives each span its token."""

    def __init__(self) -> None:
        self._tokens: dict[tuple[str, str, int, int], Citation] = {}

    def cite(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the tokens of spans, each once."""
        return tuple(dict.fromkeys(self._cited(span).token for span in spans))

    @property
    def all(self) -> tuple[Citation, ...]:
        """All citations, in order."""
        return tuple(self._tokens.values())

    def _cited(self, span: Span) -> Citation:
        passage, document = span.source.passage, span.source.document
        place = (passage.id, span.shown, span.start, span.end)
        if place not in self._tokens:
            token = f"S{len(self._tokens) + 1}"
            self._tokens[place] = citation_of(token, passage, document, (span.start, span.end), span.shown)
        return self._tokens[place]
