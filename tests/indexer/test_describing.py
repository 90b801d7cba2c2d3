from pathlib import Path

import pytest
from indexer_making import manifest, write

from indexer.contracts import DocumentStatus, Metadata
from indexer.describing import FoundDocument, find_documents, identity_from_name, load_manifest, parse_metadata
from indexer.errors import ManifestError

SUFFIXES = [".md", ".txt", ".pdf"]


def found(folder: Path) -> list[FoundDocument]:
    return find_documents([folder], SUFFIXES)


def names(documents: list[FoundDocument]) -> list[str]:
    return [document.path.name for document in documents]


def test_the_files_of_an_entry_are_one_document_in_order_of_preference(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a.md": "x", "a.pdf": "x", "a.txt": "x", "library.yaml": manifest("id: plan, files: [a.txt, a.pdf, a.md]")},
    )
    (document,) = found(tmp_path)
    assert (document.id, document.path.name) == ("plan", "a.txt")
    assert [path.name for path in document.same] == ["a.pdf", "a.md"]


def test_a_file_that_is_missing_gives_way_to_the_next(tmp_path: Path) -> None:
    write(tmp_path, {"a.pdf": "x", "library.yaml": manifest("id: plan, files: [a.txt, a.pdf]")})
    (document,) = found(tmp_path)
    assert (document.id, document.path.name, document.same) == ("plan", "a.pdf", ())


def test_an_entry_without_any_file_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"b.md": "x", "library.yaml": manifest("id: plan, files: [a.txt]")})
    assert [(document.id, document.path.name) for document in found(tmp_path)] == [(None, "b.md")]


def test_a_file_that_no_entry_names_is_a_document_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "x", "b.md": "x", "library.yaml": manifest("id: plan, title: Plan, files: [b.md]")})
    assert [(document.id, document.metadata) for document in found(tmp_path)] == [
        ("plan", Metadata(title="Plan")),
        (None, None),
    ]


@pytest.mark.parametrize("given", ["", "pdf", "pdf/a.pdf"])
def test_a_manifest_in_the_folder_above_describes_a_file(tmp_path: Path, given: str) -> None:
    write(tmp_path, {"pdf/a.pdf": "x", "library.yaml": manifest("id: plan, files: [pdf/a.pdf]")})
    assert [document.id for document in find_documents([tmp_path / given], SUFFIXES)] == ["plan"]


def test_only_files_that_are_read_are_taken_from_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "x", "b.MD": "x", "c.xls": "x", ".hidden.md": "x", ".git/d.md": "x", "sub/e.txt": "x"})
    assert names(found(tmp_path)) == ["a.md", "b.MD", "e.txt"]


def test_a_file_given_by_name_is_taken_whatever_its_kind(tmp_path: Path) -> None:
    write(tmp_path, {"c.xls": "x"})
    assert names(find_documents([tmp_path / "c.xls"], SUFFIXES)) == ["c.xls"]


def test_a_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "x", "sub/b.md": "x"})
    assert names(find_documents([tmp_path, tmp_path / "sub", tmp_path / "sub" / ".." / "a.md"], SUFFIXES)) == [
        "a.md",
        "b.md",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("documents: [", "not valid YAML", id="no YAML"),
        pytest.param("", "a list named 'documents'", id="empty"),
        pytest.param("- plan", "a list named 'documents'", id="a list"),
        pytest.param("documents: {id: plan}", "a list named 'documents'", id="no list"),
        pytest.param("documents: [plan]", "document 1: must be 'key: value'", id="an entry of one word"),
        pytest.param(manifest("title: Plan, files: [a.md]"), "document 1: 'id' is missing", id="no id"),
        pytest.param(manifest("id: plan"), "document 1: 'files' must be a list", id="no files"),
        pytest.param(manifest("id: plan, files: []"), "document 1: 'files' must be a list", id="empty files"),
        pytest.param(manifest("id: plan, files: a.md"), "document 1: 'files' must be a list", id="files as words"),
        pytest.param(manifest("id: plan, files: [1]"), "document 1: 'files' must be a list", id="a number as a file"),
        pytest.param(manifest("id: Our plan, files: [a.md]"), "id 'Our plan' must be small", id="id of words"),
        pytest.param(manifest("id: 5, files: [a.md]"), "id '5' must be small", id="id of a number"),
        pytest.param(
            manifest("id: plan, files: [a.md]", "id: plan, files: [b.md]"), "'plan' stands twice", id="id twice"
        ),
        pytest.param(
            manifest("id: a, files: [a.md]", "id: b, colour: red, files: [b.md]"),
            "document 2: field 'colour'",
            id="unknown field",
        ),
        pytest.param(manifest("id: plan, title: 2013, files: [a.md]"), "field 'title'", id="title of a number"),
        pytest.param(manifest("id: plan, status: old, files: [a.md]"), "field 'status'", id="unknown status"),
        pytest.param(
            manifest("id: plan, publishers: NHS, files: [a.md]"), "field 'publishers'", id="no list of publishers"
        ),
    ],
)
def test_a_wrong_manifest_is_refused_naming_itself_and_the_fault(tmp_path: Path, text: str, problem: str) -> None:
    path = write(tmp_path, {"library.yaml": text}) / "library.yaml"
    with pytest.raises(ManifestError) as refused:
        load_manifest(path)
    assert str(refused.value).startswith(str(path))
    assert problem in str(refused.value)


def test_a_manifest_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"library.yaml": b"documents: [caf\xe9]"}) / "library.yaml"
    with pytest.raises(ManifestError, match="not valid YAML"):
        load_manifest(path)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("2013", "2013", id="year"),
        pytest.param("2013-12-08", "2013-12-08", id="date"),
        pytest.param("2010-05", "2010-05", id="month"),
        pytest.param("'2013'", "2013", id="quoted year"),
        pytest.param("null", None, id="unknown"),
    ],
)
def test_numbers_and_dates_of_yaml_become_words(tmp_path: Path, written: str, said: str | None) -> None:
    entry = f"id: plan, published: {written}, period: {written}, files: [a.md]"
    (loaded,) = load_manifest(write(tmp_path, {"library.yaml": manifest(entry)}) / "library.yaml")
    assert (loaded.metadata.published, loaded.metadata.period) == (said, said)


def test_what_is_not_said_is_not_known() -> None:
    identity, metadata = parse_metadata({}, "here")
    assert identity is None
    assert set(metadata.model_dump().values()) == {None, ()}


def test_front_matter_is_checked_as_an_entry_is() -> None:
    identity, metadata = parse_metadata({"id": "plan", "status": "draft", "publishers": ["NHS"]}, "a.md")
    assert (identity, metadata.status, metadata.publishers) == ("plan", DocumentStatus.DRAFT, ("NHS",))
    with pytest.raises(ManifestError, match=r"a\.md: field 'layout'"):
        parse_metadata({"layout": "page"}, "a.md")


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        pytest.param("Our Plan (final).pdf", "our-plan-final", id="words"),
        pytest.param("Été 2013.md", "ete-2013", id="accents"),
        pytest.param("план.txt", "document", id="no Latin letters"),
        pytest.param("x" * 120 + ".md", "x" * 80, id="long"),
    ],
)
def test_a_name_gives_an_id(name: str, identity: str) -> None:
    assert identity_from_name(Path(name)) == identity


def test_the_manifest_of_a_folder_describes_files_deep_inside_it(tmp_path: Path) -> None:
    write(tmp_path, {"a/b/c/d.md": "x", "library.yaml": manifest("id: plan, files: [a/b/c/d.md]")})
    assert [document.id for document in found(tmp_path)] == ["plan"]


def test_an_id_holds_no_line_break() -> None:
    with pytest.raises(ManifestError):
        parse_metadata({"id": "plan\n"}, "here")


def test_two_manifests_may_not_give_one_id_to_two_documents(tmp_path: Path) -> None:
    write(tmp_path, {f"{n}/{n}.md": n for n in "ab"})
    write(tmp_path, {f"{n}/library.yaml": manifest(f"id: plan, files: [{n}.md]") for n in "ab"})
    with pytest.raises(ManifestError, match="plan"):
        found(tmp_path)
