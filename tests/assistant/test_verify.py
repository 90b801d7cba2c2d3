"""Every statement against the passages that it cites."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.context import AnswerContext, Candidate, DraftStatement, Evidence
from assistant.contracts import AnswerStatus
from assistant.verify import Verify, unsupported_words
from indexer.contracts import PassageKind

pytest_plugins = ["assistant_fixtures"]

Candidates = Callable[..., Candidate]
Contexts = Callable[..., AnswerContext]

SOURCE = "Practices should hold 12 reviews a year at £1.5m. Councils will not pay for reviews after 2014."


def _all(candidate: Candidate) -> Evidence:
    return Evidence(candidate=candidate, start=0, end=len(candidate.passage.text))


@pytest.mark.parametrize(
    ("said", "word"),
    [
        pytest.param("Practices should hold 13 reviews a year", "13", id="figure"),
        pytest.param("Practices should hold 12 reviews a year at £1.6m", "£1.6m", id="money"),
        pytest.param("Practices should hold 12 reviews a year at £1.5", "£1.5", id="magnitude"),
        pytest.param("Practices should hold 12 reviews a year at 1.5m", "1.5m", id="pounds-lost"),
        pytest.param("Practices should hold 12% reviews a year", "12%", id="percentage"),
        pytest.param("Practices must hold 12 reviews a year", "must", id="duty-raised"),
        pytest.param("Practices may hold 12 reviews a year", "may", id="duty-lowered"),
        pytest.param("Practices should always hold 12 reviews a year", "always", id="word-added"),
        pytest.param("Practices should not not hold 12 reviews", "not", id="word-more-often"),
        pytest.param("Schools should hold 12 reviews", "schools", id="body"),
        pytest.param("Councils will not pay for reviews after 2015", "2015", id="year"),
        pytest.param("Councils will pay for reviews", None, id="negation-lost"),
        pytest.param("Practices will not pay. Councils should hold 12 reviews", None, id="swapped"),
    ],
)
def test_what_the_source_does_not_say_is_not_supported(said: str, word: str | None, candidate_of: Candidates) -> None:
    found = unsupported_words(DraftStatement(said, (_all(candidate_of(SOURCE)),)))
    assert found == [word] if word else found


def test_a_verbatim_statement_is_supported(candidate_of: Candidates) -> None:
    assert unsupported_words(DraftStatement(SOURCE, (_all(candidate_of(SOURCE)),))) == []


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("PRACTICES SHOULD HOLD 12 REVIEWS", id="letters"),
        pytest.param("Practices should hold 12 reviews.", id="marks"),
    ],
)
def test_letters_and_marks_do_not_matter(said: str, candidate_of: Candidates) -> None:
    assert unsupported_words(DraftStatement(said, (_all(candidate_of(SOURCE)),))) == []


def test_a_curly_apostrophe_is_an_apostrophe(candidate_of: Candidates) -> None:
    candidate = candidate_of("The council’s plan is here.")
    assert unsupported_words(DraftStatement("The council's plan is here.", (_all(candidate),))) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(-1, 10, id="before-the-start"),
        pytest.param(0, len(SOURCE) + 1, id="after-the-end"),
        pytest.param(10, 10, id="empty"),
        pytest.param(20, 10, id="backwards"),
    ],
)
def test_evidence_out_of_range_supports_nothing(start: int, end: int, candidate_of: Candidates) -> None:
    draft = DraftStatement("Practices", (Evidence(candidate_of(SOURCE), start, end),))
    assert unsupported_words(draft) == ["(nothing quoted)"]


def test_no_evidence_supports_nothing() -> None:
    assert unsupported_words(DraftStatement("", ())) == ["(no evidence)"]
    assert unsupported_words(DraftStatement("Practices", ())) == ["(no evidence)"]


def test_only_the_quoted_span_counts_not_the_rest_of_the_passage(candidate_of: Candidates) -> None:
    evidence = Evidence(candidate_of(SOURCE), 0, SOURCE.index(" Councils"))
    assert unsupported_words(DraftStatement("Councils will", (evidence,))) == ["councils", "will"]


def test_the_columns_and_the_label_of_a_row_count(candidate_of: Candidates) -> None:
    candidate = candidate_of("", row=(("Service", "Clinic"), ("Cost", "£4 a visit")))
    evidence = Evidence(candidate, candidate.passage.text.index("£"), len(candidate.passage.text))
    assert unsupported_words(DraftStatement("Clinic: Cost: £4 a visit", (evidence,))) == []
    assert unsupported_words(DraftStatement("Clinic: Price: £4 a visit", (evidence,))) == ["price"]


def test_the_lead_in_of_a_list_counts(candidate_of: Candidates) -> None:
    candidate = candidate_of("- a nurse", kind=PassageKind.LIST, lead_in="The clinic offers:")
    assert unsupported_words(DraftStatement("The clinic offers:\n- a nurse", (_all(candidate),))) == []


def test_what_is_unsupported_is_dropped_and_counted(candidate_of: Candidates, context_of: Contexts) -> None:
    evidence = _all(candidate_of(SOURCE))
    drafts = tuple(DraftStatement(text, (evidence,)) for text in (SOURCE, "Practices must pay.", "Schools hold 99."))
    context = Verify()(replace(context_of("Who?"), draft=drafts))
    assert [text for text, _ in context.statements] == [SOURCE]
    assert (context.dropped, context.stopped) == (2, None)


@pytest.mark.parametrize(
    ("texts", "dropped"), [pytest.param([], 0, id="no-draft"), pytest.param(["Schools must."], 1, id="all-dropped")]
)
def test_nothing_left_is_not_found(
    texts: list[str], dropped: int, candidate_of: Candidates, context_of: Contexts
) -> None:
    drafts = tuple(DraftStatement(text, (_all(candidate_of(SOURCE)),)) for text in texts)
    context = Verify()(replace(context_of("Who?"), draft=drafts))
    assert (context.stopped, context.dropped) == (AnswerStatus.NOT_FOUND, dropped)


def test_each_citation_quotes_the_passage_where_it_says(candidate_of: Candidates, context_of: Contexts) -> None:
    candidate = candidate_of(SOURCE, headings=("A", "B"), paragraph="1.2", page=3, title="Plan", published="2014")
    cut = SOURCE.index(" Councils")
    draft = DraftStatement(SOURCE, (Evidence(candidate, 0, cut), Evidence(candidate, cut + 1, len(SOURCE))))
    context = Verify()(replace(context_of("Who?"), draft=(draft,)))
    citations = context.statements[0][1]
    assert [citation.token for citation in citations] == ["S1", "S2"]
    assert all(c.quote == c.passage[c.start : c.end] and c.passage == SOURCE for c in citations)
    assert {(c.section, c.paragraph, c.page, c.title, c.published) for c in citations} == {
        ("A > B", "1.2", 3, "Plan", "2014")
    }


def test_the_same_place_is_cited_once(candidate_of: Candidates, context_of: Contexts) -> None:
    evidence = _all(candidate_of(SOURCE))
    drafts = (DraftStatement(SOURCE, (evidence,)), DraftStatement("Practices should hold 12 reviews", (evidence,)))
    statements = Verify()(replace(context_of("Who?"), draft=drafts)).statements
    assert [citation.token for _, cited in statements for citation in cited] == ["S1", "S1"]


def test_what_is_not_known_stays_null(candidate_of: Candidates, context_of: Contexts) -> None:
    draft = DraftStatement(SOURCE, (_all(candidate_of(SOURCE)),))
    citation = Verify()(replace(context_of("Who?"), draft=(draft,))).statements[0][1][0]
    unknown = (citation.title, citation.published, citation.document_status, citation.page, citation.section)
    assert unknown == (None,) * 5
