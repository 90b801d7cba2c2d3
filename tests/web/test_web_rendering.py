"""An answer as HTML: escaped, numbered, and nothing made up."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from assistant.contracts import Answer, AnswerStatus, Citation, Notice, NoticeKind, Statement
from assistant.web.offering import further_html
from assistant.web.rendering import answer_html, documents_html, message_html, question_html, sources_html, step_html
from assistant.web.rows import Row, row_in
from assistant.web.shell import examples_html, panel_html, unusable_html
from indexer.contracts import Document

Cite = Callable[..., Citation]
MakeAnswer = Callable[..., Answer]
MakeDocument = Callable[..., Document]


def _marked(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_statements_link_to_their_cards(cite: Cite, answer: MakeAnswer) -> None:
    given = answer(cite("S1"), cite("S2"))
    said, sources = answer_html(given, 3), sources_html(given, 3, {})
    links = re.findall(r'<a class="cite" href="#([^"]+)"[^>]*>(\[\d+\])</a>', said)
    assert links == [("t3-s1", "[1]"), ("t3-s2", "[2]")]
    for card, _ in links:
        assert f'id="{card}"' in sources


def test_one_statement_is_a_paragraph_and_several_a_list(cite: Cite, answer: MakeAnswer) -> None:
    assert "<ul" not in answer_html(answer(cite()), 1)
    assert answer_html(answer(cite("S1"), cite("S2")), 1).count("<li>") == 2


def test_statement_without_its_citation_is_refused(cite: Cite, answer: MakeAnswer) -> None:
    loose = answer(cite()).model_copy(update={"statements": (Statement(text="x", citations=("S9",)),)})
    with pytest.raises(KeyError):
        answer_html(loose, 1)


def test_everything_hostile_is_escaped(cite: Cite, answer: MakeAnswer, document: MakeDocument, hostile: str) -> None:
    citation = cite(
        title=hostile,
        publishers=(hostile,),
        section=hostile,
        paragraph=hostile,
        summary_of=hostile,
        published='">1',
        passage=hostile,
        quote=hostile,
        start=0,
        end=len(hostile),
    )
    notices = tuple(Notice(kind=kind, text=hostile) for kind in NoticeKind)
    given = answer(citation, notices=notices, question=hostile)
    offered = (citation.model_copy(update={"token": "M1"}),)
    reply = Answer(status=AnswerStatus.NOT_FOUND, text=hostile, question=hostile)
    cells = citation.model_copy(update={"quote": f"{hostile}\t{hostile}"})
    row = Statement(text=f"{hostile}: {hostile}; {hostile}: {hostile}", citations=("S1",))
    in_part = {"status": AnswerStatus.PARTIAL, "text": f"{hostile}\n\n{given.statements[0].text}"}
    pieces = [
        answer_html(given, 1),
        sources_html(given, 1, {}),
        answer_html(reply, 1),
        answer_html(reply.model_copy(update={"further": offered, "text": f"{hostile}\n\nNearest."}), 1),
        further_html(given.model_copy(update={"further": offered})),
        answer_html(given.model_copy(update={"statements": (row,), "citations": (cells,)}), 1),
        answer_html(given.model_copy(update=in_part), 1),
        question_html(hostile),
        step_html(hostile, 1),
        message_html(hostile, 1),
        documents_html([document(title=hostile, place=hostile)]),
        unusable_html(hostile),
    ]
    for piece in pieces:
        assert "<script" not in piece
        assert "<img" not in piece
        assert hostile in unescape(piece)


def test_quote_is_marked_once_where_it_stands(cite: Cite, answer: MakeAnswer) -> None:
    passage = "The board must meet. The board must meet. <b> & so on"
    second = passage.index("The board", 1)
    citation = cite(passage=passage, quote="The board must meet.", start=second, end=second + 20)
    html = sources_html(answer(citation), 1, {})
    assert _marked(html) == ["The board must meet."]
    assert "The board must meet. <mark>" in html
    assert "&lt;b&gt; &amp; so on" in html


def test_line_breaks_and_bullets_are_kept(cite: Cite, answer: MakeAnswer) -> None:
    html = sources_html(answer(cite()), 1, {})
    assert "Partners may pool money.\n- <mark>" in html


def test_only_long_passages_are_folded(cite: Cite, answer: MakeAnswer) -> None:
    assert "<details" not in sources_html(answer(cite()), 1, {})
    assert "<details open>" in sources_html(answer(cite(passage="word " * 200, quote="word", start=0, end=4)), 1, {})


def test_card_shows_what_is_known(cite: Cite, answer: MakeAnswer) -> None:
    words = _words(sources_html(answer(cite()), 1, {}))
    for known in ("County Council, Trust", "2010", "Draft", "Legal framework", "paragraph 3.2", "page 12"):
        assert known in words
    assert "2010-05" not in words


def test_paragraph_address_in_words_stands_as_it_is(cite: Cite, answer: MakeAnswer) -> None:
    words = _words(sources_html(answer(cite(paragraph="Section 5, question 6")), 1, {}))
    assert "· Section 5, question 6 ·" in words


def test_unknown_is_never_guessed(cite: Cite, answer: MakeAnswer) -> None:
    names = ("title", "published", "document_status", "section", "paragraph", "page")
    bare = cite(publishers=(), **dict.fromkeys(names))
    words = _words(sources_html(answer(bare), 1, {}))
    assert "Title not known" in words
    assert "Status not known" in words
    for guess in ("page", "paragraph", "None", "Unknown"):
        assert guess not in words.replace("The passage", "")


def test_missing_page_is_said_only_of_documents_with_pages(
    cite: Cite, answer: MakeAnswer, document: MakeDocument
) -> None:
    given = answer(cite(page=None))
    paged, pageless = document(), document().model_copy(update={"pages": None})
    assert "page not known" in sources_html(given, 1, {"framework": paged})
    assert "page not known" not in sources_html(given, 1, {"framework": pageless})
    assert "page not known" not in sources_html(given, 1, {})


def test_summary_names_the_document_it_summarises(cite: Cite, answer: MakeAnswer, document: MakeDocument) -> None:
    given = answer(cite(summary_of="whole"))
    library = {"whole": document("whole", title="The Whole Report")}
    assert "our summary of The Whole Report" in sources_html(given, 1, library)
    assert "our summary of whole" in sources_html(given, 1, {})


def test_danger_comes_first_and_alerts(cite: Cite, answer: MakeAnswer) -> None:
    notices = (
        Notice(kind=NoticeKind.CURRENCY, text="CCGs were abolished."),
        Notice(kind=NoticeKind.DANGER, text="Ring 999."),
    )
    html = answer_html(answer(cite(), notices=notices), 1)
    assert html.count('role="alert"') == 1
    assert (
        html.index("Ring 999.") < html.index("what is out of date or has changed since") < html.index("Statement of S1")
    )
    assert html.index("Statement of S1") < html.index("CCGs were abolished.")
    assert 'href="#t1-notes"' in html
    assert 'id="t1-notes"' in html


def test_reply_does_not_say_the_danger_notice_twice() -> None:
    given = Answer(
        status=AnswerStatus.NOT_FOUND,
        notices=(Notice(kind=NoticeKind.DANGER, text="Ring 999."),),
        text="Ring 999.\n\nNot found in the library.",
        question="?",
    )
    html = answer_html(given, 1)
    assert html.count("Ring 999.") == 1
    assert "Not found in the library." in html
    assert sources_html(given, 1, {}) == ""


def test_what_is_offered_is_folded_under_an_answer(cite: Cite, answer: MakeAnswer) -> None:
    given = answer(cite()).model_copy(update={"further": (cite("M1", quote="The host\tkeeps the accounts.", page=31),)})
    html = answer_html(given, 1)
    assert '<details class="further"><summary>More from these sources</summary>' in html
    assert html.index("Statement of S1") < html.index("More from these sources")
    words = _words(html[html.index("<details") :])
    for known in ("The host keeps the accounts.", "Framework for Joint Commissioning", "Draft", "page 31"):
        assert known in words
    assert "M1" not in html
    assert "details" not in answer_html(answer(cite()), 1)


def test_what_is_offered_for_a_refusal_is_open_and_said_to_answer_nothing(cite: Cite) -> None:
    text = "Ring 999.\n\nNot found.\n\nNearest passages, which do not answer this: A, b."
    danger = (Notice(kind=NoticeKind.DANGER, text="Ring 999."),)
    given = Answer(status=AnswerStatus.NOT_FOUND, further=(cite("M1"),), text=text, notices=danger, question="Who?")
    html = answer_html(given, 1)
    assert '<details class="further" open><summary>Nearest passages (they do not answer this)</summary>' in html
    assert '<p class="reply">Not found.</p>' in html
    assert "A, b." not in html  # the list below says it
    assert sources_html(given, 1, {}) == ""


def test_an_answer_in_part_says_first_what_nothing_was_found_on(cite: Cite, answer: MakeAnswer) -> None:
    whole = answer(cite())
    notices = (Notice(kind=NoticeKind.DANGER, text="Ring 999."),)
    text = f"Ring 999.\n\nNothing speaks of 'beds'.\n\n{whole.text}"
    given = whole.model_copy(update={"status": AnswerStatus.PARTIAL, "text": text, "notices": notices})
    html = answer_html(given, 1)
    assert "<strong>An answer in part.</strong> Nothing speaks of &#x27;beds&#x27;.</p>" in html
    assert html.index("in part") < html.index("Statement of S1")
    assert html.count("Ring 999.") == 1
    assert "in part" not in answer_html(whole, 1)


@pytest.mark.parametrize(
    ("statement", "quote", "row"),
    [
        pytest.param(
            "Service: Audiology; Lead: A. Quill",
            "Audiology\tA. Quill",
            Row("", (("Service", "Audiology"), ("Lead", "A. Quill"))),
            id="columns",
        ),
        pytest.param(
            "Moor: Part: Service: Audiology; Lead: us",
            "Audiology\tus",
            Row("Moor: Part", (("Service", "Audiology"), ("Lead", "us"))),
            id="place-and-label",
        ),
        pytest.param(
            "Audiology; us; Note: us",
            "Audiology\tus\tus",
            Row("", (("", "Audiology"), ("", "us"), ("Note", "us"))),
            id="no-names",
        ),
        pytest.param(
            "When: by May; June: or later; Who: us",
            "by May; June: or later\tus",
            Row("", (("When", "by May; June: or later"), ("Who", "us"))),
            id="marks-in-a-cell",
        ),
        pytest.param("Service: Audiology; Lead: nobody", "Audiology\tus", None, id="another-cell"),
        pytest.param("Audiology is led by us", "Audiology\tus", None, id="a-sentence"),
        pytest.param("Service: Audiology", "Audiology", None, id="no-row"),
        pytest.param("us", "us\tus", None, id="too-short"),
        pytest.param("", "\t", None, id="empty"),
    ],
)
def test_a_row_is_told_from_its_cells_or_not_at_all(statement: str, quote: str, row: Row | None) -> None:
    assert row_in(statement, quote) == row


def test_a_row_is_shown_by_its_columns(cite: Cite, answer: MakeAnswer) -> None:
    citation = cite(quote="Audiology\tA. Quill")
    row = Statement(text="Moor: Service: Audiology; Lead: A. Quill", citations=("S1",))
    html = answer_html(answer(citation).model_copy(update={"statements": (row,)}), 1)
    assert '<span class="over">Moor</span><dl class="row"><div><dt>Service</dt><dd>Audiology</dd></div>' in html
    assert "<p" not in html[html.index("statement") :].split("<dl")[0]
    assert 'href="#t1-s1"' in html


def test_steps_are_numbered_once(cite: Cite, answer: MakeAnswer) -> None:
    given = answer(cite("S1"), cite("S2")).model_copy(update={"ordered": True})
    assert '<ol class="statements numbered">' in answer_html(given, 1)
    own = tuple(Statement(text=f"{n}. Do it.", citations=("S1",)) for n in (1, 2))
    assert '<ol class="statements">' in answer_html(given.model_copy(update={"statements": own}), 1)
    assert "<ol" not in answer_html(answer(cite("S1"), cite("S2")), 1)


def test_ids_are_unique_over_turns(cite: Cite, answer: MakeAnswer) -> None:
    notice = Notice(kind=NoticeKind.CURRENCY, text="Changed.")
    given = answer(cite("S1"), cite("S2"), notices=(notice,))
    turns = [answer_html(given, turn) + sources_html(given, turn, {}) for turn in (1, 2, 11)]
    ids = re.findall(r'\bid="([^"]+)"', "".join(turns))
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', "".join(turns))) <= set(ids)


def test_panel_has_the_latest_first() -> None:
    html = panel_html(["<i>one</i>", "", "<i>two</i>"])
    assert html.index("two") < html.index("one")
    assert "are shown here" in panel_html([""])


def test_documents_are_listed_with_what_is_known(document: MakeDocument) -> None:
    words = _words(documents_html([document(), document("other", title=None, place=None, published=None, status=None)]))
    assert "Documents in the library (2)" in words
    assert "Framework for Joint Commissioning Draft Oxfordshire · 2010" in words
    assert words.endswith("Title not known Status not known")


def test_examples_are_for_three_kinds_of_user() -> None:
    assert examples_html(is_open=True).count("<h3>") == 3
    assert '<details class="examples" open>' in examples_html(is_open=True)
    assert '<details class="examples">' in examples_html(is_open=False)
