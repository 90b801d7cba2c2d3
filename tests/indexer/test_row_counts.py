"""The tables of the real documents hold the rows that a reader counts in them, whatever the form of the file."""

from pathlib import Path

import pytest
from indexer_making import reading_of

from indexer.contracts import Block, BlockKind

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
ESSEX, PLYMOUTH, GUIDANCE = "002_f1e2887dee819189", "003_2f322dc7352337e1", "004_cd3e7323a5f6d1a2"
OXFORDSHIRE, FRAMEWORK = "000_cdac8e15912a397e", "001_8412824d65c1a205"

# Where a document lies in each form in which its tables are counted.
FORMS = {"text": "{name}.txt", "pdf": "pdf/{name}.pdf", "docx": "docx/{name}.docx"}

pytestmark = [pytest.mark.seeds, pytest.mark.parametrize("form", FORMS)]


def blocks_of(name: str, form: str) -> tuple[Block, ...]:
    return reading_of(SEEDS / FORMS[form].format(name=name)).blocks


def table_of(name: str, form: str, *columns: str) -> list[Block]:
    """Return the rows of the tables that have all of these columns, those with none of them among them."""
    rows = [block for block in blocks_of(name, form) if block.kind is BlockKind.TABLE_ROW]
    names: dict[int | None, set[str | None]] = {}
    for row in rows:
        names.setdefault(row.table, set()).update(cell.column for cell in row.cells)
    return [row for row in rows if names[row.table] >= set(columns)]


def cell(row: Block, column: str) -> str | None:
    return next((cell.text for cell in row.cells if cell.column == column), None)


@pytest.mark.parametrize(
    ("name", "columns", "count"),
    [
        pytest.param(ESSEX, ("Proposed Action", "CCG Lead"), 22, id="actions of the Essex CCGs"),
        pytest.param(PLYMOUTH, ("Commissioning Activity", "Timeframe"), 17, id="the annual plan of Plymouth"),
        pytest.param(PLYMOUTH, ("Current commissioner", "Provider"), 37, id="services in Plymouth"),
        pytest.param(PLYMOUTH, ("National", "Plymouth"), 7, id="measures of Plymouth"),
        pytest.param(PLYMOUTH, ("System element", "Approximate current budget"), 6, id="budgets in Plymouth"),
        pytest.param(GUIDANCE, ("Is the CCG confident that:",), 13, id="the self-assessment checklist"),
        pytest.param(GUIDANCE, ("Action area",), 13, id="action areas"),
        pytest.param(GUIDANCE, ("Item",), 9, id="the schedule of key information"),
        pytest.param(OXFORDSHIRE, ("Commissioning intention",), 23, id="intentions of Oxfordshire"),
        pytest.param(FRAMEWORK, ("Planned change", "Actions"), 6, id="the change plan of Oxfordshire"),
    ],
)
def test_a_table_has_as_many_rows_as_a_reader_counts(
    form: str, name: str, columns: tuple[str, ...], count: int
) -> None:
    rows = table_of(name, form, *columns)
    assert len(rows) == count, [row.text[:60] for row in rows]


def test_each_action_of_the_essex_ccgs_has_its_outcome_and_lead(form: str) -> None:
    rows = table_of(ESSEX, form, "Proposed Action", "CCG Lead")
    columns = ("Proposed Action", "Expected Outcomes", "CCG Lead")
    assert [row.text[:60] for row in rows if not all(cell(row, column) for column in columns)] == []


def test_each_activity_of_the_annual_plan_has_its_lead_and_timeframe(form: str) -> None:
    rows = table_of(PLYMOUTH, form, "Commissioning Activity", "Timeframe")
    columns = ("Commissioning Activity", "Key Outcomes", "Lead Commissioner", "Timeframe")
    assert [row.text[:60] for row in rows if not all(cell(row, column) for column in columns)] == []
    assert [row.text[:60] for row in rows if not (row.lead_in or cell(row, "System Element"))] == []


def test_three_dates_of_an_activity_keep_their_numbers(form: str) -> None:
    times = [cell(row, "Timeframe") or "" for row in table_of(PLYMOUTH, form, "Commissioning Activity", "Timeframe")]
    numbered = [time.split("\n") for time in times if time.startswith("1.")]
    assert [[line[:2] for line in lines] for lines in numbered] == [["1.", "2.", "3."]] * 2


def test_the_health_profile_has_its_indicators_with_their_values(form: str) -> None:
    rows = [row for row in table_of(PLYMOUTH, form, "Indicator", "Local value") if cell(row, "Indicator")]
    assert [(cell(row, "Indicator") or "").split()[0] for row in rows] == [str(n) for n in range(1, 33)]
    columns = ("Eng. best", "Eng. worst", "Eng. ave.", "Local value", "Local no.")
    assert [row.text for row in rows if not all(cell(row, column) for column in columns)] == []


@pytest.mark.parametrize(
    ("label", "name"),
    [
        pytest.param("School Nursing (5-19 Healthy Child Programme)", ESSEX, id="over a page"),
        pytest.param("Education and Childcare", ESSEX, id="two halves of a name"),
        pytest.param("Tier 2 Ophthalmology Service", ESSEX, id="a label before a figure"),
        pytest.param("Redesign of Autistic Spectrum Disorder (ASD) Pathway", ESSEX, id="a label alone"),
    ],
)
def test_labels_broken_over_a_page_are_whole(form: str, name: str, label: str) -> None:
    rows = [block for block in blocks_of(name, form) if block.cells and block.cells[0].text == label]
    assert len(rows) == 1
