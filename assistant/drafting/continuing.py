"""Rows that a page cut in two: what goes on with the same intention in other years is one row again."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.drafting.sources import Proposal
from assistant.template_contracts import Role


def made_whole(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return proposals in order, each row with milestones joined with the one whose intention it goes on with.

    Only where the two have no year in common: rows that both speak of one year stand apart, so that what belongs
    together by year stays so.
    """
    whole: list[Proposal] = []
    for proposal in proposals:
        if whole and _goes_on(whole[-1], proposal):
            both = (*whole[-1].milestones, *proposal.milestones)
            milestones = sorted(both, key=lambda milestone: milestone.place)
            whole[-1] = replace(whole[-1], milestones=tuple(milestones), cut=whole[-1].cut or proposal.cut)
        else:
            whole.append(proposal)
    return whole


def _goes_on(before: Proposal, proposal: Proposal) -> bool:
    same = before.said(Role.INTENTION) and before.said(Role.INTENTION) == proposal.said(Role.INTENTION)
    years = {milestone.place for milestone in before.milestones}
    others = {milestone.place for milestone in proposal.milestones}
    return bool(same and years and others) and not years & others
