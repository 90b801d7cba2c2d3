import hashlib
import random
from collections.abc import Callable, Sequence

import pytest
from indexer_making import CountingEmbedder, heading, item, paragraph, row

from indexer.contracts import Block, BlockKind, Passage, PassageKind
from indexer.dividing import Contexts, divide, embedded_text, labelled_text
from indexer.embedding import SentenceEmbedder
from indexer.errors import PassageTooLongError
from indexer.rows import numbered_items
from indexer.settings import load_policy

POLICY = load_policy().dividing


def words(count: int, stem: str = "word") -> str:
    return " ".join(f"{stem}{number}" for number in range(count))


def pieces(text: str) -> int:
    """Count as a model does that cuts long words: four characters a piece."""
    return sum(-(-len(word) // 4) for word in text.split())


def passages(*blocks: Block, count: Callable[[str], int] = pieces) -> list[Passage]:
    return divide("plan", blocks, count, POLICY)


def indexed(passage: Passage, count: Callable[[str], int] = pieces) -> str:
    """Return what is embedded for a passage and searched by its words."""
    return embedded_text(passage, Contexts(count, POLICY.context_pieces))


HUGE = {
    "one long paragraph": [paragraph(words(5000))],
    "a long paragraph of sentences": [paragraph(" ".join(f"Nurse {n} visits on day {n}." for n in range(1000)))],
    "one long word": [paragraph("x" * 3000)],
    "a long word among words": [paragraph(f"{words(40)} {'x' * 3000} {words(40)}")],
    "a long list": [paragraph("The board will:"), *(item(words(9, f"item{n}-")) for n in range(300))],
    "a long item": [paragraph("The board will:"), item(words(2000))],
    "a long lead-in": [paragraph(f"{words(900)}:"), item("meet"), item("report")],
    "a long row": [row(("Action", words(900)), ("Lead", words(700, "lead")))],
    "a row of many cells": [row(*((f"Column {n}", words(12, f"c{n}-")) for n in range(60)))],
    "a row with a long label": [row(("Action", words(900)), label=words(300, "label"))],
    "long headings": [*(heading(words(150, f"h{n}-"), n) for n in range(1, 7)), paragraph(words(3000))],
    "long headings over a list": [heading(words(400), 1), paragraph("So:"), *(item(words(30)) for _ in range(50))],
}


@pytest.mark.parametrize("blocks", [pytest.param(blocks, id=name) for name, blocks in HUGE.items()])
def test_no_passage_is_longer_than_the_model_reads(blocks: list[Block], hash_embedder: CountingEmbedder) -> None:
    for count in (pieces, hash_embedder.count):
        found = passages(*blocks, count=count)
        assert max(count(indexed(passage, count)) for passage in found) <= POLICY.max_pieces


def test_no_passage_is_longer_than_the_packaged_model_reads(embedder: SentenceEmbedder) -> None:
    names = ("one long paragraph", "one long word", "a long list", "a long lead-in", "a row of many cells")
    blocks = [block for name in names for block in HUGE[name]]
    found = passages(*blocks, heading(words(150)), row(("Action", words(300))), count=embedder.count)
    assert max(embedder.count(indexed(passage, embedder.count)) for passage in found) <= POLICY.max_pieces
    assert len(found) > 100


def test_a_passage_that_would_be_cut_by_the_model_is_an_error_of_ours() -> None:
    with pytest.raises(PassageTooLongError, match="plan: passage 0 has 999 word pieces"):
        divide("plan", [paragraph("Words.")], lambda text: 999 if "\n" in text else 1, POLICY)


def test_no_passage_crosses_a_section() -> None:
    found = passages(heading("Needs"), paragraph("Few."), paragraph("Two."), heading("Plans"), paragraph("Three."))
    assert [(passage.headings, passage.text) for passage in found] == [
        (("Needs",), "Few.\nTwo."),
        (("Plans",), "Three."),
    ]


def test_headings_are_those_that_stand_over_a_passage() -> None:
    blocks = [heading("Needs"), heading("Births", 2), paragraph("Few."), heading("Moves", 2), paragraph("Many.")]
    found = passages(*blocks, heading("Plans"), paragraph("None."))
    assert [passage.headings for passage in found] == [("Needs", "Births"), ("Needs", "Moves"), ("Plans",)]


def test_short_neighbours_share_a_passage_up_to_the_target() -> None:
    found = passages(*(paragraph(words(20, f"p{n}-")) for n in range(6)))
    assert 1 < len(found) < 6
    assert all(pieces(passage.text) <= POLICY.target_pieces for passage in found)


@pytest.mark.parametrize(
    ("blocks", "addresses"),
    [
        pytest.param([paragraph("One.", "1.1"), paragraph("Two.", "1.2")], ["1.1", "1.2"], id="numbered paragraphs"),
        pytest.param([paragraph("One.", "1.1"), paragraph("Two.")], ["1.1", None], id="the next one has no number"),
    ],
)
def test_a_numbered_paragraph_stands_alone(blocks: list[Block], addresses: list[str | None]) -> None:
    assert [passage.paragraph for passage in passages(*blocks)] == addresses


def test_a_list_stands_with_its_lead_in() -> None:
    (before, listed) = passages(paragraph("Before."), paragraph("The board will:"), item("meet"), item("report"))
    assert before.text == "Before."
    assert (listed.kind, listed.text) == (PassageKind.LIST, "The board will:\n- meet\n- report")


def test_the_parts_of_a_long_list_stand_under_the_same_lead_in() -> None:
    found = passages(paragraph("The board will:"), *(item(words(10, f"i{n}-")) for n in range(40)))
    assert len(found) > 2
    assert found[0].text.startswith("The board will:\n- i0-0")
    assert {passage.lead_in for passage in found[1:]} == {"The board will:"}
    assert all(passage.text.startswith("- ") for passage in found[1:])


def test_what_a_paragraph_leads_into_stands_under_its_last_sentence() -> None:
    told, aim, after = passages(
        paragraph("One thing. The aim is:", "1.1"), paragraph("Be safe."), paragraph("Next.", "1.2")
    )
    assert (told.lead_in, aim.lead_in, after.lead_in) == (None, "The aim is:", None)
    assert indexed(aim).startswith("The aim is:\n")


def test_a_paragraph_leads_into_nothing_of_another_section() -> None:
    _, other = passages(paragraph("The aim is:", "1.1"), heading("Costs", 1), paragraph("They are low."))
    assert other.lead_in is None


def test_items_are_never_cut_where_they_fit() -> None:
    items = [words(10, f"i{n}-") for n in range(40)]
    found = passages(paragraph("The board will:"), *map(item, items))
    lines = [line for passage in found for line in passage.text.split("\n")]
    assert lines == ["The board will:", *(f"- {text}" for text in items)]


def test_a_row_is_a_passage_with_its_columns_and_label() -> None:
    first, second = passages(row(("Goal", "Be safe"), ("Lead", "Ann")), row(("Lead", "Bob"), label="Be safe"))
    assert (first.kind, first.text) == (PassageKind.TABLE_ROW, "Be safe\tAnn")
    assert labelled_text(first) == "Goal: Be safe; Lead: Ann"
    assert (second.text, second.lead_in) == ("Bob", "Be safe")


def test_each_part_of_a_long_row_keeps_its_label_and_column() -> None:
    found = passages(row(("Goal", "Be safe"), ("Actions", words(400))))
    assert len(found) > 2
    assert {passage.lead_in for passage in found} == {"Be safe"}
    assert {cell.column for passage in found for cell in passage.cells} == {"Actions"}


def test_the_short_cells_of_a_long_row_stand_with_its_first_part() -> None:
    long = row(("Action", "Open a clinic"), ("Outcome", words(300)), ("Lead", "Ann"), ("By", "May"), label="Be safe")
    first, *others = passages(long)
    assert [cell.column for cell in first.cells] == ["Outcome", "Lead", "By"]
    assert {passage.lead_in for passage in (first, *others)} == {"Be safe > Open a clinic"}
    assert all([cell.column for cell in passage.cells] == ["Outcome"] for passage in others)


def test_many_short_cells_leave_room_for_the_long_one() -> None:
    short = [(f"Year {n}", words(3, f"y{n}-")) for n in range(60)]
    assert len(passages(row(("Goal", "Be safe"), *short, ("Actions", words(300))))) < 15


def test_the_numbered_items_of_a_long_row_stand_with_those_of_the_same_number() -> None:
    actions = " ".join(f"{n}. {words(60, f'a{n}-')}." for n in (1, 2, 3))
    long = row(("Goal", "Be safe"), ("Actions", actions), ("Outcome", "All are safe"), ("By", "1. May 2. June 3. July"))
    found = passages(long)
    assert [[cell.column for cell in passage.cells] for passage in found] == [["Actions", "By"]] * 3 + [["Outcome"]]
    assert [passage.cells[1].text for passage in found[:3]] == ["1. May", "2. June", "3. July"]
    assert all(passage.cells[0].text.startswith(f"{n}. a{n}-0") for n, passage in enumerate(found[:3], start=1))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("1. May 2. June", ["1. May", "2. June"], id="in a line"),
        pytest.param("By:\n1) May\n2) June", ["By:\n1) May", "2) June"], id="on lines"),
        pytest.param("Action 1: train Action 2: open", ["Action 1: train", "Action 2: open"], id="named"),
        pytest.param("2. May 3. June", [], id="not from one"),
        pytest.param("1. May", [], id="one alone"),
        pytest.param("at 1.30 and 2.30", [], id="times"),
    ],
)
def test_numbered_items_are_told_apart(text: str, items: list[str]) -> None:
    assert numbered_items(text) == items


def test_rows_of_one_cell_without_a_column_share_a_passage() -> None:
    found = passages(*(row((None, text)) for text in ("Nurses", "Clinics")), row((None, "Pools"), (None, "5")))
    assert [passage.text for passage in found] == ["Nurses\nClinics", "Pools\t5"]
    assert [len(passage.cells) for passage in found] == [2, 2]


def test_rows_of_one_cell_with_its_column_stand_alone() -> None:
    assert len(passages(*(row(("Area", text)) for text in ("Nurses", "Clinics")))) == 2


def test_a_column_that_ends_in_a_colon_has_one() -> None:
    assert labelled_text(passages(row(("We are sure that:", "It is open"), ("Lead", "Ann")))[0]).startswith(
        "We are sure that: It is open"
    )


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = passages(paragraph(" ".join(f"Nurse {n} visits every family once." for n in range(60))))
    assert len(found) > 1
    assert all(passage.text.startswith("Nurse") and passage.text.endswith("once.") for passage in found)


def test_the_context_of_a_passage_keeps_the_nearest_headings() -> None:
    (found,) = passages(*(heading(words(30, f"h{n}-"), n) for n in (1, 2, 3)), paragraph("Words."))
    context = Contexts(pieces, POLICY.context_pieces)(found)
    assert context.endswith(words(30, "h3-").split()[-1]) or "h3-0" in context
    assert "h1-0" not in context
    assert pieces(context) <= POLICY.context_pieces


def some_blocks(seed: int) -> list[Block]:
    """Return random blocks, each word in them its own; every heading has something under it."""
    chance, made = random.Random(seed), 0

    def text(longest: int) -> str:
        nonlocal made
        parts = []
        for _ in range(chance.randint(1, longest)):
            made += 1
            parts.append(f"w{made}x" + chance.choice(["", "", "", ".", ",", "?\nA" if longest > 40 else ""]))
        return " ".join(parts)

    blocks: list[Block] = []
    for _ in range(chance.randint(5, 25)):
        kind = chance.choice(list(BlockKind))
        if kind is BlockKind.HEADING:
            blocks += [heading(text(12), chance.randint(1, 4)), paragraph(text(30))]
        elif kind is BlockKind.TABLE_ROW:
            columns = [text(3) for _ in range(chance.randint(1, 4))]
            label = chance.choice([None, text(5)])
            blocks.append(row(*((column, text(chance.choice([4, 150]))) for column in columns), label=label))
        elif kind is BlockKind.LIST_ITEM:
            blocks += [item(text(chance.choice([8, 60]))) for _ in range(chance.randint(1, 12))]
        else:
            blocks.append(paragraph(text(chance.choice([5, 30, 400])), chance.choice([None, None, "1.1"])))
    return blocks


def words_of(texts: Sequence[str]) -> set[str]:
    return {word.strip(".,?;:") for text in texts for word in text.split()}


@pytest.mark.parametrize("seed", range(40))
def test_every_word_of_every_block_stands_in_some_passage(seed: int) -> None:
    blocks = some_blocks(seed)
    given = words_of([block.text for block in blocks] + [block.lead_in or "" for block in blocks])
    found = passages(*blocks)
    kept = [text for p in found for text in (p.text, p.lead_in or "", *p.headings)]
    assert given - words_of(kept) == set()


@pytest.mark.parametrize("seed", range(40))
def test_passages_of_any_blocks_are_short_unique_and_in_order(seed: int) -> None:
    found = passages(*some_blocks(seed))
    assert len({passage.id for passage in found}) == len(found)
    assert [passage.ordinal for passage in found] == list(range(len(found)))
    assert max(pieces(indexed(passage)) for passage in found) <= POLICY.max_pieces


def test_ids_are_the_same_on_every_run() -> None:
    ids = "".join(passage.id for passage in passages(*some_blocks(1)))
    assert ids == "".join(passage.id for passage in passages(*some_blocks(1)))
    (known,) = passages(heading("Needs"), paragraph("Few."))
    digest = hashlib.sha256(b"plan\x1fNeeds\x1f\x1fFew.").hexdigest()
    assert known.id == hashlib.sha256(f"{digest}0".encode()).hexdigest()[:20]


def test_ids_survive_a_change_elsewhere_in_the_document() -> None:
    before = {passage.id for passage in passages(heading("Needs"), paragraph("Few."))}
    after = {
        passage.id for passage in passages(heading("New"), paragraph("More."), heading("Needs"), paragraph("Few."))
    }
    assert before < after


def test_the_same_words_said_twice_have_two_ids() -> None:
    found = passages(*(paragraph("Few.", "1.1") for _ in range(3)))
    assert len({passage.id for passage in found}) == 3


def test_the_same_words_in_two_documents_have_two_ids() -> None:
    one, other = (divide(name, [paragraph("Few.")], pieces, POLICY)[0].id for name in ("plan", "other"))
    assert one != other


def test_nothing_gives_no_passage() -> None:
    assert passages() == []


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([heading("Map needs"), heading("Choose"), paragraph("Few.")], id="followed by its equal"),
        pytest.param([paragraph("Few."), heading("Map needs")], id="at the end"),
        pytest.param([heading("Map needs")], id="alone"),
    ],
)
def test_a_heading_with_nothing_under_it_stands_in_some_passage(blocks: list[Block]) -> None:
    kept = words_of([text for p in passages(*blocks) for text in (p.text, *p.headings)])
    assert {"Map", "needs"} <= kept


def test_long_headings_do_not_ask_the_model_over_and_over() -> None:
    asked: list[str] = []

    def count(text: str) -> int:
        asked.append(text)
        return pieces(text)

    found = passages(*HUGE["long headings over a list"], count=count)
    assert len(asked) < 50 * len(found)


def test_every_word_of_a_long_first_cell_is_indexed() -> None:
    found = passages(row(("Goal", words(300, "goal")), ("Lead", words(300, "lead"))))
    assert words_of([words(300, "goal")]) <= words_of([indexed(passage) for passage in found])


def test_a_long_row_of_equal_cells_is_kept() -> None:
    assert passages(row(("Goal", words(300)), ("Lead", words(300))))
