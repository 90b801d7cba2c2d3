"""What a file suggests of its document, for a person to accept or correct; nothing of it counts by itself."""

import re
from collections.abc import Sequence
from pathlib import Path

from indexer.contracts import DocumentStatus, Suggestion
from indexer.naming import bodies_in, cased, date_of, dates_in, period_in, place_of
from indexer.reading.reading import FileProperties, FileReading
from indexer.titles import Line, kinds_in, names_kind, opening, title_of, without_bodies, without_draft

# What programs write where a title goes.
_NO_TITLE = re.compile(
    r"\.(?:docx?|pdf|pptx?|xlsx?|rtf|odt|txt|html?)\b|microsoft word|powerpoint|untitled|template|"
    r"^(?:document|slide|presentation|book|sheet) ?\d*$",
    re.IGNORECASE,
)
_DRAFT_NAME = re.compile(r"(?<![a-z])draft(?![a-z])", re.IGNORECASE)
# These are named after the time to come.
_FORWARD_KINDS = frozenset({"intentions", "plan"})
_MAX_QUOTE = 120
_FEWEST_WORDS = 2


def suggest(reading: FileReading, path: Path) -> tuple[Suggestion, ...]:
    """Return what a file suggests for the fields of its document, at most one value a field.

    Args:
        reading: what stands in the file.
        path: the file; its name may say that it is a draft.
    """
    lines = opening(reading.blocks)
    title = _title(lines, reading.properties, path)
    publishers = _publishers(lines, title, reading.properties)
    found = (
        _plain_title(title),
        publishers,
        _place(publishers),
        _kind(title),
        _published(lines, title),
        _period(title),
        _status(reading.properties, title, path),
    )
    return tuple(suggestion for suggestion in found if suggestion)


def _title(lines: Sequence[Line], properties: FileProperties, path: Path) -> Suggestion | None:
    """Return the title as it stands, with bodies before it or the mark of a draft behind it."""
    shown = title_of(lines)
    if shown and names_kind(shown.text):
        return _from_page("title", shown.text, shown.quote)
    given = properties.title
    if given and _is_title(given, path) and (shown is None or _stands_in(given, lines)):
        return Suggestion(field="title", value=given, source="the file's properties: Title")
    return _from_page("title", shown.text, shown.quote) if shown else None


def _is_title(given: str, path: Path) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", given)
    return len(words) >= _FEWEST_WORDS and not _NO_TITLE.search(given) and _plain(given) != _plain(path.stem)


def _stands_in(given: str, lines: Sequence[Line]) -> bool:
    shown = {word for line in lines for word in _plain(line.text).split()}
    return set(_plain(given).split()) <= shown


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))


def _plain_title(title: Suggestion | None) -> Suggestion | None:
    if title is None:
        return None
    _, text = without_bodies(_text(title))
    return title.model_copy(update={"value": cased(without_draft(text))})


def _publishers(lines: Sequence[Line], title: Suggestion | None, properties: FileProperties) -> Suggestion | None:
    before, _ = without_bodies(_text(title))
    names, quotes = dict.fromkeys(before), [_text(title)] if before else []
    for line in lines:
        if found := bodies_in(line.text):
            names |= dict.fromkeys(found)
            quotes.append(line.text)
    if names:
        return _from_page("publishers", tuple(names), "; ".join(quotes))
    if made := bodies_in(properties.author or ""):
        return Suggestion(field="publishers", value=made, source="the file's properties: Author")
    return None


def _place(publishers: Suggestion | None) -> Suggestion | None:
    names = publishers.value if publishers else ()
    councils = {place: name for name in names if (place := place_of(name))}
    if len(councils) != 1:
        return None
    ((place, council),) = councils.items()
    return Suggestion(field="place", value=place, source=f"the publisher: '{council}'")


def _kind(title: Suggestion | None) -> Suggestion | None:
    """Return the kind that a title names; one that names two leaves open which it is."""
    kinds = kinds_in(_text(title))
    return _from_title("kind", kinds[0], title) if len(kinds) == 1 else None


def _published(lines: Sequence[Line], title: Suggestion | None) -> Suggestion | None:
    """Return the one date that has a line to itself, or the one in the title; two dates leave open which it is."""
    dates = {made: line.text for line in lines if (made := date_of(line.text))}
    if dates:
        made, quote = next(iter(dates.items()))
        return _from_page("published", made, quote) if len(dates) == 1 else None
    named = dates_in(_text(title))
    forward = _FORWARD_KINDS.intersection(kinds_in(_text(title)))
    return _from_title("published", named, title) if named and not forward else None


def _period(title: Suggestion | None) -> Suggestion | None:
    period = period_in(_text(title))
    return _from_title("period", period, title) if period else None


def _status(properties: FileProperties, title: Suggestion | None, path: Path) -> Suggestion | None:
    """Return that it is a draft; that it is not marked as one does not say that it is final."""
    if properties.draft:
        return _from_page("status", DocumentStatus.DRAFT.value, properties.draft)
    if without_draft(_text(title)) != _text(title):
        return _from_title("status", DocumentStatus.DRAFT.value, title)
    if _DRAFT_NAME.search(path.stem):
        return Suggestion(field="status", value=DocumentStatus.DRAFT.value, source=f"the file's name: '{path.name}'")
    return None


def _text(title: Suggestion | None) -> str:
    return str(title.value) if title else ""


def _from_page(field: str, value: str | tuple[str, ...], quote: str) -> Suggestion:
    return Suggestion(field=field, value=value, source=f"the first page: '{_cut(quote)}'")


def _from_title(field: str, value: str, title: Suggestion | None) -> Suggestion:
    return Suggestion(field=field, value=value, source=f"the title: '{_cut(_text(title))}'")


def _cut(quote: str) -> str:
    return quote if len(quote) <= _MAX_QUOTE else f"{quote[:_MAX_QUOTE].rstrip()}..."
