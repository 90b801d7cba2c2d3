"""An answer as HTML: escaped, numbered, and nothing made up."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from assistant.contracts import Answer, AnswerStatus, Citation, Notice, NoticeKind, Statement
from assistant.web.rendering import answer_html, documents_html, message_html, question_html, sources_html, step_html
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
    reply = Answer(status=AnswerStatus.NOT_FOUND, text=hostile, question=hostile)
    pieces = [
        answer_html(given, 1),
        sources_html(given, 1, {}),
        answer_html(reply, 1),
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
    assert html.index("Ring 999.") < html.index("what has changed since") < html.index("Statement of S1")
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
