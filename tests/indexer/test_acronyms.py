import pytest

from indexer.acronyms import find_acronyms, long_form


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        pytest.param("each clinical commissioning group (CCG) pays", "CCG", "clinical commissioning group", id="plain"),
        pytest.param("the Family Nurse Partnership (FNP)", "FNP", "Family Nurse Partnership", id="capitals"),
        pytest.param("the Department of Health (DoH)", "DoH", "Department of Health", id="small-letter-in-the-short"),
        pytest.param("Black and minority ethnic (BME)", "BME", "Black and minority ethnic", id="a-word-left-out"),
        pytest.param(
            "Child and Adolescent Mental Health Services (CAMHS)",
            "CAMHS",
            "Child and Adolescent Mental Health Services",
            id="ends-in-s",
        ),
        pytest.param("early help for parents, Sure Start (SuSt)", "SuSt", "Sure Start", id="letters-inside-words"),
        pytest.param("a multiagency hub (MAH)", "MAH", "multiagency hub", id="two-letters-of-a-word"),
        pytest.param("education, health and care plan (EHCP)", "EHCP", "education, health and care plan", id="comma"),
        pytest.param("“looked after children” (LAC)", "LAC", "looked after children", id="quotes"),
        pytest.param("looked after children, (LAC)", "LAC", "looked after children", id="comma-before-the-bracket"),
        pytest.param("looked after children(LAC)", "LAC", "looked after children", id="no-space"),
        pytest.param("looked-after children (LAC)", "LAC", "looked-after children", id="hyphen"),
        pytest.param("the Children’s Trust Board (CTB)", "CTB", "Children’s Trust Board", id="apostrophe"),
        pytest.param("needs and/or disability (N/D)", "N/D", "needs and/or disability", id="stroke"),
        pytest.param("Care. Looked after children (LAC)", "LAC", "Looked after children", id="the-nearest-start"),
        pytest.param("Old line\nlooked after children (LAC)", "LAC", "looked after children", id="line-before"),
        pytest.param(
            "clinical commissioning groups (CCGs)",
            "CCG",
            "clinical commissioning groups",
            id="plural",
        ),
        pytest.param(
            "accident and emergency (A&E)",
            "A&E",
            "accident and emergency",
            id="ampersand",
        ),
        pytest.param("Research & Development (R&D)", "R&D", "Research & Development", id="ampersand-in-both"),
        pytest.param("local authorities (LAs)", "LA", "local authorities", id="plural-of-two-letters"),
        pytest.param("clinical commissioning groups (CCG’s)", "CCG", "clinical commissioning groups", id="greengrocer"),
    ],
)
def test_an_acronym_is_found_with_what_it_stands_for(text: str, short: str, long: str) -> None:
    assert find_acronyms([text]) == {short: (long,)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("(LAC)", id="nothing-before"),
        pytest.param("the local trust (NHS)", id="other-letters"),
        pytest.param("see the annex (Annex B) or the plan (2014)", id="no-short-form"),
        pytest.param("looked after children (lac)", id="small-letters"),
        pytest.param("looked after children (Lac)", id="one-capital"),
        pytest.param("looked after children (L)", id="one-letter"),
        pytest.param("Health (HE)", id="one-word"),
        pytest.param("children in flacs (LAC)", id="opens-inside-a-word"),
        pytest.param("the LAC clinic (LAC)", id="explained-by-itself"),
        pytest.param("looked after children [LAC]", id="other-brackets"),
        pytest.param("looked after children (LAC nurses)", id="more-in-the-bracket"),
        pytest.param("looked after\nchildren (LAC)", id="broken-over-two-lines"),
        pytest.param("looked one two three four five six seven after children (LAC)", id="too-far-before"),
    ],
)
def test_what_is_not_explained_is_not_found(text: str) -> None:
    assert find_acronyms([text]) == {}


def test_each_long_form_is_kept_once_as_first_written() -> None:
    texts = [
        "Looked After Children (LAC) and the Local Area Council (LAC)",
        "looked after children (LAC), a family support worker (FSW)",
    ]
    assert find_acronyms(texts) == {
        "LAC": ("Looked After Children", "Local Area Council"),
        "FSW": ("family support worker",),
    }


def test_a_text_says_nothing_of_the_next() -> None:
    assert find_acronyms(["looked after", "children (LAC)"]) == {}


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        pytest.param("LAC", "for looked after children ", "looked after children", id="found"),
        pytest.param("LAC", "for children ", None, id="not"),
        pytest.param("LAC", "", None, id="nothing"),
        pytest.param("LAC", " ,.; ", None, id="no-word"),
    ],
)
def test_the_long_form_ends_where_the_bracket_begins(short: str, before: str, long: str | None) -> None:
    assert long_form(short, before) == long
