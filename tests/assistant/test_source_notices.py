"""Documents whose years are over and drafts are told of, each once."""

from collections.abc import Callable

import pytest

from assistant.context import Candidate, Evidence
from assistant.contracts import Citation, NoticeKind
from assistant.settings import load_policy
from assistant.source_notices import SourceNotices, last_year
from assistant.verify import cite

pytest_plugins = ["assistant_fixtures"]

Candidates = Callable[..., Candidate]


@pytest.fixture
def cited(candidate_of: Candidates) -> Callable[..., Citation]:
    def make(period: str | None, **said: object) -> Citation:
        candidate = candidate_of("The clinic opens at nine.", **said)
        known = candidate.document.metadata.model_copy(update={"period": period})
        document = candidate.document.model_copy(update={"metadata": known})
        whole = Evidence(Candidate(candidate.passage, document, 1, 1, 1, 1), 0, len(candidate.passage.text))
        return cite(whole, {})

    return make


def _told(*citations: Citation, as_of: str = "mid-2026") -> list[tuple[NoticeKind, str]]:
    return [(one.kind, one.text) for one in SourceNotices(load_policy().notices, as_of)(citations)]


@pytest.mark.parametrize(
    ("period", "year"),
    [
        pytest.param("2013/14 - 2015/16", 2016, id="financial-years"),
        pytest.param("2010 - 2013", 2013, id="years"),
        pytest.param("2026-29", 2029, id="short"),
        pytest.param("2015/2016", 2016, id="both-whole"),
        pytest.param("2014", 2014, id="one"),
        pytest.param("1999/00", 2000, id="turn-of-the-century"),
        pytest.param("three years from 2013 on", None, id="an-end-that-is-not-said"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_the_last_year_of_a_period(period: str | None, year: int | None) -> None:
    assert last_year(period) == year


def test_documents_whose_years_are_over_share_one_notice(cited: Callable[..., Citation]) -> None:
    old = cited("2010 - 2013", document_id="old", title="Old plan")
    older = cited("2009", document_id="older")
    [(kind, text)] = _told(old, older, old, cited("2025-28", document_id="new"))
    assert kind is NoticeKind.CURRENCY
    assert "Old plan (2010 - 2013); older (2009)." in text
    assert text.endswith("As at mid-2026.")


@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        pytest.param(None, "mid-2026", id="unknown"),
        pytest.param("2025-26", "mid-2026", id="this-year"),
        pytest.param("2010", "now", id="no-year-to-compare"),
    ],
)
def test_nothing_is_told_of_what_is_not_known_to_be_over(
    period: str | None, as_of: str, cited: Callable[..., Citation]
) -> None:
    assert _told(cited(period), as_of=as_of) == []


def test_a_draft_is_told_after_what_is_over(cited: Callable[..., Citation]) -> None:
    told = _told(cited("2010", document_id="plan", title="Plan", status="draft", published="2009-11"))
    assert [kind for kind, _ in told] == [NoticeKind.CURRENCY, NoticeKind.DRAFT_SOURCE]
    assert "Plan (2009-11) is marked as a draft" in told[1][1]
