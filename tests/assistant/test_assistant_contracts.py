"""Contracts are frozen and refuse what they do not know."""

import pytest
from pydantic import ValidationError

from assistant import contracts
from assistant.contracts import Answer, AnswerStatus, Contract, NoticeKind, Question

CONTRACTS = [
    c for c in vars(contracts).values() if isinstance(c, type) and issubclass(c, Contract) and c is not Contract
]


def test_the_contracts_are_found() -> None:
    assert {Question, Answer} < set(CONTRACTS)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_contract_is_frozen_and_forbids_extras(contract: type[Contract]) -> None:
    assert contract.model_config.get("frozen")
    assert contract.model_config.get("extra") == "forbid"


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Question.model_validate({"text": "Who?", "colour": "red"})


def test_a_question_cannot_be_changed() -> None:
    question = Question(text="Who?")
    with pytest.raises(ValidationError, match="frozen"):
        question.text = "When?"  # type: ignore[misc]


def test_the_statuses_are_the_closed_set_of_the_design() -> None:
    assert set(AnswerStatus) == {"answered", "partial", "not_found", "out_of_scope", "clarify", "blocked", "error"}


def test_the_notice_kinds_are_those_of_the_design() -> None:
    assert set(NoticeKind) == {"currency", "draft_source", "conflict", "danger", "personal_data", "unverified"}


def test_an_answer_survives_json() -> None:
    answer = Answer(status=AnswerStatus.CLARIFY, text="Please ask.", question="")
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
