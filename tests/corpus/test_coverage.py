"""What the starter library covers of its five sources: every block is covered, or left out with a reason."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from coverage_data import Coverage, Place, load_coverage, places
from figures import figures_of

import corpus
from indexer.contracts import Block, BlockKind
from indexer.reading.files import read_file
from indexer.settings import load_policy

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
LISTS = sorted(corpus.COVERAGE.glob("*.yaml"))
LEAST_COVERED = 0.95
MOST_WORDS = 6
PRONOUN = "1"  # "one" is seldom a figure

each_list = pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)


@cache
def _coverage(path: Path) -> Coverage:
    return load_coverage(path)


@cache
def _blocks(path: Path) -> tuple[Block, ...]:
    return read_file(path, load_policy().reading).blocks


def _ours(coverage: Coverage) -> list[Block]:
    blocks = _blocks(corpus.LIBRARY / f"{coverage.summary}.md")
    return [block for block in blocks if block.kind is not BlockKind.HEADING]


def _source(document: str) -> tuple[Block, ...]:
    listed = yaml.safe_load((SEEDS / "library.yaml").read_text(encoding="utf-8"))["documents"]
    (file,) = (entry["files"][0] for entry in listed if entry["id"] == document)
    return _blocks(SEEDS / file)


def _with_what_is_over_it(blocks: tuple[Block, ...]) -> list[str]:
    """Return the text of every block but the headings, with its number, lead-in, column names and the headings."""
    texts: list[str] = []
    over: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            over = [heading for heading in over if (heading.level or 0) < (block.level or 0)] + [block]
        else:
            columns = (cell.column or "" for cell in block.cells)
            own = (block.paragraph or "", block.lead_in or "", block.text)
            texts.append("\n".join([*(heading.text for heading in over), *own, *columns]))
    return texts


def _strange(figures: set[str], known: set[str]) -> list[str]:
    return sorted(figures - known - {PRONOUN})


def test_every_summary_has_its_list() -> None:
    lists = [_coverage(path) for path in LISTS]
    assert [path.stem for path in LISTS] == [coverage.document for coverage in lists]
    assert sorted(coverage.summary for coverage in lists) == sorted(
        path.stem for path in corpus.LIBRARY.glob("*-summary.md")
    )


@each_list
def test_what_covers_a_block_stands_in_our_summary(path: Path) -> None:
    coverage = _coverage(path)
    named = {address for entry in coverage.entries for address in entry.by}
    assert named - {block.paragraph for block in _ours(coverage)} == set()


@each_list
def test_each_of_our_addresses_covers_something(path: Path) -> None:
    coverage = _coverage(path)
    named = {address for entry in coverage.entries for address in entry.by}
    assert [block.text for block in _ours(coverage) if block.paragraph not in named] == []


@each_list
def test_nearly_all_of_a_source_is_covered(path: Path) -> None:
    entries = _coverage(path).entries
    assert sum(bool(entry.by) for entry in entries) / len(entries) >= LEAST_COVERED


@each_list
def test_no_two_entries_stand_at_one_place(path: Path) -> None:
    found = [entry.place for entry in _coverage(path).entries]
    assert len(set(found)) == len(found)


@each_list
def test_no_sentence_is_copied(path: Path) -> None:
    entries = _coverage(path).entries
    assert [entry for entry in entries if len(re.findall(r"[^\W_]+", entry.begins)) > MOST_WORDS] == []


@pytest.mark.seeds
@each_list
def test_the_entries_are_the_blocks_of_the_source(path: Path) -> None:
    coverage = _coverage(path)
    assert [entry.place for entry in coverage.entries] == places(_source(coverage.document))


@pytest.mark.seeds
@each_list
def test_every_figure_stands_in_what_it_is_said_to_come_from(path: Path) -> None:
    coverage = _coverage(path)
    known: dict[str, set[str]] = {}
    for entry, text in zip(coverage.entries, _with_what_is_over_it(_source(coverage.document)), strict=True):
        for address in entry.by:
            known.setdefault(address, set()).update(figures_of(text))
    wrong = [
        f"{{{block.paragraph}}} {strange}: {block.text[:80]}"
        for block in _ours(coverage)
        if (strange := _strange(figures_of(block.text), known.get(block.paragraph or "", set())))
    ]
    assert not wrong, "\n".join(wrong)


class TestTheFiguresThemselves:
    """A check that finds no figure would find no fault."""

    @pytest.mark.parametrize(
        ("text", "figures"),
        [
            pytest.param("£27,150,102 of £404,261,046", {"£27150102", "£404261046"}, id="amounts"),
            pytest.param("£1.4m and £64 million", {"£1.4 million", "£64 million"}, id="millions"),
            pytest.param("£3k, 20k", {"£3 thousand", "20 thousand"}, id="thousands"),
            pytest.param("6.72% or 79 per cent", {"6.72%", "79%"}, id="percentages"),
            pytest.param("by 1st April 2014", {"1", "apr", "2014"}, id="a date"),
            pytest.param("Sept and September", {"sep"}, id="a month"),
            pytest.param("it may march on", set(), id="no month"),
            pytest.param("2013/14 - 2015/16", {"2013", "14", "2015", "16"}, id="years"),
            pytest.param("twenty-four of thirty, six", {"24", "30", "6"}, id="words"),
            pytest.param("someone's tenth weight", set(), id="no words"),
            pytest.param("0-19, 05", {"0", "19", "5"}, id="noughts"),
            pytest.param("admissions³¹", {"31"}, id="a footnote"),
            pytest.param("19.02.2015", {"19.2.2015"}, id="a date with dots"),
        ],
    )
    def test_each_is_found_in_one_spelling(self, text: str, figures: set[str]) -> None:
        assert figures_of(text) == figures

    def test_another_figure_is_strange(self) -> None:
        assert _strange(figures_of("7.5% of 40"), figures_of("7.5 of forty")) == ["7.5%"]


class TestThePlacesThemselves:
    def test_a_block_is_found_by_its_number_or_else_its_section(self) -> None:
        blocks = [
            Block(kind=BlockKind.PARAGRAPH, text="A draft"),
            Block(kind=BlockKind.HEADING, text="What do we mean by joint commissioning here?", level=1),
            Block(kind=BlockKind.PARAGRAPH, text="One two three four five six seven", paragraph="2.1"),
            Block(kind=BlockKind.LIST_ITEM, text="Ann"),
            Block(kind=BlockKind.LIST_ITEM, text="Ann"),
            Block(kind=BlockKind.LIST_ITEM, text="www.example.org/one/two/three/four"),
        ]
        section = "What do we mean by joint"
        assert places(blocks) == [
            Place(at="Front page", begins="A draft"),
            Place(at="2.1", begins="One two three four five six"),
            Place(at=section, begins="Ann"),
            Place(at=section, begins="Ann", nth=2),
            Place(at=section, begins="www.example.org/one/two/three"),
        ]

    @pytest.mark.parametrize(
        "said", [{}, {"by": ["2.1"], "left_out": "furniture"}, {"left_out": " "}], ids=["neither", "both", "no reason"]
    )
    def test_an_entry_says_what_covers_it_or_why_none_does(self, said: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="either what covers it or why"):
            Coverage.model_validate(
                {"document": "d", "summary": "s", "entries": [{"at": "2.1", "begins": "Every GP", **said}]}
            )
