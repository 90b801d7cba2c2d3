"""Documents that a question calls by their kind."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.context import AnswerContext
from assistant.mentions import Mentions
from assistant.scope import Scope
from assistant.settings import load_policy
from indexer.contracts import Document, DocumentStatus, Metadata

pytest_plugins = ["assistant_fixtures"]

SAID = {
    "dale-2010": Metadata(
        title="Dale Children's Trust framework for joint commissioning",
        place="Dale",
        kind="framework",
        published="2010",
    ),
    "dale-2013": Metadata(
        title="Dale joint commissioning strategy", place="Dale", kind="strategy", published="2013-04", period="2013/14"
    ),
    "fell-2015": Metadata(title="Fell commissioning strategy", place="Fell", kind="strategy", published="2015"),
    "draft": Metadata(
        title="Commissioning child health", kind="guidance", published="2011", status=DocumentStatus.DRAFT
    ),
}


@pytest.fixture
def documents(moor_assistant: Assistant) -> tuple[Document, ...]:
    model = moor_assistant.library.documents[0]
    return tuple(model.model_copy(update={"id": id_, "metadata": said}) for id_, said in SAID.items())


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("What does the 2010 framework say of budgets?", {"dale-2010": "2010 framework"}, id="year"),
        pytest.param("What was the framework of 2010 for?", {"dale-2010": "framework of 2010"}, id="year-after"),
        pytest.param(
            "Whom does the children's trust framework serve?",
            {"dale-2010": "children's trust framework"},
            id="words-of-its-title",
        ),
        pytest.param("What are Fell's strategy aims?", {"fell-2015": "Fell's strategy"}, id="place"),
        pytest.param("By the draft guidance for CCGs, who leads?", {"draft": "draft guidance for CCGs"}, id="status"),
        pytest.param(
            "Do the Dale framework and the Dale strategy agree?",
            {"dale-2010": "Dale framework", "dale-2013": "Dale strategy"},
            id="two-in-the-order-of-the-question",
        ),
        pytest.param("What does the strategy say?", {}, id="could-be-two"),
        pytest.param("What does the commissioning strategy say?", {}, id="words-of-two-titles"),
        pytest.param("What does Dale's health and wellbeing strategy say?", {}, id="another-strategy-of-the-place"),
        pytest.param("What does the statutory guidance ask?", {}, id="other-guidance"),
        pytest.param("What was the framework of 2019 for?", {}, id="another-year"),
        pytest.param("Is there guidance on fostering?", {}, id="no-document"),
        pytest.param("", {}, id="nothing"),
    ],
)
def test_a_document_is_named_by_what_tells_it_from_others(
    question: str, named: dict[str, str], moor_assistant: Assistant, documents: tuple[Document, ...]
) -> None:
    found = Mentions(moor_assistant.library, load_policy().scope)(question, documents)
    assert {one.document.id: one.phrase for one in found} == named
    assert [one.document.id for one in found] == list(named)


def test_a_document_without_metadata_is_not_named(moor_assistant: Assistant, documents: tuple[Document, ...]) -> None:
    bare = tuple(document.model_copy(update={"metadata": Metadata()}) for document in documents)
    assert Mentions(moor_assistant.library, load_policy().scope)("What does the 2010 framework say?", bare) == []


class Shelf:
    """A library with other documents on it."""

    def __init__(self, assistant: Assistant, documents: tuple[Document, ...]) -> None:
        self.words = assistant.library.words
        self.documents = documents


@pytest.fixture
def scope(moor_assistant: Assistant, documents: tuple[Document, ...]) -> Callable[[AnswerContext], AnswerContext]:
    return Scope(Shelf(moor_assistant, documents), load_policy().scope)  # type: ignore[arg-type]


def test_two_documents_are_compared_side_by_side(
    scope: Callable[[AnswerContext], AnswerContext], context_of: Callable[..., AnswerContext]
) -> None:
    context = scope(context_of("Do the 2010 framework and the Fell strategy agree on budgets?"))
    assert context.compared == (("dale-2010",), ("fell-2015",))
    assert "budgets" in context.subject
    assert "framework" not in context.subject
    assert context.searched.endswith("(2 documents)")


def test_a_document_stands_beside_the_documents_of_another_place(
    scope: Callable[[AnswerContext], AnswerContext], context_of: Callable[..., AnswerContext]
) -> None:
    context = scope(context_of("How does the Fell strategy differ from what Dale plans?"))
    assert context.compared == (("fell-2015",), ("dale-2010", "dale-2013"))


def test_one_document_is_searched_alone_and_compared_with_nothing(
    scope: Callable[[AnswerContext], AnswerContext], context_of: Callable[..., AnswerContext]
) -> None:
    context = scope(context_of("What does the draft guidance say of budgets?"))
    assert [document.id for document in context.documents] == ["draft"]
    assert context.compared == ()
