"""An ``add`` that is killed at any moment leaves the library as it was, or as it was to be."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from indexer_making import DENTISTS, RESPITE, ROOT, SPEECH, statuses, write

from indexer.adding import add
from indexer.checking import check
from indexer.embedding import SentenceEmbedder
from indexer.library import Library
from indexer.settings import IndexerSettings

OLD = {"respite"}
NEW = {"dentists", "speech", "club"}
CLUB = "".join(f"# Club {n}\n\nThe youth club of ward {n} opens on {n} evenings a week.\n\n" for n in range(1, 30))


def _generations(data: Path) -> list[Path]:
    return [folder for folder in (data / "generations").iterdir() if folder.is_dir()]


def _any(data: Path, part: str) -> bool:
    return sum((folder / part).exists() for folder in _generations(data)) > 1


def _switched(data: Path) -> bool:
    with closing(sqlite3.connect(f"file:{data / 'record.sqlite3'}?mode=ro", uri=True)) as record:
        return bool(record.execute("SELECT count(*) FROM generations").fetchone()[0] > 1)


def _saved(data: Path) -> bool:
    log = data / "record.sqlite3-wal"
    return log.exists() and log.stat().st_size > 0


MOMENTS: dict[str, tuple[Callable[[Path], bool], float]] = {
    "it has begun": (lambda data: (data / "writer.lock").exists(), 0.0),
    "it reads or loads the model": (lambda data: (data / "writer.lock").exists(), 2.0),
    "it keeps the first reading": (_saved, 0.0),
    "it writes the vectors": (lambda data: _any(data, "chroma/chroma.sqlite3"), 0.0),
    "it writes the lexical index": (lambda data: _any(data, "lexical"), 0.0),
    "it has just switched": (_switched, 0.0),
}


@dataclass
class Killed:
    """A library whose writer was killed, and what became of the writer's own processes."""

    data: Path
    code: int
    orphans: int


def _killed(data: Path, files: Path, come: Callable[[Path], bool], delay: float) -> Killed:
    command = [sys.executable, "-m", "indexer", "add", str(files), "--data", str(data), "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as writer:
        while writer.poll() is None and not come(data):
            time.sleep(0.002)
        time.sleep(delay)
        readers = psutil.Process(writer.pid).children(recursive=True) if writer.poll() is None else []
        writer.kill()
        code = writer.wait()
    return Killed(data, code, len(psutil.wait_procs(readers, timeout=10)[1]))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = {"respite.md": RESPITE, "dentists.md": DENTISTS, "speech.md": SPEECH, "club.md": CLUB}
    return write(tmp_path_factory.mktemp("files"), dict(named))


@pytest.fixture(scope="module")
def killed(
    tmp_path_factory: pytest.TempPathFactory, files: Path, embedder: SentenceEmbedder
) -> Iterator[dict[str, Killed]]:
    """Return the libraries by the moment at which their writers were killed, two writers at a time."""
    before = tmp_path_factory.mktemp("library")
    add(IndexerSettings(data=before), [files / "respite.md"], embedder)
    (before / "writer.lock").unlink(missing_ok=True)
    folder = tmp_path_factory.mktemp("killed")
    with ThreadPoolExecutor(2) as two:
        runs = {
            name: two.submit(_killed, shutil.copytree(before, folder / str(number)), files, *moment)
            for number, (name, moment) in enumerate(MOMENTS.items())
        }
        yield {name: run.result() for name, run in runs.items()}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_add_costs_nothing(
    killed: dict[str, Killed], files: Path, embedder: SentenceEmbedder, moment: str
) -> None:
    found = killed[moment]
    settings = IndexerSettings(data=found.data)
    assert (found.code, found.orphans) == (-9, 0)
    assert [finding.detail for finding in check(settings, embedder) if not finding.ok] == []
    assert holds(settings, embedder) in (OLD, OLD | NEW)
    report = add(settings, [files], embedder)
    assert set(statuses(report).values()) <= {"added", "unchanged"}
    assert holds(settings, embedder) == OLD | NEW
    assert len(_generations(settings.data)) <= 2


def holds(settings: IndexerSettings, embedder: SentenceEmbedder) -> set[str]:
    """Return the documents of a library after finding the old one in both of its ways."""
    library = Library(settings, embedder)
    query = "forty nights of overnight respite"
    for hit in (*library.dense(library.encode(query), 1), *library.lexical(query, 1)):
        assert library.passages([hit.passage_id])[0].document_id == "respite"
    documents = {document.id for document in library.documents}
    assert {passage.document_id for passage in library.all_passages()} == documents
    library.close()
    return documents
