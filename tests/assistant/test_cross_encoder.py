"""A passage read together with a question or a statement."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from assistant.cross_encoder import CrossEncoder, Pair, shared_cross_encoder
from assistant.cross_encoder.encoder import ADAPTERS
from indexer.errors import ModelUnavailableError

HEARING = "Northmoor plan 2014, Hearing: The school nurse tests the hearing of every child at age four."
# What the passage answers or bears out beside what it only looks as if it did.
TOLD_AND_NOT = [
    ("At what age do children have their ears checked?", "How much does a hearing test cost?"),
    ("Who tests hearing?", "When did the school nurse leave Northmoor?"),
    ("Children have their hearing tested by the school nurse.", "Children have their hearing tested by the GP."),
    ("Hearing is checked when a child is four.", "Hearing is checked when a child is nine."),
]


@pytest.mark.parametrize(("told", "not_told"), TOLD_AND_NOT)
def test_what_is_told_scores_above_what_is_not(told: str, not_told: str) -> None:
    first, second = shared_cross_encoder().scores([Pair(HEARING, told), Pair(HEARING, not_told)])
    assert first > second


def test_scores_stand_in_the_order_of_the_pairs_and_do_not_hang_on_each_other() -> None:
    pairs = [Pair(HEARING, said) for both in TOLD_AND_NOT for said in both] * 5
    together = shared_cross_encoder().scores(pairs)
    alone = [float(shared_cross_encoder().scores([pair])[0]) for pair in pairs[:8]]
    assert together.shape == (40,)
    np.testing.assert_allclose(together[:8], alone, atol=1e-3)
    np.testing.assert_allclose(together[:8], together[-8:], atol=1e-3)


@pytest.mark.parametrize("passage", ["", "word " * 5_000, "\0\x07 \u202e", "£" * 900])
@pytest.mark.parametrize("said", ["", "why? " * 3_000, "🤷"])
def test_whatever_is_read_has_a_score(passage: str, said: str) -> None:
    assert np.isfinite(shared_cross_encoder().scores([Pair(passage, said)])).all()


def test_no_pair_has_no_score() -> None:
    assert shared_cross_encoder().scores([]).shape == (0,)


def test_adapters_that_are_not_there_are_told_of(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="take the file from the repository again"):
        CrossEncoder(tmp_path / "none.safetensors").scores([Pair("a", "b")])


def test_adapters_of_another_model_are_told_of(tmp_path: Path) -> None:
    file = tmp_path / "other.safetensors"
    save_file({name: value[:8] for name, value in load_file(ADAPTERS).items()}, file)
    with pytest.raises(ModelUnavailableError, match=r"other\.safetensors"):
        CrossEncoder(file).scores([Pair("a", "b")])


def test_a_damaged_file_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "cut.safetensors"
    file.write_bytes(ADAPTERS.read_bytes()[:1000])
    with pytest.raises(ModelUnavailableError):
        CrossEncoder(file).scores([Pair("a", "b")])
