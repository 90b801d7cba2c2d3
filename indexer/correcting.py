"""What people correct in the metadata of a document: it counts, whatever the files say, until it is undone."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from indexer.adding import Writer
from indexer.contracts import (
    Contract,
    Correction,
    Description,
    FieldDescription,
    Metadata,
    MetadataValue,
    Suggestion,
)
from indexer.embedding import Embedder
from indexer.errors import (
    ContradictoryCorrectionError,
    NoSuggestionError,
    NothingToUndoError,
    UnknownDocumentError,
    UnknownFieldError,
    WrongValueError,
)
from indexer.locking import writing
from indexer.record import Record, Revision
from indexer.settings import IndexerSettings

FIELDS = ("title", "publishers", "place", "kind", "published", "period", "status")
ALL = "all"
_SHORT_NAMES = {"publisher": "publishers"}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Change(Contract):
    """What a person wants: values by field, fields that are not known, suggestions accepted, or an undoing."""

    values: dict[str, MetadataValue] = Field(default_factory=dict)
    clear: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    undo: bool = False

    def is_empty(self) -> bool:
        """Tell whether nothing is to be changed."""
        return not (self.values or self.clear or self.accept or self.undo)


def describe_document(settings: IndexerSettings, document_id: str) -> Description:
    """Return what is said of a document, by whom, and what its file suggests.

    Raises:
        UnknownDocumentError: there is no such document.
    """
    if not (settings.data / "record.sqlite3").is_file():
        raise UnknownDocumentError.among(document_id, ())
    record = Record(settings.data)
    try:
        return _description(record, document_id)
    finally:
        record.close()


def correct(settings: IndexerSettings, document_id: str, change: Change, embedder: Embedder) -> Description:
    """Correct what is said of a document and switch to indexes that hold it; nothing is embedded anew.

    Raises:
        IndexerError: the document, a field, a value or a suggestion is not there or not fit; nothing was changed.
        LibraryBusyError: another process is writing to the library.
    """
    describe_document(settings, document_id)
    with writing(settings.data):
        record = Record(settings.data)
        try:
            _keep(record, document_id, change)
        finally:
            record.close()
        writer = Writer(settings, embedder)
        try:
            writer.switch()
        finally:
            writer.close()
    return describe_document(settings, document_id)


def _keep(record: Record, document_id: str, change: Change) -> None:
    """Keep a change in the record; one that says what is said already leaves no trace."""
    revision = _revision(record, document_id)
    before = record.corrections().get(document_id, Correction())
    if change.undo:
        if change != Change(undo=True):
            raise ContradictoryCorrectionError("An undoing takes no other correction; give them one after the other.")
        if not record.count_corrections(document_id):
            raise NothingToUndoError(f"Nothing was corrected in '{document_id}'; there is nothing to undo.")
        record.undo_correction(document_id)
        return
    wanted = before.values | _wanted(change, revision, before)
    if wanted != before.values:
        record.correct(document_id, Correction(values=wanted))


def _wanted(change: Change, revision: Revision, before: Correction) -> dict[str, MetadataValue]:
    """Return the values that a change gives, checked."""
    given = {_field(name): value for name, value in change.values.items()}
    cleared = {_field(name): None for name in change.clear}
    named = {_field(name) for name in change.accept if name != ALL}
    for field in (given.keys() & cleared.keys()) | (named & (given.keys() | cleared.keys())):
        raise ContradictoryCorrectionError(f"Two things are said of the field '{field}'; give it once.")
    suggested = {suggestion.field: suggestion for suggestion in revision.suggestions}
    for field in sorted(named - suggested.keys()):
        raise NoSuggestionError(
            f"Nothing is suggested for the field '{field}' of '{revision.document_id}'; say yourself what it is."
        )
    if ALL in change.accept:
        named |= _open_fields(revision, before, suggested) - given.keys() - cleared.keys()
        if not named:
            raise NoSuggestionError(f"Nothing is suggested for what is not known of '{revision.document_id}'.")
    accepted = {field: suggested[field].value for field in named}
    return cleared | checked(given | accepted)


def _open_fields(revision: Revision, before: Correction, suggested: Mapping[str, Suggestion]) -> set[str]:
    """Return the fields with a suggestion of which nothing is said yet."""
    said = before.applied(revision.metadata).model_dump()
    return {field for field in suggested if not said[field] and field not in before.values}


def _field(name: str) -> str:
    field = _SHORT_NAMES.get(name, name)
    if field not in FIELDS:
        raise UnknownFieldError(f"There is no field '{name}'; there are: {', '.join(FIELDS)}.")
    return field


def checked(values: Mapping[str, MetadataValue]) -> dict[str, MetadataValue]:
    """Return values as they are kept: on one line, none empty, a date a date.

    Raises:
        WrongValueError: naming the field and its value.
    """
    made: dict[str, MetadataValue] = {}
    for field, value in values.items():
        texts = tuple(" ".join(text.split()) for text in ((value,) if isinstance(value, str) else value or ()))
        if not texts or not all(texts):
            raise WrongValueError(
                f"The field '{field}' is given an empty value; use --clear {field} if it is not known."
            )
        made[field] = texts[0] if isinstance(value, str) else tuple(dict.fromkeys(texts))
        if field == "published" and not _is_date(texts[0]):
            raise WrongValueError(f"The field 'published' is given '{texts[0]}'; write 2013, 2010-05 or 2013-12-08.")
    try:
        Metadata.model_validate(made)
    except ValidationError as error:
        problem = error.errors()[0]
        raise WrongValueError(
            f"The field '{problem['loc'][0]}' is given '{problem['input']}': {problem['msg']}."
        ) from error
    return made


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None or not text.isascii():
        return False
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return False
    return True


def _revision(record: Record, document_id: str) -> Revision:
    current = record.current()
    revisions = record.revisions(current.id) if current else {}
    if document_id not in revisions:
        raise UnknownDocumentError.among(document_id, revisions)
    return revisions[document_id]


def _description(record: Record, document_id: str) -> Description:
    revision = _revision(record, document_id)
    correction = record.corrections().get(document_id, Correction())
    said, given = correction.applied(revision.metadata), revision.metadata
    suggested = {suggestion.field: suggestion for suggestion in revision.suggestions}
    fields = {
        field: FieldDescription(
            value=getattr(said, field) or None,
            corrected=field in correction.values,
            given=getattr(given, field) or None,
            suggestion=suggested.get(field),
        )
        for field in FIELDS
    }
    source = Path(revision.origin).name
    count = record.count_corrections(document_id)
    return Description(id=document_id, source=source, fields=fields, corrections=count)
