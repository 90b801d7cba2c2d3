"""A model's draft held to the passages that it cites: what does not stand is not said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.context import AnswerContext, DraftStatement
from assistant.model.contracts import DraftAnswer, DraftPoint, Judge
from assistant.model.fencing import Fenced, evidence_text
from assistant.model.plain import Plainness, seen
from assistant.model.policy import StatementsPolicy
from assistant.model.quoting import Quoting

_NAMED = re.compile(r"\s*[\[(]\s*(S\d+(?:\s*(?:[,;&-]|and)?\s*S\d+)*)\s*[\])]")
_MARK = re.compile(r"\s*\[\d{1,3}(?:\s*[,;-]\s*\d{1,3})*\]")


@dataclass(frozen=True)
class Checked:
    """What is left of a draft: statements with evidence, and how much was left out."""

    statements: tuple[DraftStatement, ...]
    proposed: int
    dropped: int
    invented: int


class Checking:
    """Maps citations back, drops what no passage bears out, and finds the quotes that show the rest."""

    def __init__(
        self, judge: Judge, quoting: Quoting, policy: StatementsPolicy, *, prompt: str, small_words: frozenset[str]
    ) -> None:
        """Take what is needed.

        Args:
            judge: tells whether passages bear a statement out.
            quoting: finds the spans that show a statement.
            policy: what a statement may look like at all.
            prompt: as it is sent; a statement that repeats it is no answer.
            small_words: of English; they stand in no particular passage.
        """
        self._judge = judge
        self._quoting = quoting
        self._policy = policy
        self._plain = Plainness(policy, prompt, small_words)

    def __call__(self, draft: DraftAnswer, shown: Fenced, context: AnswerContext) -> Checked:
        """Return what stands of a draft."""
        kept: dict[str, DraftStatement] = {}
        dropped = invented = words = 0
        for point in draft.statements:
            text, named = _without_tokens(point)
            tokens = [token for token in named if token in shown.candidates]
            invented += len(named) - len(tokens)
            length = len(text.split())
            if text in kept:
                continue
            if not self._stands(text, tokens, shown, context):
                dropped += 1
            elif len(kept) < self._policy.most and words + length <= self._policy.most_words:
                words += length
                kept[text] = self._quoting.statement(text, [shown.candidates[token] for token in tokens], context)
        return Checked(tuple(kept.values()), len(kept) + dropped, dropped, invented)

    def _stands(self, text: str, tokens: Sequence[str], shown: Fenced, context: AnswerContext) -> bool:
        if not tokens or not self._plain(text, shown.nonce, shown.candidates):
            return False
        passages = [evidence_text(shown.candidates[token]) for token in tokens]
        if not self._plain.is_known(text, [*passages, context.understood]):
            return False
        return self._judge(text, passages).supported


def _without_tokens(point: DraftPoint) -> tuple[str, list[str]]:
    """Return a statement without the citations that stand in its text, and all tokens that it names, each once."""
    text = seen(point.text)
    named = [*point.citations, *(token for group in _NAMED.findall(text) for token in re.findall(r"S\d+", group))]
    # A number in brackets is no token of ours; it stands nowhere and points at nothing.
    invented = [mark.strip() for mark in _MARK.findall(text)]
    text = " ".join(_MARK.sub("", _NAMED.sub("", text)).split())
    return re.sub(r"\s+([.,;:])", r"\1", text), list(dict.fromkeys([*(n.strip("[]() ") for n in named), *invented]))
