"""The same intention stated twice: found by its words and its meaning, joined with what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.drafting.policy import DraftingPolicy
from assistant.drafting.sources import Proposal
from assistant.template_contracts import Role
from indexer.library import Library


@dataclass(frozen=True)
class Joined:
    """A proposal, and what states the same otherwise or elsewhere."""

    proposal: Proposal
    others: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class _Words:
    """The weighed words of a statement, and its vector."""

    weights: dict[str, float]
    vector: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"


class Joining:
    """Joins proposals of one place that state the same."""

    def __init__(self, library: Library, policy: DraftingPolicy) -> None:
        self._library = library
        self._policy = policy.joining
        self._frame = policy.relevance.frame

    def join(self, proposals: Sequence[Proposal], *, by_milestones: bool) -> list[Joined]:
        """Return proposals in order, those that state the same joined under the one that says most.

        Args:
            proposals: those that are on the theme.
            by_milestones: whether the table has milestones, so that an intention with milestones takes in the
                activities of a plan that are its steps; else each activity takes in the intention.
        """
        if not proposals:
            return []
        told = [self._told(proposal) for proposal in proposals]
        vectors = self._library.embedder.embed(told)
        words = [_Words(self._weights(text), vector) for text, vector in zip(told, vectors, strict=True)]
        groups: list[list[int]] = []
        for number, proposal in enumerate(proposals):
            for group in groups:
                members = [proposals[member] for member in group]
                if all(_may_be_one(proposal, member) for member in members) and any(
                    self._same(words[member], words[number]) for member in group
                ):
                    group.append(number)
                    break
            else:
                groups.append([number])
        joined = [_under_the_fullest([proposals[number] for number in group]) for group in groups]
        return self._with_steps(joined, by_milestones=by_milestones)

    def _with_steps(self, joined: Sequence[Joined], *, by_milestones: bool) -> list[Joined]:
        """Join the activities of a plan with the intentions of the same document of which they are steps."""
        steps = {
            number: best
            for number, one in enumerate(joined)
            if _is_of_a_plan(one.proposal) and (best := self._intention_of(one.proposal, joined)) is not None
        }
        others: dict[int, list[Proposal]] = {}
        for step, intention in steps.items():
            taken, taker = (step, intention) if by_milestones else (intention, step)
            others.setdefault(taker, []).extend((joined[taken].proposal, *joined[taken].others))
        gone = set(steps) if by_milestones else set(steps.values())
        return [
            Joined(one.proposal, (*one.others, *others.get(number, ())))
            for number, one in enumerate(joined)
            if number not in gone
        ]

    def _intention_of(self, activity: Proposal, joined: Sequence[Joined]) -> int | None:
        own = self._weights(activity.said())
        shares = sorted(
            (
                (-self._contained(own, self._weights(one.proposal.own)), number)
                for number, one in enumerate(joined)
                if one.proposal.milestones and one.proposal.source.document.id == activity.source.document.id
            ),
        )
        if not shares or -shares[0][0] < self._policy.step:
            return None
        clear = len(shares) < 2 or shares[1][0] - shares[0][0] >= self._policy.step_margin
        return shares[0][1] if clear else None

    def _contained(self, some: dict[str, float], others: dict[str, float]) -> float:
        total = sum(some.values())
        return sum(weight for word, weight in some.items() if word in others) / total if total else 0.0

    def _weights(self, text: str) -> dict[str, float]:
        stems = self._library.words(text)
        return {stem: self._library.word_weight(stem) for stem in stems if stem not in self._frame}

    def _same(self, one: _Words, other: _Words) -> bool:
        """Tell whether two statements are one, by the weight of the words that they share and by their meaning."""
        totals = sum(one.weights.values()), sum(other.weights.values())
        if not all(totals):
            return False
        policy = self._policy
        common = sum(weight for word, weight in one.weights.items() if word in other.weights)
        shared, contained = common / (sum(totals) - common), common / min(totals)
        meaning = float(one.vector @ other.vector)
        telling = min(len(one.weights), len(other.weights)) >= policy.least_contained_words
        near = meaning >= policy.contained_meaning
        return (
            shared >= policy.shared
            or (near and telling and contained >= policy.contained)
            or (near and shared >= policy.alike_shared and contained >= policy.alike_contained)
            or (
                meaning >= policy.meaning and (shared >= policy.meaning_shared or contained >= policy.meaning_contained)
            )
        )

    def _told(self, proposal: Proposal) -> str:
        """Return what a proposal comes to: its statement, and beside a short one its intention and outcome."""
        action = proposal.fields.get(Role.ACTION)
        short = action and len(proposal.said().split()) < self._policy.short
        beside = [proposal.said(Role.INTENTION), proposal.said(Role.OUTCOME)] if short else []
        steps = [] if action else [milestone.span.text for milestone in proposal.milestones]
        return "\n".join(part for part in (proposal.said(), *beside, *steps) if part)


def _is_of_a_plan(proposal: Proposal) -> bool:
    """Tell whether a proposal is a row of a table whose columns have names, and has no milestones itself."""
    named = any(cell.column for cell in proposal.source.passage.cells)
    return named and bool(proposal.fields.get(Role.ACTION)) and not proposal.milestones


def _may_be_one(first: Proposal, second: Proposal) -> bool:
    """Tell whether two may state the same: of one place, of one shape, and not two things that one passage lists."""
    return (
        first.source.document.metadata.place == second.source.document.metadata.place
        and first.source.passage.id != second.source.passage.id
        and bool(first.milestones) is bool(second.milestones)
    )


def _under_the_fullest(proposals: Sequence[Proposal]) -> Joined:
    """Return the proposal with most cells, the later one of two alike, the others under it."""
    fullest = max(proposals, key=lambda proposal: len(proposal.fields) + len(proposal.milestones))
    return Joined(fullest, tuple(proposal for proposal in proposals if proposal is not fullest))
