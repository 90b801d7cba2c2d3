"""Notices beside an answer, and the answer itself."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.annotate import Annotate, finished
from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import Answer, AnswerStatus, Mode, Notice, NoticeKind
from assistant.ledger import Change, ChangeKind, Confidence, Ledger
from assistant.settings import load_policy
from assistant.verify import Verify

pytest_plugins = ["assistant_fixtures"]

Candidates = Callable[..., Candidate]
Contexts = Callable[..., AnswerContext]


def _change(
    term: str, confidence: Confidence = Confidence.CERTAIN, kind: ChangeKind = ChangeKind.REPLACED, **fields: Any
) -> Change:
    return Change(
        term=f"{term} boards",
        aliases=(f"{term.lower()} board",),
        kind=kind,
        was="boards",
        what_happened="abolished",
        effective="1 April 2001",
        instrument="Boards Act",
        successor="town boards",
        confidence=confidence,
        confirmed="gazette",
        **fields,
    )


LEDGER = Ledger(
    as_of="spring 2026",
    changes=(
        _change("Village"),
        _change("River", Confidence.LIKELY),
        _change("Lake", kind=ChangeKind.STILL_IN_FORCE),
        _change("Upper village", instead_of="Village boards"),
        _change("Misread", kind=ChangeKind.SOURCE_ERROR, only_in=("plan-0",)),
        *(_change(f"Hill {letter}") for letter in "abcdefgh"),
    ),
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


def _told(context: AnswerContext) -> list[str]:
    return [change.term for change in Annotate(load_policy(), LEDGER).changes(context)]


def test_what_the_question_names_is_told(verified: Callable[..., AnswerContext]) -> None:
    assert _told(replace(verified("The town pays."), understood="Who is on the Village Board?")) == ["Village boards"]


def test_an_error_of_the_question_is_no_error_of_the_source(verified: Callable[..., AnswerContext]) -> None:
    ledger = Ledger(as_of="spring 2026", changes=(_change("Village", kind=ChangeKind.SOURCE_ERROR),))
    context = replace(verified("The town pays."), understood="Who is on the village board?")
    assert Annotate(load_policy(), ledger).changes(context) == []


def test_nothing_is_told_where_nothing_is_said(context_of: Contexts) -> None:
    assert _told(replace(context_of("Who is on the village board?"), dropped=1)) == []


def test_what_stands_in_the_quotes_alone_comes_last(verified: Callable[..., AnswerContext]) -> None:
    context = verified("The village board asked the lake board and the misread board.", "A lake board pays.")
    shortened = ("The board pays.", "A lake board pays.")
    statements = tuple((text, cited) for text, (_, cited) in zip(shortened, context.statements, strict=True))
    assert _told(replace(context, statements=statements)) == ["Lake boards", "Misread boards", "Village boards"]


def test_what_still_stands_is_not_told_of_quotes(verified: Callable[..., AnswerContext]) -> None:
    context = verified("The lake board pays.")
    assert _told(replace(context, statements=(("It pays.", context.statements[0][1]),))) == []


def test_errors_come_first_and_what_still_stands_last(verified: Callable[..., AnswerContext]) -> None:
    said = "The lake board, the river board and the misread board."
    assert _told(verified(said)) == ["Misread boards", "River boards", "Lake boards"]


def test_an_error_is_told_of_its_document_and_of_our_summary_of_it(
    verified: Callable[..., AnswerContext],
) -> None:
    assert _told(verified("The town pays.", "The misread board pays.")) == []
    context = verified("The town pays.", "The misread board pays.", summary_of="plan-0")
    assert _told(context) == ["Misread boards"]


def test_the_general_change_is_told_only_of_another_source(verified: Callable[..., AnswerContext]) -> None:
    assert _told(verified("The upper village board is a village board.")) == ["Upper village boards"]
    of_two = verified("The upper village board pays.", "Any village board pays.")
    assert _told(of_two) == ["Upper village boards", "Village boards"]
    asked = replace(verified("The upper village board pays."), understood="What is a village board?")
    assert _told(asked) == ["Upper village boards"]


def test_more_than_a_screenful_is_named_in_one_line(verified: Callable[..., AnswerContext]) -> None:
    notices = _notices(verified(" ".join(f"The hill {letter} board pays." for letter in "abcdefgh")))
    assert len(notices) == load_policy().currency.most + 1
    assert notices[-1][1] == "Changed since or to be checked as well: Hill g boards; Hill h boards. As at spring 2026."


@pytest.mark.parametrize("confidence", Confidence)
@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_has_wordings(
    kind: ChangeKind, confidence: Confidence, verified: Callable[..., AnswerContext]
) -> None:
    ledger = Ledger(as_of="spring 2026", changes=(_change("Village", confidence, kind),))
    (notice,) = Annotate(load_policy(), ledger)(verified("The village board pays.")).notices
    assert all(part in notice.text for part in ("Village boards", "abolished", "town boards", "spring 2026"))
    assert ("check" in notice.text) >= (confidence is Confidence.LIKELY)


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
