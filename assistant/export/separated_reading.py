"""A returned file of separated values."""

import csv
import io
from pathlib import Path

from assistant.errors import ReturnedFileError
from assistant.export.cleaning import plain
from assistant.export.origin import from_words
from assistant.export.returned import Returned, ReturnedCell, ReturnedRow, TableMissingError, too_large
from assistant.export.separated import unguarded
from assistant.export.wordings import load_wordings

_DELIMITERS = (",", ";", "\t")


def read_separated(path: Path, number_title: str) -> Returned:
    """Return what stands in a returned file of values separated by commas, semicolons or tabs.

    Raises:
        ReturnedFileError: it cannot be read, or is no such file.
    """
    words = load_wordings()
    try:
        if (size := path.stat().st_size) > words.largest_file:
            raise too_large(path, size)
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise ReturnedFileError(f"{path} cannot be read ({error.strerror or error}); is it there?") from error
    key_title = words.table["key"].casefold()
    for delimiter in _DELIMITERS:
        rows = _rows(text, delimiter, words.largest_file)
        heads = [plain(unguarded(head)) for head in rows[0]] if rows else []
        keys = [place for place, head in enumerate(heads) if head.casefold().startswith(key_title)]
        if keys and heads[0].casefold() == number_title.casefold():
            read = tuple(_row(row, len(heads), keys[0]) for row in rows[1:] if row)
            return Returned(from_words(heads[keys[0]]), tuple(heads[1 : keys[0]]), read)
    raise TableMissingError(path, from_words(text.partition("\n")[0]))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel saves "CSV (comma delimited)" so on a British machine; every byte stands for something.
        return data.decode("cp1252", errors="replace")


def _rows(text: str, delimiter: str, longest: int) -> list[list[str]]:
    # A cell may be longer than the module allows unless told; the limit is the whole process's and is given back.
    usual = csv.field_size_limit(longest)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []
    finally:
        csv.field_size_limit(usual)


def _row(row: list[str], width: int, key: int) -> ReturnedRow:
    padded = [*row, *[""] * (width - len(row))]
    return ReturnedRow(
        key=plain(unguarded(padded[key])) or None,
        number=plain(unguarded(padded[0])),
        cells=tuple(ReturnedCell.of(unguarded(text)) for text in padded[1:key]),
    )
