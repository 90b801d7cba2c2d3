import os
import socket
from pathlib import Path

import numpy as np
import pytest
from indexer_making import write

from indexer.embedding import PACKAGED_MODEL, SentenceEmbedder, packaged_folder
from indexer.errors import ModelUnavailableError

UPSTREAM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_rows_are_of_length_one(embedder: SentenceEmbedder) -> None:
    rows = embedder.embed(["Short breaks for carers.", "", "word " * 2000])
    assert rows.shape == (3, 384)
    assert rows.dtype == np.dtype(np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_near_meanings_are_nearer_than_far_ones(embedder: SentenceEmbedder) -> None:
    asked, near, far = embedder.embed(["a rest for parents", "short breaks for carers", "the price of diesel"])
    assert asked @ near > asked @ far + 0.2


def test_a_text_has_the_same_vector_in_any_company(embedder: SentenceEmbedder) -> None:
    alone = embedder.embed(["Short breaks."])[0]
    together = embedder.embed(["Short breaks.", "A much longer text about something else entirely. " * 9])[0]
    assert alone == pytest.approx(together, abs=1e-5)


def test_no_texts_give_no_rows(embedder: SentenceEmbedder) -> None:
    rows, tokens = embedder.embed_whole([])
    assert (rows.shape, tokens) == ((0, 384), [])


def test_each_word_piece_has_a_vector_and_the_models_own_marks_none(embedder: SentenceEmbedder) -> None:
    texts = ["", "the child", "a much longer text than that", "child " * 1000]
    rows, tokens = embedder.embed_whole(texts)
    assert [own.vectors.shape for own in tokens] == [(0, 384), (2, 384), (6, 384), (254, 384)]
    assert [len(own.pieces) for own in tokens] == [0, 2, 6, 254]
    assert rows == pytest.approx(embedder.embed(texts), abs=1e-6)


def test_a_word_has_the_same_piece_in_any_text(embedder: SentenceEmbedder) -> None:
    _, (one, other) = embedder.embed_whole(["the child", "Each Child grows"])
    assert one.pieces[1] == other.pieces[1]
    assert one.pieces.dtype == np.dtype(np.int32)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("the child", 2, id="words"),
        pytest.param("CAMHS", 2, id="pieces of a word"),
        pytest.param("child " * 1000, 1000, id="more than the model reads"),
    ],
)
def test_pieces_are_counted_without_the_models_own_marks(embedder: SentenceEmbedder, text: str, count: int) -> None:
    assert embedder.count(text) == count


def test_the_key_holds_the_digest_of_the_weights(tmp_path: Path) -> None:
    assert SentenceEmbedder().key == f"{PACKAGED_MODEL}@{UPSTREAM[:12]}"
    write(tmp_path / "one", {"model.safetensors": b"weights"})
    write(tmp_path / "two", {"model.safetensors": b"other weights"})
    one, two = (SentenceEmbedder(str(tmp_path / name)).key for name in ("one", "two"))
    assert one.startswith("one@")
    assert one.partition("@")[2] != two.partition("@")[2]


@pytest.mark.parametrize("name", [pytest.param("nowhere", id="absent"), pytest.param("empty", id="empty folder")])
def test_a_model_that_is_missing_is_named_and_the_way_out_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    folder = str(tmp_path / name)
    with pytest.raises(ModelUnavailableError, match="ASSISTANT_EMBEDDING_MODEL") as refused:
        SentenceEmbedder(folder).embed(["words"])
    assert folder in str(refused.value)


def test_a_model_known_by_name_alone_is_not_fetched() -> None:
    with pytest.raises(ModelUnavailableError, match="Nothing is fetched"):
        SentenceEmbedder("northmere/no-such-model").count("words")


def test_weights_that_are_not_upstreams_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.embedding._PACKAGED_SHA256", "0" * 64)
    packaged_folder.cache_clear()
    with pytest.raises(ModelUnavailableError, match="not upstream's") as refused:
        SentenceEmbedder().embed(["words"])
    assert UPSTREAM[:12] in str(refused.value)


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.embedding._PACKAGE", "northmere_no_such_package")
    packaged_folder.cache_clear()
    with pytest.raises(ModelUnavailableError, match="northmere_no_such_package"):
        SentenceEmbedder().embed(["words"])


def test_loading_and_embedding_open_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address))
    assert SentenceEmbedder().embed(["words"]).shape == (1, 384)
    assert asked == []
    assert os.environ["HF_HUB_OFFLINE"] == "1"
