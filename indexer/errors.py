"""One class per failure; each message says what, with which values, and what to do."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self


class IndexerError(Exception):
    """Anything the indexer refuses; its text is fit to show to a user."""


class SettingsError(IndexerError):
    """A setting that is not of its kind."""


class UnreadableFileError(IndexerError):
    """A file whose text cannot be had."""


class UnsupportedFileError(IndexerError):
    """A file of a kind that is not read."""


class ManifestError(IndexerError):
    """A library.yaml that does not say what it must."""


class DataFolderError(IndexerError):
    """A data folder that cannot be made or written."""

    @classmethod
    def at(cls, folder: Path, error: OSError) -> Self:
        """Say of which folder, why, and what to do."""
        return cls(
            f"The library cannot be kept at {folder} ({error.strerror or error}); name a folder that can be written "
            "with --data or ASSISTANT_DATA."
        )


class LibraryBusyError(IndexerError):
    """Another process is writing to the library."""


class LibraryEmptyError(IndexerError):
    """Nothing has been indexed yet."""


class LibraryDamagedError(IndexerError):
    """An index does not hold what the record says."""


class ModelMismatchError(IndexerError):
    """The library was built with another embedding model than the one set."""


class ModelUnavailableError(IndexerError):
    """The embedding model's files are missing or not the ones expected."""


class PassageTooLongError(IndexerError):
    """A passage longer than the embedding model reads."""


class IdentityTakenError(IndexerError):
    """An id claimed for one document that is another's."""


class UnknownDocumentError(IndexerError):
    """An id that no document of the library has."""

    @classmethod
    def among(cls, document_id: str, known: Iterable[str]) -> Self:
        """Say which id, and which ids there are."""
        there_are = ", ".join(sorted(known)) or "none"
        return cls(f"There is no document '{document_id}' in the library; there are: {there_are}.")


class UnknownFieldError(IndexerError):
    """A name that no field of the metadata has."""


class WrongValueError(IndexerError):
    """A value that a field of the metadata cannot have."""


class ContradictoryCorrectionError(IndexerError):
    """A correction that says two things of one field."""


class NoSuggestionError(IndexerError):
    """A suggestion accepted that no file makes."""


class NothingToUndoError(IndexerError):
    """An undoing where nothing was corrected."""


class UnknownTextError(IndexerError):
    """An id or a version that no kept text has."""

    @classmethod
    def of(cls, text_id: str) -> Self:
        """Say which id."""
        return cls(f"Nothing is kept under '{text_id}'; list what is kept to see the ids.")


class StaleVersionError(IndexerError):
    """A change to a version of a kept text that no longer counts."""


class WrongTextStateError(IndexerError):
    """Something asked of a kept text that it is not in a state for, such as an undoing of its first version."""
