"""Word files."""

import io
import re
import zipfile
from pathlib import Path

from indexer.errors import UnreadableFileError
from indexer.reading.markdown import read_markdown
from indexer.reading.reading import FileReading
from indexer.settings import ReadingPolicy

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def read_docx(path: Path, policy: ReadingPolicy) -> FileReading:
    """Read a Word file; raises UnreadableFileError where it is damaged, encrypted or unpacks to too much."""
    from markitdown import MarkItDown
    from markitdown._exceptions import MarkItDownException
    from markitdown.converters import DocxConverter

    data = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise UnreadableFileError(f"{path.name}: the Word file is encrypted; save a copy without a password.")
    except (zipfile.BadZipFile, NotImplementedError) as error:  # the second where a version or method is unknown
        raise UnreadableFileError(
            f"{path.name}: this is not a Word document, or it is damaged or encrypted; open it and save it as .docx."
        ) from error
    if unpacked > policy.max_unpacked_bytes:
        raise UnreadableFileError(
            f"{path.name}: it unpacks to {unpacked / 1e6:.0f} MB, "
            f"over the limit of {policy.max_unpacked_bytes / 1e6:.0f} MB."
        )
    # With its other converters a zip of anything would be read as an archive of files.
    converter = MarkItDown(enable_builtins=False, enable_plugins=False)
    converter.register_converter(DocxConverter())  # type: ignore[no-untyped-call]
    try:
        markdown = converter.convert_stream(io.BytesIO(data), file_extension=".docx").markdown
    except (MarkItDownException, ValueError, KeyError, AttributeError, OSError) as error:
        raise UnreadableFileError(
            f"{path.name}: the Word file is damaged ({error}); open and save it again."
        ) from error
    lines = (_ESCAPED.sub(r"\1", line) for line in markdown.splitlines())
    return FileReading(blocks=tuple(read_markdown((line, None) for line in lines)))
