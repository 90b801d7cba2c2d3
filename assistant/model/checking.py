"""A model's draft held to the passages that it cites: what does not stand is not said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import Stemmer

from assistant.context import AnswerContext, DraftStatement
from assistant.model.contracts import DraftAnswer, DraftPoint, Judge
from assistant.model.fencing import Fenced, evidence_text
from assistant.model.plain import Plainness, seen, words_of
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
        self,
        judge: Judge,
        quoting: Quoting,
        policy: StatementsPolicy,
        *,
        prompt: str,
        small_words: frozenset[str],
        masks: frozenset[str] = frozenset(),
    ) -> None:
        """Take what is needed.

        Args:
            judge: tells whether passages bear a statement out.
            quoting: finds the spans that show a statement.
            policy: what a statement may look like at all.
            prompt: as it is sent; a statement that repeats it is no answer.
            small_words: of English; they stand in no particular passage.
            masks: what stands in place of personal data; a reader is told none of them as a fact.
        """
        self._judge = judge
        self._quoting = quoting
        self._policy = policy
        self._plain = Plainness(policy, prompt, small_words, masks)
        self._small = small_words
        self._clauses = re.compile(policy.clauses, re.IGNORECASE)
        self._duty = re.compile(policy.duty, re.IGNORECASE)

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
        if self._adds_a_clause(text, passages) or self._tells_another_duty(text, passages):
            return False
        return self._judge(text, passages).supported

    def _adds_a_clause(self, text: str, passages: Sequence[str]) -> bool:
        """Tell whether a clause has nothing to do with the passages: the judge may take it for the sake of the rest."""
        held = _stems(words_of(" ".join(passages)))
        for clause in self._clauses.split(text):
            said = [word for word in words_of(clause) if word not in self._small]
            is_strange = len(said) >= self._policy.clause_words and held.isdisjoint(_stems(said))
            if is_strange and self._quoting.nearness(clause, passages) < self._policy.clause_near:
                return True
        return False

    def _tells_another_duty(self, text: str, passages: Sequence[str]) -> bool:
        """Tell whether somebody must or should do what no passage has a word for."""
        verbs = [word for word in words_of(" ".join(self._duty.findall(text))) if word not in self._small]
        return not _stems(verbs) <= _stems(words_of(" ".join(passages)))


def _without_tokens(point: DraftPoint) -> tuple[str, list[str]]:
    """Return a statement without the citations that stand in its text, and all tokens that it names, each once."""
    text = seen(point.text)
    named = [*point.citations, *(token for group in _NAMED.findall(text) for token in re.findall(r"S\d+", group))]
    # A number in brackets is no token of ours; it stands nowhere and points at nothing.
    invented = [mark.strip() for mark in _MARK.findall(text)]
    text = " ".join(_MARK.sub("", _NAMED.sub("", text)).split())
    return re.sub(r"\s+([.,;:])", r"\1", text), list(dict.fromkeys([*(n.strip("[]() ") for n in named), *invented]))


def _stems(words: Sequence[str]) -> set[str]:
    # A stemmer for each call: it may not be shared between threads, and costs nothing to make.
    return set(Stemmer.Stemmer("english").stemWords(words))
