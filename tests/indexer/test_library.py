from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from indexer_making import DENTISTS, RESPITE, SPEECH, CountingEmbedder, write

from indexer.adding import add, remove
from indexer.errors import LibraryDamagedError, LibraryEmptyError
from indexer.library import Library
from indexer.settings import IndexerSettings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"dentists.md": DENTISTS, "respite.md": RESPITE.replace("forty", "in 2013/14 forty")}
    return write(tmp_path / "files", files)


@pytest.fixture
def library(settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder) -> Iterator[Library]:
    add(settings, [folder], hash_embedder)
    library = Library(settings, hash_embedder)
    yield library
    library.close()


def documents_of(library: Library, ids: list[str]) -> list[str]:
    return [passage.document_id for passage in library.passages(ids)]


@pytest.mark.parametrize("made", [pytest.param(True, id="empty folder"), pytest.param(False, id="no folder")])
def test_a_library_of_nothing_is_refused_and_nothing_made(settings: IndexerSettings, *, made: bool) -> None:
    if made:
        settings.data.mkdir()
    with pytest.raises(LibraryEmptyError, match="indexer add"):
        Library(settings)
    assert settings.data.exists() is made
    assert not list(settings.data.glob("*"))


def test_passages_are_found_by_meaning_and_by_words(library: Library) -> None:
    dense = library.dense(library.encode("overnight respite for a carer"), k=2)
    assert documents_of(library, [hit.passage_id for hit in dense]) == ["respite", "dentists"]
    lexical = library.lexical("overnight respite for a carer", k=1)
    assert documents_of(library, [hit.passage_id for hit in lexical]) == ["respite"]


@pytest.mark.parametrize("search", ["dense", "lexical"])
@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        pytest.param(["dentists"], {"dentists"}, id="one"),
        pytest.param(["dentists", "respite"], {"dentists", "respite"}, id="all by name"),
        pytest.param(None, {"dentists", "respite"}, id="all"),
        pytest.param(["dentists", "dentists", "gone"], {"dentists"}, id="twice and unknown"),
        pytest.param(["gone"], set(), id="unknown"),
    ],
)
def test_only_the_documents_in_scope_are_found(
    library: Library, search: str, documents: list[str] | None, expected: set[str]
) -> None:
    query = "a respite dentist"
    if search == "dense":
        hits = library.dense(library.encode(query), k=9, documents=documents)
    else:
        hits = library.lexical(query, k=9, documents=documents)
    assert set(documents_of(library, [hit.passage_id for hit in hits])) == expected


@pytest.mark.parametrize(
    "documents",
    [pytest.param(["dentists", "gone"], id="one unknown"), pytest.param(["dentists", "dentists"], id="one twice")],
)
def test_a_scope_as_long_as_the_library_is_still_a_scope(library: Library, documents: list[str]) -> None:
    assert library.lexical("respite", k=9, documents=documents) == []


def test_no_document_in_scope_finds_no_words(library: Library) -> None:
    assert library.lexical("respite", k=9, documents=[]) == []
    assert not library.mentions("respite", [])


def test_no_document_in_scope_finds_no_meaning(library: Library) -> None:
    assert library.dense(library.encode("respite"), k=9, documents=[]) == []


def test_more_than_there_are_may_be_asked_for(library: Library) -> None:
    assert len(library.dense(library.encode("respite"), k=500)) == len(library.all_passages()) == 2


@pytest.mark.parametrize(
    ("name", "documents", "mentioned"),
    [
        pytest.param("2013", ["respite"], True, id="a year inside a financial year"),
        pytest.param("2013", ["dentists"], False, id="in another document"),
        pytest.param("Harbour", ["dentists", "respite"], True, id="a word"),
        pytest.param("zebra", ["dentists", "respite"], False, id="unknown"),
    ],
)
def test_a_library_tells_what_its_documents_mention(
    library: Library, name: str, documents: list[str], *, mentioned: bool
) -> None:
    assert library.mentions(name, documents) is mentioned


@pytest.mark.parametrize(
    ("words", "together"),
    [
        pytest.param("overnight respite", True, id="neighbours"),
        pytest.param("Overnights, respite", True, id="other forms"),
        pytest.param("respite overnight", False, id="the other way about"),
        pytest.param("overnight carer", False, id="apart"),
        pytest.param("zebra crossing", False, id="unknown"),
    ],
)
def test_words_next_to_each_other_are_told_from_words_apart(library: Library, words: str, *, together: bool) -> None:
    assert library.mentions_together(words, ["dentists", "respite"]) is together


def test_a_word_is_known_by_its_stem(library: Library) -> None:
    assert [library.knows(word) for word in library.words("Carers zebra")] == [True, False]


def test_titles_and_headings_are_searched_too(library: Library) -> None:
    (hit,) = library.lexical("Dentists", k=1)
    assert library.passages([hit.passage_id])[0].headings == ("Dentists",)


def test_a_library_emptied_of_documents_finds_nothing(library: Library, settings: IndexerSettings) -> None:
    remove(settings, "dentists", library.embedder)
    remove(settings, "respite", library.embedder)
    library.refresh()
    assert (library.documents, library.all_passages()) == ((), [])
    assert library.dense(library.encode("respite"), k=3) == library.lexical("respite", k=3) == []


def test_a_library_emptied_of_documents_is_told_when_opened(library: Library, settings: IndexerSettings) -> None:
    for name in ("dentists", "respite"):
        remove(settings, name, library.embedder)
    with pytest.raises(LibraryEmptyError):
        Library(settings, library.embedder)


def test_a_missing_index_is_damage(library: Library, settings: IndexerSettings) -> None:
    folder = settings.data / "generations" / library.generation
    (folder / "chroma").rename(folder / "elsewhere")
    with pytest.raises(LibraryDamagedError, match="check --repair"):
        Library(settings, library.embedder)


def test_many_threads_may_search_while_the_library_changes(
    library: Library, settings: IndexerSettings, folder: Path
) -> None:
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(30):
                library.refresh()
                assert library.dense(library.encode("respite nights"), k=1)
                assert library.lexical("respite nights", k=1)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(error)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2):
        add(settings, [write(folder, {"speech.md": f"{SPEECH}\nVersion {number}.\n"})], library.embedder)
    for thread in threads:
        thread.join()
    assert failures == []
