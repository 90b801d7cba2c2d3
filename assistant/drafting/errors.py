"""What a draft is refused for; each message says what, with which values, and what to do."""

from assistant.errors import AssistantError


class UnknownTemplateError(AssistantError):
    """There is no template of this id, and no file of this path."""


class TemplateKindError(AssistantError):
    """The template is of another kind than what is to be made of it."""


class ThemeMissingError(AssistantError):
    """No theme was given."""


class UnknownPlaceError(AssistantError):
    """The library has no document of this place."""


class UnknownDocumentError(AssistantError):
    """The library has no document of this id."""


class NothingToReadError(AssistantError):
    """The library, or what is asked for of it, holds no document."""


class LocalFactsError(AssistantError):
    """The local facts cannot be read."""


class LocalPlaceMissingError(AssistantError):
    """Nothing says to which place rows are to be adapted."""


class DraftCancelledError(AssistantError):
    """Whoever listened to the progress asked to stop."""
