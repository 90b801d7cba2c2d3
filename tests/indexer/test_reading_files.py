import io
import zipfile
from pathlib import Path

import docx
import pytest
from indexer_making import BODY, encrypted_pdf, pdf

from indexer.contracts import BlockKind
from indexer.errors import UnreadableFileError, UnsupportedFileError
from indexer.reading.files import SUFFIXES, read_file
from indexer.reading.reading import FileReading
from indexer.settings import load_policy

POLICY = load_policy().reading
LINES = [BODY, BODY.replace("Families", "Carers"), BODY.replace("Families", "Nurses")]


def read(path: Path, content: str | bytes) -> FileReading:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, POLICY)


def document(*paragraphs: str) -> bytes:
    """Return a Word document with a heading, paragraphs, a list and a table."""
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("Aims", level=1)
    for text in paragraphs:
        made.add_paragraph(text)
    made.add_paragraph("train nurses", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Action", "Lead", "Open a clinic", "Ann"), strict=True):
        cell.text = text
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        pytest.param("utf-8", b"", id="utf-8"),
        pytest.param("utf-8-sig", b"", id="utf-8 with a mark"),
        pytest.param("cp1252", b"", id="cp1252"),
        pytest.param("utf-16", b"", id="utf-16"),
        pytest.param("utf-16-be", b"\xfe\xff", id="utf-16 big end first"),
    ],
)
def test_text_is_read_in_the_encoding_it_was_saved_in(tmp_path: Path, encoding: str, bom: bytes) -> None:
    text = "The children’s fund holds £5 – no more."
    assert read(tmp_path / "a.txt", bom + text.encode(encoding)).blocks[0].text == text


@pytest.mark.parametrize("end", [pytest.param("\r\n", id="Windows"), pytest.param("\r", id="old Mac")])
def test_line_ends_of_other_systems_leave_no_trace(tmp_path: Path, end: str) -> None:
    source = f"---\ntitle: Plan\n---\n# Aims\n\n{BODY}\n\n- an item\n".replace("\n", "\r\n")
    assert read(tmp_path / "a.md", source) == read(tmp_path / "b.md", source.replace("\r\n", "\n"))
    plain = read(tmp_path / "c.txt", f"# Aims{end}{end}The board{end}meets.{end}")
    assert [block.text for block in plain.blocks] == ["Aims", "The board meets."]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.txt", b"", "empty", id="empty"),
        pytest.param("a.txt", b" \n\n\t\n", "no text", id="blank"),
        pytest.param("a.txt", b"\x7fELF\x00\x01\x02", "binary", id="binary"),
        pytest.param("a.txt", "no mark".encode("utf-16-le"), "binary", id="utf-16 without its mark"),
        pytest.param("a.txt", b"caf\x81", "neither UTF-8", id="no known encoding"),
        pytest.param("a.md", b"---\njust words\n---\nText.\n", "key: value", id="front matter that is no mapping"),
        pytest.param("a.md", b"---\ntitle: [\n---\nText.\n", "not valid YAML", id="front matter that is no YAML"),
        pytest.param("a.pdf", b"%PDF-1.4 nothing else", "damaged", id="broken PDF"),
        pytest.param("a.pdf", b"not a PDF", "damaged", id="PDF in name alone"),
        pytest.param("a.pdf", pdf([BODY])[:-400], "damaged", id="PDF cut short"),
        pytest.param("a.pdf", encrypted_pdf("secret"), "encrypted", id="encrypted PDF"),
        pytest.param("a.pdf", pdf([]), "needs OCR", id="blank page"),
        pytest.param("a.pdf", pdf(["Plan"], [], [], []), "needs OCR", id="scan under a title"),
        pytest.param("a.docx", b"not a zip", "not a Word document", id="Word in name alone"),
        pytest.param("a.docx", document()[:-200], "not a Word document", id="Word cut short"),
    ],
)
def test_a_file_without_readable_text_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as refused:
        read(tmp_path / name, content)
    assert str(refused.value).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["a.ods", "a.doc", "a", "a.PNG"])
def test_a_kind_that_is_not_read_is_refused_and_the_kinds_that_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedFileError) as refused:
        read(tmp_path / name, "words")
    assert all(suffix in str(refused.value) for suffix in SUFFIXES)


def test_a_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    assert read(tmp_path / "A.TXT", BODY).blocks[0].text == BODY


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    policy = POLICY.model_copy(update={"max_bytes": {"txt": 2_000_000}})
    (tmp_path / "a.txt").write_bytes(b"word " * 600_000)
    with pytest.raises(UnreadableFileError, match=r"3 MB is over the limit of 2 MB"):
        read_file(tmp_path / "a.txt", policy)


def test_front_matter_is_told_apart_from_the_text(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.md", "---\ntitle: Plan\npublished: 2013-12-08\n---\nThe board meets.\n")
    assert reading.front_matter is not None
    assert reading.front_matter["title"] == "Plan"
    assert [block.text for block in reading.blocks] == ["The board meets."]


def test_text_has_no_pages(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.txt", BODY)
    assert (reading.pages, reading.blocks[0].page, reading.front_matter) == (None, None, None)


def test_a_pdf_keeps_its_pages(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.pdf", pdf(["1. Needs", *LINES, "So it ends."], ["2. Plans", *LINES]))
    assert reading.pages == 2
    assert [(block.kind.value, block.text[:8], block.page) for block in reading.blocks] == [
        ("heading", "1. Needs", 1),
        ("paragraph", "Families", 1),
        ("heading", "2. Plans", 2),
        ("paragraph", "Families", 2),
    ]


def test_a_pdf_locked_with_the_empty_password_is_read(tmp_path: Path) -> None:
    assert read(tmp_path / "a.pdf", encrypted_pdf("")).blocks[0].text == BODY


def test_a_short_line_ends_a_paragraph_of_a_pdf(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.pdf", pdf([*LINES, "and so it was.", *LINES]))
    assert [block.text for block in reading.blocks] == [" ".join([*LINES, "and so it was."]), " ".join(LINES)]


def test_a_paragraph_over_a_page_break_of_a_pdf_is_one(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.pdf", pdf([BODY[:-1]], ["and it went on to the next page in the same sentence."]))
    assert len(reading.blocks) == 1


def furnished(pages: int) -> bytes:
    """Return a PDF with a running header and a numbered footer around words of each page's own."""
    return pdf(
        *(
            ["Northmere Plan", f"{word} begins.", *LINES, f"{word} ends.", f"Plan page {n} of {pages}"]
            for n, word in enumerate(("Alpha", "Bravo", "Charlie")[:pages], start=1)
        )
    )


@pytest.mark.parametrize(
    ("pages", "kept"), [pytest.param(2, 2, id="two pages prove nothing"), pytest.param(3, 0, id="three do")]
)
def test_running_headers_and_footers_are_removed(tmp_path: Path, pages: int, kept: int) -> None:
    text = " ".join(block.text for block in read(tmp_path / "a.pdf", furnished(pages)).blocks)
    assert (text.count("Northmere Plan"), text.count("Plan page")) == (kept, kept)
    assert (text.count("begins."), text.count("ends."), text.count(LINES[0])) == (pages, pages, pages)


def test_numbered_headings_at_the_top_of_pages_are_no_running_header(tmp_path: Path) -> None:
    pages = ([f"Priority {n}", f"{word} begins.", *LINES] for n, word in enumerate(("Alpha", "Bravo", "Charlie"), 1))
    found = " ".join(block.text for block in read(tmp_path / "a.pdf", pdf(*pages)).blocks)
    assert all(f"Priority {n}" in found for n in (1, 2, 3))


def test_a_title_over_a_single_line_of_a_page_stands_apart(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.pdf", pdf(["1. Needs", BODY], ["2. Plans", *LINES]))
    assert [block.text for block in reading.blocks][:2] == ["1. Needs", BODY]


def test_a_word_document_is_read_with_its_heading_list_and_table(tmp_path: Path) -> None:
    blocks = read(tmp_path / "a.docx", document(BODY)).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "Aims"),
        (BlockKind.PARAGRAPH, BODY),
        (BlockKind.LIST_ITEM, "train nurses"),
        (BlockKind.TABLE_ROW, "Open a clinic\tAnn"),
    ]
    assert [cell.column for cell in blocks[3].cells] == ["Action", "Lead"]


def test_escapes_of_the_word_reader_are_undone(tmp_path: Path) -> None:
    text = "Ages 0-19 (with an asterisk * and a_b) at 95% + £1.5m."
    assert read(tmp_path / "a.docx", document(text)).blocks[1].text == text


def test_a_zip_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "words")
    with pytest.raises(UnreadableFileError, match="damaged"):
        read(tmp_path / "a.docx", out.getvalue())


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(tmp_path: Path) -> None:
    policy, path = POLICY.model_copy(update={"max_unpacked_bytes": 10_000_000}), tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 30_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableFileError, match="unpacks to 30 MB, over the limit of 10 MB"):
        read_file(path, policy)
