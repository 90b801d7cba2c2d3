from pathlib import Path

import pytest
from indexer_making import (
    RESPITE,
    CountingEmbedder,
    Renamed,
    manifest,
    statuses,
    write,
)

from indexer.adding import add, remove, repair
from indexer.checking import check
from indexer.contracts import AddReport, DocumentStatus, Metadata
from indexer.correcting import Change, checked, correct, describe_document
from indexer.errors import (
    ContradictoryCorrectionError,
    IndexerError,
    LibraryBusyError,
    NoSuggestionError,
    NothingToUndoError,
    UnknownDocumentError,
    UnknownFieldError,
    WrongValueError,
)
from indexer.library import Library
from indexer.locking import writing
from indexer.settings import IndexerSettings

COVER = "# Northmere plan for carers 2014-2016\n\nNorthmere County Council\n\n" + RESPITE.replace("# ", "## ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "files", {"plan.md": COVER, "respite.md": RESPITE})


def metadata(settings: IndexerSettings, embedder: CountingEmbedder, document_id: str = "plan") -> Metadata:
    """Return what readers see."""
    library = Library(settings, embedder)
    documents = {document.id: document for document in library.documents}
    library.close()
    return documents[document_id].metadata


def test_a_suggestion_is_not_part_of_what_is_known(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    assert metadata(settings, hash_embedder) == Metadata()
    fields = describe_document(settings, "plan").fields
    assert {name: field.suggestion.value for name, field in fields.items() if field.suggestion} == {
        "title": "Northmere plan for carers 2014-2016",
        "publishers": ("Northmere County Council",),
        "place": "Northmere",
        "kind": "plan",
        "period": "2014 - 2016",
    }


def test_a_described_file_suggests_nothing(
    settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    write(folder, {"library.yaml": manifest("id: carers, files: [plan.md]")})
    write(folder, {"respite.md": f"---\ntitle: Rest\n---\n{RESPITE}"})
    add(settings, [folder], hash_embedder)
    fields = [
        *describe_document(settings, "carers").fields.values(),
        *describe_document(settings, "respite").fields.values(),
    ]
    assert not [field for field in fields if field.suggestion]


def test_readers_see_a_correction_and_nothing_is_embedded_anew(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    library = Library(settings, hash_embedder)
    before = hash_embedder.embedded
    correct(settings, "plan", Change(values={"title": "Zebracorn", "status": "draft"}), hash_embedder)
    assert hash_embedder.embedded == before
    assert library.lexical("zebracorn", k=5) == []
    library.refresh()
    assert {p.document_id for p in library.passages([h.passage_id for h in library.lexical("zebracorn", k=5)])} == {
        "plan"
    }
    said = {document.id: document.metadata for document in library.documents}
    assert (said["plan"].title, said["plan"].status, said["respite"]) == ("Zebracorn", DocumentStatus.DRAFT, Metadata())
    library.close()
    assert all(finding.ok for finding in check(settings, hash_embedder))


def test_a_correction_survives_adding_again_a_newer_file_and_building_anew(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    correct(settings, "plan", Change(values={"title": "Ours"}), hash_embedder)
    again = add(settings, [folder], hash_embedder)
    assert (set(statuses(again).values()), again.embedded) == ({"unchanged"}, 0)
    write(folder, {"plan.md": COVER.replace("forty", "fifty")})
    assert statuses(add(settings, [folder], hash_embedder))["plan.md"] == "updated"
    assert metadata(settings, hash_embedder).title == "Ours"
    repair(settings, Renamed(hash_embedder))
    assert describe_document(settings, "plan").fields["title"].value == "Ours"
    suggestion = describe_document(settings, "plan").fields["title"].suggestion
    assert suggestion
    assert suggestion.value == "Northmere plan for carers 2014-2016"


def test_what_is_added_again_unchanged_builds_nothing(
    filled: AddReport, settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    correct(settings, "plan", Change(values={"title": "Ours"}), hash_embedder)
    first = add(settings, [folder], hash_embedder).generation
    assert add(settings, [folder], hash_embedder).generation == first != filled.generation
    correct(settings, "plan", Change(values={"title": "Ours"}), hash_embedder)
    assert describe_document(settings, "plan").corrections == 1
    assert add(settings, [folder], hash_embedder).generation == first


def test_a_correction_counts_whatever_a_library_yaml_says_later(
    settings: IndexerSettings, folder: Path, hash_embedder: CountingEmbedder
) -> None:
    for title in ("First", "Second"):
        write(folder, {"library.yaml": manifest(f"id: carers, title: {title}, place: Vexmoor, files: [plan.md]")})
        add(settings, [folder], hash_embedder)
        if title == "First":
            correct(settings, "carers", Change(values={"title": "Ours"}), hash_embedder)
    said = metadata(settings, hash_embedder, "carers")
    assert (said.title, said.place) == ("Ours", "Vexmoor")
    title_field = describe_document(settings, "carers").fields["title"]
    assert (title_field.value, title_field.corrected, title_field.given) == ("Ours", True, "Second")


def test_every_correction_can_be_undone_down_to_what_the_files_say(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    for change in (
        Change(values={"title": "One"}),
        Change(values={"title": "Two", "place": "Vexmoor"}),
        Change(clear=("title", "publisher")),
    ):
        correct(settings, "plan", change, hash_embedder)
    assert metadata(settings, hash_embedder) == Metadata(place="Vexmoor")
    seen = []
    for _ in range(3):
        correct(settings, "plan", Change(undo=True), hash_embedder)
        said = metadata(settings, hash_embedder)
        seen.append((said.title, said.place))
    assert seen == [("Two", "Vexmoor"), ("One", None), (None, None)]
    with pytest.raises(NothingToUndoError):
        correct(settings, "plan", Change(undo=True), hash_embedder)


def test_suggestions_are_accepted_one_by_one_or_all_that_are_open(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    correct(settings, "plan", Change(accept=("kind",)), hash_embedder)
    assert metadata(settings, hash_embedder) == Metadata(kind="plan")
    change = Change(values={"title": "Ours"}, clear=("period",), accept=("all",))
    correct(settings, "plan", change, hash_embedder)
    bodies = ("Northmere County Council",)
    accepted = Metadata(title="Ours", kind="plan", place="Northmere", publishers=bodies)
    assert metadata(settings, hash_embedder) == accepted
    with pytest.raises(NoSuggestionError):
        correct(settings, "plan", Change(accept=("all",)), hash_embedder)
    correct(settings, "plan", Change(accept=("title", "period")), hash_embedder)
    assert metadata(settings, hash_embedder).period == "2014 - 2016"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Change(values={"colour": "red"}), UnknownFieldError),
        (Change(clear=("id",)), UnknownFieldError),
        (Change(accept=("colour",)), UnknownFieldError),
        (Change(accept=("status",)), NoSuggestionError),
        (Change(values={"title": "A"}, clear=("title",)), ContradictoryCorrectionError),
        (Change(clear=("title",), accept=("title",)), ContradictoryCorrectionError),
        (Change(values={"title": "A"}, undo=True), ContradictoryCorrectionError),
        (Change(values={"status": "old"}), WrongValueError),
        (Change(undo=True), NothingToUndoError),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    filled: AddReport,
    settings: IndexerSettings,
    hash_embedder: CountingEmbedder,
    change: Change,
    error: type[IndexerError],
) -> None:
    with pytest.raises(error):
        correct(settings, "plan", change, hash_embedder)
    assert describe_document(settings, "plan").corrections == 0
    assert metadata(settings, hash_embedder) == Metadata()


def test_an_unknown_document_is_refused_and_the_known_ones_named(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    with pytest.raises(UnknownDocumentError, match="plan, respite"):
        correct(settings, "carers", Change(values={"title": "A"}), hash_embedder)


@pytest.mark.parametrize("value", ["2013", "2010-05", "2013-12-08"])
def test_dates(value: str) -> None:
    assert checked({"published": value}) == {"published": value}


@pytest.mark.parametrize("value", ["May 2010", "2013-13", "2013-02-30", "13", "2013-1", "2013/14", "0000", "２０１３"])
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(WrongValueError, match="2013-12-08"):
        checked({"published": value})


@pytest.mark.parametrize("values", [{"title": ""}, {"place": " \n"}, {"publishers": ()}, {"publishers": ("NHS", "")}])
def test_empty_values_are_refused(values: dict[str, str | tuple[str, ...] | None]) -> None:
    with pytest.raises(WrongValueError, match="--clear"):
        checked(values)


def test_values_are_kept_on_one_line_and_once() -> None:
    assert checked({"title": " Our\n plan ", "publishers": ("NHS", "NHS ")}) == {
        "title": "Our plan",
        "publishers": ("NHS",),
    }


def test_no_one_corrects_while_another_writes(
    filled: AddReport, settings: IndexerSettings, hash_embedder: CountingEmbedder
) -> None:
    with writing(settings.data), pytest.raises(LibraryBusyError):
        correct(settings, "plan", Change(values={"title": "A"}), hash_embedder)
    assert describe_document(settings, "plan").corrections == 0


def test_a_correction_whose_build_failed_is_taken_up_by_the_next_run(
    filled: AddReport,
    settings: IndexerSettings,
    folder: Path,
    hash_embedder: CountingEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("indexer.generations.build_lexical", full_disk)
        with pytest.raises(OSError, match="No space"):
            correct(settings, "plan", Change(values={"title": "Ours"}), hash_embedder)
    assert metadata(settings, hash_embedder).title is None
    add(settings, [folder], hash_embedder)
    assert metadata(settings, hash_embedder).title == "Ours"


def test_what_was_said_of_a_removed_document_is_nowhere_in_the_files(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder
) -> None:
    folder = write(tmp_path / "files", {"a.md": "# Plan for Vexmoor\n\nQuuxly.\n", "b.md": RESPITE})
    add(settings, [folder], hash_embedder)
    for title in ("Zebracorn", "Blorptown"):
        correct(settings, "a", Change(values={"title": title}), hash_embedder)
    correct(settings, "b", Change(values={"title": "Nights"}), hash_embedder)

    def held() -> bytes:
        return b"\n".join(path.read_bytes().lower() for path in settings.data.rglob("*") if path.is_file())

    words = (b"zebracorn", b"blorptown", b"vexmoor")
    assert all(word in held() for word in words)
    remove(settings, "a", hash_embedder)
    assert not [word for word in words if word in held()]
    assert metadata(settings, hash_embedder, "b").title == "Nights"
    add(settings, [folder], hash_embedder)
    assert (metadata(settings, hash_embedder, "a"), describe_document(settings, "a").corrections) == (Metadata(), 0)
