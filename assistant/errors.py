"""One class per failure; each message says what, with which values, and what to do."""


class AssistantError(Exception):
    """Anything the assistant refuses; its text is fit to show to a user."""


class SynonymsError(AssistantError):
    """The synonyms cannot be read."""


class LedgerError(AssistantError):
    """A ledger of changes that does not say what it must."""


class BatchError(AssistantError):
    """A batch file that cannot be read at all."""


class TemplateError(AssistantError):
    """A template that does not say what it must; the message names the file, the line and the field."""


class EditError(AssistantError):
    """An edit that a draft or a checklist cannot take."""


class UnreadableDraftError(AssistantError):
    """A kept or given draft that is not one this program can read."""


class ExportError(AssistantError):
    """A file that cannot be written, or of a kind that is not."""


class ReturnedFileError(AssistantError):
    """A returned file that cannot be read back, or is not of the draft it is given for."""
