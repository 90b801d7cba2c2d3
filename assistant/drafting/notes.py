"""Notes beside cells: what has changed since, and of which place a precedent is."""

from collections.abc import Collection, Sequence

from assistant.contracts import Citation, Notice, NoticeKind
from assistant.differing import Differing
from assistant.drafting.contracts import DraftRequest
from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Proposal, Span
from assistant.ledger import Change, ChangeKind, Ledger
from assistant.settings import Policy
from assistant.source_notices import SourceNotices

_TOLD = {"term", "what_happened", "effective", "successor"}
_WEIGHTS = {kind: weight for weight, kind in enumerate(ChangeKind)}


class Notes:
    """Words notes and notices; no text of a source is changed for them."""

    def __init__(
        self, policy: Policy, drafting: DraftingPolicy, ledger: Ledger, differing: Differing | None = None
    ) -> None:
        self._policy = policy
        self._wordings = drafting.wordings
        self._ledger = ledger
        self._differing = differing
        self._sources = SourceNotices(policy.notices, ledger.as_of)

    def currency(self, text: str, spans: Sequence[Span]) -> tuple[str, ...]:
        """Return what has become of the bodies, laws and programmes that a cell names; what still stands needs none."""
        wordings, as_of = self._policy.currency.wordings, self._ledger.as_of
        documents = {span.source.document.metadata.summary_of or span.source.document.id for span in spans}
        return tuple(
            wordings[change.kind][change.confidence].format(as_of=as_of, **change.model_dump(include=_TOLD))
            for change in self._changes(text, documents)
        )

    def _changes(self, text: str, documents: Collection[str]) -> list[Change]:
        found = self._ledger.found_in(text, documents=documents)
        told = [change for change in found if change.kind is not ChangeKind.STILL_IN_FORCE]
        return sorted(told, key=lambda change: _WEIGHTS[change.kind])

    def precedent(self, proposal: Proposal, request: DraftRequest) -> tuple[str, ...]:
        """Return whose precedent a row is, unless its place was asked for."""
        said = proposal.source.document.metadata
        if request.place and said.place and request.place.casefold() == said.place.casefold():
            return ()
        if said.place:
            return (self._wordings["precedent"].format(place=said.place),)
        return (self._wordings["no_place"].format(title=said.title or proposal.source.document.id),)

    def notices(self, citations: Sequence[Citation], stating: Sequence[Citation]) -> tuple[Notice, ...]:
        """Return the notices of a whole draft: what has changed, where sources differ, which are out of date or drafts.

        Args:
            citations: all of the draft.
            stating: those of them that it rests on; what is only shown as near is in conflict with nothing.
        """
        changes = {
            change.term: change
            for citation in citations
            for change in self._changes(citation.quote, {citation.summary_of or citation.document_id})
        }
        found = sorted(changes.values(), key=lambda change: _WEIGHTS[change.kind])
        notices = []
        if found:
            terms = "; ".join(change.term for change in found)
            text = self._policy.notices["currency"].format(terms=terms, as_of=self._ledger.as_of)
            notices.append(Notice(kind=NoticeKind.CURRENCY, text=text))
        differing = self._differing.notices(stating) if self._differing else ()
        return (*notices, *differing, *self._sources(citations))
