"""Passages found by meaning and by words, ordered by late interaction."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from langchain_core.documents import Document as LangChainDocument

from assistant.assistant import Assistant
from assistant.context import AnswerContext, Candidate
from assistant.retrieve import LibraryRetriever, QuestionWords, Retrieve, section_of
from assistant.settings import load_policy

pytest_plugins = ["assistant_fixtures"]

SLEEP = "Who leads the sleep clinic?"


@pytest.fixture
def retrieve(moor_assistant: Assistant) -> Retrieve:
    return Retrieve(moor_assistant.library, load_policy())


def _weighed(assistant: Assistant, **values: float) -> dict[str, Candidate]:
    """Return what is found with other weights than the policy's, by passage id."""
    policy = load_policy()
    policy = policy.model_copy(update={"retrieve": policy.retrieve.model_copy(update=values)})
    found = Retrieve(assistant.library, policy).find(SLEEP, assistant.library.documents)
    return {candidate.passage.id: candidate for candidate in found}


def test_scores_are_late_interaction_and_a_share_of_meaning_and_words(moor_assistant: Assistant) -> None:
    alone = _weighed(moor_assistant, cosine_weight=0.0, coverage_weight=0.0)
    for identity, found in _weighed(moor_assistant, cosine_weight=2.0, coverage_weight=3.0).items():
        assert found.score == pytest.approx(alone[identity].score + 2 * found.cosine + 3 * found.coverage)


def test_the_late_interaction_is_the_librarys(moor_assistant: Assistant) -> None:
    library = moor_assistant.library
    alone = _weighed(moor_assistant, cosine_weight=0.0, coverage_weight=0.0)
    hits = library.late_interaction(library.encode(SLEEP), list(alone))
    assert {hit.passage_id: hit.score for hit in hits} == {i: found.score for i, found in alone.items()}
    assert len(hits) == len(library.all_passages())


def test_candidates_are_the_union_of_both_indexes(moor_assistant: Assistant) -> None:
    library = moor_assistant.library
    hits = (*library.dense(library.encode(SLEEP), 2), *library.lexical(SLEEP, 2))
    assert set(_weighed(moor_assistant, candidates=2)) == {hit.passage_id for hit in hits}


def test_a_script_that_the_model_does_not_know_finds_its_way(retrieve: Retrieve, moor_assistant: Assistant) -> None:
    assert all(c.score <= 1 for c in retrieve.find("ᚠᚢᚦ ᚨᚱᚲ", moor_assistant.library.documents))


def test_no_passage_of_another_document_is_found(retrieve: Retrieve, moor_assistant: Assistant) -> None:
    chosen = [d for d in moor_assistant.library.documents if d.id == "southmoor-plan"]
    found = retrieve.find("Who does the hearing test in Northmoor?", chosen)
    assert {candidate.passage.document_id for candidate in found} == {"southmoor-plan"}
    assert {candidate.document.id for candidate in found} == {"southmoor-plan"}


def test_the_best_come_first(retrieve: Retrieve, moor_assistant: Assistant) -> None:
    found = retrieve.find("What did speech therapy cost?", moor_assistant.library.documents)
    assert "£45,000" in found[0].passage.text
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert all(0 <= c.cosine <= 1 and 0 <= c.coverage <= 1 for c in found)


def test_no_documents_give_no_candidates(retrieve: Retrieve) -> None:
    assert retrieve.find("hearing test", []) == []


def test_the_step_puts_candidates_into_the_context(
    retrieve: Retrieve, moor_assistant: Assistant, context_of: Callable[..., AnswerContext]
) -> None:
    context = replace(context_of("Who leads the sleep clinic?"), documents=moor_assistant.library.documents)
    assert "Okafor" in retrieve(context).candidates[0].passage.text


def test_question_words_leave_out_what_every_question_has(retrieve: Retrieve, moor_assistant: Assistant) -> None:
    words = retrieve.question_words("What does the hearing test in Northmoor do?", moor_assistant.library.documents)
    assert set(words.weights) == {"hear", "test"}
    assert words.unknown == 0


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        pytest.param("hearing", 0.0, id="known"),
        pytest.param("zeppelin", 1.0, id="unknown"),
        pytest.param("what is it", 1.0, id="no-telling-word"),
    ],
)
def test_unknown_words_weigh_their_share(question: str, unknown: float, retrieve: Retrieve) -> None:
    assert retrieve.question_words(question, []).unknown == unknown


def test_half_known_questions_weigh_between(retrieve: Retrieve) -> None:
    assert 0 < retrieve.question_words("hearing zeppelin", []).unknown < 1


@pytest.mark.parametrize(
    ("words", "coverage"),
    [
        pytest.param({"hear", "test"}, 1.0, id="all"),
        pytest.param({"hear"}, 0.75, id="by-weight"),
        pytest.param({"other"}, 0.0, id="none"),
    ],
)
def test_coverage_is_the_share_of_weight(words: set[str], coverage: float) -> None:
    assert QuestionWords(weights={"hear": 3.0, "test": 1.0}, unknown=0.0).coverage(words) == coverage


def test_coverage_of_no_words_is_nothing() -> None:
    assert QuestionWords(weights={}, unknown=1.0).coverage({"hear"}) == 0.0


def test_the_retriever_gives_langchain_documents(moor_assistant: Assistant) -> None:
    found = moor_assistant.as_retriever(k=2).invoke("Who leads the sleep clinic?")
    passages = {passage.id: passage for passage in moor_assistant.library.all_passages()}
    assert len(found) == 2
    assert all(isinstance(document, LangChainDocument) for document in found)
    assert all(document.page_content == passages[str(document.id)].text for document in found)


def test_the_retriever_tells_where_a_passage_stands(moor_assistant: Assistant) -> None:
    metadata = moor_assistant.as_retriever(k=1).invoke("Who leads the sleep clinic?")[0].metadata
    assert metadata.pop("score") > 0
    assert metadata == {
        "document_id": "southmoor-plan",
        "title": "Southmoor plan for children",
        "section": "Sleep clinics",
        "paragraph": None,
        "page": None,
    }


def test_a_retriever_outlives_a_swap_of_documents(retrieve: Retrieve, moor_assistant: Assistant) -> None:
    first, *others = moor_assistant.library.documents
    before = (first.model_copy(update={"id": "taken-out-since"}), *others)
    assert LibraryRetriever(retrieve=retrieve, documents=before).invoke(first.metadata.title or "")


def test_headings_make_one_line(moor_assistant: Assistant) -> None:
    passage = moor_assistant.library.all_passages()[0]
    assert section_of(passage.model_copy(update={"headings": ("A", "B")})) == "A > B"
    assert section_of(passage.model_copy(update={"headings": ()})) is None
