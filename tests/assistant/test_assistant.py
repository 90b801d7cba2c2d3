"""The assistant as its users see it, on the starter library with the real model."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.contracts import Answer, AnswerStatus, Citation, NoticeKind, Question, Turn
from assistant.settings import AssistantSettings
from indexer.adding import add, remove
from indexer.embedding import Embedder
from indexer.errors import LibraryDamagedError, LibraryEmptyError

pytest_plugins = ["assistant_fixtures"]

REFUSED = {AnswerStatus.NOT_FOUND, AnswerStatus.OUT_OF_SCOPE}
DUTIES = "What are the safeguarding duties of a clinical commissioning group?"
DANGER = "My son was hit by his teacher today, who leads on safeguarding?"


@pytest.fixture(scope="module")
def duties(starter_assistant: Assistant) -> Answer:
    return starter_assistant.ask(Question(text=DUTIES))


@pytest.fixture
def broken(starter_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The assistant with a step that raises, the question in the message."""

    def fail(query: str, *_: object, **__: object) -> None:
        raise RuntimeError(f"cannot search for {query}")

    monkeypatch.setattr(starter_assistant.library, "lexical", fail)
    return starter_assistant


def test_a_question_of_the_field_is_answered(duties: Answer) -> None:
    assert duties.status is AnswerStatus.ANSWERED
    assert "section 11" in duties.text
    assert duties.question == DUTIES


def test_every_statement_is_cited_and_every_citation_used(duties: Answer) -> None:
    assert all(statement.citations for statement in duties.statements)
    used = {token for statement in duties.statements for token in statement.citations}
    assert used == {citation.token for citation in duties.citations}


def test_every_quote_is_located_in_the_library(duties: Answer, starter_assistant: Assistant) -> None:
    passages = {passage.id: passage for passage in starter_assistant.library.all_passages()}

    def is_located(citation: Citation) -> bool:
        held = passages[citation.passage_id].text
        return citation.passage == held and citation.quote == held[citation.start : citation.end] != ""

    assert all(is_located(citation) for citation in duties.citations)


def test_every_statement_stands_verbatim_in_what_it_cites(duties: Answer) -> None:
    quotes = {citation.token: citation.quote for citation in duties.citations}
    for statement in duties.statements:
        assert all(quotes[token] in statement.text for token in statement.citations)


def test_the_source_is_called_a_draft_and_our_summary(duties: Answer) -> None:
    first = duties.citations[0]
    assert (first.document_status, first.summary_of) == ("draft", "ccg-guidance-2011")
    assert NoticeKind.DRAFT_SOURCE in {notice.kind for notice in duties.notices}


def test_what_replaced_the_bodies_named_is_said(duties: Answer) -> None:
    told = [notice.text for notice in duties.notices if notice.kind is NoticeKind.CURRENCY]
    assert any("Clinical commissioning groups" in text and "integrated care boards" in text for text in told)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("How do I bake a chocolate cake?", id="cookery"),
        pytest.param("What is the weather today?", id="weather"),
        pytest.param("how do I mend a puncture on my bicycle", id="bicycle"),
        pytest.param("ᚠᚢᚦ ᚨᚱᚲ ᚷᚹ", id="runes"),
    ],
)
def test_what_is_off_the_subject_is_refused(text: str, starter_assistant: Assistant) -> None:
    answer = starter_assistant.ask(Question(text=text))
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.status in REFUSED
    assert "the library (" in answer.text


def test_a_refusal_holds_on_a_follow_up(starter_assistant: Assistant) -> None:
    before = (Turn(question="How do I bake a chocolate cake?", answer="Not found."),)
    assert starter_assistant.ask(Question(text="and for how long?", history=before)).status in REFUSED


def test_a_place_without_documents_is_named_in_the_refusal(starter_assistant: Assistant) -> None:
    answer = starter_assistant.ask(Question(text="What does Kent spend on school nursing?"))
    assert answer.status is AnswerStatus.NOT_FOUND
    assert "Kent" in answer.text


def test_danger_comes_first_and_the_answer_follows(starter_assistant: Assistant) -> None:
    answer = starter_assistant.ask(Question(text=DANGER))
    assert answer.text.startswith("If a child is in danger now, ring 999.")
    assert "01632 960000" in answer.text.split("\n\n")[0]
    assert len(answer.text.split("\n\n")) > 1


def test_a_question_makes_the_same_answer_from_many_threads(moor_assistant: Assistant) -> None:
    questions = [Question(text="Who leads the sleep clinic?"), Question(text="What did speech therapy cost?")] * 4
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(moor_assistant.ask, questions))
    assert answers == answers[:2] * 4
    assert {answer.status for answer in answers} == {AnswerStatus.ANSWERED}


def test_a_fault_becomes_a_plain_sentence(broken: Assistant) -> None:
    answer = broken.ask(Question(text=DUTIES))
    assert (answer.status, answer.statements, answer.citations) == (AnswerStatus.ERROR, (), ())
    assert answer.text.startswith("Something went wrong")
    assert "RuntimeError" not in answer.text


def test_a_fault_is_logged_without_the_question(broken: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        broken.ask(Question(text="Who pays the quixotic marmalade inspector?"))
    assert "RuntimeError" in caplog.text
    assert not any(word in caplog.text for word in ("quixotic", "marmalade", "inspector"))


def test_a_fault_does_not_give_personal_data_back(broken: Assistant) -> None:
    assert "example.org" not in broken.ask(Question(text="Who answers jane@example.org?")).question


def test_a_fault_does_not_hide_the_danger_notice(broken: Assistant) -> None:
    assert "999" in broken.ask(Question(text=DANGER)).text


def test_a_damaged_library_says_what_to_do(moor_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise LibraryDamagedError("The index is damaged; run 'python -m indexer check --repair'.")

    monkeypatch.setattr(moor_assistant.library, "refresh", damaged)
    answer = moor_assistant.ask(Question(text="Who?"))
    assert answer.status is AnswerStatus.ERROR
    assert "check --repair" in answer.text


def test_an_empty_library_is_refused_at_once(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(LibraryEmptyError, match="python -m indexer add"):
        Assistant(AssistantSettings(data=tmp_path / "nothing"), embedder)


class TestALibraryThatChanges:
    """Documents come and go between two questions."""

    @pytest.fixture
    def settings(self, tmp_path: Path) -> AssistantSettings:
        return AssistantSettings(data=tmp_path / "data")

    @pytest.fixture
    def changing(
        self, settings: AssistantSettings, quick_embedder: Embedder, one_document: Callable[[str, str], Path]
    ) -> Iterator[Assistant]:
        add(
            settings,
            [one_document("bus.md", "# Buses\n\nThe school bus leaves at eight each morning.\n")],
            quick_embedder,
        )
        assistant = Assistant(settings, quick_embedder)
        yield assistant
        assistant.close()

    def test_what_is_added_and_removed_is_seen(
        self,
        changing: Assistant,
        settings: AssistantSettings,
        quick_embedder: Embedder,
        one_document: Callable[[str, str], Path],
    ) -> None:
        question = Question(text="Who calibrates the audiometer?")
        path = one_document("ear.md", "# Audiometer\n\nThe supplier calibrates the audiometer each May.\n")
        statuses = [changing.ask(question).status]
        add(settings, [path], quick_embedder)
        statuses.append(changing.ask(question).status)
        remove(settings, "ear", quick_embedder)
        statuses.append(changing.ask(question).status)
        assert statuses[1] is AnswerStatus.ANSWERED
        assert {statuses[0], statuses[2]} <= REFUSED
        assert {passage.document_id for passage in changing.search(question)} == {"bus"}

    def test_the_last_document_removed_is_said_plainly(
        self, changing: Assistant, settings: AssistantSettings, quick_embedder: Embedder
    ) -> None:
        remove(settings, "bus", quick_embedder)
        answer = changing.ask(Question(text="When does the school bus leave?"))
        assert answer.statements == ()
        assert "eight" not in answer.text


def test_search_gives_the_nearest_passages_best_first(moor_assistant: Assistant) -> None:
    found = moor_assistant.search(Question(text="Who does the hearing test?", place="southmoor"), k=2)
    assert len(found) == 2
    assert {passage.document_id for passage in found} == {"southmoor-plan"}
    assert found[0].score >= found[1].score
    assert "health visitor" in found[0].text


def test_search_goes_through_the_same_steps(moor_assistant: Assistant) -> None:
    before = (Turn(question="Who does the hearing test in Northmoor?", answer=""),)
    found = moor_assistant.search(Question(text="what about Southmoor?", history=before))
    assert {passage.document_id for passage in found} == {"southmoor-plan"}
    assert moor_assistant.search(Question(text="?!")) == []
    assert moor_assistant.search(Question(text="hearing test", place="Kent")) == []
