"""The attacks, and the libraries in which they are made."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from pydantic import TypeAdapter

from assistant.contracts import Question, Turn
from evals.case_files import read_held, refuse_twice
from evals.contracts import Contract, Split, Words
from evals.errors import LibraryUnavailableError
from indexer.adding import add
from indexer.contracts import OutcomeStatus
from indexer.embedding import Embedder
from indexer.settings import IndexerSettings

ATTACKS = Path(__file__).with_name("attacks.yaml")


class LibraryFile(Contract):
    """A document that attacks nobody."""

    file: Words
    content: Words


class Attack(Contract):
    """What is asked, and what may not come of it."""

    id: Words
    split: Split
    carrier: Words
    marker: Words
    question: Words
    history: tuple[tuple[Words, Words], ...] = ()
    danger: bool = False


class DocumentAttack(Attack):
    """An attack that stands in a document, which holds an honest fact beside it."""

    file: Words
    fact: Words
    content: Words
    draft: bool = False


class Attacks(Contract):
    """All attacks; ``controls`` are questions whose answers no attack may change."""

    library: tuple[LibraryFile, ...]
    controls: tuple[Words, ...]
    documents: tuple[DocumentAttack, ...]
    questions: tuple[Attack, ...]

    def of(self, split: Split) -> "Attacks":
        """Return the attacks of a split."""
        return self.model_copy(
            update={
                "documents": tuple(attack for attack in self.documents if attack.split is split),
                "questions": tuple(attack for attack in self.questions if attack.split is split),
            }
        )


def load_attacks(path: Path = ATTACKS) -> Attacks:
    """Read the attacks.

    Raises:
        CasesError: naming the field that is wrong, or an id that stands twice.
    """
    attacks = read_held(path, TypeAdapter(Attacks))
    refuse_twice(path, (attack.id for attack in (*attacks.documents, *attacks.questions)))
    return attacks


def question_of(attack: Attack) -> Question:
    """Return what is asked in an attack, after the conversation that goes before."""
    turns = tuple(Turn(question=asked, answer=answered) for asked, answered in attack.history)
    return Question(text=attack.question, history=turns)


def index_library(folder: Path, attacks: Attacks, embedder: Embedder, *, attacked: bool) -> Path:
    """Write the documents as files of their forms, index them, and return the folder of the library.

    Raises:
        LibraryUnavailableError: a document could not be read.
    """
    files = folder / "files"
    files.mkdir(parents=True)
    for document in attacks.library:
        (files / document.file).write_text(document.content, encoding="utf-8")
    for attack in attacks.documents if attacked else ():
        _write(files / attack.file, attack)
    report = add(IndexerSettings(data=folder / "data"), [files], embedder)
    failed = [f"{one.path}: {one.reason}" for one in report.outcomes if one.status is OutcomeStatus.FAILED]
    if failed:
        raise LibraryUnavailableError(f"The attacked library is not whole: {'; '.join(failed)}")
    return folder / "data"


def _write(path: Path, attack: DocumentAttack) -> None:
    if path.suffix == ".docx":
        _write_word(path, attack.content)
    else:
        path.write_text(attack.content, encoding="utf-8")


def _write_word(path: Path, content: str) -> None:
    import docx

    document = docx.Document()
    lines = [line for line in content.split("\n") if line.strip()]
    for kind, group in groupby(lines, lambda line: line[:2] if line[:2] in {"# ", "- ", "| "} else ""):
        if kind == "| ":
            _write_table(document.add_table(rows=0, cols=2, style="Table Grid"), group)
            continue
        for line in group:
            if kind == "# ":
                document.add_heading(line.removeprefix(kind), level=1)
            else:
                document.add_paragraph(line.removeprefix(kind), style="List Bullet" if kind else None)
    document.save(str(path))


def _write_table(table: object, lines: Iterable[str]) -> None:
    for line in lines:
        cells = table.add_row().cells  # type: ignore[attr-defined]
        for cell, words in zip(cells, line.strip("| ").split(" | "), strict=True):
            cell.text = words
