"""A scripted assistant, so that the page is tested without a library or a model."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from playwright.sync_api import Browser
from web_browser import Visit, browsing, serving, visiting
from web_desk import ScriptedDesk

from assistant.contracts import Answer, AnswerStatus, Citation, Notice, NoticeKind, Question, Statement
from indexer.contracts import Document, DocumentStatus, Metadata
from indexer.errors import LibraryDamagedError

PASSAGE = "Partners may pool money.\n- Section 75 allows a pooled fund.\n- The host keeps the accounts."
QUOTE = "Section 75 allows a pooled fund."
HOSTILE = (
    '<script>alert(1)</script><img src="http://192.0.2.1/x.png" onerror="alert(2)"> '
    "![x](http://192.0.2.1/y.png) ${1 + 1} {{value}} </mark></article> @children"
)


def _cite(token: str = "S1", **changes: object) -> Citation:
    start = PASSAGE.index(QUOTE)
    known = {
        "token": token,
        "passage_id": "p1",
        "document_id": "framework",
        "title": "Framework for Joint Commissioning",
        "publishers": ("County Council", "Trust"),
        "published": "2010-05",
        "document_status": "draft",
        "summary_of": None,
        "section": "Legal framework",
        "paragraph": "3.2",
        "page": 12,
        "quote": QUOTE,
        "passage": PASSAGE,
        "start": start,
        "end": start + len(QUOTE),
    }
    return Citation.model_validate(known | changes)


def _answer(*citations: Citation, notices: tuple[Notice, ...] = (), question: str = "How?") -> Answer:
    statements = tuple(Statement(text=f"Statement of {c.token}: {c.quote}", citations=(c.token,)) for c in citations)
    text = "\n\n".join(statement.text for statement in statements)
    return Answer(
        status=AnswerStatus.ANSWERED,
        statements=statements,
        citations=citations,
        notices=notices,
        text=text,
        question=question,
    )


def _document(document_id: str = "framework", **metadata: object) -> Document:
    said = {"title": "Framework for Joint Commissioning", "place": "Oxfordshire", "published": "2010-05"} | metadata
    known = Metadata.model_validate({"status": DocumentStatus.DRAFT} | said)
    return Document(id=document_id, metadata=known, source="a.pdf", sha256="0", pages=30, passages=9)


class ScriptedAsks:
    """Answers by words of the question; a slow one waits until it is let go."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.let_go = Event()
        self.documents: tuple[Document, ...] = (_document(), _document("other", title=None, place=None, status=None))

    def reset(self) -> None:
        """Forget what was asked, and let nothing slow go."""
        self.asked.clear()
        self.let_go.clear()

    def ask(self, question: Question, progress: Callable[[str], None] | None = None) -> Answer:
        """Answer as the script says."""
        self.asked.append(question)
        if progress:
            progress("Searching the library")
        if "slow" in question.text:
            self.let_go.wait(20)
        if "fail" in question.text:
            raise LibraryDamagedError(f"broken while asked: {question.text}")
        if "nothing" in question.text:
            return Answer(status=AnswerStatus.NOT_FOUND, text="Not found in the library.", question=question.text)
        if "hostile" in question.text:
            cited = _cite(title=HOSTILE, section=HOSTILE, passage=HOSTILE, quote=HOSTILE, start=0, end=len(HOSTILE))
            return _answer(cited, question=question.text)
        notices = (Notice(kind=NoticeKind.DRAFT_SOURCE, text="Draft source: the framework."),)
        return _answer(_cite("S1"), _cite("S2", title=None), notices=notices, question=question.text)


@pytest.fixture(scope="session")
def cite() -> Callable[..., Citation]:
    return _cite


@pytest.fixture
def answer() -> Callable[..., Answer]:
    return _answer


@pytest.fixture
def document() -> Callable[..., Document]:
    return _document


@pytest.fixture(scope="module")
def scripted() -> ScriptedAsks:
    return ScriptedAsks()


@pytest.fixture(scope="session")
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def quote() -> str:
    return QUOTE


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def desk(scripted: ScriptedAsks) -> ScriptedDesk:
    return ScriptedDesk(scripted.documents, _cite(), HOSTILE)


@pytest.fixture(scope="module")
def url(scripted: ScriptedAsks, desk: ScriptedDesk) -> Iterator[str]:
    with serving(lambda: scripted, desk) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, scripted: ScriptedAsks, desk: ScriptedDesk) -> Iterator[Visit]:
    scripted.reset()
    desk.reset()
    with visiting(chromium, [], desk.let_go.set) as opened:
        yield opened
