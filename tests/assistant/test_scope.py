"""Which documents are asked about."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.context import AnswerContext
from assistant.contracts import AnswerStatus
from assistant.scope import Scope, places_of
from assistant.settings import load_policy

pytest_plugins = ["assistant_fixtures"]

Contexts = Callable[..., AnswerContext]
ALL = ["hearing-guide", "northmoor-plan", "play-guide-summary", "southmoor-plan", "westmoor-plan"]


@pytest.fixture
def scope(moor_assistant: Assistant) -> Scope:
    return Scope(moor_assistant.library, load_policy().scope)


def _ids(context: AnswerContext) -> list[str]:
    return sorted(document.id for document in context.documents)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("Who does the hearing test in Northmoor?", ["northmoor-plan"], id="one-place"),
        pytest.param("Is northmoor's test early?", ["northmoor-plan"], id="small-letters"),
        pytest.param("Compare Northmoor and Southmoor", ["northmoor-plan", "southmoor-plan"], id="two-places"),
        pytest.param("Who does the hearing test?", ALL, id="no-place"),
        pytest.param("Who lives on Northmoorland?", ALL, id="inside-another-word"),
        pytest.param("Who does the hearing test in Kent?", ALL, id="place-without-documents"),
    ],
)
def test_the_places_named_in_a_question_choose_the_documents(
    text: str, ids: list[str], scope: Scope, context_of: Contexts
) -> None:
    assert _ids(scope(context_of(text))) == ids


@pytest.mark.parametrize("place", ["Southmoor", "southmoor", "SOUTHMOOR"])
def test_the_place_argument_is_met_whatever_its_letters(place: str, scope: Scope, context_of: Contexts) -> None:
    context = scope(context_of("Who does the hearing test in Northmoor?", place=place))
    assert _ids(context) == ["southmoor-plan"]
    assert context.stopped is None


def test_an_unknown_place_stops_and_says_which_there_are(scope: Scope, context_of: Contexts) -> None:
    context = scope(context_of("Who does the hearing test?", place="Kent"))
    assert (context.stopped, context.documents) == (AnswerStatus.NOT_FOUND, ())
    assert "Kent" in context.searched
    assert "Northmoor, Southmoor, Westmoor" in context.searched


def test_the_document_argument_chooses_that_document(scope: Scope, context_of: Contexts) -> None:
    context = scope(context_of("Who does the hearing test in Northmoor?", document="southmoor-plan"))
    assert _ids(context) == ["southmoor-plan"]


@pytest.mark.parametrize("document", ["nowhere", "southmoor", "Southmoor-plan", "x' OR '1'='1"])
def test_an_unknown_document_stops(document: str, scope: Scope, context_of: Contexts) -> None:
    context = scope(context_of("Who does the hearing test?", document=document))
    assert context.stopped is AnswerStatus.NOT_FOUND
    assert document in context.searched


def test_an_unknown_document_says_which_there_are(scope: Scope, context_of: Contexts) -> None:
    assert "southmoor-plan" in scope(context_of("Who?", document="southmoor")).searched


def test_our_summary_steps_back_when_the_original_is_there(scope: Scope, context_of: Contexts) -> None:
    ids = _ids(scope(context_of("How is the audiometer looked after?")))
    assert "hearing-guide" in ids
    assert "hearing-guide-summary" not in ids


def test_our_summary_speaks_where_the_original_is_absent(scope: Scope, context_of: Contexts) -> None:
    assert "play-guide-summary" in _ids(scope(context_of("When do play rooms open?")))


def test_our_summary_can_be_asked_for_by_name(scope: Scope, context_of: Contexts) -> None:
    assert _ids(scope(context_of("Who?", document="hearing-guide-summary"))) == ["hearing-guide-summary"]


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        pytest.param("Who in Southmoor?", "the documents of Southmoor (1 document)", id="one"),
        pytest.param("Who?", "the library (5 documents)", id="all"),
        pytest.param(
            "Northmoor or Southmoor?", "the documents of Northmoor and Southmoor (2 documents)", id="two-places"
        ),
    ],
)
def test_what_is_searched_is_said_in_words(text: str, searched: str, scope: Scope, context_of: Contexts) -> None:
    assert scope(context_of(text)).searched == searched


def test_places_are_named_once_in_order(moor_assistant: Assistant) -> None:
    documents = moor_assistant.library.documents
    assert places_of((*documents, *documents)) == ["Northmoor", "Southmoor", "Westmoor"]
