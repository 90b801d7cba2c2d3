import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.errors import LibraryDamagedError
from indexer.lexical import LexicalIndex, Words, build_lexical
from indexer.settings import load_policy

POLICY = load_policy().lexical
TEXTS = {
    "money": "The respite fund holds £1.5m for carers aged 0-19.",
    "share": "In 2013/14 some 95% of the children’s plans were reviewed; see paragraph 11.4.",
    "nurses": "School nurses visit; nursing costs £1,500 a term.",
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return built(tmp_path / "lexical", TEXTS)


def built(folder: Path, texts: dict[str, str]) -> LexicalIndex:
    build_lexical(folder, list(texts), list(texts.values()), POLICY)
    return LexicalIndex(folder)


def found(index: LexicalIndex, query: str, k: int = 10, among: Sequence[str] | None = None) -> list[str]:
    return [hit.passage_id for hit in index.search(query, k, among)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("£1.5m", "£1.5m", id="money"),
        pytest.param("£1,500", "£1,500", id="thousands"),
        pytest.param("£2bn", "£2bn", id="billions"),
        pytest.param("0-19", "0-19", id="ages"),
        pytest.param("0–19", "0-19", id="ages with a dash"),
        pytest.param("95%", "95%", id="share"),
        pytest.param("11.4", "11.4", id="address"),
        pytest.param("2013/14", "2013/14", id="financial year"),
        pytest.param("21st", "21st", id="ordinal"),
    ],
)
def test_figures_stay_whole(text: str, word: str) -> None:
    words = Words(POLICY)
    assert words(text) == [word]
    assert words(f"For ({text}), then.")[1] == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("commissioning", "commissioned", id="stems"),
        pytest.param("child’s", "child", id="curly apostrophe"),
        pytest.param("child's", "child’s", id="both apostrophes"),
        pytest.param("NURSES", "nurse", id="capitals"),
        pytest.param("don’t", "don't", id="apostrophe inside"),
    ],
)
def test_forms_of_a_word_are_one_word(one: str, other: str) -> None:
    words = Words(POLICY)
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("£1.5m", "money", id="money"),
        pytest.param("ages 0–19", "money", id="ages"),
        pytest.param("95%", "share", id="share"),
        pytest.param("11.4", "share", id="address"),
        pytest.param("2013/14", "share", id="financial year"),
        pytest.param("child's planning", "share", id="stems"),
        pytest.param("a nurse visiting", "nurses", id="verbs"),
    ],
)
def test_a_passage_is_found_by_its_words(index: LexicalIndex, query: str, first: str) -> None:
    assert found(index, query)[0] == first


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("zebra", id="unknown word"),
        pytest.param("5m 19 95 1.5", id="parts of figures"),
        pytest.param("", id="empty"),
        pytest.param("?! –", id="no words"),
    ],
)
def test_words_that_no_passage_has_find_nothing(index: LexicalIndex, query: str) -> None:
    assert index.search(query, k=10) == []


def test_scores_are_positive_and_fall(index: LexicalIndex) -> None:
    scores = [hit.score for hit in index.search("the respite nurses for paragraph 11.4", k=10)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


@pytest.mark.parametrize(("k", "count"), [(0, 0), (1, 1), (3, 3), (500, 3)])
def test_at_most_k_are_returned(index: LexicalIndex, k: int, count: int) -> None:
    assert len(found(index, "for nurses in a fund", k)) == count


def test_only_passages_that_count_are_returned(index: LexicalIndex) -> None:
    query = "respite nurses 11.4"
    assert set(found(index, query)) == {"money", "share", "nurses"}
    assert found(index, query, among=["nurses"]) == ["nurses"]
    assert found(index, query, among=[]) == []


def test_an_index_says_the_same_when_it_is_opened_again(index: LexicalIndex, tmp_path: Path) -> None:
    again = LexicalIndex(tmp_path / "lexical")
    query = "respite nurses 11.4"
    assert again.search(query, k=3) == index.search(query, k=3)
    assert again.passage_ids == list(TEXTS)


def test_an_index_keeps_the_words_it_was_built_with(tmp_path: Path) -> None:
    german = POLICY.model_copy(update={"stemmer": "german"})
    build_lexical(tmp_path / "lexical", ["a"], ["Kinder"], german)
    assert LexicalIndex(tmp_path / "lexical").words("Kindern") == ["kind"]


@pytest.mark.parametrize(
    "texts", [pytest.param({}, id="no passage"), pytest.param({"a": "– ! –"}, id="a passage without words")]
)
def test_an_index_without_words_finds_nothing(tmp_path: Path, texts: dict[str, str]) -> None:
    index = built(tmp_path / "lexical", texts)
    assert index.passage_ids == list(texts)
    assert index.search("respite", k=5) == []
    assert not index.holds("respite", None)


def test_every_passage_is_found_by_its_rarest_words(tmp_path: Path) -> None:
    chance = random.Random(7)
    texts = {f"p{n}": " ".join([f"rare{n}", *chance.choices(["nurse", "plan", "fund"], k=20)]) for n in range(300)}
    index = built(tmp_path / "lexical", texts)
    assert all(found(index, f"rare{n} plan", 1) == [f"p{n}"] for n in range(300))


def test_a_rare_word_weighs_more_and_an_unknown_one_most(index: LexicalIndex) -> None:
    common, rare, unknown = (index.weight(word) for word in index.words("the respite zebra"))
    assert 0 < common < rare < unknown


@pytest.mark.parametrize(
    ("name", "among", "held"),
    [
        pytest.param("2013", None, True, id="a year in a financial year"),
        pytest.param("2012", None, False, id="another year"),
        pytest.param("Nurse", None, True, id="word"),
        pytest.param("zebra", None, False, id="unknown word"),
        pytest.param("2013", ["money"], False, id="elsewhere"),
    ],
)
def test_an_index_tells_whether_it_holds_a_name(
    index: LexicalIndex, name: str, among: list[str] | None, *, held: bool
) -> None:
    assert index.holds(name, among) is held


@pytest.mark.parametrize("part", ["tokens.json", "passages.json", "vocab.index.json", "data.csc.index.npy"])
@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_a_damaged_index_says_so(index: LexicalIndex, tmp_path: Path, part: str, damage: str) -> None:
    path = tmp_path / "lexical" / part
    content = path.read_bytes()
    path.unlink()
    if damage == "cut short":
        path.write_bytes(content[: len(content) // 2])
    with pytest.raises(LibraryDamagedError, match="check --repair"):
        LexicalIndex(tmp_path / "lexical")


def test_ids_are_kept_beside_the_index(index: LexicalIndex, tmp_path: Path) -> None:
    assert json.loads((tmp_path / "lexical" / "passages.json").read_text(encoding="utf-8")) == list(TEXTS)


@pytest.mark.parametrize("name", ["13", "201", "2013/1", "5"])
def test_a_part_of_a_figure_is_not_held(index: LexicalIndex, name: str) -> None:
    assert not index.holds(name, None)
