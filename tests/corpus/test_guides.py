"""The guides: each sentence rests on a place of a summary or on the ledger, in words of our own."""

import re
from functools import cache
from pathlib import Path

import pytest
from figures import figures_of
from test_repository import _copied, _source_runs, _words

import corpus
from assistant.ledger import Change, Confidence, load_ledger
from indexer.contracts import Block, BlockKind, DocumentStatus, Metadata
from indexer.describing import parse_metadata
from indexer.reading.files import read_file
from indexer.reading.reading import FileReading
from indexer.settings import load_policy

GUIDES = sorted((corpus.LIBRARY / "guides").glob("*.md"))
SOURCES = {
    "CCG guidance 2011": "ccg-guidance-2011-summary",
    "Essex intentions 2013": "essex-intentions-2013-summary",
    "Oxfordshire framework 2010": "oxfordshire-framework-2010-summary",
    "Oxfordshire strategy 2013": "oxfordshire-strategy-2013-summary",
    "Plymouth strategy 2015": "plymouth-strategy-2015-summary",
}
LEDGER = {change.term: change for change in load_ledger(corpus.CHANGES).changes}
BETWEEN_PARTS = "; "
STEP = re.compile(r"^Step (\d+)\. ")
PRONOUN = "1"  # "one" is seldom a figure
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
FEWEST_WORDS, MOST_WORDS = 500, 900

each_guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)


@cache
def _read(path: Path) -> FileReading:
    return read_file(path, load_policy().reading)


def _metadata(path: Path) -> tuple[str | None, Metadata]:
    return parse_metadata(_read(path).front_matter or {}, str(path))


def _told(path: Path) -> list[Block]:
    return [block for block in _read(path).blocks if block.kind is not BlockKind.HEADING]


def _parts(block: Block) -> list[str]:
    return (block.paragraph or "").split(BETWEEN_PARTS)


@cache
def _places(summary: str) -> dict[str, str]:
    """Return what stands at each address of a summary, with the headings over it."""
    places: dict[str, list[str]] = {}
    trail: list[Block] = []
    for block in _read(corpus.LIBRARY / f"{summary}.md").blocks:
        if block.kind is BlockKind.HEADING:
            trail = [*(heading for heading in trail if (heading.level or 0) < (block.level or 0)), block]
        elif block.paragraph:
            headings = [heading.text for heading in trail]
            places.setdefault(block.paragraph, []).extend([*headings, block.text])
    return {address: "\n".join(texts) for address, texts in places.items()}


def _change(part: str) -> Change | None:
    return LEDGER.get(part.removeprefix("Ledger: ")) if part.startswith("Ledger: ") else None


def _evidence(part: str) -> str | None:
    """Return the words on which a part of an address rests; nothing where it names no such place."""
    if change := _change(part):
        return " ".join(str(value) for value in change.model_dump().values())
    source, _, address = part.partition(", ")
    text = _places(SOURCES[source]).get(address) if source in SOURCES else None
    return f"{part}\n{text}" if text else None


def _sentences(blocks: list[Block]) -> set[str]:
    sentences = (sentence for block in blocks for sentence in SENTENCE_END.split(block.text))
    return {" ".join(words) for words in map(_words, sentences) if len(words) > 4}


@cache
def _sentences_of_the_summaries() -> set[str]:
    return {sentence for name in SOURCES.values() for sentence in _sentences(_told(corpus.LIBRARY / f"{name}.md"))}


def test_there_are_ten_guides() -> None:
    assert len(GUIDES) == 10


@each_guide
def test_a_guide_says_what_it_is(path: Path) -> None:
    identity, metadata = _metadata(path)
    assert identity == path.stem
    assert re.fullmatch(r"How to .+ \(our guide\)", metadata.title or "")
    assert metadata == Metadata(
        title=metadata.title,
        publishers=("Starter library",),
        kind="guide",
        published="2026",
        status=DocumentStatus.FINAL,
    )


@each_guide
def test_a_guide_begins_with_its_title(path: Path) -> None:
    first = _read(path).blocks[0]
    assert (first.kind, first.text) == (BlockKind.HEADING, _metadata(path)[1].title)


@each_guide
def test_a_guide_is_of_a_length_to_be_read(path: Path) -> None:
    assert FEWEST_WORDS <= sum(len(block.text.split()) for block in _read(path).blocks) <= MOST_WORDS


@each_guide
def test_every_paragraph_as_written_ends_with_its_address(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
    assert [line for line in lines if not re.search(r"[.?!:] \{[^{}]{1,80}\}$", line)] == []
    assert len(lines) == len([block for block in _told(path) if block.paragraph])


@each_guide
def test_every_part_of_an_address_stands_in_its_summary_or_the_ledger(path: Path) -> None:
    assert [part for block in _told(path) for part in _parts(block) if _evidence(part) is None] == []


@each_guide
def test_only_what_is_certain_is_taken_from_the_ledger(path: Path) -> None:
    changes = [change for block in _told(path) for part in _parts(block) if (change := _change(part))]
    assert changes
    assert [change.term for change in changes if change.confidence is not Confidence.CERTAIN] == []


@each_guide
def test_every_figure_stands_at_the_places_that_are_named(path: Path) -> None:
    wrong = []
    for block in _told(path):
        there = figures_of("\n".join(_evidence(part) or "" for part in _parts(block)))
        wrong += [(figure, block.text) for figure in figures_of(STEP.sub("", block.text)) - there - {PRONOUN}]
    assert wrong == []


@each_guide
def test_a_source_that_is_named_is_a_source_of_the_paragraph(path: Path) -> None:
    named = [(source, block) for block in _told(path) for source in SOURCES if source in block.text]
    assert [block.text for source, block in named if source not in (block.paragraph or "")] == []


@each_guide
def test_the_steps_of_a_section_are_counted_from_one(path: Path) -> None:
    counts: list[list[int]] = [[]]
    for block in _read(path).blocks:
        if block.kind is BlockKind.HEADING:
            counts.append([])
        elif step := STEP.match(block.text):
            counts[-1].append(int(step.group(1)))
    assert any(counts)
    assert [count for count in counts if count != list(range(1, len(count) + 1))] == []


@each_guide
def test_no_sentence_of_a_summary_is_repeated(path: Path) -> None:
    assert _sentences(_told(path)) & _sentences_of_the_summaries() == set()


@each_guide
@pytest.mark.seeds
def test_no_ten_words_of_a_source_are_copied(path: Path) -> None:
    assert _copied(path.read_text(encoding="utf-8"), _source_runs()) == []


def test_an_address_that_stands_nowhere_rests_on_nothing() -> None:
    for part in ("CCG guidance 2011, 99", "CCG guidance 2099, 1.1", "Ledger: Section 999", ""):
        assert _evidence(part) is None
    assert "choice of services" in (_evidence("CCG guidance 2011, 1.2") or "")
