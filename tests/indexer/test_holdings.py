from pathlib import Path

import pytest
from indexer_making import CountingEmbedder, manifest, reasons, share_worker, statuses, write

from indexer.adding import add
from indexer.contracts import Metadata
from indexer.describing import FoundDocument
from indexer.errors import IdentityTakenError
from indexer.holdings import Holdings
from indexer.record import Revision
from indexer.settings import IndexerSettings


def revision(origin: Path, name: str = "plan", *, given: bool = True) -> Revision:
    return Revision(
        id=f"reading of {origin.name}",
        document_id=name,
        sha256="digest",
        build_key="key",
        origin=str(origin),
        id_given=given,
        metadata=Metadata(),
    )


def document(path: Path, *same: Path) -> FoundDocument:
    return FoundDocument(id=None, metadata=None, path=path, same=same)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [write(tmp_path, {name: name}) / name for name in ("plan.md", "other.md")]


def test_an_id_that_was_given_passes_to_a_newer_file_but_not_twice_in_one_run(files: list[Path]) -> None:
    old, new = files
    holdings = Holdings({"plan": revision(old)})
    assert holdings.identify(document(new), new, "plan") == "plan"
    with pytest.raises(IdentityTakenError, match=r"plan\.md: its id 'plan' is that of .*other\.md"):
        holdings.identify(document(old), old, "plan")


@pytest.mark.parametrize("present", [True, False])
def test_the_name_of_a_file_is_its_own_while_it_is_there(files: list[Path], *, present: bool) -> None:
    old, new = files
    holdings = Holdings({"plan": revision(old, given=False)})
    if not present:
        old.unlink()
        assert holdings.identify(document(new), new, "plan") == "plan"
        return
    with pytest.raises(IdentityTakenError):
        holdings.identify(document(new), new, "plan")
    assert holdings.identify(document(old), old, None) == "plan"
    assert holdings.identify(document(new, old), new, None) == "other"


def test_the_files_of_one_document_share_its_id(files: list[Path]) -> None:
    first, second = files
    holdings = Holdings({"plan": revision(second, given=False)})
    for path in files:
        assert holdings.identify(document(first, second), path, "plan") == "plan"


def test_a_move_is_no_change(files: list[Path]) -> None:
    old, new = files
    holdings = Holdings({"plan": revision(old)})
    moved = holdings.move(holdings.held["plan"], new)
    assert (moved.origin, holdings.changed, holdings.is_placed(moved)) == (str(new.resolve()), False, True)
    assert holdings.identify(document(new), new, None) == "plan"


def test_a_document_of_a_copied_folder_is_updated(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    share_worker(monkeypatch)
    entry = manifest("id: plan, title: Plan, files: [a.md]")
    for folder, text, status in (("one", "Words.", "added"), ("two", "Other words.", "updated")):
        report = add(settings, [write(tmp_path / folder, {"a.md": text, "library.yaml": entry})], hash_embedder)
        assert statuses(report) == {"a.md": status}, reasons(report)
