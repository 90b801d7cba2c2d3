import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from indexer_making import BODY, write

from indexer.errors import UnreadableFileError, UnsupportedFileError
from indexer.reading.worker import ReadingWorker
from indexer.settings import ReadingPolicy, load_policy

POLICY = load_policy().reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, {"good.md": BODY, "broken.pdf": "not a PDF", "table.xls": "no"})


@pytest.fixture
def worker() -> Iterator[ReadingWorker]:
    with ReadingWorker(POLICY) as worker:
        yield worker


def own_children(before: set[int]) -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid} - before


@pytest.fixture
def before() -> set[int]:
    """Return the processes that other tests' workers have."""
    return own_children(set())


def test_a_failure_keeps_its_kind_and_the_worker_goes_on(before: set[int], worker: ReadingWorker, folder: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"broken\.pdf"):
        worker.read(folder / "broken.pdf")
    process = own_children(before)
    with pytest.raises(UnsupportedFileError, match=r"table\.xls"):
        worker.read(folder / "table.xls")
    assert worker.read(folder / "good.md").blocks[0].text == BODY
    assert own_children(before) == process


def test_a_parsers_own_fault_is_the_files_failure(worker: ReadingWorker, folder: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"gone\.md: it could not be read"):
        worker.read(folder / "gone.md")


def test_a_reading_that_hangs_is_stopped_and_the_next_file_read(
    before: set[int], worker: ReadingWorker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.read(folder / "good.md")
    (hanging,) = own_children(before)
    os.kill(hanging, signal.SIGSTOP)
    with monkeypatch.context() as patched:
        patched.setattr(worker, "_policy", POLICY.model_copy(update={"max_seconds": 1}))
        with pytest.raises(UnreadableFileError, match="took over 1 s"):
            worker.read(folder / "good.md")
    assert not own_children(before)
    assert worker.read(folder / "good.md").blocks[0].text == BODY


def test_the_limit_on_time_is_the_policys(before: set[int], folder: Path) -> None:
    with (
        ReadingWorker(POLICY.model_copy(update={"max_seconds": 0})) as worker,
        pytest.raises(UnreadableFileError, match="took over 0 s and was stopped"),
    ):
        worker.read(folder / "good.md")
    assert not own_children(before)


def test_a_reading_process_that_dies_costs_its_file_alone(
    before: set[int], worker: ReadingWorker, folder: Path
) -> None:
    worker.read(folder / "good.md")
    (dying,) = own_children(before)
    os.kill(dying, signal.SIGKILL)
    with pytest.raises(UnreadableFileError, match="ended the reading process"):
        worker.read(folder / "good.md")
    assert worker.read(folder / "good.md").blocks[0].text == BODY


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_read(folder: Path) -> None:
    policy: ReadingPolicy = POLICY.model_copy(update={"max_memory_bytes": 300_000_000})
    write(folder, {"huge.txt": b"word\n" * 1_900_000})
    with ReadingWorker(policy) as worker:
        with pytest.raises(UnreadableFileError, match=r"huge\.txt: .*memory"):
            worker.read(folder / "huge.txt")
        assert worker.read(folder / "good.md").blocks[0].text == BODY


def test_no_process_is_left_behind(before: set[int], folder: Path) -> None:
    with ReadingWorker(POLICY) as worker:
        worker.read(folder / "good.md")
        assert own_children(before)
    assert not own_children(before)


def test_no_process_is_started_for_nothing(before: set[int]) -> None:
    with ReadingWorker(POLICY):
        time.sleep(0.1)
        assert not own_children(before)


def test_whoever_waits_hears_of_it_and_can_stop_it(before: set[int], worker: ReadingWorker, folder: Path) -> None:
    worker.read(folder / "good.md")
    (hanging,) = own_children(before)
    os.kill(hanging, signal.SIGSTOP)

    def stop(seconds: int) -> None:
        raise KeyboardInterrupt(seconds)

    with pytest.raises(KeyboardInterrupt, match="1"):
        worker.read(folder / "good.md", stop)
    assert not own_children(before)
    assert worker.read(folder / "good.md").blocks[0].text == BODY
