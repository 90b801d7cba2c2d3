import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from indexer_making import ROOT, passage

from indexer.contracts import Passage
from indexer.embedding import Vectors
from indexer.errors import LibraryDamagedError
from indexer.vectors import VectorIndex, build_vectors

PASSAGES = [passage("north", document="a"), passage("east", document="b"), passage("between", document="b")]
ROWS: Vectors = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_vectors(tmp_path / "chroma", PASSAGES, ROWS)
    return tmp_path / "chroma"


@pytest.fixture
def index(folder: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(folder)
    yield index
    index.close()


def test_the_nearest_come_first_scored_by_cosine(index: VectorIndex) -> None:
    hits = index.search([0.0, 1.0, 0.0], k=3)
    assert [hit.passage_id for hit in hits] == ["east", "between", "north"]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.8, 0.0], abs=1e-5)


def test_the_length_of_a_vector_does_not_count(tmp_path: Path) -> None:
    build_vectors(tmp_path / "long", PASSAGES, ROWS * np.array([[9], [1], [1]], dtype=np.float32))
    index = VectorIndex(tmp_path / "long")
    assert index.search([2.0, 0.0, 0.0], k=1)[0].score == pytest.approx(1.0, abs=1e-5)
    index.close()


def test_the_vectors_are_counted(index: VectorIndex) -> None:
    assert index.count() == 3


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        pytest.param(None, ["north", "between", "east"], id="all"),
        pytest.param(["b"], ["between", "east"], id="one document"),
        pytest.param(["a", "b"], ["north", "between", "east"], id="both"),
        pytest.param(["c"], [], id="unknown document"),
    ],
)
def test_only_documents_that_count_are_searched(
    index: VectorIndex, documents: list[str] | None, expected: list[str]
) -> None:
    assert [hit.passage_id for hit in index.search([1.0, 0.1, 0.0], k=9, documents=documents)] == expected


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    build_vectors(tmp_path / "chroma", [], np.zeros((0, 0), dtype=np.float32))
    index = VectorIndex(tmp_path / "chroma")
    assert (index.count(), index.search([1.0, 0.0, 0.0], k=3)) == (0, [])
    index.probe([], np.zeros((0, 0), dtype=np.float32))
    index.close()


def test_a_sound_index_passes_the_probe_when_opened_again(folder: Path) -> None:
    for _ in range(2):
        index = VectorIndex(folder)
        index.probe(PASSAGES, ROWS)
        index.close()


@pytest.mark.parametrize(
    ("passages", "rows", "problem"),
    [
        pytest.param([*PASSAGES, passage("west")], np.vstack([ROWS, ROWS[:1]]), "3 vectors, expected 4", id="too few"),
        pytest.param(PASSAGES[:2], ROWS[:2], "3 vectors, expected 2", id="too many"),
        pytest.param([*PASSAGES[:2], passage("west", document="b")], -ROWS, "west is not found", id="another passage"),
        pytest.param(
            [PASSAGES[0], PASSAGES[1], passage("between", document="c")], ROWS, "not found", id="another document"
        ),
    ],
)
def test_the_probe_fails_on_other_passages(
    index: VectorIndex, passages: list[Passage], rows: Vectors, problem: str
) -> None:
    with pytest.raises(LibraryDamagedError, match=problem):
        index.probe(passages, rows)


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(Path.unlink, id="gone"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"no database" * 9999), id="overwritten"),
        pytest.param(halved, id="cut short"),
    ],
)
def test_a_damaged_folder_says_so(folder: Path, damage: Callable[[Path], object]) -> None:
    damage(folder / "chroma.sqlite3")
    with pytest.raises(LibraryDamagedError, match="check --repair"):
        VectorIndex(folder)


def test_a_damaged_folder_says_so_every_time(folder: Path) -> None:
    halved(folder / "chroma.sqlite3")
    for _ in range(2):
        with pytest.raises(LibraryDamagedError):
            VectorIndex(folder)


@pytest.mark.parametrize("damage", [Path.unlink, halved])
def test_a_folder_without_its_seal_is_not_opened(folder: Path, damage: Callable[[Path], object]) -> None:
    (folder / "seal.json").write_text('{"a/file.bin": "digest"}', encoding="utf-8")
    damage(folder / "seal.json")
    with pytest.raises(LibraryDamagedError, match="check --repair"):
        VectorIndex(folder)


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryDamagedError, match="no Chroma index"):
        VectorIndex(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_more_vectors_than_one_batch_are_all_kept(tmp_path: Path) -> None:
    rows = np.random.default_rng(3).normal(size=(450, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    passages = [passage(f"p{n}", ordinal=n) for n in range(450)]
    build_vectors(tmp_path / "chroma", passages, rows)
    index = VectorIndex(tmp_path / "chroma")
    index.probe(passages, rows)
    assert index.search(rows[449].tolist(), k=1)[0].passage_id == "p449"
    index.close()


def test_no_documents_give_no_hits(index: VectorIndex) -> None:
    assert index.search([1.0, 0.0, 0.0], k=3, documents=[]) == []


# Not strict: what lay in memory is chance, about every second index in one run and perhaps none in another.
@pytest.mark.xfail(strict=False, reason="hnswlib writes out room that it never filled, with what lay in memory before")
def test_files_hold_nothing_of_what_lay_in_memory(tmp_path: Path) -> None:
    erased = [passage(f"p{n}", text=f"Quuxly {n} " * 60, ordinal=n) for n in range(100)]
    for turn in range(16):  # about every second index is hit
        build_vectors(tmp_path / f"{turn}-before", erased, np.eye(8, dtype=np.float32)[np.arange(100) % 8])
        build_vectors(tmp_path / f"{turn}-after", PASSAGES, ROWS)
        files = [path for path in (tmp_path / f"{turn}-after").rglob("*") if path.is_file()]
        assert [path.name for path in files if b"Quuxly" in path.read_bytes()] == []


def states_of(graph: Path) -> dict[str, tuple[int, bytes]]:
    files = [path for path in graph.glob("*/*") if path.is_file()]
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.mark.parametrize("count", [1, 2, 3, 99, 101, 201, 999, 1000, 1001, 1999, 2001])
def test_a_reader_writes_nothing_into_the_graph(count: int, tmp_path: Path) -> None:
    rows = np.random.default_rng(3).normal(size=(count, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    passages = [passage(f"p{n}", ordinal=n) for n in range(count)]
    build_vectors(tmp_path / "chroma", passages, rows)
    before = states_of(tmp_path / "chroma")
    index = VectorIndex(tmp_path / "chroma")
    index.probe(passages, rows)
    found = index.search(rows[0].tolist(), k=count + 1)
    index.close()
    assert len({hit.passage_id for hit in found}) == len(found) > 0
    assert states_of(tmp_path / "chroma") == before != {}
    assert len(json.loads((tmp_path / "chroma" / "seal.json").read_text(encoding="utf-8"))) == len(before)


CRASH = """
import sys; from pathlib import Path; import numpy as np
from indexer_making import passage; from indexer.vectors import VectorIndex, build_vectors
from indexer.errors import LibraryDamagedError
folder = Path(sys.argv[1]); rows = np.random.default_rng(1).normal(size=(1200, 16)).astype("f4")
rows /= np.linalg.norm(rows, axis=1, keepdims=True); passages = [passage(f"p{n}", ordinal=n) for n in range(1200)]
build_vectors(folder, passages, rows)
for path in folder.rglob("*.bin"):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
try:
    VectorIndex(folder).probe(passages, rows)
except LibraryDamagedError:
    print("damaged")
"""


def test_vector_files_cut_short_are_damage_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path / "chroma")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "damaged\n")
