"""What a checklist is refused for beside what a draft is; each message says what, with which values, and what to do."""

from assistant.errors import AssistantError


class ChecklistCancelledError(AssistantError):
    """Whoever listened to the progress asked to stop."""

    def __init__(self) -> None:
        super().__init__("The checklist was cancelled; nothing was kept.")


class UploadError(AssistantError):
    """A file that was given for one checklist cannot be read."""
