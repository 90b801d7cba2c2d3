from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from indexer_making import CountingEmbedder, share_worker, write

from indexer.adding import add
from indexer.checking import check
from indexer.embedding import PACKAGED_MODEL, SentenceEmbedder, TokenVectors, Vectors
from indexer.errors import LibraryDamagedError
from indexer.late_interaction import TokenIndex, basis_for, build_tokens, quantise
from indexer.library import Library
from indexer.settings import IndexerSettings

X, Y, Z = np.eye(3, dtype=np.float32)


def tokens(**vectors: Vectors) -> TokenVectors:
    """Return token vectors by word; a word's piece is the number of its first letter."""
    pieces = np.array([ord(word[0]) for word in vectors], dtype=np.int32)
    return TokenVectors(pieces=pieces, vectors=np.array(list(vectors.values()), dtype=np.float32))


def built(folder: Path, **passages: TokenVectors) -> TokenIndex:
    build_tokens(folder, list(passages), [(quantise(own.vectors, None), own.pieces) for own in passages.values()])
    return TokenIndex(folder)


def scores(index: TokenIndex, query: TokenVectors, among: Sequence[str]) -> list[float]:
    return [hit.score for hit in index.score(query, None, among)]


@pytest.fixture
def index(tmp_path: Path) -> TokenIndex:
    return built(tmp_path / "tokens", north=tokens(a=X, b=Y), south=tokens(a=X, c=Z), west=tokens(a=X))


def test_a_passage_is_scored_by_the_best_match_of_each_token(index: TokenIndex) -> None:
    found = index.score(tokens(b=Y), None, ["west", "north", "south"])
    assert [hit.passage_id for hit in found] == ["west", "north", "south"]
    assert [hit.score for hit in found] == pytest.approx([0.0, 1.0, 0.0], abs=0.01)


def test_rare_tokens_weigh_more_than_common_ones(index: TokenIndex) -> None:
    common, rare, unknown = index.weights(np.array([ord("a"), ord("b"), 60_000], dtype=np.int32))
    assert 0 < common < rare < unknown
    north, west = scores(index, tokens(a=X, b=Y), ["north", "west"])
    assert north == pytest.approx(1.0, abs=0.01)
    assert west == pytest.approx(common / (common + rare), abs=0.01)


def test_the_length_of_a_vector_does_not_count(index: TokenIndex) -> None:
    assert scores(index, tokens(b=Y * 50), ["north"]) == pytest.approx(scores(index, tokens(b=Y), ["north"]))


@pytest.mark.parametrize(
    ("query", "among"),
    [
        pytest.param(tokens(b=Y), [], id="no candidates"),
        pytest.param(TokenVectors(np.zeros(0, np.int32), np.zeros((0, 3), np.float32)), ["north"], id="no tokens"),
    ],
)
def test_nothing_to_compare_gives_nothing(index: TokenIndex, query: TokenVectors, among: list[str]) -> None:
    assert index.score(query, None, among) == []


def test_an_index_of_nothing_can_be_opened(tmp_path: Path) -> None:
    assert built(tmp_path / "tokens").passage_ids == []


def test_an_index_says_the_same_when_it_is_opened_again(index: TokenIndex, tmp_path: Path) -> None:
    again = TokenIndex(tmp_path / "tokens")
    assert scores(again, tokens(a=X, b=Y), ["north", "south"]) == scores(index, tokens(a=X, b=Y), ["north", "south"])


@pytest.mark.parametrize("vector", [X, -Y, X + Y, np.array([0.3, -0.2, 0.9], dtype=np.float32) * 40])
def test_eight_bits_keep_the_direction(vector: Vectors) -> None:
    (kept,) = quantise(vector[None], None).astype(np.float32)
    assert kept @ vector / np.linalg.norm(kept) / np.linalg.norm(vector) > 0.999


def test_a_vector_of_noughts_stays_one() -> None:
    assert quantise(np.zeros((1, 3), dtype=np.float32), None).tolist() == [[0, 0, 0]]


def test_the_basis_of_the_packaged_model_keeps_what_tokens_are_near(embedder: SentenceEmbedder) -> None:
    basis = basis_for(embedder.key)
    assert basis is not None
    assert basis.T @ basis == pytest.approx(np.eye(basis.shape[1]), abs=0.01)
    _, (one, other) = embedder.embed_whole(["the nurse visits carers", "carers meet a therapist"])
    whole, kept = (
        quantise(one.vectors, given).astype(int) @ quantise(other.vectors, given).astype(int).T
        for given in (None, basis)
    )
    assert whole[3].argmax() == kept[3].argmax() == 0
    assert PACKAGED_MODEL in embedder.key


def test_a_model_without_a_basis_keeps_all_directions() -> None:
    assert basis_for("northmere-model@123") is None


@pytest.mark.parametrize("part", ["passages.json", "vectors.npy", "pieces.npy", "starts.npy"])
@pytest.mark.parametrize("damage", ["gone", "cut short", "empty", "overwritten"])
def test_a_damaged_index_says_so(index: TokenIndex, tmp_path: Path, part: str, damage: str) -> None:
    path = tmp_path / "tokens" / part
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes({"cut short": content[:-3], "empty": b"", "overwritten": b"words" * 99}[damage])
    with pytest.raises(LibraryDamagedError, match="check --repair"):
        TokenIndex(tmp_path / "tokens")


@pytest.mark.parametrize("part", ["vectors.npy", "pieces.npy", "starts.npy"])
def test_parts_of_two_builds_are_damage(index: TokenIndex, tmp_path: Path, part: str) -> None:
    built(tmp_path / "other", north=tokens(a=X), south=tokens(a=X), west=tokens(a=X))
    (tmp_path / "other" / part).replace(tmp_path / "tokens" / part)
    with pytest.raises(LibraryDamagedError):
        TokenIndex(tmp_path / "tokens")


@pytest.fixture
def library(
    settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Library]:
    share_worker(monkeypatch)
    text = "# Visits\n\nThe nurse visits.\n\n# Clubs\n\nThe club opens.\n\n# Rest\n\nThe carer rests.\n"
    add(settings, [write(tmp_path / "files", {"plan.md": text})], hash_embedder)
    library = Library(settings, hash_embedder)
    yield library
    library.close()


def test_a_library_orders_its_passages_by_their_tokens(library: Library) -> None:
    passages = library.all_passages()
    found = library.late_interaction(library.encode("the club opens."), [passage.id for passage in passages])
    best = max(found, key=lambda hit: hit.score)
    assert [hit.passage_id for hit in found] == [passage.id for passage in passages]
    assert library.passages([best.passage_id])[0].text == "The club opens."


def test_a_passage_without_tokens_scores_nought(tmp_path: Path) -> None:
    none = TokenVectors(np.zeros(0, np.int32), np.zeros((0, 3), np.float32))
    index = built(tmp_path / "tokens", first=none, north=tokens(b=Y), middle=none, south=tokens(b=Z), last=none)
    found = scores(index, tokens(b=Y), ["last", "north", "middle", "south", "first"])
    assert found == pytest.approx([0.0, 1.0, 0.0, 0.0, 0.0], abs=0.01)
    assert scores(index, tokens(b=Y), ["first", "last"]) == [0.0, 0.0]


def test_a_passage_without_tokens_does_not_stop_the_others(
    settings: IndexerSettings, tmp_path: Path, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    share_worker(monkeypatch)
    files = {"odd.md": "\u200b\u200b\n", "plan.md": "The nurse visits.\n"}
    report = add(settings, [write(tmp_path / "files", files)], embedder)
    assert report.outcomes[1].status.value == "added"
    assert all(finding.ok for finding in check(settings, embedder))
