from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from indexer_making import CountingEmbedder, write

from indexer.adding import add
from indexer.checking import check
from indexer.embedding import PACKAGED_MODEL, SentenceEmbedder, TokenVectors, Vectors
from indexer.errors import LibraryDamagedError
from indexer.late_interaction import Span, TokenIndex, TokenTexts, basis_for, build_tokens, quantise
from indexer.library import Library
from indexer.settings import IndexerSettings, load_policy

X, Y, Z = np.eye(3, dtype=np.float32)


def tokens(**vectors: Vectors) -> TokenVectors:
    """Return token vectors by word; a word's piece is the number of its first letter."""
    pieces = np.array([ord(word[0]) for word in vectors], dtype=np.int32)
    return TokenVectors(pieces=pieces, vectors=np.array(list(vectors.values()), dtype=np.float32))


def built(folder: Path, over: Mapping[str, TokenVectors] | None = None, /, **passages: TokenVectors) -> TokenIndex:
    """Return an index of passages by name; ``over`` are the contexts of some of them, one text where they are one."""
    contexts = list({id(context): context for context in (over or {}).values()}.values())
    number = {id(context): len(passages) + n for n, context in enumerate(contexts)}
    texts = TokenTexts(
        tokens=[(quantise(text.vectors, None), text.pieces) for text in (*passages.values(), *contexts)],
        own=list(range(len(passages))),
        context=[number[id(over[name])] if over and name in over else -1 for name in passages],
    )
    build_tokens(folder, list(passages), texts)
    return TokenIndex(folder)


def similarity(index: TokenIndex, query: TokenVectors, among: Sequence[str], share: float = 1.0) -> list[list[float]]:
    """Return a row a passage, with the best match of each token of the query."""
    found = index.match(query, None, list(map(Span, among)), context_match=share).similarity
    return [[round(float(best), 2) for best in row] for row in found]


@pytest.fixture
def index(tmp_path: Path) -> TokenIndex:
    return built(tmp_path / "tokens", north=tokens(a=X, b=Y), south=tokens(a=X, c=Z), west=tokens(a=X))


NONE = TokenVectors(np.zeros(0, np.int32), np.zeros((0, 3), np.float32))


def test_each_token_is_met_by_the_best_of_a_passages_own(index: TokenIndex) -> None:
    assert similarity(index, tokens(b=Y, x=X), ["west", "north", "south"]) == [[0, 1], [1, 1], [0, 1]]


def test_rare_tokens_weigh_more_than_common_ones(index: TokenIndex) -> None:
    asked = TokenVectors(np.array([ord("a"), ord("b"), 60_000], dtype=np.int32), np.array([X, Y, Z]))
    common, rare, unknown = index.match(asked, None, [Span("west")], context_match=1.0).weights
    assert 0 < common < rare < unknown


def test_the_length_of_a_vector_does_not_count(index: TokenIndex) -> None:
    assert similarity(index, tokens(b=Y * 50), ["north"]) == [[1]]


@pytest.mark.parametrize(
    ("query", "among", "shape"),
    [
        pytest.param(tokens(b=Y), [], (0, 1), id="no candidates"),
        pytest.param(NONE, ["north"], (1, 0), id="no tokens"),
        pytest.param(NONE, [], (0, 0), id="neither"),
    ],
)
def test_nothing_to_compare_gives_nothing(
    index: TokenIndex, query: TokenVectors, among: list[str], shape: tuple[int, int]
) -> None:
    assert index.match(query, None, list(map(Span, among)), context_match=1.0).similarity.shape == shape


@pytest.fixture
def sections(tmp_path: Path) -> TokenIndex:
    """Two passages under one heading, and one under none."""
    over = tokens(c=Z)
    return built(tmp_path / "sections", {"one": over, "two": over}, one=tokens(a=X), two=tokens(b=Y, c=Z), bare=NONE)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.0])
def test_a_match_in_the_headings_counts_for_its_share(sections: TokenIndex, share: float) -> None:
    assert similarity(sections, tokens(c=Z, a=X), ["one", "two", "bare"], share) == [[share, 1], [1, 0], [0, 0]]


def test_a_token_of_the_headings_stands_in_every_passage_under_them(sections: TokenIndex) -> None:
    own, heading, unknown = sections.weights(np.array([ord("a"), ord("c"), ord("z")], dtype=np.int32))
    assert heading < own < unknown


def test_an_index_of_nothing_can_be_opened(tmp_path: Path) -> None:
    assert built(tmp_path / "tokens").passage_ids == []


def test_an_index_says_the_same_when_it_is_opened_again(sections: TokenIndex, tmp_path: Path) -> None:
    again, asked = TokenIndex(tmp_path / "sections"), tokens(a=X, c=Z)
    assert similarity(again, asked, sections.passage_ids) == similarity(sections, asked, sections.passage_ids)


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


@pytest.mark.parametrize("part", ["passages.json", "vectors.npy", "pieces.npy", "starts.npy", "texts.npy"])
@pytest.mark.parametrize("damage", ["gone", "cut short", "empty", "overwritten"])
def test_a_damaged_index_says_so(index: TokenIndex, tmp_path: Path, part: str, damage: str) -> None:
    path = tmp_path / "tokens" / part
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes({"cut short": content[:-3], "empty": b"", "overwritten": b"words" * 99}[damage])
    with pytest.raises(LibraryDamagedError, match="check --repair"):
        TokenIndex(tmp_path / "tokens")


@pytest.mark.parametrize("part", ["vectors.npy", "pieces.npy", "starts.npy", "texts.npy"])
def test_parts_of_two_builds_are_damage(index: TokenIndex, tmp_path: Path, part: str) -> None:
    built(tmp_path / "other", {"west": tokens(c=Z)}, north=tokens(a=X), south=tokens(a=X), west=tokens(a=X))
    (tmp_path / "other" / part).replace(tmp_path / "tokens" / part)
    with pytest.raises(LibraryDamagedError):
        TokenIndex(tmp_path / "tokens")


@pytest.fixture
def library(settings: IndexerSettings, tmp_path: Path, hash_embedder: CountingEmbedder) -> Iterator[Library]:
    text = "# Visits\n\nThe nurse visits.\n\n# Clubs\n\nThe club opens.\n\n# Rest\n\nThe carer rests.\n"
    add(settings, [write(tmp_path / "files", {"plan.md": text})], hash_embedder)
    library = Library(settings, hash_embedder)
    yield library
    library.close()


def test_a_library_finds_the_passage_that_meets_a_question(library: Library) -> None:
    passages = library.all_passages()
    asked = library.encode("the club opens.").tokens
    met = library.match(asked, [Span(passage.id) for passage in passages])
    assert met.similarity.shape == (len(passages), len(met.weights)) == (3, 3)
    assert passages[int((met.similarity @ met.weights).argmax())].text == "The club opens."


def test_a_library_meets_a_question_in_headings_for_less(library: Library) -> None:
    by_text = {passage.text: passage.id for passage in library.all_passages()}
    met = library.match(
        library.encode("Clubs").tokens, [Span(by_text["The club opens."]), Span(by_text["The nurse visits."])]
    )
    share = load_policy().embedding.context_match
    assert met.similarity.ravel().tolist() == pytest.approx([share, 0.0], abs=0.01)


def test_a_passage_without_tokens_meets_nothing(tmp_path: Path) -> None:
    index = built(tmp_path / "tokens", first=NONE, north=tokens(b=Y), middle=NONE, south=tokens(b=Z), last=NONE)
    among = ["last", "north", "middle", "south", "first"]
    assert similarity(index, tokens(b=Y), among) == [[0], [1], [0], [0], [0]]
    assert similarity(index, tokens(b=Y), ["first", "last"]) == [[0], [0]]


def test_a_passage_without_tokens_does_not_stop_the_others(
    settings: IndexerSettings, tmp_path: Path, embedder: SentenceEmbedder
) -> None:
    files = {"odd.md": "\u200b\u200b\n", "plan.md": "The nurse visits.\n"}
    report = add(settings, [write(tmp_path / "files", files)], embedder)
    assert report.outcomes[1].status.value == "added"
    assert all(finding.ok for finding in check(settings, embedder))
