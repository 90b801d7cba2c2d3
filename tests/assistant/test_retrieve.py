"""Passages found by meaning and by words, ordered by late interaction."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from langchain_core.documents import Document as LangChainDocument

from assistant.assistant import Assistant
from assistant.context import AnswerContext, Candidate
from assistant.late import LateInteraction
from assistant.reading import Reading
from assistant.retrieve import LibraryRetriever, Retrieve, section_of
from assistant.settings import load_policy
from assistant.wordings import Synonym, Wordings
from assistant.words import QuestionWords

pytest_plugins = ["assistant_fixtures"]

SLEEP = "Who leads the sleep clinic?"


@pytest.fixture
def retrieve(moor_assistant: Assistant) -> Retrieve:
    return Retrieve(moor_assistant.library, load_policy(), Wordings(()))


def _weighed(assistant: Assistant, **values: float) -> dict[str, Candidate]:
    """Return what is found with these values of the policy and no other weights, by passage id."""
    policy = load_policy()
    nothing = dict.fromkeys((name for name in type(policy.retrieve).model_fields if name.endswith("_weight")), 0.0)
    policy = policy.model_copy(update={"retrieve": policy.retrieve.model_copy(update=nothing | values)})
    found = Retrieve(assistant.library, policy, Wordings(())).find(SLEEP, assistant.library.documents)
    return {candidate.passage.id: candidate for candidate in found}


def test_scores_are_late_interaction_and_a_share_of_meaning_and_words(moor_assistant: Assistant) -> None:
    alone = _weighed(moor_assistant)
    for identity, found in _weighed(moor_assistant, cosine_weight=2.0, coverage_weight=3.0).items():
        assert found.score == pytest.approx(alone[identity].score + 2 * found.cosine + 3 * found.coverage)


def test_without_other_weights_the_late_interaction_is_the_score(moor_assistant: Assistant) -> None:
    library = moor_assistant.library
    alone = _weighed(moor_assistant)
    reading = Reading(library.encode(SLEEP), (), QuestionWords({}, 0.0), ())
    scores = LateInteraction(library).scores(reading, list(alone))
    assert scores == pytest.approx({identity: found.score for identity, found in alone.items()})
    assert len(scores) == len(library.all_passages())


def _told(assistant: Assistant, *synonyms: Synonym) -> list[Candidate]:
    """Return what is found for a question that no document answers in its own words."""
    step = Retrieve(assistant.library, load_policy(), Wordings(synonyms))
    return step.find("What becomes of molars?", assistant.library.documents)


def test_the_share_of_words_is_that_of_the_passage_with_most(moor_assistant: Assistant) -> None:
    alone, weighed = _weighed(moor_assistant), _weighed(moor_assistant, lexical_weight=2.0)
    hits = {hit.passage_id: hit.score for hit in moor_assistant.library.lexical(SLEEP, 100)}
    for identity, found in weighed.items():
        share = hits.get(identity, 0.0) / max(hits.values())
        assert found.score == pytest.approx(alone[identity].score + 2 * share)


MOLARS = Synonym(said=("molars",), written=("teeth of each pupil",), because="the dentist's word")


def test_what_is_said_otherwise_is_found(moor_assistant: Assistant) -> None:
    before, after = (
        {found.passage.text: found for found in _told(moor_assistant, *synonyms)} for synonyms in ((), (MOLARS,))
    )
    text = "The mobile dentist checks the teeth of each pupil in spring."
    assert next(iter(after)) == text
    assert after[text].score > before[text].score
    assert (before[text].coverage, after[text].cosine) == (0.0, before[text].cosine)
    assert after[text].coverage == pytest.approx(0.5)  # 'becomes' is met nowhere


def test_other_words_bring_in_passages_by_their_words(moor_assistant: Assistant) -> None:
    policy = load_policy()
    policy = policy.model_copy(update={"retrieve": policy.retrieve.model_copy(update={"candidates": 1})})
    odd = Synonym(said=("hearing test",), written=("mobile dentist checks teeth",), because="a test")
    plain, told = (
        " ".join(
            found.passage.text
            for found in Retrieve(moor_assistant.library, policy, Wordings(synonyms)).find(
                "Where is the hearing test?", moor_assistant.library.documents
            )
        )
        for synonyms in ((), (odd,))
    )
    assert ("dentist" in plain, "dentist" in told) == (False, True)


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
