"""What came of a question's limbs, worded: verdict, quotes, gap and next step."""

import re
from collections.abc import Iterable, Sequence

from assistant.drafting.checklist_policy import ChecklistPolicy
from assistant.drafting.citing import Citations
from assistant.drafting.contracts import Finding, Item, LimbResult
from assistant.drafting.judging import Judged
from assistant.drafting.notes import Notes
from assistant.drafting.pieces import Piece
from assistant.template_contracts import Question, Template, Verdict


class Responding:
    """Words the responses of one checklist; its citations are numbered in their order."""

    def __init__(self, policy: ChecklistPolicy, notes: Notes, template: Template) -> None:
        self._policy = policy
        self._wordings = policy.wordings
        self._notes = notes
        self._template = template
        self.citations = Citations()

    def item(self, question: Question, judged: Sequence[Judged]) -> Item:
        """Return the response to a question from what came of its limbs, in their order."""
        verdict, reason = self._verdict(sum(bool(one.evidence) for one in judged), len(judged))
        evidence = self._findings(one.evidence for one in judged)
        against = self._findings(one.against for one in judged)
        shown = [piece for one in judged for piece in (*one.evidence, *one.against)]
        missing = [limb.text for limb, one in zip(question.limbs, judged, strict=True) if not one.evidence]
        return Item(
            number=question.number,
            question=question.text,
            verdict=verdict,
            reason=reason,
            limbs=tuple(
                LimbResult(text=limb.text, evidenced=bool(one.evidence))
                for limb, one in zip(question.limbs, judged, strict=True)
            ),
            evidence=evidence,
            against=against,
            nearest=self._findings(one.nearest for one in judged),
            gap=self._gap(missing, _tokens(against)),
            next_step=self._next_step(question, missing, _tokens(against), shown),
            notes=self._noted(question, shown),
        )

    def _verdict(self, shown: int, limbs: int) -> tuple[Verdict, str]:
        if self._template.verdicts:
            rule = self._template.verdict(shown, limbs)
            return rule.verdict, rule.reason
        verdict = Verdict.NONE if not shown else Verdict.EVIDENCED if shown == limbs else Verdict.PARTIAL
        return verdict, self._policy.verdicts[verdict]

    def _findings(self, by_limb: Iterable[Sequence[Piece]]) -> tuple[Finding, ...]:
        return tuple(
            Finding(text=_shown(piece), citations=self.citations.cite([piece.span]), limb=limb)
            for limb, pieces in enumerate(by_limb, start=1)
            for piece in pieces
        )

    def _gap(self, missing: Sequence[str], against: str) -> str:
        wordings = self._wordings
        parts = [wordings["missing"].format(limbs=" ".join(map(_ended, missing)))] if missing else []
        if against:
            parts += [] if missing else [wordings["weigh"]]
            parts.append(wordings["admitted"].format(tokens=against))
        return " ".join(parts) or wordings["no_gap"]

    def _next_step(self, question: Question, missing: Sequence[str], against: str, shown: Sequence[Piece]) -> str:
        wordings = self._wordings
        parts = [wordings["find"].format(evidence=question.evidence)] if missing else []
        if against:
            parts.append(wordings["ask"].format(tokens=against))
        if not parts:
            dates = {piece.span.source.document.metadata.published for piece in shown} - {None}
            published = ", ".join(sorted(date for date in dates if date))
            parts.append(wordings["confirm" if dates else "confirm_undated"].format(published=published))
        return " ".join([*parts, wordings["who"]])

    def _noted(self, question: Question, shown: Sequence[Piece]) -> tuple[str, ...]:
        """Return what has changed since, and that several places were read where they were."""
        wordings, as_of = self._wordings, self._template.as_of
        notes: list[str] = []
        if question.today:
            told = wordings["as_of"].format(as_of=as_of) if as_of else ""
            notes.append(wordings["today"].format(as_of=told, today=question.today))
        places = {piece.span.source.document.metadata.place for piece in shown} - {None}
        if len(places) > 1:
            notes.append(wordings["several_places"].format(places=", ".join(sorted(str(place) for place in places))))
        changed = [note for piece in shown for note in self._notes.currency(piece.span.text, [piece.span])]
        return tuple(dict.fromkeys((*notes, *changed)))


def _shown(piece: Piece) -> str:
    """Return the words of a piece, the cells of a row parted by semicolons."""
    return "; ".join(part for cell in re.split(r"\t+", piece.span.text) if (part := cell.strip()))


def _tokens(findings: Iterable[Finding]) -> str:
    return ", ".join(dict.fromkeys(token for finding in findings for token in finding.citations))


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
