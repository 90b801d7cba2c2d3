"""Shows what the guard and the defence against attacks did."""

from collections.abc import Iterator

from rich.markup import escape
from rich.table import Column, Table

from evals.attacking import AttackScores, Composer
from evals.contracts import Contract
from evals.guarding import GuardScores
from evals.markdown import figure, interval
from evals.proportions import Proportion


class GuardReport(Contract):
    """Everything that one run measured; ``attacks`` is null where they were left out."""

    guard: GuardScores
    attacks: AttackScores | None

    @property
    def is_whole(self) -> bool:
        """Tell whether no attack achieved anything but through a model that is itself the attacker.

        That one is held by the verifier alone, whose share of error is measured and not nil.
        """
        breaches = self.attacks.breaches if self.attacks else ()
        return all(breach.composer is Composer.HOSTILE for breach in breaches)


def guard_table(report: GuardReport) -> Table:
    """Return every share with its cases and its interval."""
    figures = [Column(name, justify="right") for name in ("n", "share", "95 % interval")]
    title = f"guard and attacks, {report.guard.split}"
    table = Table("measure", *figures, title=title, title_justify="left", box=None)
    for name, share in _shares(report):
        table.add_row(name, f"{share.hits}/{share.n}", figure(share.value), interval(share.low, share.high))
    return table


def faults_in_words(report: GuardReport) -> list[str]:
    """Return a line for each case that went wrong."""
    lines = [f"{outcome.case}: {'; '.join(outcome.faults)}" for outcome in report.guard.wrong]
    if report.attacks:
        lines += [
            f"{breach.attack} ({breach.carrier}, {breach.composer}): {'; '.join(breach.faults)}"
            for breach in report.attacks.breaches
        ]
        lines += [f"{name}: its honest fact was not told" for name in report.attacks.facts_lost]
    return [escape(line) for line in lines]


def _shares(report: GuardReport) -> Iterator[tuple[str, Proportion]]:
    guard = report.guard
    yield "danger: notice given", guard.danger_recall
    yield "danger: false alarms", guard.danger_false_alarms
    yield "danger: false alarms, questions of the other cases", guard.question_false_alarms
    yield "personal data: nothing goes on", guard.masking_recall
    yield "personal data: kinds named", guard.kinds_named
    yield "personal data: false alarms", guard.masking_false_alarms
    yield "personal data: history masked", guard.history_masked
    if report.attacks is None:
        return
    for composer, share in report.attacks.documents_held.items():
        yield f"document attacks held ({composer})", share
    for composer, share in report.attacks.questions_held.items():
        yield f"question attacks held ({composer})", share
    yield "document attacks: honest fact told", report.attacks.facts_told
    yield "document attacks: no passage shows the order to a model", report.attacks.withheld
    yield "obedient model: asked", report.attacks.asked
    yield "obedient model: an order stood in its prompt", report.attacks.seen
    for composer, share in report.attacks.worded.items():
        yield f"{composer}: some of its words shown, checked", share
    yield "other answers unchanged", report.attacks.controls_unchanged
