"""Plain text and Markdown files."""

import re
from pathlib import Path

import yaml

from indexer.errors import UnreadableFileError
from indexer.reading.markdown import read_markdown
from indexer.reading.properties import first_lines, properties_of
from indexer.reading.reading import FileReading
from indexer.reading.unseen import without_hidden
from indexer.settings import ReadingPolicy

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)


def read_text(path: Path, _policy: ReadingPolicy) -> FileReading:
    """Read a text with its front matter, if it has any; raises UnreadableFileError where it is no text."""
    text = decode(path)
    front_matter = None
    if opening := _FRONT_MATTER.match(text):
        front_matter = _front_matter(path, opening.group(1))
        text = text[opening.end() :]
    text = without_hidden(text)
    # Only what we wrote ourselves names the places on which it rests, and what we wrote has front matter.
    blocks = read_markdown(((line, None) for line in text.splitlines()), addressed=front_matter is not None)
    properties = properties_of(None, None, first_lines(text.splitlines()))
    return FileReading(blocks=tuple(blocks), front_matter=front_matter, properties=properties)


def decode(path: Path) -> str:
    """Return the characters of a file; raises UnreadableFileError where they are of no encoding that we know."""
    data = path.read_bytes()
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError(f"{path.name}: this is not text (it holds binary data); check the file's ending.")
    for encoding in ("utf-16", "utf-8-sig") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(f"{path.name}: its characters are neither UTF-8 nor Windows-1252; save it as UTF-8.")


def _front_matter(path: Path, text: str) -> dict[str, object]:
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UnreadableFileError(f"{path.name}: the front matter is not valid YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise UnreadableFileError(f"{path.name}: the front matter between '---' lines must be 'key: value' lines.")
    return loaded
