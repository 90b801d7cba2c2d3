"""What is said of a document: from library.yaml or its front matter, never guessed."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from indexer.contracts import Contract, Metadata
from indexer.errors import ManifestError
from indexer.reading.inline import without_markup
from indexer.reading.unseen import shown

MANIFEST = "library.yaml"
_ID = re.compile(r"^[a-z0-9][a-z0-9._-]{0,99}\Z")

# What is shown beside every quote, and so may hold no image, link or tag.
_WORDS = ("title", "publishers", "place", "published", "period")


class ManifestEntry(Contract):
    """One document of a library.yaml; its files are the same document in order of preference."""

    id: str
    metadata: Metadata
    files: tuple[str, ...]


class FoundDocument(Contract):
    """A document to be read: the file that is read, and the other files of the same document."""

    id: str | None
    metadata: Metadata | None
    path: Path
    same: tuple[Path, ...] = ()


def load_manifest(path: Path) -> list[ManifestEntry]:
    """Read a library.yaml.

    Raises:
        ManifestError: naming the entry and field that are wrong.
    """
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}: not valid YAML: {error}") from error
    documents = loaded.get("documents") if isinstance(loaded, dict) else None
    if not isinstance(documents, list):
        raise ManifestError(f"{path}: it must hold a list named 'documents'.")
    entries = [_entry(path, position, raw) for position, raw in enumerate(documents, start=1)]
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ManifestError(f"{path}: the id '{entry.id}' stands twice; ids must differ.")
        seen.add(entry.id)
    return entries


def _entry(path: Path, position: int, raw: object) -> ManifestEntry:
    where = f"{path}: document {position}"
    if not isinstance(raw, dict):
        raise ManifestError(f"{where}: must be 'key: value' lines.")
    fields: dict[str, Any] = dict(raw)
    files = fields.pop("files", None)
    if not isinstance(files, list) or not files or not all(isinstance(file, str) for file in files):
        raise ManifestError(f"{where}: 'files' must be a list of file names.")
    identity, metadata = parse_metadata(fields, where)
    if identity is None:
        raise ManifestError(f"{where}: 'id' is missing.")
    return ManifestEntry(id=identity, metadata=metadata, files=tuple(files))


def parse_metadata(fields: dict[str, Any], where: str) -> tuple[str | None, Metadata]:
    """Check what a manifest or front matter says of a document.

    Returns:
        The id, None where it is not given, and the metadata.

    Raises:
        ManifestError: naming ``where`` and the field that is wrong.
    """
    fields = dict(fields)
    identity = fields.pop("id", None)
    if identity is not None and not (isinstance(identity, str) and _ID.match(identity)):
        raise ManifestError(f"{where}: id '{identity}' must be small letters, digits, '.', '_' and '-', at most 100.")
    for name in ("published", "period"):
        if fields.get(name) is not None:
            fields[name] = str(fields[name])  # YAML makes numbers and dates of 2013 and 2013-12-08
    fields = {name: _plain(value) if name in _WORDS else value for name, value in fields.items()}
    try:
        return identity, Metadata.model_validate(fields)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise ManifestError(f"{where}: field '{field}': {problem['msg']}.") from error


def _plain(value: Any) -> Any:
    """Return words without markup; nothing where there is nothing else."""
    if isinstance(value, list | tuple):
        return [plain for one in value if (plain := _plain(one))]
    return (shown(without_markup(value)).strip() or None) if isinstance(value, str) else value


def find_documents(paths: Sequence[Path], suffixes: Sequence[str]) -> list[FoundDocument]:
    """Return the documents under files and folders; a library.yaml beside or above a file describes it.

    A file that is named twice is taken once.

    Args:
        paths: files and folders.
        suffixes: endings of the files that are read; others in a folder are passed over.
    """
    files: dict[Path, Path] = {}
    folders: set[Path] = set()
    for path in paths:
        for file in _files_in(path, suffixes) if path.is_dir() else [path]:
            whole = file.resolve()
            files.setdefault(whole, file)
            folders.update(_folders_above(whole, path.resolve()))
    return _grouped(list(files.values()), _manifests(folders))


def _files_in(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.suffix.lower() in suffixes and file.is_file():
            yield file


def _folders_above(file: Path, given: Path) -> Iterator[Path]:
    """Yield the folder of a file, the one above, and those between it and the folder that was given."""
    yield from file.parents[:2]
    yield from (folder for folder in file.parents if folder.is_relative_to(given))


def _manifests(folders: Collection[Path]) -> dict[Path, list[ManifestEntry]]:
    return {folder: load_manifest(folder / MANIFEST) for folder in sorted(folders) if (folder / MANIFEST).is_file()}


def _grouped(files: Sequence[Path], manifests: dict[Path, list[ManifestEntry]]) -> list[FoundDocument]:
    given = {file.resolve(): file for file in files}
    found: list[FoundDocument] = []
    placed: set[Path] = set()
    claimed: dict[str, Path] = {}
    for folder, entries in manifests.items():
        for entry in entries:
            present = [(folder / name).resolve() for name in entry.files if (folder / name).resolve() in given]
            present = [path for path in present if path not in placed]
            if present:
                if claimed.setdefault(entry.id, folder) != folder:
                    raise ManifestError(
                        f"{folder / MANIFEST}: the id '{entry.id}' is given to another document in "
                        f"{claimed[entry.id] / MANIFEST}; ids must differ."
                    )
                placed.update(present)
                first, *others = (given[path] for path in present)
                found.append(FoundDocument(id=entry.id, metadata=entry.metadata, path=first, same=tuple(others)))
    found.extend(FoundDocument(id=None, metadata=None, path=file) for path, file in given.items() if path not in placed)
    return found


def identity_from_name(path: Path) -> str:
    """Return an id made of a file's name."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "document"
