"""Asks for the drafts and checklists of the gold, scores them and writes a report."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from assistant.drafting.contracts import Checklist, ChecklistRequest, Draft, DraftRequest
from assistant.errors import AssistantError
from assistant.templates import templates
from evals.aggregate import ratio_of
from evals.contracts import Contract, Ratio, Split
from evals.drafting.cases import asked_as, of_split
from evals.drafting.checklist_scorers import score_checklist
from evals.drafting.contracts import ChecklistCase, DraftCase, DraftingRecord, Measure, MeasureSummary, Tally
from evals.drafting.draft_scorers import score_draft
from evals.errors import NothingToRunError
from evals.markdown import figure, interval, table
from indexer.adding import Progress
from indexer.errors import IndexerError

Scored = tuple[str | None, Sequence[Tally]]


class Drafting(Protocol):
    """What of the assistant is measured here."""

    def draft(self, request: DraftRequest) -> Draft:
        """Draft an intention table."""

    def checklist(self, request: ChecklistRequest) -> Checklist:
        """Answer a checklist."""


def run_drafts(assistant: Drafting, cases: Iterable[DraftCase], split: Split, progress: Progress) -> DraftingRecord:
    """Ask for the draft of each case of a split, and score it."""

    def one(case: DraftCase) -> Scored:
        draft = assistant.draft(DraftRequest(template=case.template, theme=case.theme, place=case.place))
        return draft.generation, score_draft(case, templates()[case.template], draft)

    chosen = [case for case in cases if case.split is split]
    return _run("drafts", split, [(case.id, partial(one, case)) for case in chosen], progress)


def run_checklists(
    assistant: Drafting, cases: Iterable[ChecklistCase], split: Split, progress: Progress
) -> DraftingRecord:
    """Ask for the checklist of each place, and score the answers to the questions of a split."""

    def one(case: ChecklistCase) -> Scored:
        answered = assistant.checklist(ChecklistRequest(template=asked_as(case.template), place=case.place))
        return answered.generation, score_checklist(case, answered)

    chosen = [part for case in cases if (part := of_split(case, split))]
    return _run("checklists", split, [(case.id, partial(one, case)) for case in chosen], progress)


def write_record(record: DraftingRecord, folder: Path) -> Path:
    """Write what was measured, for people and for programs; return the report's path."""
    return write_both(folder, f"{record.subject}-{record.split}", record, markdown(record))


def write_both(folder: Path, stem: str, record: Contract, report: str) -> Path:
    """Write a record and the report made of it; return the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.md"
    path.with_suffix(".json").write_text(record.model_dump_json(indent=1), encoding="utf-8")
    path.write_text(report, encoding="utf-8")
    return path


def markdown(record: DraftingRecord) -> str:
    """Return the report: the measures, then by case what a person must look at."""
    lines = [
        f"# {record.subject.capitalize()}, {record.split}",
        "",
        f"{record.cases} cases, generation {record.generation}, {record.created}. Shares are of all things of all",
        "cases, with the 95 % interval of a bootstrap over the cases.",
        "",
        *table(
            ("measure", "count", "of", "share", "interval", "cases"),
            [
                (one.measure, str(one.count), str(one.total), figure(one.share.value), _interval(one), str(one.share.n))
                for one in record.summaries
            ],
        ),
    ]
    for tally in record.tallies:
        if tally.notes:
            lines += ["", f"## {tally.case}: {tally.measure}, {tally.count} of {tally.total}", ""]
            lines += [f"- {note}" for note in tally.notes]
    lines += ["", *(f"{case} could not be run: {why}" for case, why in record.errors.items())]
    return "\n".join(lines) + "\n"


def _run(
    subject: str,
    split: Split,
    jobs: Sequence[tuple[str, Callable[[], Scored]]],
    progress: Progress,
) -> DraftingRecord:
    if not jobs:
        raise NothingToRunError(f"No case of the {subject} is of the split '{split}'.")
    tallies: list[Tally] = []
    errors: dict[str, str] = {}
    generation: str | None = None
    for done, (name, job) in enumerate(jobs):
        progress(name, done, len(jobs))
        try:
            generation, scored = job()
        except (AssistantError, IndexerError) as error:
            errors[name] = str(error)
        else:
            tallies += scored
    return DraftingRecord(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        subject=subject,
        split=split,
        generation=generation,
        cases=len(jobs),
        summaries=summarise(tallies),
        tallies=tuple(tallies),
        errors=errors,
    )


def summarise(tallies: Sequence[Tally]) -> tuple[MeasureSummary, ...]:
    """Return the pooled share of each measure, in the order of the measures."""
    by_measure = {measure: [one for one in tallies if one.measure is measure and one.total] for measure in Measure}
    return tuple(_summary(measure, some) for measure, some in by_measure.items() if some)


def _summary(measure: Measure, tallies: Sequence[Tally]) -> MeasureSummary:
    counts, totals = [tally.count for tally in tallies], [tally.total for tally in tallies]
    share: Ratio = ratio_of(counts, totals)
    return MeasureSummary(measure=measure, count=sum(counts), total=sum(totals), share=share)


def _interval(summary: MeasureSummary) -> str:
    return interval(summary.share.low, summary.share.high)
