"""Whether what is left of a model's answer is worse than the quoted answer."""

from collections.abc import Sequence

from assistant.context import AnswerContext, DraftStatement
from assistant.model.checking import Checked
from assistant.model.policy import ComparingPolicy
from assistant.model.quoting import facts
from assistant.settings import QuestionPolicy
from assistant.wanted import Wanted
from assistant.words import Words
from indexer.library import Library


class Comparing:
    """Compares a checked answer with the quoted one, by the question that both answer."""

    def __init__(self, library: Library, question: QuestionPolicy, policy: ComparingPolicy) -> None:
        self._library = library
        self._words = Words(library, question)
        self._wanted = Wanted(question)
        self._policy = policy

    def is_worse(self, checked: Checked, context: AnswerContext) -> bool:
        """Tell whether the quoted answer, which the context holds, is the better one."""
        if not checked.statements or len(checked.statements) < self._policy.kept_share * checked.proposed:
            return True
        return self._lacks_the_kind(checked.statements, context) or self._covers_less(checked.statements, context)

    def _lacks_the_kind(self, statements: Sequence[DraftStatement], context: AnswerContext) -> bool:
        """Tell whether the quoted answer holds the kind of thing that is asked for and the other does not."""
        kind = self._wanted(context.understood)
        # A first word has a capital anyway.
        said = " ".join(statement.text.partition(" ")[2] for statement in statements)
        quoted = " ".join(text for text, _ in context.statements)
        return kind is not None and kind.stands_in(quoted) and not kind.stands_in(said)

    def _covers_less(self, statements: Sequence[DraftStatement], context: AnswerContext) -> bool:
        words = self._words.of_question(context.understood, context.documents)
        shown = " ".join(_shown(statement) for statement in statements)
        quoted = " ".join(text for text, _ in context.statements)
        held, best = (words.coverage(set(self._library.words(text))) for text in (shown, quoted))
        if held < self._policy.coverage_share * best:
            return True
        wanted = facts(context.statements[0][0]) - facts(context.understood)
        return len(wanted & facts(shown)) < self._policy.facts_share * len(wanted)


def _shown(statement: DraftStatement) -> str:
    """Return what a reader is shown of a statement: its text and its quotes."""
    quotes = (e.candidate.passage.text[e.start : e.end] for e in statement.evidence)
    return "\n".join((statement.text, *quotes))
