from pathlib import Path

import pytest
from pydantic import ValidationError

from indexer.settings import IndexerPolicy, IndexerSettings, build_key, load_policy


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert IndexerSettings().data == Path(".data")
    (tmp_path / ".env").write_text("ASSISTANT_DATA=from-file\nASSISTANT_OTHER=1\n", encoding="utf-8")
    assert IndexerSettings().data == Path("from-file")
    monkeypatch.setenv("ASSISTANT_DATA", "from-environment")
    assert IndexerSettings().data == Path("from-environment")


@pytest.mark.parametrize("batch", [0, -1])
def test_a_batch_holds_at_least_one(batch: int) -> None:
    with pytest.raises(ValidationError, match="embedding_batch"):
        IndexerSettings(embedding_batch=batch)


def test_the_policy_names_a_field_it_does_not_know() -> None:
    written = load_policy().model_dump()
    with pytest.raises(ValidationError, match="max_pages"):
        IndexerPolicy.model_validate(written | {"reading": written["reading"] | {"max_pages": 9}})


def test_a_passage_leaves_room_for_the_models_own_marks() -> None:
    dividing = load_policy().dividing
    assert dividing.max_pieces <= 254
    assert dividing.target_pieces + dividing.context_pieces < dividing.max_pieces


@pytest.mark.parametrize(
    ("part", "change"),
    [
        pytest.param("dividing", {"target_pieces": 90}, id="sizes of passages"),
        pytest.param("lexical", {"stemmer": "german"}, id="words of the lexical index"),
    ],
)
def test_the_key_of_a_build_changes_with_its_policy(
    monkeypatch: pytest.MonkeyPatch, part: str, change: dict[str, object]
) -> None:
    policy, before = load_policy(), build_key("model")
    changed = policy.model_copy(update={part: getattr(policy, part).model_copy(update=change)})
    monkeypatch.setattr("indexer.settings.load_policy", lambda: changed)
    assert build_key("model") != before


def test_the_key_of_a_build_changes_with_the_model_alone() -> None:
    assert build_key("one") == build_key("one") != build_key("other")
