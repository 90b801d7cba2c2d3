"""Last step: what a reader must know beside the answer, and the answer itself."""

from dataclasses import replace

from assistant.context import AnswerContext
from assistant.contracts import Answer, AnswerStatus, Citation, Mode, Notice, NoticeKind, Statement
from assistant.ledger import Change, Confidence, Ledger
from assistant.settings import Policy


class Annotate:
    """Adds notices on drafts, on what has changed since, and on what was left out."""

    def __init__(self, policy: Policy, ledger: Ledger) -> None:
        self._policy = policy
        self._ledger = ledger

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with its notices in order of weight."""
        said = [text for text, _ in context.statements]
        notices = [self._currency(change) for change in self._ledger.found_in(*said)]
        notices.extend(self._drafts(context))
        if context.dropped:
            text = self._policy.notices["unverified"].format(count=context.dropped)
            notices.append(Notice(kind=NoticeKind.UNVERIFIED, text=text))
        return replace(context, notices=(*context.notices, *notices))

    def _currency(self, change: Change) -> Notice:
        wording = "currency" if change.confidence is Confidence.CERTAIN else "currency_likely"
        text = self._policy.notices[wording].format(
            term=change.term,
            what_happened=change.what_happened,
            effective=change.effective,
            successor=change.successor,
            as_of=self._ledger.as_of,
        )
        return Notice(kind=NoticeKind.CURRENCY, text=text)

    def _drafts(self, context: AnswerContext) -> list[Notice]:
        drafts = {c.document_id: c for c in _citations(context) if c.document_status == "draft"}
        return [
            Notice(
                kind=NoticeKind.DRAFT_SOURCE,
                text=self._policy.notices["draft_source"].format(
                    title=citation.title or citation.document_id,
                    published=f" ({citation.published})" if citation.published else "",
                ),
            )
            for citation in drafts.values()
        ]


def finished(context: AnswerContext, policy: Policy) -> Answer:
    """Return the answer that a context has come to; the text begins with the danger notice where there is one."""
    status = context.stopped or AnswerStatus.ANSWERED
    statements = tuple(
        Statement(text=text, citations=tuple(c.token for c in cited)) for text, cited in context.statements
    )
    danger = [notice.text for notice in context.notices if notice.kind is NoticeKind.DANGER]
    if statements and context.stopped is None:
        body = [f"{s.text} {' '.join(f'[{token}]' for token in s.citations)}" for s in statements]
    else:
        statements, body = (), [context.reply or policy.replies[status].format(searched=context.searched)]
    return Answer(
        status=status,
        statements=statements,
        citations=_citations(context) if statements else (),
        notices=context.notices,
        mode=Mode.QUOTES,
        text="\n\n".join([*danger, *body]),
        question=context.understood,
    )


def _citations(context: AnswerContext) -> tuple[Citation, ...]:
    by_token = {citation.token: citation for _, cited in context.statements for citation in cited}
    return tuple(by_token.values())
