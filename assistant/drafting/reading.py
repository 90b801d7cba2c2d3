"""All that the documents of a library propose, read passage by passage; nothing is searched and nothing left unread."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from assistant.drafting.continuing import made_whole
from assistant.drafting.facts import Facts
from assistant.drafting.labels import Labels
from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.rows import Headers, Rows
from assistant.drafting.sources import Proposal, Source
from assistant.drafting.statements import Statements
from assistant.template_contracts import Template
from indexer.contracts import Document, Passage


class Reading:
    """Reads documents for what they propose."""

    def __init__(self, policy: DraftingPolicy, templates: Iterable[Template]) -> None:
        """Keep the policy, and the templates by whose headers the columns of tables are known."""
        labels = Labels(policy)
        self._rows = Rows(policy, Headers(policy, templates), labels)
        self._statements = Statements(policy, labels)
        self._facts = Facts(policy.facts)

    def read(
        self, documents: Sequence[Document], passages: Sequence[Passage], begins: Callable[[Document], None]
    ) -> list[Proposal]:
        """Return the proposals of documents, in the order of the documents and of their passages.

        Args:
            documents: those that are read.
            passages: of the library, by document and place in it.
            begins: hears which document is begun.
        """
        by_document: dict[str, list[Passage]] = {}
        for passage in passages:
            by_document.setdefault(passage.document_id, []).append(passage)
        proposals: list[Proposal] = []
        for document in documents:
            begins(document)
            proposals.extend(self._document([Source(p, document) for p in by_document.get(document.id, ())]))
        return [self._facts.added(proposal) for proposal in proposals]

    def _document(self, sources: Sequence[Source]) -> list[Proposal]:
        found: list[Proposal] = []
        position = 0
        for _, group in groupby(sources, key=lambda source: source.passage.headings):
            section = list(group)
            for source in section:
                rows = self._rows.read(source, sources[:position], section)
                found.extend(self._statements.read(source) if rows is None else rows)
                position += 1
        return made_whole(found)
