"""The passages that claims are judged against: read and divided as a library does it, without an index."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from evals.contracts import LibraryChoice
from evals.libraries import is_present, source_of
from indexer.contracts import Passage
from indexer.describing import find_documents, parse_metadata
from indexer.dividing import divide, labelled_text
from indexer.embedding import SentenceEmbedder
from indexer.reading.files import SUFFIXES, read_file
from indexer.sentences import Counter
from indexer.settings import load_policy


@cache
def passages_of(choice: LibraryChoice) -> tuple[Passage, ...]:
    """Return the passages of a library's files; none where the files are not on this machine."""
    if not is_present(choice):
        return ()
    count = SentenceEmbedder().count
    documents = find_documents([source_of(choice)], list(SUFFIXES))
    return tuple(passage for found in documents for passage in _divided(found.id, found.path, count))


def judged_text(passage: Passage) -> str:
    """Return what a judge reads: the passage under its lead-in, each cell with the name of its column."""
    text = labelled_text(passage)
    return f"{passage.lead_in}\n{text}" if passage.lead_in else text


def _divided(given: str | None, path: Path, count: Counter) -> Sequence[Passage]:
    policy = load_policy()
    reading = read_file(path, policy.reading)
    stated = parse_metadata(reading.front_matter, str(path))[0] if reading.front_matter else None
    return divide(given or stated or path.stem, list(reading.blocks), count, policy.dividing)
