"""Figures however written, and which of them say the same."""

import pytest

from assistant.verifier.figure_matching import match_figures
from assistant.verifier.figures import figures_of


def _stands(claim: str, passage: str) -> bool:
    return all(met.where for met in match_figures(claim, [passage]))


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        pytest.param("ten boards", "10 boards", id="word"),
        pytest.param("eighty-seven practices", "87 practices", id="hyphen"),
        pytest.param("half of them", "50% of them", id="half"),
        pytest.param("four fifths of them", "80 per cent of them", id="fifths"),
        pytest.param("one in five crimes", "20% of crimes", id="ratio"),
        pytest.param("£1,200,000 a year", "£1.2m a year", id="money"),
        pytest.param("£381 million", "£381m", id="million"),
        pytest.param("around £60.8 million", "£60,752,235", id="rounded-sum"),
        pytest.param("nearly half", "48.64%", id="nearly"),
        pytest.param("over a fifth of children", "22.4% of children", id="over-a-fifth"),
        pytest.param("15% of spending", "15.03% of spending", id="rounded-share"),
        pytest.param("in 2013-14", "in 2013/14", id="year"),
        pytest.param("from April 2013", "from 1 April 2013", id="month"),
        pytest.param("by the end of August", "until 31 August 2014", id="month-alone"),
        pytest.param("on 3 October 2014", "03.10.14", id="numeric-date"),
        pytest.param("on 1 April 2014", "ends on 31 May 2014, begins on 1 April", id="year-elsewhere"),
        pytest.param("aged 5 to 19", "the 5-19 programme", id="range"),
        pytest.param("those aged 16 and 17", "16/17 year olds", id="two-ages"),
        pytest.param("up to the age of twelve", "up to 12 years old", id="age"),
        pytest.param("two-year-olds", "2 year olds", id="year-olds"),
        pytest.param("thirty per cent", "Share (%): 30", id="sign-in-the-head"),
        pytest.param("three aims", "Aims:\n- first\n- second\n- third, by 3", id="figure"),
    ],
)
def test_the_same_figure_written_otherwise_stands(claim: str, passage: str) -> None:
    assert match_figures(claim, [passage])
    assert _stands(claim, passage)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        pytest.param("23 boards", "22 boards", id="number"),
        pytest.param("24.2% of children", "22.4% of children", id="share"),
        pytest.param("about 24.2% of children", "about 22.4% of children", id="rough-share"),
        pytest.param("over £17m", "over £70m", id="sum"),
        pytest.param("under £70m", "over £70m", id="other-side"),
        pytest.param("31 March 2015", "31/03/2014", id="date"),
        pytest.param("in March", "in May 2013", id="month"),
        pytest.param("in 2012/13", "in 2013/14", id="year"),
        pytest.param("aged 0-19", "aged 5-19", id="range"),
        pytest.param("five months", "5 years", id="unit"),
        pytest.param("20% of them", "20 of them", id="share-of-a-number"),
        pytest.param("a quarter of them", "20% of them", id="fraction"),
        pytest.param("nearly a third", "75%", id="rough-fraction"),
    ],
)
def test_another_figure_does_not_stand(claim: str, passage: str) -> None:
    assert not _stands(claim, passage)


def test_a_lone_one_and_the_verb_may_are_no_figures() -> None:
    assert figures_of("One way may be to march on, a third way is none.") == ()


def test_kinds_and_places_are_known() -> None:
    text = "In 2013/14 there were 2,332 (26.4%) at £25k from 1 April."
    found = figures_of(text)
    assert [figure.kind for figure in found] == ["years", "number", "share", "money", "date"]
    assert all(text[figure.start : figure.end].strip() == figure.text for figure in found)
