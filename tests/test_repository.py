"""What the repository holds, and what it must not hold."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import corpus
from indexer.contracts import BlockKind
from indexer.describing import parse_metadata
from indexer.reading.files import read_file
from indexer.settings import load_policy

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 10
MOST_BYTES = 3_000_000
LIBRARY = sorted(corpus.LIBRARY.glob("*.md"))

TOP_LEVEL = {
    *("assistant", "corpus", "indexer", "prompts", "evals", "tests", "docs", ".ci", "app.py", "pyproject.toml"),
    *("constraints.txt", "Makefile", "Dockerfile", "compose.yaml", ".gitignore", ".pre-commit-config.yaml"),
    *(".env.example", ".python-version", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
}

# Weights that were trained here; nobody else's belong in the repository.
OWN_WEIGHTS = {"assistant/cross_encoder/adapters.safetensors"}

# Words of the sources that may stand in the repository, and why; nothing longer than a title.
MAY_STAND = {
    "3.4 Children and young people's commissioning, statute and guidance": "title of a section, in a report",
    "4.7.1 Children and Young People's 10 Wishes": "title of a section, in a report",
    "Commissioning Child Health and Wellbeing Services: information and guidance framework": "title of a source",
    "Oxfordshire Children and Young People's Joint Commissioning Strategy 2013/14 - 2015/16": "title of a source",
    "Oxfordshire Children and Young People's Trust Framework for Joint Commissioning": "title of a source",
    "Essex Commissioning Intentions for Children, Young People and Families 2013-2015": "title of a source",
    "Northern, Eastern and Western Devon Clinical Commissioning Group and Plymouth City Council": "publishers' names",
    "NEW Devon CCG 5 year Strategic Plan Summary 2014-2019": "title of a plan, in a report",
}

each_document = pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)


@cache
def _tracked() -> tuple[Path, ...]:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so there is no list of tracked files")
    # Read only: no lock is taken, so that it can run beside another git.
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"<[^<>]*>", " ", text.lower()))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    yield from (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _copied(text: str, sources: set[tuple[str, ...]]) -> list[str]:
    allowed = {run for phrase in MAY_STAND for run in _runs(phrase)}
    return [" ".join(run) for run in _runs(text) if run in sources and run not in allowed]


@cache
def _source_runs() -> set[tuple[str, ...]]:
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(SEEDS.glob("*.txt")))
    return {run for text in texts for run in _runs(text)}


def _text_of(path: Path) -> str:
    """Return the text of a file; nothing where it is large, binary or taken away since."""
    if not path.is_file() or path.stat().st_size >= MOST_BYTES:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.seeds
def test_no_tracked_file_copies_ten_words_of_a_source() -> None:
    copied = [
        f"{path.relative_to(ROOT)}: {run}" for path in _tracked() for run in _copied(_text_of(path), _source_runs())
    ]
    assert not copied, "\n".join(copied)


@pytest.mark.seeds
def test_a_copied_sentence_would_be_seen() -> None:
    line = max((SEEDS / "003_2f322dc7352337e1.txt").read_text(encoding="utf-8").splitlines(), key=len)
    words = line.split()[20 : 20 + 4 * RUN]
    assert _copied(f"# Our words\n\n- **{'** '.join(words).upper()}", _source_runs())
    assert not _copied(" ".join(reversed(words)), _source_runs())


@pytest.mark.seeds
def test_what_may_stand_is_no_longer_than_a_title() -> None:
    assert all(len(_words(phrase)) <= 16 and reason for phrase, reason in MAY_STAND.items())


def test_only_the_names_of_the_design_stand_at_the_top() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in _tracked()}
    assert names >= {"assistant", "indexer", "corpus", "pyproject.toml"}
    assert names - TOP_LEVEL == set()


def test_no_index_and_no_secret_is_tracked() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in _tracked()]
    unwanted = re.compile(r"(^|/)(\.env|\.data|\.venv|__pycache__)(/|$)|\.(sqlite3|safetensors|pdf|docx|pem|key)$")
    assert [name for name in names if unwanted.search(name) and name not in OWN_WEIGHTS] == []


@each_document
def test_every_front_matter_parses(path: Path) -> None:
    front_matter = read_file(path, load_policy().reading).front_matter
    assert front_matter is not None
    identity, metadata = parse_metadata(front_matter, str(path))
    assert identity == path.stem
    assert metadata.title


@each_document
def test_every_paragraph_bullet_and_row_carries_an_address(path: Path) -> None:
    blocks = [b for b in read_file(path, load_policy().reading).blocks if b.kind is not BlockKind.HEADING]
    assert blocks
    assert [block.text for block in blocks if not (block.paragraph or "").strip()] == []


@each_document
def test_every_line_as_it_is_written_carries_an_address(path: Path) -> None:
    """The same from the text alone, so that a fault of the reader cannot hide a line without one."""
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith("#")]
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    assert [line for line in lines if not line.startswith("|") and not re.search(r"\{[^{}]+\}$", line)] == []
    assert [row for row in rows if not row[-1].strip()] == []
    heads = {row[-1].strip() for row, rule in pairwise(rows) if set("".join(rule)) <= set("-: ")}
    assert heads <= {"Source"}
