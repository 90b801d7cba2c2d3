"""An answer as HTML. Every word that comes from elsewhere is escaped here, and nowhere later."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from assistant.contracts import Answer, AnswerStatus, Citation, Mode, Notice, NoticeKind, Statement
from assistant.web.offering import further_html
from assistant.web.parts import badge, dotted, paragraph, year
from assistant.web.rows import row_html, row_in
from indexer.contracts import Document

# A longer passage can be folded away.
_LONG_PASSAGE = 600

_OWN_NUMBER = re.compile(r"\W{0,3}(?:step )?\d{1,2}(?:[.):]|\s)", re.IGNORECASE)

_NOTES = {
    NoticeKind.CURRENCY: "What is out of date or has changed since",
    NoticeKind.CONFLICT: "Where the sources differ",
    NoticeKind.DRAFT_SOURCE: "Drafts among the sources",
    NoticeKind.UNVERIFIED: "What was left out",
}
_MADE = {
    Mode.QUOTES: "In the documents' own words. ",
    Mode.MODEL: "Worded by a language model; each sentence was checked against the passages that it cites. ",
}


def question_html(text: str) -> str:
    """Return a question as its asker typed it."""
    return f'<p class="asked"><span class="unseen">You asked: </span>{escape(text)}</p>'


def step_html(step: str, turn: int) -> str:
    """Return the step that is under way, in the place where the answer will stand."""
    return f'<div class="answer" id="t{turn}" data-turn="{turn}"><p class="step">{escape(step)}&hellip;</p></div>'


def message_html(text: str, turn: int) -> str:
    """Return a sentence of the page's own in the place of an answer."""
    return f'<div class="answer" id="t{turn}" data-turn="{turn}"><p class="reply">{escape(text)}</p></div>'


def answer_html(answer: Answer, turn: int) -> str:
    """Return an answer: notices, then statements with links to their sources, or why there are none.

    Args:
        answer: a checked answer.
        turn: its number in the conversation, which makes the ids unique.

    Raises:
        KeyError: a statement names a citation that the answer does not hold.
    """
    body = _lead(answer, turn) + _statements(answer, turn) if answer.statements else _reply(answer)
    return (
        f'<div class="answer {answer.status.value}" id="t{turn}" data-turn="{turn}">'
        f"{_first_notices(answer.notices)}{body}{notes_html(answer.notices, f't{turn}-notes')}"
        f"{further_html(answer)}</div>"
    )


def sources_html(answer: Answer, turn: int, documents: Mapping[str, Document]) -> str:
    """Return a card for each citation of an answer; nothing if it has none.

    Args:
        answer: a checked answer.
        turn: its number in the conversation, as given to ``answer_html``.
        documents: the documents of the library by id; they tell which have pages, and titles.
    """
    if not answer.citations:
        return ""
    cards = "".join(_card(citation, turn, documents) for citation in answer.citations)
    return (
        f'<section class="turn" aria-labelledby="t{turn}-sources"><h3 id="t{turn}-sources">'
        f'<span class="which">Question {turn}</span> {escape(answer.question)}</h3>{cards}</section>'
    )


def source_html(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Return where a citation stands, and its passage with the quote marked.

    Args:
        citation: located by us.
        documents: the documents of the library by id; they tell which have pages, and titles.
    """
    return (
        f'<p class="facts">{_facts(citation)}</p>{_summary_of(citation, documents)}'
        f"{_where(citation, documents)}{_passage(citation)}"
    )


def notes_html(notices: tuple[Notice, ...], name: str) -> str:
    """Return the notices that belong beside what was found, in a box of this id; nothing if there are none."""
    found = [(heading, _texts(notices, kind)) for kind, heading in _NOTES.items()]
    notes = "".join(f"<strong>{heading}</strong>{texts}" for heading, texts in found if texts)
    return f'<div class="note" role="note" id="{escape(name)}">{notes}</div>' if notes else ""


def notes_pointer_html(notices: tuple[Notice, ...], name: str) -> str:
    """Return where the notices stand; they can be longer than what was found, and are announced above it."""
    kinds = [words.lower() for kind, words in _NOTES.items() if _texts(notices, kind)]
    return f'Read with the notes below: <a href="#{escape(name)}">{", ".join(kinds)}</a>.' if kinds else ""


def documents_html(documents: Iterable[Document]) -> str:
    """Return the list of documents, folded away."""
    items = [_document(document) for document in documents]
    return (
        f'<details class="library"><summary>Documents in the library ({len(items)})</summary>'
        f"<ul>{''.join(items)}</ul></details>"
    )


def _first_notices(notices: tuple[Notice, ...]) -> str:
    danger = _texts(notices, NoticeKind.DANGER)
    personal = _texts(notices, NoticeKind.PERSONAL_DATA)
    alert = f'<div class="danger" role="alert"><strong>Is a child in danger now?</strong>{danger}</div>'
    note = f'<div class="note" role="note"><strong>Personal details</strong>{personal}</div>'
    return (alert if danger else "") + (note if personal else "")


def _lead(answer: Answer, turn: int) -> str:
    pointer = notes_pointer_html(answer.notices, f"t{turn}-notes")
    return f'{_in_part(answer)}<p class="lead">{_MADE[answer.mode]}{pointer}</p>'


def _in_part(answer: Answer) -> str:
    """Return what an answer in part says that nothing was found on; it stands in its text before the statements."""
    if answer.status is not AnswerStatus.PARTIAL:
        return ""
    before, found, _ = answer.text.partition(answer.statements[0].text)
    said = " ".join(_own_paragraphs(before, answer.notices)) if found else ""
    return f'<p class="partial"><strong>An answer in part.</strong> {escape(said)}</p>'


def _texts(notices: tuple[Notice, ...], kind: NoticeKind) -> str:
    return "".join(f"<p>{escape(notice.text)}</p>" for notice in notices if notice.kind is kind)


def _reply(answer: Answer) -> str:
    paragraphs = _own_paragraphs(answer.text, answer.notices)
    # What is offered is shown below; in the text, which stands alone elsewhere, it is the last line.
    shown = paragraphs[:-1] if answer.further and len(paragraphs) > 1 else paragraphs
    return "".join(f'<p class="reply">{escape(paragraph)}</p>' for paragraph in shown)


def _own_paragraphs(text: str, notices: tuple[Notice, ...]) -> list[str]:
    # The text of an answer repeats the danger notice, which has a box of its own.
    shown = {notice.text for notice in notices}
    return [one for one in text.split("\n\n") if one.strip() and one not in shown]


def _statements(answer: Answer, turn: int) -> str:
    by_token = {citation.token: citation for citation in answer.citations}
    said = [_statement(statement, turn, by_token) for statement in answer.statements]
    if len(said) == 1:
        return f'<div class="statement">{said[0]}</div>'
    # Steps that bring their own numbers are not numbered again.
    numbered = answer.ordered and not any(_OWN_NUMBER.match(statement.text) for statement in answer.statements)
    tag = "ol" if answer.ordered else "ul"
    kind = "statements numbered" if numbered else "statements"
    return f'<{tag} class="{kind}">{"".join(f"<li>{one}</li>" for one in said)}</{tag}>'


def _statement(statement: Statement, turn: int, by_token: Mapping[str, Citation]) -> str:
    links = "".join(_link(by_token[token], turn) for token in statement.citations)
    row = row_in(statement.text, by_token[statement.citations[0]].quote) if len(statement.citations) == 1 else None
    said = row_html(row) if row else f'<span class="said">{escape(statement.text)}</span>'
    return f'{said} <span class="cites">{links}</span>'


def _link(citation: Citation, turn: int) -> str:
    number = _number(citation)
    return f'<a class="cite" href="#{_card_id(citation, turn)}" aria-label="Source {number}">[{number}]</a>'


def _number(citation: Citation) -> str:
    return escape(citation.token.removeprefix("S"))


def _card_id(citation: Citation, turn: int) -> str:
    return f"t{turn}-s{_number(citation)}"


def _card(citation: Citation, turn: int, documents: Mapping[str, Document]) -> str:
    card_id = _card_id(citation, turn)
    return (
        f'<article class="card" id="{card_id}" tabindex="-1" aria-labelledby="{card_id}-title">'
        f'<h4 id="{card_id}-title"><span class="number">{_number(citation)}</span> '
        f"{escape(citation.title or 'Title not known')}</h4>"
        f"{source_html(citation, documents)}"
        f'<p class="back"><a href="#t{turn}">Back to the answer</a></p></article>'
    )


def _facts(citation: Citation) -> str:
    publishers = escape(", ".join(citation.publishers))
    return f"{badge(citation.document_status)} {dotted((publishers, year(citation.published)))}"


def _summary_of(citation: Citation, documents: Mapping[str, Document]) -> str:
    if not citation.summary_of:
        return ""
    whole = documents.get(citation.summary_of)
    title = whole.metadata.title if whole else None
    return f'<p class="summary-of">our summary of {escape(title or citation.summary_of)}</p>'


def _where(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.document_id)
    page = f"page {citation.page}" if citation.page is not None else ""
    if not page and document and document.pages:
        page = "page not known"
    where = dotted((escape(citation.section or ""), paragraph(citation.paragraph or ""), page))
    return f'<p class="where">{where}</p>' if where else ""


def _passage(citation: Citation) -> str:
    before, after = citation.passage[: citation.start], citation.passage[citation.end :]
    quote = citation.passage[citation.start : citation.end]
    text = f'<blockquote class="passage">{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}</blockquote>'
    if len(citation.passage) <= _LONG_PASSAGE:
        return text
    return f"<details open><summary>The passage</summary>{text}</details>"


def _document(document: Document) -> str:
    said = document.metadata
    status = said.status.value if said.status else None
    facts = f"{badge(status)} {dotted((escape(said.place or ''), year(said.published)))}"
    title = escape(said.title or "Title not known")
    return f'<li><span class="title">{title}</span> <span class="facts">{facts}</span></li>'
