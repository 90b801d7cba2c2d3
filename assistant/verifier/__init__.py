"""Judges whether passages support a claim, in every part: nothing added, nothing changed. No language model."""

from assistant.verifier.judging import ClaimJudge, Judgement, judge

__all__ = ["ClaimJudge", "Judgement", "judge"]
