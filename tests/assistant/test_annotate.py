"""Notices beside an answer, and the answer itself."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.annotate import Annotate, finished
from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import Answer, AnswerStatus, Mode, Notice, NoticeKind
from assistant.ledger import Change, Confidence, Ledger
from assistant.settings import load_policy
from assistant.verify import Verify

pytest_plugins = ["assistant_fixtures"]

Candidates = Callable[..., Candidate]
Contexts = Callable[..., AnswerContext]


def _change(term: str, confidence: Confidence) -> Change:
    return Change(
        term=f"{term} boards",
        aliases=(f"{term} board",),
        was="boards",
        what_happened="abolished",
        effective="1 April 2001",
        instrument="Boards Act",
        successor="town boards",
        confidence=confidence,
        confirmed="gazette",
    )


LEDGER = Ledger(
    as_of="spring 2026", changes=(_change("Village", Confidence.CERTAIN), _change("River", Confidence.LIKELY))
)


@pytest.fixture
def verified(context_of: Contexts, candidate_of: Candidates) -> Callable[..., AnswerContext]:
    """Makes a checked context with one statement a text, each from a document of its own id."""

    def make(*texts: str, **fields: str) -> AnswerContext:
        candidates = [candidate_of(text, document_id=f"plan-{n}", **fields) for n, text in enumerate(texts)]
        drafts = [DraftStatement(c.passage.text, (Evidence(c, 0, len(c.passage.text)),)) for c in candidates]
        return Verify()(replace(context_of("Who?"), draft=tuple(drafts)))

    return make


def _notices(context: AnswerContext) -> list[tuple[NoticeKind, str]]:
    return [(notice.kind, notice.text) for notice in Annotate(load_policy(), LEDGER)(context).notices]


def _answer(context: AnswerContext) -> Answer:
    return finished(context, load_policy())


def test_what_was_certainly_replaced_is_said_as_a_fact(verified: Callable[..., AnswerContext]) -> None:
    text = "Village boards: abolished (1 April 2001). Today: town boards. As at spring 2026; check for later change."
    assert _notices(verified("The village board pays.")) == [(NoticeKind.CURRENCY, text)]


def test_what_was_likely_replaced_is_said_with_doubt(verified: Callable[..., AnswerContext]) -> None:
    what = "River boards: abolished (1 April 2001). Today, as far as we know: town boards."
    text = f"{what} As at spring 2026; please check."
    assert _notices(verified("The river board pays.")) == [(NoticeKind.CURRENCY, text)]


def test_each_change_is_told_once(verified: Callable[..., AnswerContext]) -> None:
    assert len(_notices(verified("The village board pays.", "A village board owes. The village board pays."))) == 1


def test_a_term_across_two_statements_is_no_term(verified: Callable[..., AnswerContext]) -> None:
    assert _notices(verified("Ask the village", "board members pay.")) == []


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        pytest.param(
            {"title": "Plan", "published": "2014"}, "Draft source: Plan (2014) is marked as a draft", id="all"
        ),
        pytest.param({"title": "Plan"}, "Draft source: Plan is marked as a draft", id="no-date"),
        pytest.param({}, "Draft source: plan-0 is marked as a draft", id="no-title"),
    ],
)
def test_a_draft_is_called_a_draft(fields: dict[str, str], text: str, verified: Callable[..., AnswerContext]) -> None:
    (notice,) = _notices(verified("The town pays.", status="draft", **fields))
    assert notice[0] is NoticeKind.DRAFT_SOURCE
    assert notice[1].startswith(text)


@pytest.mark.parametrize("fields", [pytest.param({"status": "final"}, id="final"), pytest.param({}, id="not-known")])
def test_what_is_not_marked_as_a_draft_is_not_called_one(
    fields: dict[str, str], verified: Callable[..., AnswerContext]
) -> None:
    assert _notices(verified("The town pays.", **fields)) == []


def test_each_draft_is_told_once(verified: Callable[..., AnswerContext]) -> None:
    context = verified("The town pays.", "The school pays.", status="draft")
    assert len(_notices(replace(context, statements=context.statements * 2))) == 2


def test_what_was_left_out_is_counted(verified: Callable[..., AnswerContext]) -> None:
    ((kind, text),) = _notices(replace(verified("The town pays."), dropped=3))
    assert kind is NoticeKind.UNVERIFIED
    assert text.startswith("3 ")


def test_notices_stand_in_order_of_weight(verified: Callable[..., AnswerContext]) -> None:
    context = replace(
        verified("The village board pays.", status="draft"),
        dropped=1,
        notices=(Notice(kind=NoticeKind.DANGER, text="Ring 999."),),
    )
    assert [kind for kind, _ in _notices(context)] == [
        NoticeKind.DANGER,
        NoticeKind.CURRENCY,
        NoticeKind.DRAFT_SOURCE,
        NoticeKind.UNVERIFIED,
    ]


def test_statements_stand_with_their_tokens(verified: Callable[..., AnswerContext]) -> None:
    answer = _answer(verified("The town pays.", "The school pays."))
    assert answer.text == "The town pays. [S1]\n\nThe school pays. [S2]"
    assert (answer.status, answer.mode) == (AnswerStatus.ANSWERED, Mode.QUOTES)
    assert [statement.citations for statement in answer.statements] == [("S1",), ("S2",)]
    assert [citation.token for citation in answer.citations] == ["S1", "S2"]


@pytest.mark.parametrize("stopped", [None, AnswerStatus.NOT_FOUND])
def test_the_danger_notice_is_the_first_thing_said(
    stopped: AnswerStatus | None, verified: Callable[..., AnswerContext]
) -> None:
    notices = tuple(Notice(kind=kind, text=f"About {kind}.") for kind in (NoticeKind.PERSONAL_DATA, NoticeKind.DANGER))
    answer = _answer(replace(verified("The town pays."), notices=notices, stopped=stopped))
    assert answer.text.startswith("About danger.\n\n")
    assert "About personal_data." not in answer.text


def test_what_was_stopped_vouches_for_nothing(verified: Callable[..., AnswerContext]) -> None:
    context = replace(verified("The town pays."), stopped=AnswerStatus.NOT_FOUND, searched="the library (2 documents)")
    answer = _answer(context)
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.text.startswith("Not found in the library (2 documents).")


def test_a_reply_of_its_own_takes_the_place_of_the_usual_one(context_of: Contexts) -> None:
    context = replace(context_of("Who?"), stopped=AnswerStatus.NOT_FOUND, reply="Kent {is} not there.")
    assert _answer(context).text == "Kent {is} not there."


def test_the_question_is_shown_as_understood(context_of: Contexts) -> None:
    context = replace(context_of("I am jane@example.org"), understood="I am [e-mail address]")
    assert _answer(replace(context, stopped=AnswerStatus.CLARIFY)).question == "I am [e-mail address]"
