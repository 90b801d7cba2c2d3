import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from indexer_making import CountingEmbedder, Renamed

from indexer.adding import add, repair
from indexer.checking import check
from indexer.contracts import Finding
from indexer.library import Library
from indexer.settings import IndexerSettings


@pytest.fixture
def generation(settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder) -> Path:
    """The indexes of a library of two documents."""
    report = add(settings, [folder], hash_embedder)
    return settings.data / "generations" / str(report.generation)


def damaged(findings: list[Finding]) -> list[str]:
    return [finding.name for finding in findings if not finding.ok]


def test_a_sound_library_is_sound_in_every_part(
    generation: Path, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    findings = check(settings, hash_embedder)
    assert {finding.name: finding.ok for finding in findings} == {"record": True, "settings": True, "indexes": True}
    assert "2 documents, 2 passages" in findings[2].detail


def test_a_library_that_is_not_there_is_not_made(settings: IndexerSettings, hash_embedder: CountingEmbedder) -> None:
    (finding,) = check(settings, hash_embedder)
    assert finding.ok
    assert "no library" in finding.detail
    assert not settings.data.exists()


def test_a_library_without_documents_is_sound(settings: IndexerSettings, hash_embedder: CountingEmbedder) -> None:
    assert repair(settings, hash_embedder) is None
    assert [(finding.name, finding.ok) for finding in check(settings, hash_embedder)] == [
        ("record", True),
        ("generation", True),
    ]


def halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no generation": shutil.rmtree,
    "no Chroma folder": lambda folder: shutil.rmtree(folder / "chroma"),
    "Chroma cut short": lambda folder: halve(folder / "chroma" / "chroma.sqlite3"),
    "Chroma empty": lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b""),
    "no lexical folder": lambda folder: shutil.rmtree(folder / "lexical"),
    "lexical scores cut short": lambda folder: halve(folder / "lexical" / "data.csc.index.npy"),
    "lexical words cut short": lambda folder: halve(folder / "lexical" / "vocab.index.json"),
    "no token folder": lambda folder: shutil.rmtree(folder / "tokens"),
    "token vectors cut short": lambda folder: halve(folder / "tokens" / "vectors.npy"),
    "token ids of others": lambda folder: (folder / "tokens" / "passages.json").write_text('["a", "b"]'),
    "lexical ids of others": lambda folder: (folder / "lexical" / "passages.json").write_text('["a", "b"]'),
}


@pytest.mark.parametrize("damage", [pytest.param(damage, id=name) for name, damage in DAMAGES.items()])
def test_damage_is_reported_and_mended_with_nothing_embedded(
    generation: Path,
    settings: IndexerSettings,
    folder: Path,
    hash_embedder: CountingEmbedder,
    damage: Callable[[Path], object],
) -> None:
    damage(generation)
    shutil.rmtree(folder)
    before = hash_embedder.embedded
    assert damaged(check(settings, hash_embedder)) == ["indexes"]
    assert repair(settings, hash_embedder) != generation.name
    assert damaged(check(settings, hash_embedder)) == []
    assert hash_embedder.embedded == before
    library = Library(settings, hash_embedder)
    assert (
        len(library.lexical("overnight toddlers", k=9))
        == len(library.dense(library.encode("overnight toddlers"), k=9))
        == 2
    )
    library.close()


def test_adding_mends_damage_on_its_way(
    generation: Path, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    shutil.rmtree(generation)
    report = add(settings, [folder], hash_embedder)
    assert (report.embedded, report.generation != generation.name) == (0, True)
    assert damaged(check(settings, hash_embedder)) == []


def test_a_sound_library_is_not_built_anew(
    generation: Path, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    assert repair(settings, hash_embedder) == generation.name


def test_another_model_is_reported(
    generation: Path, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    findings = check(settings, Renamed(hash_embedder))
    assert damaged(findings) == ["settings"]
    assert "model hash" in findings[1].detail


def test_a_damaged_record_is_reported_and_left_as_it_is(
    generation: Path, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    path = settings.data / "record.sqlite3"
    path.write_bytes(b"no database " * 999)
    assert damaged(check(settings, hash_embedder)) == ["record"]
    assert path.read_bytes() == b"no database " * 999


def test_looking_changes_nothing(generation: Path, settings: IndexerSettings, hash_embedder: CountingEmbedder) -> None:
    shutil.rmtree(generation / "lexical")
    before = sorted(path.relative_to(settings.data) for path in generation.rglob("*"))
    check(settings, hash_embedder)
    assert sorted(path.relative_to(settings.data) for path in generation.rglob("*")) == before
    assert damaged(check(settings, hash_embedder)) == ["indexes"]


def test_a_record_that_is_gone_from_beside_its_indexes_is_damage(
    generation: Path, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    (settings.data / "record.sqlite3").unlink()
    assert damaged(check(settings, hash_embedder)) == ["record"]
