"""The guard's danger notice: sentences about a child at risk now, and questions about policy."""

import pytest

from assistant.context import AnswerContext
from assistant.contracts import NoticeKind, Question
from assistant.guard import Guard
from assistant.settings import load_policy

AT_RISK = [
    pytest.param("My son was hit by his teacher today", id="hit"),
    pytest.param("A child told me she was abused", id="disclosure-to-me"),
    pytest.param("My daughter has been raped", id="rape"),
    pytest.param("A pupil disclosed abuse this morning", id="disclosure-today"),
    pytest.param("The baby is covered in bruises", id="bruises"),
    pytest.param("The toddler was left alone in the flat all night", id="left-alone"),
    pytest.param("A 6-year-old is locked in and nobody answers the door", id="locked-in"),
    pytest.param("Mum is beating him", id="beating-now"),
    pytest.param("my stepdad keeps hitting me", id="hitting-me"),
    pytest.param("Someone is hurting a child next door", id="neighbour"),
    pytest.param("I am going to kill myself", id="own-suicide"),
    pytest.param("My son says he wants to die", id="wants-to-die"),
    pytest.param("There is a child in immediate danger", id="immediate-danger"),
    pytest.param("She is not safe right now", id="not-safe-now"),
    pytest.param("A boy has taken an overdose", id="overdose"),
    pytest.param("My niece is missing and was groomed", id="groomed"),
    pytest.param("They are threatening to kill my sister", id="threat"),
    pytest.param("A looked after child is missing", id="missing"),
    pytest.param("MY PATIENT, AGED 9, HAS BURNS AND SAYS HIS UNCLE DID IT", id="capitals"),
    pytest.param("Who leads on safeguarding? My pupil is suicidal", id="after-a-question"),
    pytest.param("My son\nwas hit by his teacher", id="line-break"),
    pytest.param("my  own  daughter was hit", id="double-spaces"),
    pytest.param("He's hitting her", id="contraction"),
    pytest.param("My dad hits me", id="present-tense"),
    pytest.param("I am being abused at home", id="oneself-abused"),
    pytest.param("I have been raped", id="oneself-raped"),
    pytest.param("She is being hit by her stepfather", id="passive"),
    pytest.param("I think my neighbour's child is being hurt", id="possessive"),
    pytest.param("Two children are being beaten next door", id="plural"),
    pytest.param("A child in my class has just told me her dad hits her", id="told-hits"),
    pytest.param("One of my pupils has bruises and says her father hit her", id="one-of-my"),
    pytest.param("A pupil just disclosed sexual abuse", id="disclosed-kind"),
    pytest.param("My friend is being hit by his dad", id="friend"),
    pytest.param("There is a man hurting kids in the park", id="a-man"),
    pytest.param("My baby is not breathing", id="not-breathing"),
    pytest.param("My daughter has run away", id="run-away"),
    pytest.param("She has taken all her pills", id="pills"),
]

ABOUT_POLICY = [
    pytest.param("What does the strategy say about children who are abused?", id="abused-children"),
    pytest.param("What are the duties on child protection?", id="duties"),
    pytest.param("How many children were on a child protection plan?", id="plans"),
    pytest.param("Which services support children at risk of abuse?", id="at-risk-of-abuse"),
    pytest.param("What training covers neglect and abuse?", id="training"),
    pytest.param("Who commissions services for young people who self-harm?", id="self-harm"),
    pytest.param("What is the suicide prevention pathway?", id="suicide-prevention"),
    pytest.param("How are missing children reported?", id="missing-children"),
    pytest.param("What does the guidance say about domestic violence?", id="domestic-violence"),
    pytest.param("What is the duty when a child is at risk?", id="duty-at-risk"),
    pytest.param("What is the rate of self-harm admissions?", id="rate"),
    pytest.param("Which body investigates when a child dies?", id="child-death"),
    pytest.param("What does the strategy say about child sexual exploitation?", id="exploitation"),
    pytest.param("What happens to a child that is excluded from school?", id="excluded"),
    pytest.param("What is the target for reducing accidents in the home?", id="accidents"),
    pytest.param("Who is the lead for the child death overview panel?", id="panel"),
    pytest.param("How should a practice respond to a child who has been abused?", id="who-has"),
    pytest.param("Is a child who was abused entitled to CAMHS?", id="who-was"),
    pytest.param("What should a school do if a child is missing education?", id="if-missing"),
    pytest.param("What does the guidance say about a child in immediate danger?", id="about"),
    pytest.param("The draft says a child is at the centre; what is missing?", id="what-is-missing"),
]


def _kinds(text: str) -> list[NoticeKind]:
    guard = Guard(load_policy(), "the front door")
    return [notice.kind for notice in guard(AnswerContext(asked=Question(text=text), understood=text)).notices]


@pytest.mark.parametrize("text", AT_RISK)
def test_a_child_at_risk_now_brings_the_danger_notice(text: str) -> None:
    assert _kinds(text) == [NoticeKind.DANGER]


@pytest.mark.parametrize("text", ABOUT_POLICY)
def test_a_question_about_policy_brings_no_danger_notice(text: str) -> None:
    assert _kinds(text) == []


def test_the_notice_names_the_emergency_number_the_front_door_and_the_helpline() -> None:
    text = "My son was hit by his teacher today"
    context = Guard(load_policy(), "the Moor front door")(AnswerContext(asked=Question(text=text), understood=text))
    assert all(words in context.notices[0].text for words in ("999", "the Moor front door", "0808 800 5000"))


def test_a_child_at_risk_does_not_stop_the_question() -> None:
    text = "My son was hit; which team do I ring?"
    context = Guard(load_policy(), "")(AnswerContext(asked=Question(text=text), understood=text))
    assert context.stopped is None
    assert context.understood == text


def test_danger_comes_before_personal_data() -> None:
    text = "My son was hit by jane@example.org"
    assert _kinds(text) == [NoticeKind.DANGER, NoticeKind.PERSONAL_DATA]


def test_a_text_far_too_long_still_brings_the_danger_notice() -> None:
    assert _kinds("My son was hit. " + "Please help. " * 300) == [NoticeKind.DANGER]
