"""Files, folders and libraries that the indexer's tests make for themselves."""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from indexer.contracts import AddReport, Block, BlockKind, Cell, Passage, PassageKind
from indexer.embedding import Embedder, TokenVectors, Vectors
from indexer.library import Library
from indexer.reading.files import read_file
from indexer.reading.markdown import read_markdown
from indexer.reading.reading import FileReading
from indexer.settings import IndexerPolicy, IndexerSettings, load_policy

ROOT = Path(__file__).parents[2]
Reader = Callable[[str | bytes], tuple[Block, ...]]

# Long enough that a short line over it is a heading, and ended as a sentence ends.
BODY = "Families in Northmere asked for one plan, one named worker and one door to knock at when things grow hard."

RESPITE = "# Respite\n\nNorthmere offers forty nights of overnight respite a year to each carer.\n"
DENTISTS = "# Dentists\n\nToddlers see a dentist before their second birthday at the Harbour clinic.\n"
SPEECH = "# Speech\n\nSpeech therapists visit every nursery in Northmere each fortnight.\n"


class CountingEmbedder(Embedder, Protocol):
    """The fake embedding model of conftest.py: it counts what it embeds."""

    embedded: int


class Renamed:
    """Another embedding model, as far as its key tells."""

    def __init__(self, embedder: Embedder, key: str = "another") -> None:
        self.key = key
        self.count, self.pieces = embedder.count, embedder.pieces
        self._embedder = embedder

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed(texts)

    def embed_whole(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        return self._embedder.embed_whole(texts)


def read(text: str, *, addressed: bool = False) -> list[Block]:
    """Return the blocks of a text."""
    return read_markdown(((line, None) for line in text.splitlines()), addressed=addressed)


def texts(text: str) -> list[str]:
    return [block.text for block in read(text)]


def kinds(text: str) -> list[BlockKind]:
    return [block.kind for block in read(text)]


def heading(text: str, level: int = 1) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def paragraph(text: str, address: str | None = None) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, paragraph=address)


def item(text: str) -> Block:
    return Block(kind=BlockKind.LIST_ITEM, text=text)


def row(*cells: tuple[str | None, str], label: str | None = None) -> Block:
    made = tuple(Cell(column=column, text=text) for column, text in cells)
    return Block(
        kind=BlockKind.TABLE_ROW, text="\t".join(text for _, text in cells), cells=made, lead_in=label, table=1
    )


def passage(name: str, text: str = "words", document: str = "document", ordinal: int = 0) -> Passage:
    return Passage(
        id=name,
        document_id=document,
        ordinal=ordinal,
        text=text,
        headings=(),
        paragraph=None,
        page=None,
        kind=PassageKind.PARAGRAPH,
    )


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, which is made, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def manifest(*entries: str) -> str:
    """Return a library.yaml of entries written as YAML flow mappings without their braces."""
    return "documents:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def pdf(*pages: Sequence[str]) -> bytes:
    """Return a PDF written by hand: each page a list of lines in Helvetica."""
    return set_pdf(
        *(
            f"BT /F1 10 Tf 12 TL 40 800 Td\n{''.join(f'{_shown(line)} T*{chr(10)}' for line in page)}ET"
            for page in pages
        )
    )


def set_pdf(*pages: str) -> bytes:
    """Return a PDF of pages set by ``said``, ``told`` and ``ruled``."""
    fonts = b"<< /Type /Font /Subtype /Type1 /Encoding /MacRomanEncoding /BaseFont /Helvetica%s >>"
    objects, kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", fonts % b"", fonts % b"-Bold"], []
    for page in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            b"/Contents %d 0 R >>" % (len(objects) + 2)
        )
        # This encoding has the ligatures of two letters, and bullets.
        stream = page.encode("mac_roman")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _pdf_file(objects)


def said(x: float, y: float, text: str, size: float = 10, *, bold: bool = False) -> str:
    """Return the setting of a line, ``y`` points from the top of the page."""
    return f"BT /F{2 if bold else 1} {size} Tf {x} {842 - y} Td {_shown(text)} ET\n"


def told(x: float, y: float, *lines: str, size: float = 10, leading: float = 1.2, bold: bool = False) -> str:
    """Return the setting of lines under each other."""
    return "".join(said(x, y + n * leading * size, line, size, bold=bold) for n, line in enumerate(lines))


def ruled(across: Sequence[float], down: Sequence[float], *, open_at: Sequence[float] = ()) -> str:
    """Return the rules of a table, but for the level ones at the heights at which a page break cuts a row."""
    level = [f"{across[0]} {842 - y} m {across[-1]} {842 - y} l S\n" for y in down if y not in open_at]
    upright = [f"{x} {842 - down[0]} m {x} {842 - down[-1]} l S\n" for x in across]
    return "".join(level + upright)


def _shown(line: str) -> str:
    return f"({line.translate({40: '[', 41: ']'})}) Tj"


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def encrypted_pdf(password: str) -> bytes:
    """Return a PDF that opens with a password; with the empty one any reader opens it."""
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf([BODY]))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def statuses(report: AddReport) -> dict[str, str]:
    """Return the outcome of each file by its name."""
    return {Path(outcome.path).name: outcome.status.value for outcome in report.outcomes}


def policy_of_size(limit: int) -> IndexerPolicy:
    """Return the policy with another limit on the size of every kind of file."""
    policy = load_policy()
    limits = dict.fromkeys(policy.reading.max_bytes, limit)
    return policy.model_copy(update={"reading": policy.reading.model_copy(update={"max_bytes": limits})})


def reasons(report: AddReport) -> dict[str, str]:
    return {Path(outcome.path).name: outcome.reason or "" for outcome in report.outcomes}


class Shelf:
    """What readers of a library find in it just now."""

    def __init__(self, settings: IndexerSettings, embedder: Embedder) -> None:
        library = Library(settings, embedder)
        self._passages = library.all_passages()
        self.ids = [document.id for document in library.documents]
        self.titles = [document.metadata.title for document in library.documents]
        self.text = "\n".join(passage.text for passage in self._passages)
        library.close()

    def text_of(self, document_id: str) -> str:
        return "\n".join(passage.text for passage in self._passages if passage.document_id == document_id)


def seen(found: Sequence[Block]) -> list[tuple[str, str]]:
    """Return the kind and the text of each block."""
    return [(block.kind.value, block.text) for block in found]


def cells(block: Block) -> list[tuple[str | None, str]]:
    """Return the column and the text of each cell."""
    return [(cell.column, cell.text) for cell in block.cells]


@cache
def reading_of(path: Path) -> FileReading:
    """Return what is read of a source document; its PDF takes seconds and is read once for all tests."""
    return read_file(path, load_policy().reading)


def reader(path: Path, made: Callable[[str], bytes]) -> Reader:
    """Return what writes a content to a file, as it is or made of a text, and reads its blocks."""

    def blocks(content: str | bytes) -> tuple[Block, ...]:
        path.write_bytes(made(content) if isinstance(content, str) else content)
        return read_file(path, load_policy().reading).blocks

    return blocks
