"""Intention tables drafted from invented strategies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.contracts import NoticeKind
from assistant.drafting.contracts import Cell, CellState, Draft, DraftRequest, LocalFacts, Row
from assistant.drafting.errors import (
    DraftCancelledError,
    NothingToReadError,
    TemplateKindError,
    ThemeMissingError,
    UnknownDocumentError,
    UnknownPlaceError,
    UnknownTemplateError,
)
from assistant.errors import AssistantError

pytest_plugins = ["drafting_fixtures"]

Drafting = Callable[..., Draft]


def _row(draft: Draft, words: str) -> Row:
    found = [row for row in draft.rows if any(words in cell.text for cell in row.cells.values())]
    assert len(found) == 1, [list(row.cells.values()) for row in found]
    return found[0]


def _texts(draft: Draft) -> str:
    return "\n".join(cell.text for row in draft.rows for cell in row.cells.values())


def _filled(draft: Draft) -> list[Cell]:
    return [cell for row in draft.rows for cell in row.cells.values() if cell.state is CellState.QUOTED]


def test_what_is_on_the_theme_comes_in_and_nothing_else(drafted: Drafting) -> None:
    texts = _texts(drafted())
    assert "Open a clinic" in texts  # emotional wellbeing is CAMHS in other words
    assert "self-harm in every school" in texts
    for other in ("audiometers", "hearing bus", "breast screening", "rained"):
        assert other not in texts


def test_what_is_and_what_is_forecast_and_what_a_guide_advises_is_no_intention(drafted: Drafting) -> None:
    texts = _texts(drafted())
    assert "have grown" not in texts
    assert "referrals" not in texts
    assert "Commissioners will work" not in texts


def test_a_table_row_goes_to_columns_by_what_its_headers_mean(drafted: Drafting) -> None:
    row = _row(drafted("annual-plan"), "Open a clinic")
    shown = {name: cell.text for name, cell in row.cells.items()}
    assert shown == {
        "element": "Mental health",
        "action": "Open a clinic for emotional wellbeing beside the library",
        "outcome": "Shorter waits",
        "lead": "Vale Council",
        "timescale": "June 2015",
        "cost": "local input needed",
        "local": "local input needed",
    }
    assert row.cells["cost"].state is CellState.NEEDED
    assert row.cells["cost"].citations == ()


def test_a_sentence_gives_only_what_it_states(drafted: Drafting) -> None:
    row = _row(drafted("action-outcome-lead"), "telephone line")
    assert row.cells["lead"].text == "Vale Council"
    assert row.cells["timescale"].text == "by March 2015"
    assert row.cells["group"].text == "young people aged 11-16"
    assert row.cells["outcome"].state is row.cells["provider"].state is CellState.NEEDED


def test_milestones_go_to_the_columns_of_their_years(drafted: Drafting) -> None:
    row = _row(drafted("intention-milestones"), "Bring CAMHS and schools together")
    assert row.cells["year-one"].text == "Pilot in two schools"
    assert row.cells["year-two"].text == "Offer to all schools"
    assert row.cells["year-three"].state is CellState.NEEDED


def test_milestones_keep_their_years_where_the_table_has_no_columns_for_them(drafted: Drafting) -> None:
    row = _row(drafted(), "Bring CAMHS and schools together")
    steps = "Milestones 2015/16: Pilot in two schools\nMilestones 2016/17: Offer to all schools"
    assert row.cells["action"].text == steps
    assert row.cells["timescale"].text == "2015/16\n2016/17"


@pytest.mark.parametrize("template", ["theme-intention-action", "annual-plan", "intention-milestones"])
def test_every_filled_cell_stands_in_the_quotes_that_it_cites(drafted: Drafting, template: str) -> None:
    draft = drafted(template)
    citations = {citation.token: citation for citation in draft.citations}
    assert len(_filled(draft)) > 10
    for cell in _filled(draft):
        quotes = [citations[token].quote for token in cell.citations]
        assert all(any(line in quote for quote in quotes) for line in cell.text.split("\n"))
    for citation in draft.citations:
        assert citation.quote == citation.passage[citation.start : citation.end]
        assert citation.quote.strip()


def test_each_row_has_the_columns_of_its_template_and_an_id_of_its_own(drafted: Drafting) -> None:
    draft = drafted()
    assert all(tuple(row.cells) == draft.columns for row in draft.rows)
    assert len({row.id for row in draft.rows}) == len(draft.rows)
    assert tuple(draft.titles) == draft.columns


def test_the_same_intention_with_another_date_is_one_row_that_shows_the_other_date(drafted: Drafting) -> None:
    row = _row(drafted(), "Review the CAMHS outreach contract")
    (variant,) = row.variants
    dates = {"April 2015", "June 2015"}
    assert all(date in variant.differs for date in dates)
    assert variant.citations
    assert not set(variant.citations) & set(row.cells["action"].citations)


def test_only_the_place_that_was_asked_for(drafted: Drafting) -> None:
    draft = drafted(place="dale")
    assert {row.place for row in draft.rows} == {"Dale"}
    assert "the documents of dale (1 document)" in draft.searched
    assert not [note for row in draft.rows for cell in row.cells.values() for note in cell.notes if "Precedent" in note]


def test_a_place_that_the_theme_names_is_the_place(drafted: Drafting) -> None:
    assert {row.place for row in drafted(theme="CAMHS in Vale").rows} == {"Vale"}
    assert {row.place for row in drafted(theme="Hearing, Vale").rows} == {"Vale"}


def test_a_precedent_keeps_the_name_of_its_place(drafted: Drafting) -> None:
    row = _row(drafted(), "re-commission CAMHS")
    assert row.place == "Dale"
    assert row.cells["action"].notes[0] == "Precedent from Dale: what is said is Dale's own."


def test_only_the_documents_that_were_asked_for(drafted: Drafting) -> None:
    draft = drafted(documents=("dale-intentions",))
    assert {citation.document_id for citation in draft.citations} == {"dale-intentions"}
    assert "dale-intentions" in draft.searched


def test_a_body_that_is_gone_is_told_beside_the_cell_and_stays_in_it(drafted: Drafting) -> None:
    cell = _row(drafted(), "re-commission CAMHS").cells["action"]
    assert cell.text.startswith("Dale Primary Care Trust will")
    assert any("Primary care trusts" in note for note in cell.notes)
    kinds = [notice.kind for notice in drafted().notices]
    assert kinds == [NoticeKind.CURRENCY, NoticeKind.DRAFT_SOURCE]


def test_local_facts_fill_only_what_is_the_users_own(drafted: Drafting) -> None:
    facts = LocalFacts(place="Hill", period="2026 to 2029", leads={"CAMHS": "Hill ICB"}, priorities=("waits",))
    draft = drafted("annual-plan", local=facts)
    stated, silent = _row(draft, "Open a clinic"), _row(draft, "re-commission CAMHS")
    assert (stated.cells["lead"].text, stated.cells["lead"].state) == ("Vale Council", CellState.QUOTED)
    assert (silent.cells["lead"].text, silent.cells["lead"].state) == ("Hill ICB", CellState.LOCAL)
    assert silent.cells["local"].text.split("\n") == [
        "Place: Hill", "Period: 2026 to 2029", "Lead: Hill ICB", "Priorities: waits",
    ]  # fmt: skip
    assert silent.cells["local"].citations == ()
    assert silent.cells["timescale"].state is CellState.NEEDED
    assert draft.title == "Annual commissioning plan: CAMHS, Hill, 2026 to 2029"


def test_a_theme_that_no_document_has_gives_no_row_and_says_so(drafted: Drafting) -> None:
    draft = drafted(theme="gender identity clinics")
    assert draft.rows == ()
    assert draft.citations == ()
    assert draft.notices == ()
    assert draft.searched == (
        "No intention on 'gender identity clinics' was found in the library (3 documents); every passage was read."
    )


def test_where_only_a_wider_theme_has_rows_none_is_shown_and_the_wider_one_is_named(drafted: Drafting) -> None:
    draft = drafted(theme="CAMHS transport")
    assert draft.rows == ()
    assert "'CAMHS transport' itself" in draft.searched
    assert draft.searched.endswith("wider themes there are some: Child and adolescent mental health (CAMHS).")
    assert [row.cells["intention"].text for row in drafted(theme="CAMHS outreach").rows] == ["Easier access"]


def test_a_theme_of_the_users_own_words_is_met_by_all_its_telling_words(drafted: Drafting) -> None:
    assert [row.cells["lead"].text for row in drafted(theme="audiometers for hearing").rows] == ["Vale Council"]


@pytest.mark.parametrize(
    ("theme", "found"),
    [
        ("CAMHS and hearing", {"self-harm", "audiometers"}),
        ("hearing", {"audiometers"}),
        ("emotional wellbeing of looked after children", set()),
        ("CAMHS for schools", {"self-harm in every school", "Bring CAMHS and schools together"}),
    ],
)
def test_and_means_either_and_of_means_both(drafted: Drafting, theme: str, found: set[str]) -> None:
    texts = _texts(drafted(theme=theme))
    assert all(words in texts for words in found)
    assert found or not texts
    assert ("audiometers" in texts) is ("audiometers" in found)


def test_the_same_request_gives_the_same_draft(drafted: Drafting) -> None:
    first, second = (drafted().model_dump(exclude={"created"}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ({"template": "nosuch"}, UnknownTemplateError, "theme-intention-action"),
        ({"template": "self-assessment"}, TemplateKindError, "checklist"),
        ({"theme": " "}, ThemeMissingError, "such as CAMHS"),
        ({"place": "Atlantis"}, UnknownPlaceError, "Dale, Vale"),
        ({"documents": ("nosuch",)}, UnknownDocumentError, "vale-strategy"),
        ({"documents": ("vale-strategy",), "place": "Dale"}, NothingToReadError, "leave out the place"),
    ],
)
def test_what_cannot_be_drafted_is_refused_with_what_to_do(
    drafted: Drafting, given: dict[str, object], error: type[AssistantError], told: str
) -> None:
    with pytest.raises(error, match=told):
        drafted(**given)


def test_a_template_of_the_users_own_is_read_from_its_file(drafted: Drafting, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "id: mine\ntitle: Mine\nkind: intentions\npurpose: Mine.\ncolumns:\n"
        "  - {id: job, title: Job, role: action, required: true, headers: [Job], guidance: The job., evidence: Any.}\n",
        encoding="utf-8",
    )
    draft = drafted(str(path))
    assert draft.columns == ("job",)
    row = _row(draft, "Open a clinic")
    assert "Lead in the source, for which this template has no column: Vale Council" in row.cells["job"].notes


def test_progress_is_told_in_words_and_can_stop_the_work(vale_assistant: Assistant) -> None:
    heard: list[str] = []
    request = DraftRequest(template="annual-plan", theme="CAMHS")
    vale_assistant.draft(request, heard.append)
    assert heard[0] == "Reading Vale strategy for children"
    assert heard[-1] == "Filling the table"
    with pytest.raises(DraftCancelledError, match="cancelled"):
        vale_assistant.draft(request, lambda _: False)


def test_the_library_suggests_themes(vale_assistant: Assistant) -> None:
    themes = vale_assistant.themes()
    assert themes[0] == "Child and adolescent mental health (CAMHS)"
    assert {"Hearing", "Screening"} <= set(themes)
    assert "Maternity" not in themes
    assert not [theme for theme in themes if "Where are we" in theme or "plan" in theme.casefold()]
