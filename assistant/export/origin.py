"""What an exported file knows of where it comes from, so that its edits find the draft again."""

import hashlib
import json
import re
from collections.abc import Mapping

from assistant.contracts import Contract
from assistant.drafting.contracts import Checklist, Draft


class Origin(Contract):
    """The kept draft and version that a file was made of, null where none was kept, and a digest of its cells."""

    draft: str | None = None
    version: int | None = None
    digest: str


def origin_of(document: Draft | Checklist, draft: str | None = None, version: int | None = None) -> Origin:
    """Return what a file made of a draft tells of it."""
    return Origin(draft=draft, version=version, digest=digest_of(document))


def digest_of(document: Draft | Checklist) -> str:
    """Name the rows, columns and texts of a draft, and nothing else, so that a newer program names them the same."""
    if isinstance(document, Draft):
        parts: list[object] = [sorted(document.columns)]
        parts += [[row.id, sorted((column, cell.text) for column, cell in row.cells.items())] for row in document.rows]
    else:
        parts = [[item.number, item.verdict.value, item.gap, item.next_step] for item in document.items]
    text = json.dumps([document.template, *parts], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


_DRAFT, _VERSION, _DIGEST = "Draft id", "Draft version", "Draft digest"


def as_properties(origin: Origin) -> dict[str, str]:
    """Return an origin as the properties of an office file; ``from_properties`` reads them."""
    return {_DRAFT: origin.draft or "", _VERSION: str(origin.version or ""), _DIGEST: origin.digest}


def from_properties(properties: Mapping[str, str]) -> Origin | None:
    """Return the origin that the properties of an office file tell, if they tell one."""
    digest, version = properties.get(_DIGEST, ""), properties.get(_VERSION, "")
    if not digest:
        return None
    number = int(version) if version.isascii() and version.isdigit() else None
    return Origin(draft=properties.get(_DRAFT) or None, version=number, digest=digest)


# As it stands in a file of separated values, which has no place for anything but a head of a column.
_LINE = re.compile(r"draft (?P<draft>[\w-]+), version (?P<version>\d+|-), (?P<digest>[0-9a-f]{16})")


def in_words(origin: Origin) -> str:
    """Return an origin as one line; ``from_words`` reads it."""
    return f"draft {origin.draft or '-'}, version {origin.version or '-'}, {origin.digest}"


def from_words(text: str) -> Origin | None:
    """Return the origin that stands in a text, if one does."""
    found = _LINE.search(text)
    if found is None:
        return None
    draft, version = found["draft"], found["version"]
    return Origin(
        draft=None if draft == "-" else draft,
        version=None if version == "-" else int(version),
        digest=found["digest"],
    )
