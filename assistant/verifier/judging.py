"""Claims to judgements: each sentence of a claim is measured and weighed, the worst decides."""

import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from assistant.contracts import Contract
from assistant.cross_encoder import CrossEncoding, shared_cross_encoder
from assistant.verifier.alignment import Reader
from assistant.verifier.borne import odds_borne
from assistant.verifier.comparison import compare
from assistant.verifier.features import Measured, measure
from assistant.verifier.propositions import Proposition, propositions_of
from assistant.verifier.reasons import reasons_of
from assistant.verifier.words import folded, words_of
from indexer.embedding import Embedder, SentenceEmbedder
from indexer.sentences import sentence_spans

_SPACE = re.compile(r"\s+")


class Judgement(Contract):
    """Whether passages support a claim, how sure that is, and what tells against it in plain words."""

    supported: bool
    score: Annotated[float, Field(ge=0, le=1)]
    reasons: tuple[str, ...] = ()


class Weights(Contract):
    """What each measure counts for; how they were fitted stands in weights.yaml."""

    intercept: float
    threshold: float
    hard_score: float
    verbatim_score: float
    most_signs: int
    values: dict[str, float]


@cache
def load_weights() -> Weights:
    """Read weights.yaml beside this module."""
    text = Path(__file__).with_name("weights.yaml").read_text(encoding="utf-8")
    return Weights.model_validate(yaml.safe_load(text))


class ClaimJudge:
    """Judges claims with one embedding model and the cross-encoder, which are loaded with the first."""

    def __init__(self, embedder: Embedder | None = None, cross_encoding: CrossEncoding | None = None) -> None:
        self._reader = Reader(embedder or SentenceEmbedder())
        self._cross_encoding = cross_encoding or shared_cross_encoder().scores
        self._weights = load_weights()

    def judge(self, claim: str, passages: Sequence[str]) -> Judgement:
        """Judge whether passages support every part of a claim.

        Args:
            claim: one sentence or several; each must be supported.
            passages: the passages it is to rest on, tables with a tab or a bar between cells, or 'column: cell; ...'.
        """
        said = folded(claim[: self._weights.most_signs]).strip()
        held = [folded(passage) for passage in passages if passage.strip()]
        if not words_of(said):
            return Judgement(supported=False, score=0.0, reasons=("The claim says nothing.",))
        if len(claim) > self._weights.most_signs:
            return Judgement(
                supported=False, score=0.0, reasons=(f"The claim is longer than {self._weights.most_signs} signs.",)
            )
        if not any(words_of(passage) for passage in held):
            return Judgement(supported=False, score=0.0, reasons=("There is no passage that could support the claim.",))
        propositions = [proposition for passage in held for proposition in propositions_of(passage)]
        parts = [said[start:end] for start, end in sentence_spans(said)]
        judged = [self._judge_sentence(part, held, propositions) for part in parts if words_of(part)]
        return Judgement(
            supported=all(one.supported for one in judged),
            score=min(one.score for one in judged),
            reasons=tuple(dict.fromkeys(reason for one in judged if not one.supported for reason in one.reasons)),
        )

    def measured(self, claim: str, passages: Sequence[str]) -> tuple[Measured, ...]:
        """Return what is measured of each sentence of a claim; the weights are fitted on it."""
        said = folded(claim)
        held = [folded(passage) for passage in passages]
        propositions = [proposition for passage in held for proposition in propositions_of(passage)]
        parts = [said[start:end] for start, end in sentence_spans(said)]
        return tuple(self._measure(part, held, propositions) for part in parts)

    def _measure(self, sentence: str, passages: Sequence[str], propositions: Sequence[Proposition]) -> Measured:
        comparison = compare(self._reader, sentence, passages, propositions)
        return measure(comparison, propositions, odds_borne(self._cross_encoding, comparison, propositions))

    def _judge_sentence(self, sentence: str, passages: Sequence[str], propositions: Sequence[Proposition]) -> Judgement:
        if _stands_verbatim(sentence, passages, propositions):
            return Judgement(supported=True, score=self._weights.verbatim_score)
        measured = self._measure(sentence, passages, propositions)
        score = self._score(measured)
        supported = score >= self._weights.threshold
        return Judgement(
            supported=supported,
            score=round(score, 4),
            reasons=() if supported else reasons_of(measured, self._weights.values),
        )

    def _score(self, measured: Measured) -> float:
        total = self._weights.intercept
        total += sum(weight * measured.values[name] for name, weight in self._weights.values.items())
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        return min(score, self._weights.hard_score) if measured.is_hopeless else score


def _stands_verbatim(sentence: str, passages: Sequence[str], propositions: Sequence[Proposition]) -> bool:
    """Tell whether a sentence stands in a passage word for word, from where a sentence, item or cell begins."""
    plain = _plain(sentence)
    if any(_plain(p.text) == plain or _plain(p.whole) == plain for p in propositions):
        return True
    return any(
        _plain(p.text).startswith(plain + " ") and not _goes_on(_plain(p.text)[len(plain) :]) for p in propositions
    ) or any(plain == _plain(passage) for passage in passages)


_CONDITION = re.compile(r"^ (if|unless|where|when|except|until|provided|subject|only|but|or|than|and not)\b")


def _goes_on(rest: str) -> bool:
    """Tell whether what follows a beginning may take back what it says."""
    return bool(_CONDITION.match(rest))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", " ".join(word.low for word in words_of(text)))


@cache
def _shared() -> ClaimJudge:
    return ClaimJudge()


def judge(claim: str, passages: Sequence[str]) -> Judgement:
    """Judge whether passages support every part of a claim, with the packaged embedding model."""
    return _shared().judge(claim, passages)
