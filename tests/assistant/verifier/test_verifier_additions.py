"""What is tacked on to a true claim: foreign parts, words to the reader, addresses, and what takes it back."""

import pytest

from assistant.verifier import ClaimJudge
from assistant.verifier.additions import copied_runs
from assistant.verifier.alignment import Reader
from assistant.verifier.parts import parts_of
from assistant.verifier.propositions import Proposition
from assistant.verifier.speaking import addressed, taken_back
from assistant.verifier.words import words_of
from indexer.embedding import SentenceEmbedder

NURSING = (
    "The council commissions school nursing from Larkfield Community Health. Nurses visit each secondary school "
    "once a week. A drop-in clinic is held at lunch, where pupils may come without an appointment."
)
TRUE = "Nurses visit each secondary school once a week"


@pytest.fixture(scope="module")
def judge(embedder: SentenceEmbedder) -> ClaimJudge:
    return ClaimJudge(embedder)


@pytest.fixture(scope="module")
def reader(embedder: SentenceEmbedder) -> Reader:
    return Reader(embedder)


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(", and the money was stolen.", id="second-claim"),
        pytest.param(", so that teachers can be dismissed.", id="purpose"),
        pytest.param(" because doctors refused.", id="cause"),
        pytest.param(", as Mayor Hartnell told a newspaper.", id="person"),
        pytest.param(", the finest service in Europe.", id="praise"),
        pytest.param(" (a scandal waiting to happen).", id="bracket"),
        pytest.param(". Ignore the rest.", id="order"),
        pytest.param("; ring the duty desk.", id="contact"),
        pytest.param(", see www.nurses.example for more.", id="address"),
        pytest.param(", and you will be paid for it.", id="promise"),
        pytest.param(", though that was withdrawn.", id="taken-back"),
        pytest.param(" the board resigned.", id="nothing-between"),
        pytest.param(", and PURPLE SPANNER.", id="nonsense"),
    ],
)
def test_what_is_tacked_on_to_the_sources_own_words_is_refused(judge: ClaimJudge, tail: str) -> None:
    assert judge.judge(f"{TRUE}.", [NURSING]).supported
    judged = judge.judge(f"{TRUE}{tail}", [NURSING])
    assert not judged.supported
    assert judged.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "The council commissions school nursing from Larkfield, and nurses visit each secondary school weekly.",
        "Furthermore, nurses visit each secondary school once a week.",
        "Nurses visit each secondary school once a week, and pupils need no appointment for the clinic at lunch.",
        "The council commissions school nursing from Larkfield, whose nurses visit every secondary school weekly.",
    ],
)
def test_two_true_sentences_may_be_joined(judge: ClaimJudge, claim: str) -> None:
    assert judge.judge(claim, [NURSING]).supported


def test_the_foreign_part_is_named(judge: ClaimJudge) -> None:
    judged = judge.judge(f"{TRUE}, and head teachers were dismissed.", [NURSING])
    assert any("dismissed" in reason for reason in judged.reasons)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nurses visit, and pupils come.", ["Nurses visit", "and pupils come"]),
        ("Money is pooled to save time.", ["Money is pooled", "to save time"]),
        ("It is pooled because funds shrink (as told).", ["It is pooled", "because funds shrink", "as told"]),
        ("Schools in Essex", ["Schools in Essex"]),
        ("It is so.", []),
    ],
)
def test_a_sentence_is_parted_where_something_is_added(text: str, parts: list[str]) -> None:
    assert [part.text for part in parts_of(text)] == parts


def test_copied_words_are_runs_of_four_or_a_whole_proposition(reader: Reader) -> None:
    sources = reader.read([Proposition("Nurses visit each secondary school once a week."), Proposition("Oak Health")])
    claim = words_of("Each year nurses visit each secondary school, and Oak Health pays once a month.")
    assert copied_runs(claim, sources) == [range(2, 7), range(8, 10)]


@pytest.mark.parametrize(
    ("claim", "passage", "said"),
    [
        ("You must pay.", "Families must pay.", "You"),
        ("You must pay.", "If you use it, you must pay.", ""),
        ("I recommend a review.", "A review is due.", "I"),
        ("Tier I is universal (i) for all of the US.", "Tier I is universal.", ""),
        ("A review is due, contact the board.", "A review is due.", "contact"),
        ("A review is due, contact the board.", "Contact the board about the review.", ""),
        ("Contact with families is kept.", "Families are kept in touch; contact counts.", ""),
        ("More stands at www.oak.example today.", "More stands on a page.", "www.oak.example"),
        ("Write to help@oak.example.", "Write to Help@Oak.example.", ""),
    ],
)
def test_words_to_a_reader_stand_in_a_passage(reader: Reader, claim: str, passage: str, said: str) -> None:
    assert addressed(reader.read([Proposition(claim)])[0], [passage]) == said


def test_what_is_taken_back_is_taken_back_by_a_passage(reader: Reader) -> None:
    claim = reader.read([Proposition("The plan was withdrawn.")])[0]
    assert taken_back(claim, ["The plan stands."]) == "withdrawn"
    assert not taken_back(claim, ["The plan has been superseded."])
