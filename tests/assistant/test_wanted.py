"""What kind of thing a question asks for, and what holds one."""

import pytest

from assistant.settings import load_policy
from assistant.wanted import Wanted

WANTED = Wanted(load_policy().question)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        pytest.param("What is the telephone number of the referral service?", "contact", id="contact"),
        pytest.param("How much does a foster place cost?", "sum", id="sum"),
        pytest.param("What share of mothers smoke?", "share", id="share"),
        pytest.param("How long do families wait?", "time", id="how-long"),
        pytest.param("How many weeks may a child wait?", "time", id="weeks-are-no-number"),
        pytest.param("HOW MANY SCHOOLS ARE THERE?", "number", id="capitals"),
        pytest.param("By what date is the plan due?", "date", id="date"),
        pytest.param("Why was it closed?", "reason", id="reason"),
        pytest.param("Who leads on this?", "body", id="body"),
        pytest.param("Who leads on this, and for how long?", "body", id="asked-for-first"),
        pytest.param("When does it pay to buy together?", "date", id="pay-comes-later"),
        pytest.param("How much of the plan is new?", None, id="no-sum"),
        pytest.param("What is early help?", None, id="nothing-of-the-kind"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_question_asks_for_a_kind_of_thing(question: str, name: str | None) -> None:
    kind = WANTED(question)
    assert (kind.name if kind else None) == name


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        pytest.param("What is the cost?", "It is £25k a child.", "It is dear.", id="sum"),
        pytest.param("How many schools?", "There are twelve schools.", "There are some schools.", id="number"),
        pytest.param("How often?", "It meets every term.", "It meets.", id="time"),
        pytest.param("When?", "It ends in May.", "It ends soon.", id="date"),
        pytest.param("Why?", "It closed because of cuts.", "It closed.", id="reason"),
        pytest.param("Who?", "The NHS leads.", "They lead.", id="body"),
        pytest.param("What is the telephone number?", "Ring 01234 567890.", "Ring us.", id="contact"),
    ],
)
def test_a_text_holds_it_or_not(question: str, holding: str, lacking: str) -> None:
    kind = WANTED(question)
    assert kind is not None
    assert kind.stands_in(holding)
    assert not kind.stands_in(lacking)
