"""After the quoted answer: the same said by a language model, where one is set and what it says can be verified."""

import logging
import re
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.context import AnswerContext, Candidate
from assistant.contracts import AnswerStatus, Citation, Mode, Notice, NoticeKind
from assistant.errors import ModelFailureError
from assistant.model.checking import Checked, Checking
from assistant.model.comparing import Comparing
from assistant.model.contracts import DraftAnswer, Failure
from assistant.model.fencing import as_asked, fence, fenced
from assistant.model.policy import ModelPolicy
from assistant.settings import PersonalDataPattern
from assistant.verify import cite
from prompts import Prompt

_WORD = re.compile(r"\w\w")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ComposeModel:
    """Replaces the quoted answer by a model's where that one stands and says no less; else says why not.

    What was refused before stays refused, and no fault of a model takes the quoted answer away.
    """

    ask: Callable[[str], DraftAnswer]
    checking: Checking
    comparing: Comparing
    policy: ModelPolicy
    prompt: Prompt
    personal: tuple[PersonalDataPattern, ...]

    def __call__(self, context: AnswerContext) -> AnswerContext:
        """Return the context with the statements that are to be shown, and notices on how they came about."""
        if not context.statements or context.stopped not in (None, AnswerStatus.PARTIAL):
            return context
        try:
            return self._composed(context)
        except ModelFailureError as error:
            return self._quoted(context, error.kind)
        except Exception as error:  # noqa: BLE001 - the boundary: the quoted answer stands whatever happens here
            # The frames tell where; the message may hold words of the question and is not logged.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("composing with a model failed: %s\n%s", type(error).__name__, frames)
            return self._quoted(context, Failure.BROKEN)

    def _composed(self, context: AnswerContext) -> AnswerContext:
        nonce = secrets.token_hex(8)
        shown = fenced(_candidates(context, self.policy.passages.most), self.policy.passages, nonce, self.personal)
        # What the model is not asked, its answer is not held to either.
        asked = replace(context, understood=as_asked(context.understood, self.personal))
        if not _WORD.search(asked.understood):
            return self._quoted(context, Failure.ORDERED)
        question = fence("QUESTION", asked.understood, nonce)
        draft = self.ask(self.prompt.render(passages=shown.text, question=question))
        if not draft.statements:
            raise ModelFailureError(Failure.EMPTY if draft.answered else Failure.DECLINED)
        checked = self.checking(draft, shown, asked)
        if not checked.statements:
            return self._quoted(context, Failure.UNSUPPORTED, checked.dropped)
        if self.comparing.is_worse(checked, asked):
            return self._quoted(context, Failure.WORSE, checked.dropped)
        return self._shown(context, checked, _of_the_question(draft.missing, asked))

    def _quoted(self, context: AnswerContext, kind: str, dropped: int = 0) -> AnswerContext:
        return replace(context, notices=(*context.notices, self._notice(kind, dropped=dropped)))

    def _shown(self, context: AnswerContext, checked: Checked, missing: str) -> AnswerContext:
        tokens: dict[tuple[str, int, int], Citation] = {}
        statements = tuple(
            (statement.text, tuple(cite(evidence, tokens) for evidence in statement.evidence))
            for statement in checked.statements
        )
        notices = [
            *([self._notice("left_out", dropped=checked.dropped)] if checked.dropped else []),
            *([self._notice("invented", invented=checked.invented)] if checked.invented else []),
            *([self._notice("missing", part=missing)] if missing else []),
        ]
        return replace(
            context,
            statements=statements,
            dropped=0,  # these were quotes of the answer that is not shown
            notices=(*context.notices, *notices),
            mode=Mode.MODEL,
        )

    def _notice(self, kind: str, **values: object) -> Notice:
        return Notice(kind=NoticeKind.UNVERIFIED, text=self.policy.notices[kind].format(**values))


def _candidates(context: AnswerContext, most: int) -> list[Candidate]:
    """Return what the model sees: the passages that the quoted answer cites, then the best of the others."""
    cited = {citation.passage_id for _, citations in context.statements for citation in citations}
    quoted = [candidate for candidate in context.candidates if candidate.passage.id in cited]
    others = [candidate for candidate in context.candidates if candidate.passage.id not in cited]
    return [*quoted, *others][:most]


def _of_the_question(part: str, context: AnswerContext) -> str:
    """Return a model's words on what is missing where they are a part of the question's own: nothing verifies them.

    A part begins and ends where a clause does, so that no words can be picked out of one.
    """
    words = " ".join(part.split()).strip(" .,?!")
    clause = rf"(?:^|[.,;:?!(]|\b(?:and|or|but))\s*{re.escape(words)}\s*(?:$|[.,;:?!)]|(?:and|or|but)\b)"
    return words if words and re.search(clause, context.understood, re.IGNORECASE) else ""
