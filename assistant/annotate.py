"""Last step: what a reader must know beside the answer, and the answer itself."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import Answer, AnswerStatus, Citation, Mode, Notice, NoticeKind, Statement
from assistant.ledger import Change, ChangeKind, Ledger
from assistant.settings import Policy
from assistant.source_notices import SourceNotices

_TOLD = {"term", "what_happened", "effective", "successor"}
_WEIGHTS = {kind: weight for weight, kind in enumerate(ChangeKind)}


class Annotate:
    """Adds notices on what has changed since, on documents out of date or never adopted, and on what was left out."""

    def __init__(self, policy: Policy, ledger: Ledger) -> None:
        self._policy = policy
        self._ledger = ledger
        self._sources = SourceNotices(policy.notices, ledger.as_of)

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its notices in order of weight."""
        notices = [*self._currency(self.changes(context)), *self._sources(_citations(context))]
        if context.dropped:
            text = self._policy.notices["unverified"].format(count=context.dropped)
            notices.append(Notice(kind=NoticeKind.UNVERIFIED, text=text))
        return replace(context, notices=(*context.notices, *notices))

    def changes(self, context: AnswerContext) -> list[Change]:
        """Return what the statements and the question name, then what stands in the quotes alone."""
        if not context.statements:
            return []
        said = self._found(context.statements)
        asked = [c for c in self._ledger.found_in(context.understood) if c.kind is not ChangeKind.SOURCE_ERROR]
        quotes = self._found((c.quote, (c,)) for _, cited in context.statements for c in cited)
        # What still stands is worth a line only where it is spoken of.
        quoted = [change for change in quotes if change.kind is not ChangeKind.STILL_IN_FORCE]
        told = {change.instead_of for change in said}
        asked, quoted = ([change for change in some if change.term not in told] for some in (asked, quoted))
        ordered = [*sorted([*said, *asked], key=_weight), *sorted(quoted, key=_weight)]
        return list({change.term: change for change in ordered}.values())

    def _found(self, said: Iterable[tuple[str, tuple[Citation, ...]]]) -> list[Change]:
        """Return the changes that texts name, those of one source taken together."""
        sources: dict[frozenset[str], list[str]] = {}
        for text, cited in said:
            sources.setdefault(frozenset(c.summary_of or c.document_id for c in cited), []).append(text)
        found = (self._ledger.found_in(*texts, documents=documents) for documents, texts in sources.items())
        return [change for changes in found for change in changes]

    def _currency(self, changes: list[Change]) -> list[Notice]:
        policy, as_of = self._policy.currency, self._ledger.as_of
        texts = [
            policy.wordings[change.kind][change.confidence].format(as_of=as_of, **change.model_dump(include=_TOLD))
            for change in changes[: policy.most]
        ]
        if others := "; ".join(change.term for change in changes[policy.most :]):
            texts.append(self._policy.notices["currency"].format(terms=others, as_of=as_of))
        return [Notice(kind=NoticeKind.CURRENCY, text=text) for text in texts]


def finished(context: AnswerContext, policy: Policy) -> Answer:
    """Return the answer that a context has come to; the text begins with the danger notice where there is one."""
    status = context.stopped or AnswerStatus.ANSWERED
    statements = tuple(
        Statement(text=text, citations=tuple(c.token for c in cited)) for text, cited in context.statements
    )
    danger = [notice.text for notice in context.notices if notice.kind is NoticeKind.DANGER]
    if statements and status in (AnswerStatus.ANSWERED, AnswerStatus.PARTIAL):
        partly = [context.reply] if status is AnswerStatus.PARTIAL else []
        body = [*partly, *(f"{s.text} {' '.join(f'[{token}]' for token in s.citations)}" for s in statements)]
    else:
        statements, body = (), [context.reply or policy.replies[status].format(searched=context.searched)]
        body.extend(_nearest(context, policy))
    return Answer(
        status=status,
        statements=statements,
        citations=_citations(context) if statements else (),
        further=context.further,
        ordered=context.ordered and context.mode is Mode.QUOTES and len(statements) > 1,
        notices=context.notices,
        mode=context.mode,
        text="\n\n".join([*danger, *body]),
        question=context.understood,
    )


def _nearest(context: AnswerContext, policy: Policy) -> list[str]:
    """Return one line that names where the passages stand that are offered in place of an answer; none without them."""
    places = dict.fromkeys(
        ", ".join(part for part in (one.title or one.document_id, one.section) if part) for one in context.further
    )
    return [policy.further.line.format(places="; ".join(places))] if places else []


def _citations(context: AnswerContext) -> tuple[Citation, ...]:
    by_token = {citation.token: citation for _, cited in context.statements for citation in cited}
    return tuple(by_token.values())


def _weight(change: Change) -> int:
    return _WEIGHTS[change.kind]
