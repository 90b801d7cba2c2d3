"""The sentences, lists and rows that are chosen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from assistant_fixtures import Meeting

from assistant.assistant import Assistant
from assistant.compose import ComposeQuotes
from assistant.context import AnswerContext, Candidate, DraftStatement
from assistant.contracts import AnswerStatus
from assistant.retrieve import Retrieve
from assistant.settings import load_policy
from assistant.wordings import Wordings
from indexer.contracts import PassageKind

pytest_plugins = ["assistant_fixtures"]

Candidates = Callable[..., Candidate]
Compose = Callable[..., list[DraftStatement]]


@pytest.fixture
def composed(moor_assistant: Assistant, context_of: Callable[..., AnswerContext]) -> Callable[..., AnswerContext]:
    """Composes from candidates, best first; policy values by name, everything kept unless told otherwise."""

    def run(
        question: str, *candidates: Candidate, place: str | None = None, compared: bool = False, **values: Any
    ) -> AnswerContext:
        policy = load_policy()
        values = {"keep_ratio": 0.0, "keep_ratio_listing": 0.0, "duplicate_share": 1.1, "followed": 0, **values}
        evidence = policy.evidence.model_copy(update={"refuse": 1.1, "doubt": 1.1, "off_topic": -1.0, "together": 99})
        compose = policy.compose.model_copy(update=values)
        policy = policy.model_copy(update={"compose": compose, "evidence": evidence})
        library = moor_assistant.library
        step = ComposeQuotes(library, policy, Meeting(library.embedder, candidates))
        reading = Retrieve(library, policy, Wordings(())).read(question, library.documents)
        context = replace(
            context_of(question, place=place), candidates=candidates, documents=library.documents, reading=reading
        )
        if compared:
            documents = {candidate.document.id: candidate.document for candidate in candidates}
            context = replace(context, documents=tuple(documents.values()), compared=tuple((i,) for i in documents))
        return step(context)

    return run


@pytest.fixture
def compose(composed: Callable[..., AnswerContext]) -> Compose:
    """Composes as ``composed`` does and gives what is drafted."""
    return lambda *of, **values: list(composed(*of, **values).draft)


def _texts(draft: list[DraftStatement]) -> list[str]:
    return [statement.text for statement in draft]


def _words(draft: list[DraftStatement]) -> int:
    return sum(len(statement.text.split()) for statement in draft)


PARAGRAPH = (
    "The nurse does a hearing test in school. The hearing test takes ten minutes. Buses stop at the school gate. "
    "A second hearing test is held in spring."
)


def test_the_best_statement_brings_the_sentence_after_it_along(compose: Compose, candidate_of: Candidates) -> None:
    text = "The nurse does a hearing test in school. Buses stop at the school gate. Children eat lunch at noon."
    alone = compose("Who does the hearing test?", candidate_of(text), keep_ratio=1.0)
    followed = compose("Who does the hearing test?", candidate_of(text), keep_ratio=1.0, followed=1)
    assert _texts(alone) == ["The nurse does a hearing test in school."]
    assert _texts(followed) == ["The nurse does a hearing test in school. Buses stop at the school gate."]


def test_neighbouring_sentences_become_one_statement(compose: Compose, candidate_of: Candidates) -> None:
    draft = compose("hearing test", candidate_of(PARAGRAPH), max_statements=3)
    assert _texts(draft) == [
        "The nurse does a hearing test in school. The hearing test takes ten minutes.",
        "A second hearing test is held in spring.",
    ]
    assert all(PARAGRAPH[e.start : e.end] == s.text for s in draft for e in s.evidence)


def test_a_sentence_that_leans_back_brings_the_one_before(compose: Compose, candidate_of: Candidates) -> None:
    text = "A trained person visits the school in May. They hold a hearing test for each pupil."
    assert _texts(compose("hearing test for each pupil", candidate_of(text), max_statements=1)) == [text]


def test_a_sentence_that_stands_alone_comes_alone(compose: Compose, candidate_of: Candidates) -> None:
    text = "A trained person visits the school in May. Nurses hold a hearing test for each pupil."
    draft = compose("hearing test for each pupil", candidate_of(text), max_statements=1)
    assert _texts(draft) == ["Nurses hold a hearing test for each pupil."]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_there_are_never_more_statements_than_allowed(limit: int, compose: Compose, candidate_of: Candidates) -> None:
    texts = [f"The hearing test number {n} is held in spring." for n in range(8)]
    draft = compose("hearing test", *(candidate_of(text) for text in texts), max_statements=limit)
    assert len(draft) == limit


@pytest.mark.parametrize("limit", [9, 20, 45])
def test_there_are_never_more_words_than_allowed(limit: int, compose: Compose, candidate_of: Candidates) -> None:
    texts = [f"The hearing test number {n} is held in spring." for n in range(8)]
    draft = compose("hearing test", *(candidate_of(text) for text in texts), max_words=limit, max_statements=9)
    assert _words(draft) == 9 * (limit // 9)


def test_the_first_statement_is_kept_however_long(compose: Compose, candidate_of: Candidates) -> None:
    long = "The hearing test " + "and the hearing test " * 20 + "is held in spring."
    second = replace(candidate_of("The hearing test is short."), score=0.1)
    draft = compose("hearing test", candidate_of(long), second, max_words=10, passage_weight=50.0)
    assert _texts(draft) == [long]


def test_sentences_that_are_leant_on_count_as_words_too(compose: Compose, candidate_of: Candidates) -> None:
    opening = "On the first Monday of each month a van with a painted roof stops in the square of every village."
    texts = [f"{opening} This is hearing test number {n} of the year." for n in range(4)]
    candidates = [candidate_of(text, document_id=f"plan-{n}") for n, text in enumerate(texts)]
    assert _words(compose("hearing test number", *candidates, max_words=40, max_statements=4)) <= 40


def test_a_unit_that_does_not_fit_makes_room_for_a_shorter_one(compose: Compose, candidate_of: Candidates) -> None:
    texts = (
        "The hearing test is in spring.",
        "The hearing test " + "is long " * 20 + "too.",
        "One hearing test is short.",
    )
    draft = compose("When is the hearing test?", *(candidate_of(text) for text in texts), max_words=12)
    assert texts[1] not in _texts(draft)
    assert len(draft) == 2


def test_what_says_the_same_is_said_once(compose: Compose, candidate_of: Candidates) -> None:
    text = "The nurse does the hearing test."
    draft = compose("hearing test", candidate_of(text), candidate_of(text, document_id="other"), duplicate_share=0.9)
    assert _texts(draft) == [text]


def test_what_is_far_weaker_than_the_best_is_left_out(compose: Compose, candidate_of: Candidates) -> None:
    weak = replace(candidate_of("Buses stop at the gate of the school."), score=0.1)
    draft = compose("hearing test", candidate_of("The nurse does the hearing test."), weak, keep_ratio=0.72)
    assert _texts(draft) == ["The nurse does the hearing test."]


def test_only_the_first_passages_are_read(compose: Compose, candidate_of: Candidates) -> None:
    candidates = [candidate_of(f"The hearing test {word} is in spring.") for word in ("one", "two", "three")]
    assert len(compose("hearing test", *candidates, passages=2)) == 2


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("How much is the hearing test?", "The hearing test costs £9 apiece.", id="figure"),
        pytest.param("When is the hearing test?", "The hearing test happens each October.", id="date"),
        pytest.param("Who leads the hearing test?", "The hearing test falls to Ada Quill.", id="name"),
    ],
)
def test_the_kind_of_thing_asked_for_comes_first(
    question: str, first: str, compose: Compose, candidate_of: Candidates
) -> None:
    texts = (
        "The hearing test costs £9 apiece.",
        "The hearing test happens each October.",
        "The hearing test falls to Ada Quill.",
    )
    draft = compose(question, *(candidate_of(text) for text in texts), kind_bonus=5.0, max_statements=1)
    assert _texts(draft) == [first]


def test_a_list_keeps_its_lead_in_and_is_not_joined_to_others(compose: Compose, candidate_of: Candidates) -> None:
    text = "The hearing test has two parts:\n- a talk with the nurse\n- a test with tones"
    draft = compose("hearing test", candidate_of(text, kind=PassageKind.LIST))
    assert _texts(draft) == [text]


@pytest.mark.parametrize(
    ("question", "asked", "kind", "prefix"),
    [
        pytest.param("hearing test", None, "strategy", "Southmoor: ", id="no-place-named"),
        pytest.param("hearing test in Southmoor", None, "strategy", "", id="named-in-the-question"),
        pytest.param("hearing test", "Southmoor", "strategy", "", id="asked-for"),
        pytest.param("hearing test", None, "guidance", "", id="guidance-is-for-all"),
    ],
)
def test_a_precedent_keeps_the_name_of_its_place(
    question: str, asked: str | None, kind: str, prefix: str, compose: Compose, candidate_of: Candidates
) -> None:
    text = "The nurse does the hearing test."
    candidate = candidate_of(text, place="Southmoor")
    metadata = candidate.document.metadata.model_copy(update={"kind": kind})
    candidate = replace(candidate, document=candidate.document.model_copy(update={"metadata": metadata}))
    assert _texts(compose(question, candidate, place=asked)) == [prefix + text]


def test_a_sentence_that_names_its_place_is_not_given_it_again(compose: Compose, candidate_of: Candidates) -> None:
    text = "The Southmoor nurse does the hearing test."
    assert _texts(compose("hearing test", candidate_of(text, place="Southmoor"))) == [text]


def test_whose_we_it_is_is_told_all_the_same(compose: Compose, candidate_of: Candidates) -> None:
    text = "Our nurses do the hearing test as in Southmoor and Westmoor."
    assert _texts(compose("hearing test", candidate_of(text, place="Southmoor"))) == [f"Southmoor: {text}"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("Must a nurse do the hearing test?", "rule", id="what-has-to-be-done"),
        pytest.param("Who does the hearing test?", "promise", id="what-is-done"),
    ],
)
def test_the_rule_is_told_before_the_promise_of_a_place(
    question: str, first: str, compose: Compose, candidate_of: Candidates
) -> None:
    promise = candidate_of("The nurse does the hearing test in Southmoor.", place="Southmoor", document_id="promise")
    rule = candidate_of("The hearing test needs a nurse who was trained for it.", document_id="rule")
    found = (replace(promise, score=1.0), replace(rule, score=0.9))
    draft = compose(question, *found, keep_ratio=0.1)
    assert draft[0].evidence[0].candidate.document.id == first
    assert len(draft) == 2


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        pytest.param("The hearing test was moved to May.", "'hearing test' is mentioned below", id="mentioned"),
        pytest.param("A hearing test is a check of the ears.", "", id="told"),
    ],
)
def test_a_term_that_is_only_mentioned_is_told_as_such(
    text: str, reply: str, composed: Callable[..., AnswerContext], candidate_of: Candidates
) -> None:
    context = composed("What does hearing test mean?", candidate_of(text))
    assert _texts(list(context.draft)) == [text]
    assert (context.reply[: len(reply)], context.stopped is AnswerStatus.PARTIAL) == (reply, bool(reply))
    assert bool(reply) or not context.reply


def test_what_is_numbered_alike_is_listed_whole_and_in_order(compose: Compose, candidate_of: Candidates) -> None:
    texts = [
        "Priority 1: every child sleeps well in the summer holidays",
        "Priority 2: the hearing test is done by a nurse in school",
        "Priority 3: parents hear about lunch from the head teacher",
    ]
    found = [candidate_of(text, ordinal=place) for place, text in enumerate(texts)]
    found = [replace(one, score=score) for one, score in zip(found, (0.1, 1.0, 0.1), strict=True)]
    listed = compose("What are the hearing priorities?", *found, keep_ratio_listing=0.95)
    assert _texts(listed) == texts
    assert _texts(compose("Who does the hearing test?", *found, keep_ratio=0.95)) == [texts[1]]


@pytest.mark.parametrize(
    ("second", "prefixes"),
    [("Westmoor", ["Southmoor: ", "Westmoor: "]), ("Southmoor", ["Southmoor, 2010: ", "Southmoor, 2013: "])],
)
def test_each_statement_of_a_comparison_has_the_name_of_its_side(
    second: str, prefixes: list[str], compose: Compose, candidate_of: Candidates
) -> None:
    text = "The Southmoor nurse does the hearing test."
    first = candidate_of(text, place="Southmoor", published="2010-05", document_id="first")
    other = candidate_of(text, place=second, published="2013", document_id="second")
    draft = compose("hearing test in Southmoor", first, other, compared=True)
    assert _texts(draft) == [prefix + text for prefix in prefixes]


@pytest.mark.parametrize(
    "signpost", ["The hearing test is described below.", "For the hearing test see the next section."]
)
def test_a_signpost_says_nothing(signpost: str, compose: Compose, candidate_of: Candidates) -> None:
    text = "The nurse does the hearing test."
    assert _texts(compose("hearing test", candidate_of(signpost), candidate_of(text))) == [text]


def test_the_same_sentence_with_another_figure_is_another(compose: Compose, candidate_of: Candidates) -> None:
    texts = ["The hearing test costs £9 apiece.", "The hearing test costs £8 apiece."]
    draft = compose("hearing test", *(candidate_of(text) for text in texts), duplicate_share=0.5)
    assert sorted(_texts(draft)) == sorted(texts)


@pytest.mark.parametrize(
    ("question", "count"),
    [pytest.param("Which hearing tests?", 2, id="a-list-is-asked-for"), pytest.param("hearing tests", 1, id="not")],
)
def test_a_list_asked_for_brings_more_of_the_best_section(
    question: str, count: int, compose: Compose, candidate_of: Candidates
) -> None:
    weak = replace(candidate_of("A nurse visits the school in May.", headings=("Tests",)), score=0.1)
    best = candidate_of("The hearing test is done at school.", headings=("Tests",))
    draft = compose(question, best, weak, keep_ratio=0.99, keep_ratio_listing=0.5, section_bonus=5.0)
    assert len(draft) == count


def test_without_evidence_there_is_no_draft(
    moor_assistant: Assistant, context_of: Callable[..., AnswerContext]
) -> None:
    library = moor_assistant.library
    step = ComposeQuotes(library, load_policy(), Meeting(library.embedder, ()))
    context = step(replace(context_of("zeppelin racing"), documents=library.documents))
    assert (context.stopped, context.draft) == (AnswerStatus.NOT_FOUND, ())


@pytest.mark.parametrize(("heading", "said"), [("References", 0), ("Reference groups", 1)])
def test_a_list_of_references_answers_nothing(
    compose: Compose, candidate_of: Candidates, heading: str, said: int
) -> None:
    found = candidate_of("The hearing test is described in the hearing plan.", headings=("Plan", heading))
    assert len(compose("Where is the hearing test described?", found)) == said


STEPS = (
    "Count the children who need a hearing test.",
    "Buy the hearing test.",
    "Look again at the hearing test in May.",
)


@pytest.mark.parametrize(
    ("question", "in_order"),
    [
        pytest.param("How should we buy a hearing test?", True, id="how"),
        pytest.param("What are the parts of buying a hearing test?", True, id="listing"),
        pytest.param("hearing test in May", False, id="neither"),
    ],
)
def test_what_one_section_says_is_told_in_its_own_order(
    question: str, in_order: bool, compose: Compose, candidate_of: Candidates
) -> None:
    steps = [candidate_of(text, ordinal=n, headings=("Buying",)) for n, text in enumerate(STEPS)]
    found = [replace(one, score=1.0 - 0.01 * n) for n, one in enumerate(reversed(steps))]
    assert (_texts(compose(question, *found, passage_weight=20.0)) == list(STEPS)) is in_order


def test_the_section_of_the_best_comes_first_in_order(compose: Compose, candidate_of: Candidates) -> None:
    other = replace(candidate_of("A hearing test has a start.", ordinal=0, headings=("Start",)), score=0.1)
    late, early = (candidate_of(STEPS[n], ordinal=n + 5, headings=("Buying",)) for n in (1, 0))
    draft = compose("How should we buy a hearing test?", late, early, other, passage_weight=20.0)
    assert _texts(draft) == [STEPS[0], STEPS[1], "A hearing test has a start."]
