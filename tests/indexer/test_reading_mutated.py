"""Files of which bytes were changed are read, or refused with a reason; nothing else happens."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from indexer_making import BODY, ruled, said, set_pdf, told

from indexer.errors import UnreadableFileError, UnsupportedFileError
from indexer.reading.worker import ReadingWorker
from indexer.settings import load_policy

POLICY = load_policy().reading.model_copy(update={"max_seconds": 10})
EACH = 150
_STREAM = re.compile(rb"<< /Length \d+ >>\nstream\n(.*?)\nendstream", re.DOTALL)


@pytest.fixture(scope="module")
def worker() -> Iterator[ReadingWorker]:
    with ReadingWorker(POLICY) as worker:
        yield worker


def small_pdf() -> bytes:
    """Return a PDF of two pages with a heading, a list, a table and compressed streams."""
    pages = (
        said(40, 60, "1. Needs", 16, bold=True)
        + told(40, 90, BODY, "• train nurses", "• open a clinic")
        + ruled((40, 200, 400), (140, 160, 180))
        + said(44, 153, f"Action {n}")
        + said(204, 153, "Lead")
        + said(44, 173, "Open a clinic")
        for n in (1, 2)
    )
    return set_pdf(*pages)


def small_docx() -> bytes:
    """Return a Word file of the fewest parts; those that libraries write take a second to read."""
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/%s"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    said = '<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>'
    cell = f"<w:tc>{said % ('Normal', 'Open a clinic')}</w:tc>"
    parts = {
        "[Content_Types].xml": f"<Types {names % 'content-types'}>"
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f"<Relationships {names % 'relationships'}>"
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships {names % 'relationships'}>"
        f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {word}>"
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>',
        "word/document.xml": f"<w:document {word}><w:body>{said % ('H1', 'Needs')}{said % ('Normal', BODY)}"
        f"<w:tbl><w:tr>{cell}{cell}</w:tr><w:tr>{cell}{cell}</w:tr></w:tbl></w:body></w:document>",
    }
    return rezipped({name: f'<?xml version="1.0"?>{text}'.encode() for name, text in parts.items()})


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 25, 100))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def respelt(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(3):
        changed[chance.randrange(len(changed))] = chance.choice(b"aeiou19")
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def swapped(data: bytes, chance: random.Random) -> bytes:
    one, two, three = sorted(chance.sample(range(len(data)), 3))
    return data[:one] + data[two:three] + data[one:two] + data[three:]


def with_spoilt_stream(data: bytes, chance: random.Random) -> bytes:
    """Change the setting of the pages, or compress it and change what that gives."""
    spoil, packed, after = chance.choice((flipped, cut, swapped)), chance.random() < 0.5, chance.random() < 0.5

    def spoilt(stream: re.Match[bytes]) -> bytes:
        said = stream.group(1)
        if packed:
            said = spoil(zlib.compress(said), chance) if after else zlib.compress(spoil(said, chance))
        else:
            said = spoil(said, chance)
        return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (b"/Filter /FlateDecode " * packed, len(said), said)

    return _STREAM.sub(spoilt, data)


def with_spoilt_part(data: bytes, chance: random.Random) -> bytes:
    """Change a part of a Word file, drop it or give it the words of another, in a zip that is whole."""
    parts = parts_of(data)
    name, other = chance.sample(sorted(parts), 2)
    spoil = chance.choice((flipped, cut, swapped, respelt, respelt, respelt))
    parts[name] = chance.choice((spoil(parts[name], chance), parts[other], b"", b"<" * 2000))
    if chance.random() < 0.2:
        del parts[other]
    return rezipped(parts)


PDF_WAYS = (flipped, cut, swapped, with_spoilt_stream, with_spoilt_stream)
DOCX_WAYS = (flipped, cut, swapped, with_spoilt_part, with_spoilt_part, with_spoilt_part)


@pytest.mark.parametrize(
    ("name", "make", "ways"),
    [
        pytest.param("a.pdf", small_pdf, PDF_WAYS, id="PDF"),
        pytest.param("a.docx", small_docx, DOCX_WAYS, id="Word"),
    ],
)
def test_a_mutated_file_is_read_or_refused_with_its_reason(
    tmp_path: Path,
    worker: ReadingWorker,
    name: str,
    make: Callable[[], bytes],
    ways: tuple[Callable[[bytes, random.Random], bytes], ...],
) -> None:
    path, whole = tmp_path / name, make()
    path.write_bytes(whole)
    assert refusal(worker, path) is None
    refusals = []
    for seed in range(EACH):
        path.write_bytes(ways[seed % len(ways)](whole, random.Random(seed)))
        refusals.append(refusal(worker, path))
    given = [reason for reason in refusals if reason is not None]
    assert [reason for reason in given if not re.match(rf"{name}: .{{10}}", reason) or "took over" in reason] == []
    # Mutations that spoil every file, or none, test nothing.
    assert EACH * 0.1 < len(given) < EACH * 0.9


def refusal(worker: ReadingWorker, path: Path) -> str | None:
    """Return why a file was refused, or None if there was something in it to read."""
    try:
        assert worker.read(path).blocks
    except (UnreadableFileError, UnsupportedFileError) as error:
        return str(error)
    return None
