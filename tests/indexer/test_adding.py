import hashlib
import io
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from indexer_making import (
    DENTISTS,
    RESPITE,
    ROOT,
    SPEECH,
    CountingEmbedder,
    Renamed,
    Shelf,
    encrypted_pdf,
    manifest,
    pdf,
    policy_of_size,
    reasons,
    statuses,
    write,
)

from indexer.adding import add, remove, repair
from indexer.checking import check
from indexer.contracts import AddReport
from indexer.errors import (
    LibraryBusyError,
    LibraryEmptyError,
    ManifestError,
    ModelMismatchError,
    UnknownDocumentError,
)
from indexer.library import Library
from indexer.locking import writing
from indexer.settings import IndexerSettings


def test_new_files_are_added(filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder) -> None:
    assert statuses(filled) == {"dentists.md": "added", "respite.md": "added"}
    assert sum(outcome.passages for outcome in filled.outcomes) == 2
    assert filled.embedded == hash_embedder.embedded == 4  # each passage, and the heading over it
    assert Shelf(settings, hash_embedder).ids == ["dentists", "respite"]
    assert all(finding.ok for finding in check(settings, hash_embedder))


def test_files_unchanged_are_not_embedded_again(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    before = hash_embedder.embedded
    again = add(settings, [folder], hash_embedder)
    assert set(statuses(again).values()) == {"unchanged"}
    assert (hash_embedder.embedded, again.embedded, again.generation) == (before, 0, filled.generation)


def test_a_file_whose_bytes_changed_is_updated(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(folder, {"respite.md": RESPITE.replace("forty", "fifty")})
    report = add(settings, [folder], hash_embedder)
    found = Shelf(settings, hash_embedder)
    assert statuses(report) == {"dentists.md": "unchanged", "respite.md": "updated"}
    assert (report.embedded, "fifty" in found.text, "forty" in found.text) == (1, True, False)


def test_only_what_changed_is_embedded(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder
) -> None:
    path = write(tmp_path, {"plan.md": RESPITE + DENTISTS}) / "plan.md"
    add(settings, [path], hash_embedder)
    path.write_text(RESPITE + DENTISTS.replace("second", "third"), encoding="utf-8")
    assert add(settings, [path], hash_embedder).embedded == 1
    path.write_text(RESPITE + DENTISTS.replace("second", "third") + SPEECH, encoding="utf-8")
    assert add(settings, [path], hash_embedder).embedded == 2


def test_headings_are_embedded_once_for_all_that_stands_under_them(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder
) -> None:
    under = "# Respite\n\n1.1 Forty nights a year.\n\n1.2 A named worker.\n\n1.3 One door.\n"
    folder = write(tmp_path / "files", {"a.md": under, "b.md": RESPITE, "c.md": "No heading stands over this.\n"})
    report = add(settings, [folder], hash_embedder)
    assert [(outcome.passages, outcome.embedded) for outcome in report.outcomes] == [(3, 4), (1, 1), (1, 1)]


def test_a_file_put_back_as_it_was_is_not_embedded_again(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(folder, {"respite.md": SPEECH})
    add(settings, [folder], hash_embedder)
    write(folder, {"respite.md": RESPITE})
    report = add(settings, [folder], hash_embedder)
    assert (statuses(report)["respite.md"], report.embedded) == ("updated", 0)
    assert "forty" in Shelf(settings, hash_embedder).text


def test_a_change_of_description_is_an_update_that_embeds_nothing(
    settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(folder, {"library.yaml": manifest("id: carers, title: Old, files: [respite.md]")})
    first = add(settings, [folder], hash_embedder)
    write(folder, {"library.yaml": manifest("id: carers, title: New, files: [respite.md]")})
    second = add(settings, [folder], hash_embedder)
    assert (statuses(second)["respite.md"], second.embedded) == ("updated", 0)
    assert second.generation != first.generation
    assert "New" in Shelf(settings, hash_embedder).titles


def test_a_path_that_is_missing_is_named_and_the_rest_done(
    settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    report = add(settings, [folder / "nowhere", folder / "respite.md"], hash_embedder)
    assert statuses(report) == {"nowhere": "failed", "respite.md": "added"}
    assert "no such file or folder" in reasons(report)["nowhere"]


def test_bad_files_are_named_with_their_reasons_and_good_ones_indexed(
    settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    bad = {
        "broken.pdf": (b"%PDF-1.4 nothing", "damaged"),
        "locked.pdf": (encrypted_pdf("secret"), "encrypted"),
        "scan.pdf": (pdf([]), "needs OCR"),
        "empty.md": (b"", "empty"),
        "huge.txt": (b"word\n" * 2_200_000, "11 MB is over the limit of 10 MB"),
        "binary.txt": (b"\0\1\2", "binary"),
        "word.docx": (b"not a zip", "not a Word document"),
        "front.md": (b"---\nlayout: page\n---\nWords.\n", "layout"),
    }
    write(folder, {name: content for name, (content, _) in bad.items()})
    report = add(settings, [folder], hash_embedder)
    assert statuses(report) == dict.fromkeys(bad, "failed") | {"dentists.md": "added", "respite.md": "added"}
    assert {name: reason in reasons(report)[name] for name, (_, reason) in bad.items()} == dict.fromkeys(bad, True)
    assert all(name in reasons(report)[name] for name in bad)
    assert Shelf(settings, hash_embedder).ids == ["dentists", "respite"]


def test_a_file_over_every_limit_is_not_even_read_for_its_digest(
    settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.adding.load_policy", lambda: policy_of_size(20))
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("the file was read"))
    report = add(settings, [folder], hash_embedder)
    assert all("over the limit" in reason for reason in reasons(report).values())


def test_an_update_that_fails_keeps_the_old_version(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(folder, {"respite.md": b"\0\0\0"})
    report = add(settings, [folder], hash_embedder)
    assert statuses(report) == {"dentists.md": "unchanged", "respite.md": "failed"}
    library = Library(settings, hash_embedder)
    assert library.lexical("overnight respite", k=1)[0].score > 0
    assert len(library.documents) == 2
    library.close()


def test_nothing_read_leaves_an_empty_library(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder
) -> None:
    report = add(settings, [write(tmp_path / "files", {"empty.md": b""})], hash_embedder)
    assert (statuses(report), report.generation) == ({"empty.md": "failed"}, None)
    with pytest.raises(LibraryEmptyError):
        Library(settings, hash_embedder)


def test_a_wrong_manifest_stops_the_run_before_anything_changes(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(folder, {"library.yaml": "documents: [", "speech.md": SPEECH})
    with pytest.raises(ManifestError, match=r"library\.yaml"):
        add(settings, [folder], hash_embedder)
    assert Shelf(settings, hash_embedder).ids == ["dentists", "respite"]


def test_progress_is_told(settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder) -> None:
    told: list[tuple[str, int, int]] = []
    add(settings, [folder], hash_embedder, lambda what, done, total: told.append((what, done, total)))
    assert told[0] == ("dentists.md", 0, 2)
    assert told[-1] == ("building the indexes", 2, 2)
    assert ("respite: embedding", 0, 2) in told


def bytes_of(data: Path) -> bytes:
    files = (path for path in sorted(data.rglob("*")) if path.is_file())
    return b"\n".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("read", [pytest.param(False, id="no reader"), pytest.param(True, id="under a reader")])
def test_what_is_removed_is_nowhere_in_the_files(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder, *, read: bool
) -> None:
    folder = write(tmp_path / "files", {"a.md": "# Zebracorn\n\nQuuxly visits Vexmoor.\n", "b.md": RESPITE})
    add(settings, [folder], hash_embedder)
    write(folder, {"a.md": "# Zebracorn\n\nQuuxly leaves Vexmoor twice.\n"})
    add(settings, [folder], hash_embedder)
    words = (b"zebracorn", b"quux", b"vexmoor")
    assert all(word in bytes_of(settings.data).lower() for word in words)
    library = Library(settings, hash_embedder) if read else None
    remove(settings, "a", hash_embedder)
    assert not [word for word in words if word in bytes_of(settings.data).lower()]
    assert b"overnight" in bytes_of(settings.data)
    if library:
        library.close()


@pytest.fixture
def kept_texts(settings: IndexerSettings) -> Callable[[], int]:
    """Counts the texts in the record that have a vector."""

    def count() -> int:
        with closing(sqlite3.connect(settings.data / "record.sqlite3")) as connection:
            (number,) = connection.execute("SELECT count(*) FROM vectors").fetchone()
            return int(number)

    return count


def test_the_headings_of_what_is_removed_are_gone_from_the_record(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder, kept_texts: Callable[[], int]
) -> None:
    add(settings, [write(tmp_path / "files", {"a.md": "# Zebracorn\n\nVisits.\n", "b.md": RESPITE})], hash_embedder)
    assert kept_texts() == 4
    remove(settings, "a", hash_embedder)
    assert kept_texts() == 2
    assert b"Zebracorn" not in (settings.data / "record.sqlite3").read_bytes()


def test_headings_that_another_document_shares_stay(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder, kept_texts: Callable[[], int]
) -> None:
    files = {"a.md": "# Respite\n\nVisits.\n", "b.md": RESPITE}
    add(settings, [write(tmp_path / "files", files)], hash_embedder)
    remove(settings, "a", hash_embedder)
    assert kept_texts() == 2
    assert all(finding.ok for finding in check(settings, hash_embedder))


def test_traces_that_a_reader_keeps_are_told_of_and_erased_by_a_repair(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.record_file._READER_SECONDS", 0.2)
    add(settings, [write(tmp_path / "files", {"a.md": "Quuxly visits Vexmoor.\n", "b.md": RESPITE})], hash_embedder)
    with closing(sqlite3.connect(settings.data / "record.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM passages").fetchall()
        with pytest.raises(LibraryBusyError, match="check --repair"):
            remove(settings, "a", hash_embedder)
        assert Shelf(settings, hash_embedder).ids == ["b"]
    repair(settings, hash_embedder)
    assert b"vexmoor" not in bytes_of(settings.data).lower()


def test_what_is_removed_is_found_no_more_and_the_rest_is(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    remove(settings, "dentists", hash_embedder)
    library = Library(settings, hash_embedder)
    assert [document.id for document in library.documents] == ["respite"]
    assert library.lexical("dentist toddlers", k=5) == []
    assert [hit.passage_id for hit in library.dense(library.encode("dentist"), k=5)] == [
        p.id for p in library.all_passages()
    ]
    library.close()
    assert all(finding.ok for finding in check(settings, hash_embedder))


def test_what_was_removed_can_be_added_again(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    remove(settings, "dentists", hash_embedder)
    report = add(settings, [folder], hash_embedder)
    assert (statuses(report), report.embedded) == ({"dentists.md": "added", "respite.md": "unchanged"}, 2)


def test_an_unknown_id_is_refused_and_the_known_ones_named(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    with pytest.raises(UnknownDocumentError, match=r"'plan'.*: dentists, respite"):
        remove(settings, "plan", hash_embedder)
    assert Shelf(settings, hash_embedder).ids == ["dentists", "respite"]


HOLD = "import sys; from pathlib import Path; from indexer.locking import writing\n"
HOLD += "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


def test_a_second_writer_is_refused_until_the_first_ends_however_it_ends(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    command = [sys.executable, "-c", HOLD, str(settings.data)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert isinstance(other.stdout, io.BufferedReader)
        assert other.stdout.readline() == b"held\n"
        for change in (
            lambda: add(settings, [folder], hash_embedder),
            lambda: remove(settings, "respite", hash_embedder),
            lambda: repair(settings, hash_embedder),
        ):
            with pytest.raises(LibraryBusyError, match="Another process is writing"):
                change()
        assert Shelf(settings, hash_embedder).ids == ["dentists", "respite"]
        other.kill()
    assert statuses(add(settings, [folder], hash_embedder))["respite.md"] == "unchanged"


def test_the_lock_is_let_go_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "data"):
        raise ZeroDivisionError
    with writing(tmp_path / "data"), pytest.raises(LibraryBusyError), writing(tmp_path / "data"):
        pytest.fail("two writers hold one library")


def test_an_open_reader_sees_the_old_library_until_it_refreshes(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    library = Library(settings, hash_embedder)
    add(settings, [write(folder, {"respite.md": SPEECH})], hash_embedder)
    (old,) = library.lexical("respite", k=5)
    assert "forty" in library.passages([old.passage_id])[0].text
    assert library.lexical("speech therapists", k=5) == []
    library.refresh()
    assert library.lexical("forty nights", k=5) == []
    (new,) = library.lexical("speech therapists", k=5)
    assert "fortnight" in library.passages([new.passage_id])[0].text
    library.close()


def test_another_model_is_refused_to_readers_until_the_library_is_built_anew(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    other = Renamed(hash_embedder)
    with pytest.raises(ModelMismatchError, match="hash, but another is set"):
        Library(settings, other)
    for path in folder.iterdir():
        path.unlink()
    before = hash_embedder.embedded
    assert repair(settings, other) != filled.generation
    assert hash_embedder.embedded == before + 4
    Library(settings, other).close()
    with pytest.raises(ModelMismatchError):
        Library(settings, hash_embedder)
    assert all(finding.ok for finding in check(settings, other))


def test_adding_with_another_model_builds_all_of_the_library_anew(
    filled: AddReport, settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder
) -> None:
    other = Renamed(hash_embedder)
    add(settings, [write(tmp_path / "more", {"speech.md": SPEECH})], other)
    library = Library(settings, other)
    assert len(library.documents) == len(library.dense(library.encode("words"), k=9)) == 3
    library.close()


def test_generations_that_no_one_needs_are_swept_away(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(settings.data / "generations" / "left-by-a-killed-build", {"chroma/data.bin": b"x"})
    for number in range(3):
        write(folder, {"respite.md": f"{RESPITE}\nVersion {number}.\n"})
        add(settings, [folder], hash_embedder)
    kept = {path.name for path in (settings.data / "generations").iterdir()}
    assert len(kept) == 2
    assert "left-by-a-killed-build" not in kept


def test_a_build_that_fails_leaves_the_old_library_in_use(
    filled: AddReport,
    settings: IndexerSettings,
    folder: Path,
    hash_embedder: CountingEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(folder, {"speech.md": SPEECH})
    with monkeypatch.context() as patched:
        patched.setattr("indexer.generations.build_lexical", full_disk)
        with pytest.raises(OSError, match="No space"):
            add(settings, [folder], hash_embedder)
    assert Shelf(settings, hash_embedder).ids == ["dentists", "respite"]
    assert len(list((settings.data / "generations").iterdir())) == 1
    before = hash_embedder.embedded
    assert statuses(add(settings, [folder], hash_embedder))["speech.md"] == "added"
    assert hash_embedder.embedded == before


@pytest.mark.seeds
def test_the_source_documents_are_five_in_three_formats(
    settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    report = add(settings, [ROOT.parent / "shared" / "seeds"], hash_embedder)
    assert Counter(outcome.status.value for outcome in report.outcomes) == {"added": 5, "same_document": 10}
    assert all(Path(outcome.path).suffix == ".txt" for outcome in report.outcomes if outcome.passages)
    assert sum(outcome.passages for outcome in report.outcomes) > 500
    assert all(finding.ok for finding in check(settings, hash_embedder))


def test_a_document_that_gives_no_passage_is_not_added(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder
) -> None:
    report = add(settings, [write(tmp_path / "files", {"a.md": "# One\n\n# Two\n"})], hash_embedder)
    assert report.outcomes[0].passages > 0 or report.outcomes[0].status.value == "failed"
