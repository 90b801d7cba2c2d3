import pytest

from indexer.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:stop] for start, stop in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Support is offered early, e.g. Health visitors call at home.", id="e.g."),
        pytest.param("One body decides, i.e. The board.", id="i.e."),
        pytest.param("The rule stands in para. 11.4 of the plan.", id="decimal address"),
        pytest.param("See no. 7 of the annex.", id="number"),
        pytest.param("Spending rose to £1.5m in the year.", id="money"),
        pytest.param("The chair was J. A. Bright of Northmere.", id="initials"),
        pytest.param("Dr. Bright and Mrs. Lane wrote it.", id="titles"),
        pytest.param("It follows s. 10 of the Act.", id="section"),
        pytest.param("It is bound by the U.K. Government.", id="dotted letters"),
        pytest.param("Is it so?", id="question"),
        pytest.param("what follows. small letters goes on", id="small letter after the stop"),
    ],
)
def test_a_stop_that_does_not_end_a_sentence_is_passed_over(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One ends. Two ends.", ["One ends.", "Two ends."], id="stop"),
        pytest.param("Who leads? We do! Good.", ["Who leads?", "We do!", "Good."], id="question and exclamation"),
        pytest.param("They said “enough.” Then they left.", ["They said “enough.”", "Then they left."], id="quote"),
        pytest.param('It ended. "Next" began.', ["It ended.", '"Next" began.'], id="opening quote"),
        pytest.param("It fell by 4%. £2m was saved.", ["It fell by 4%.", "£2m was saved."], id="money begins"),
        pytest.param(
            "It began in 2013. 95 families joined.", ["It began in 2013.", "95 families joined."], id="figure"
        ),
        pytest.param("First line\nSecond line", ["First line", "Second line"], id="line break"),
        pytest.param("  Padded.   Twice.  ", ["Padded.", "Twice."], id="spaces trimmed"),
    ],
)
def test_sentences_are_told_apart(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", [pytest.param("", id="empty"), pytest.param(" \n \n", id="blank")])
def test_nothing_holds_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


def test_spans_cover_every_word_in_order() -> None:
    text = "Care is free, e.g. At home. It costs £1.5m.\n- One item\n- Two items! Who pays? J. Bright."
    assert " ".join(sentences(text)).split() == text.split()


def test_a_sentence_may_end_in_a_small_number() -> None:
    assert sentences("Support lasts to the age of 25. Then it ends.") == [
        "Support lasts to the age of 25.",
        "Then it ends.",
    ]
