"""Late interaction, in the question's words or in others for the same."""

from collections.abc import Sequence

import pytest

from assistant.assistant import Assistant
from assistant.late import LateInteraction
from assistant.reading import Reading
from assistant.wordings import Alternative
from assistant.words import QuestionWords
from indexer.library import Library

pytest_plugins = ["assistant_fixtures"]

TEETH, SLEEP = "The mobile dentist", "Ms Okafor leads"
RUNES = "ᚠᚢᚦ ᚨᚱᚲ"


def _reading(
    library: Library, question: str, alternatives: Sequence[Alternative] = (), left_out: Sequence[str] = ()
) -> Reading:
    return Reading(library.encode(question), tuple(alternatives), QuestionWords({}, 0.0), tuple(left_out))


class Scorer:
    """Scores every passage of the library of the moors, by the beginning of its text."""

    def __init__(self, assistant: Assistant) -> None:
        self._library = assistant.library
        self._late = LateInteraction(self._library)
        self._passages = self._library.all_passages()

    def __call__(self, question: str, *alternatives: Alternative, left_out: Sequence[str] = ()) -> dict[str, float]:
        ids = [passage.id for passage in self._passages]
        found = self._late.scores(_reading(self._library, question, alternatives, left_out), ids)
        assert list(found) == ids
        return {passage.text: found[passage.id] for passage in self._passages}


@pytest.fixture
def scores(moor_assistant: Assistant) -> Scorer:
    return Scorer(moor_assistant)


def _of(found: dict[str, float], opening: str) -> float:
    return next(score for text, score in found.items() if text.startswith(opening))


def test_the_passage_that_meets_the_question_is_first(scores: Scorer) -> None:
    found = scores("Who leads the sleep clinic?")
    assert max(found, key=lambda text: found[text]).startswith(SLEEP)
    assert all(-1 <= score <= 1 for score in found.values())


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(("teeth",), id="one"),
        pytest.param(("tones", "teeth"), id="the-better-of-two"),
        pytest.param(("checks the teeth of each pupil",), id="a-longer-phrase"),
    ],
)
def test_an_alternative_raises_the_passage_that_meets_it(written: tuple[str, ...], scores: Scorer) -> None:
    plain, told = scores("What of molars?"), scores("What of molars?", Alternative("molars", written))
    assert _of(told, TEETH) > _of(plain, TEETH) + 0.1
    assert max(told, key=lambda text: told[text]).startswith(TEETH)


@pytest.mark.parametrize("written", ["teeth", "zeppelin racing", "sleep clinic", RUNES, ""])
def test_an_alternative_never_lowers_a_passage(written: str, scores: Scorer) -> None:
    question = "Who leads the sleep clinic?"
    plain, told = scores(question), scores(question, Alternative("sleep clinic", (written,)))
    assert all(told[text] >= score - 1e-6 for text, score in plain.items())


def test_the_words_of_the_question_itself_are_no_gain(scores: Scorer) -> None:
    same = Alternative("sleep clinic", ("sleep clinic",))
    assert scores("sleep clinic", same) == pytest.approx(scores("sleep clinic"))


@pytest.mark.parametrize("said", ["zeppelin", "clinic sleep", ""])
def test_a_phrase_that_is_not_in_the_question_changes_nothing(said: str, scores: Scorer) -> None:
    question = "Who leads the sleep clinic?"
    assert scores(question, Alternative(said, ("teeth",))) == pytest.approx(scores(question))


def test_two_alternatives_of_one_phrase_are_worth_the_better_one(scores: Scorer) -> None:
    good, poor = Alternative("molars", ("teeth",)), Alternative("molars", ("tooth",))
    assert scores("What of molars?", good, good, poor) == pytest.approx(
        {
            text: max(score, scores("What of molars?", poor)[text])
            for text, score in scores("What of molars?", good).items()
        }
    )


def test_alternatives_that_overlap_never_exceed_what_a_whole_match_is_worth(scores: Scorer) -> None:
    question = "sleep clinic molars"
    phrases = [question, "sleep clinic", "clinic molars", "sleep", "clinic", "molars"]
    told = scores(question, *(Alternative(said, ("Ms Okafor leads",)) for said in phrases))
    assert max(told, key=lambda text: told[text]).startswith(SLEEP)
    assert all(score <= 1 + 1e-5 for score in told.values())


def test_alternatives_of_different_phrases_add_up(scores: Scorer) -> None:
    question, first, second = "molars nap", Alternative("molars", ("teeth",)), Alternative("nap", ("sleep",))
    plain, both = scores(question), scores(question, first, second)
    gains = [scores(question, other) for other in (first, second)]
    assert both == pytest.approx({text: sum(gain[text] for gain in gains) - plain[text] for text in plain}, abs=1e-5)


def test_what_is_left_out_does_not_count(scores: Scorer) -> None:
    plain = _of(scores("sleep clinic zeppelin"), SLEEP)
    assert _of(scores("sleep clinic zeppelin", left_out=["zeppelin"]), SLEEP) > plain + 0.1


def test_what_is_left_out_is_not_won_back_by_an_alternative(scores: Scorer) -> None:
    question, other = "sleep clinic molars", Alternative("molars", ("teeth",))
    left_out = ["molars"]
    assert scores(question, other, left_out=left_out) == pytest.approx(scores(question, left_out=left_out))


def test_a_question_of_nothing_but_what_is_left_out_counts_whole(scores: Scorer) -> None:
    assert scores("sleep clinic", left_out=["sleep", "clinic"]) == scores("sleep clinic")


@pytest.mark.parametrize("question", [pytest.param(RUNES, id="unknown-signs"), pytest.param("", id="empty")])
def test_a_question_without_tokens_scores_nought(question: str, scores: Scorer) -> None:
    assert set(scores(question, Alternative(question, ("teeth",))).values()) == {0.0}


def test_no_candidates_have_no_scores(moor_assistant: Assistant) -> None:
    library = moor_assistant.library
    other = [Alternative("molars", ("teeth",))]
    assert LateInteraction(library).scores(_reading(library, "molars", other), []) == {}
