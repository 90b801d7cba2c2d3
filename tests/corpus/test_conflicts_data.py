"""The known conflicts: each side stands where it is said to, in the source documents and in the starter library."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assistant.conflicts import Conflict, Mention, load_conflicts
from assistant.differing import Located, located
from corpus import CONFLICTS, LIBRARY
from indexer.adding import add
from indexer.embedding import Embedder
from indexer.library import Library
from indexer.settings import IndexerSettings

KNOWN = load_conflicts(CONFLICTS)
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
ENTRIES = [pytest.param(conflict, id=conflict.about) for conflict in KNOWN.conflicts]
SOURCES = {
    *("oxfordshire-strategy-2013", "oxfordshire-framework-2010", "essex-intentions-2013"),
    *("plymouth-strategy-2015", "ccg-guidance-2011"),
}
# A side stands in one sentence or row of a document, but for these: what is quoted, and in how many.
TWICE_OR_MORE = {
    ("plymouth-strategy-2015", "October 2015", "NHS England"): 2,
    ("plymouth-strategy-2015-summary", "October 2015", "NHS England"): 2,
    ("essex-intentions-2013", "5-19 HCP"): 3,
    ("essex-intentions-2013-summary", "5-19 Healthy Child Programme"): 3,
    ("plymouth-strategy-2015", "22.4", "children"): 2,
    ("plymouth-strategy-2015-summary", "22.4", "children"): 2,
}
Found = list[Located]


_READ: dict[str, Found] = {}


@pytest.fixture
def found_in(tmp_path: Path, hash_embedder: Embedder) -> Callable[[str], Found]:
    """Gives the sides located in the starter library, or in the source documents of one format; read once each."""

    def found(which: str) -> Found:
        if which not in _READ:
            files = [LIBRARY] if which == "starter" else _copied(tmp_path / "files", which)
            _READ[which] = _located(IndexerSettings(data=tmp_path / "data"), files, hash_embedder)
        return _READ[which]

    return found


def _copied(folder: Path, format_name: str) -> list[Path]:
    """Copy the sources of one format with what is said of them."""
    listed = yaml.safe_load((SEEDS / "library.yaml").read_text(encoding="utf-8"))["documents"]
    folder.mkdir()
    for entry in listed:
        (name,) = (name for name in entry["files"] if name.endswith(format_name))
        (folder / Path(name).name).write_bytes((SEEDS / name).read_bytes())
        entry["files"] = [Path(name).name]
    (folder / "library.yaml").write_text(yaml.safe_dump({"documents": listed}), encoding="utf-8")
    return [folder]


def _located(settings: IndexerSettings, files: list[Path], embedder: Embedder) -> Found:
    add(settings, files, embedder)
    library = Library(settings, embedder)
    try:
        return list(located(KNOWN, library.documents, library.all_passages()))
    finally:
        library.close()


def _of(conflict: Conflict, found: Found, suffix: str) -> dict[tuple[int, int, str], Found]:
    """Return where each mention of a conflict stands, by side, mention and document."""
    return {
        (side, number, document): [
            one for one in found if one.mention is mention and one.conflict is conflict and one.document.id == document
        ]
        for side, mentions in enumerate(conflict.sides)
        for number, mention in enumerate(mentions)
        for document in mention.documents
        if document.endswith("-summary") == bool(suffix)
    }


def _due(mention: Mention, document: str) -> int:
    return TWICE_OR_MORE.get((document, *mention.quoted), 1)


def test_there_are_enough_entries_with_their_reasons() -> None:
    assert len(KNOWN.conflicts) >= 20
    assert all(len(conflict.because.split()) > 5 for conflict in KNOWN.conflicts)
    assert not [conflict.about for conflict in KNOWN.conflicts if conflict.about.endswith(".")]


@pytest.mark.parametrize("conflict", ENTRIES)
def test_every_side_has_an_original_and_its_summary(conflict: Conflict) -> None:
    for mentions in conflict.sides:
        named = {document for mention in mentions for document in mention.documents}
        originals = {document.removesuffix("-summary") for document in named}
        assert originals <= SOURCES
        assert named == originals | {f"{document}-summary" for document in originals}


@pytest.mark.parametrize("conflict", ENTRIES)
def test_every_side_stands_in_the_starter_library(conflict: Conflict, found_in: Callable[[str], Found]) -> None:
    _hold_to_what_is_due(conflict, found_in("starter"), "-summary")


@pytest.mark.seeds
@pytest.mark.parametrize("conflict", ENTRIES)
def test_every_side_stands_in_the_sources(conflict: Conflict, found_in: Callable[[str], Found]) -> None:
    _hold_to_what_is_due(conflict, found_in("txt"), "")


@pytest.mark.seeds
@pytest.mark.parametrize("conflict", ENTRIES)
def test_every_side_stands_in_the_word_files(conflict: Conflict, found_in: Callable[[str], Found]) -> None:
    sides = {one.side for one in found_in("docx") if one.conflict is conflict}
    assert sides == set(range(len(conflict.sides)))


def _hold_to_what_is_due(conflict: Conflict, found: Found, suffix: str) -> None:
    places = _of(conflict, found, suffix)
    counted = {place: len(stands) for place, stands in places.items()}
    due = {(side, n, doc): _due(conflict.sides[side][n], doc) for side, n, doc in places}
    assert counted == due
    quotes = Counter({(one.passage.id, one.quote, one.side) for stands in places.values() for one in stands})
    # One sentence is never two sides, and what is quoted is the passage's own.
    assert len({(passage, quote) for passage, quote, _ in quotes}) == len(quotes)
    for stands in places.values():
        assert all(
            one.quote in (*one.passage.headings, one.passage.text) or one.quote in one.passage.text for one in stands
        )
