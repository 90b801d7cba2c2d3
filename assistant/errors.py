"""One class per failure; each message says what, with which values, and what to do."""


class AssistantError(Exception):
    """Anything the assistant refuses; its text is fit to show to a user."""


class PolicyError(AssistantError):
    """Policy or wordings that come with the program do not say what they must."""


class SynonymsError(AssistantError):
    """The synonyms cannot be read."""


class LedgerError(AssistantError):
    """A ledger of changes that does not say what it must."""


class ConflictsError(AssistantError):
    """A list of known conflicts that does not say what it must."""


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


class ModelSettingError(AssistantError):
    """A language model that is set but cannot be used; the message names the setting, the extra or the key."""


class NoModelError(AssistantError):
    """A language model is needed and none is set; the message says how to set one."""


class RecheckError(AssistantError):
    """A file of answers that cannot be rechecked at all."""


class ModelFailureError(AssistantError):
    """A language model that gave no draft; ``kind`` says why, and its wording stands in the model's policy."""

    def __init__(self, kind: str, wait: float | None = None) -> None:
        super().__init__(f"The language model gave no draft: {kind}.")
        self.kind = kind
        self.wait = wait
