"""The starter library as the indexer reads it."""

import re
from pathlib import Path

import pytest
import yaml

import corpus
from indexer.contracts import BlockKind, DocumentStatus
from indexer.describing import parse_metadata
from indexer.reading.files import read_file
from indexer.reading.lines import MARKDOWN_HEADING
from indexer.reading.reading import FileReading
from indexer.settings import load_policy

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
DOCUMENTS = sorted(corpus.LIBRARY.glob("*.md"))


def _read(path: Path) -> FileReading:
    return read_file(path, load_policy().reading)


def test_the_folder_and_the_ledger_are_where_the_package_says() -> None:
    assert DOCUMENTS
    assert corpus.CHANGES.is_file()


def test_every_document_has_an_id_of_its_own_and_is_named_by_it() -> None:
    ids = [parse_metadata(_read(path).front_matter or {}, str(path))[0] for path in DOCUMENTS]
    assert ids == [path.stem for path in DOCUMENTS]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_document_says_what_it_is(path: Path) -> None:
    _, metadata = parse_metadata(_read(path).front_matter or {}, str(path))
    assert metadata.title
    assert metadata.publishers
    assert metadata.published
    assert metadata.status in set(DocumentStatus)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_summary_is_called_ours_in_its_title(path: Path) -> None:
    _, metadata = parse_metadata(_read(path).front_matter or {}, str(path))
    assert metadata.summary_of
    assert "our summary" in (metadata.title or "")
    assert metadata.summary_of != path.stem


@pytest.mark.seeds
def test_each_source_has_its_summary_which_says_of_it_what_the_list_of_sources_says() -> None:
    listed = yaml.safe_load((SEEDS / "library.yaml").read_text(encoding="utf-8"))["documents"]
    sources = {
        source["id"]: source | {"title": f"{source['title']} (our summary)", "summary_of": source["id"], "files": None}
        for source in listed
    }
    said = [_read(path).front_matter or {} for path in DOCUMENTS]
    assert {front["summary_of"]: front | {"id": front["summary_of"], "files": None} for front in said} == sources


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_summary_begins_with_its_title(path: Path) -> None:
    first = _read(path).blocks[0]
    assert (first.kind, first.text) == (BlockKind.HEADING, (_read(path).front_matter or {})["title"])


def test_only_marked_lines_are_headings() -> None:
    for path in DOCUMENTS:
        read = [block.text for block in _read(path).blocks if block.kind is BlockKind.HEADING]
        marked = (MARKDOWN_HEADING.match(line) for line in path.read_text(encoding="utf-8").splitlines())
        assert read == [found.group(2) for found in marked if found]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_addresses_are_taken_out_of_the_words(path: Path) -> None:
    words = [block.text for block in _read(path).blocks if block.kind is not BlockKind.HEADING]
    assert words
    assert not [text for text in words if re.search(r"[{}]", text)]
