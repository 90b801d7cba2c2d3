"""What is told of a model whose words are not shown, or not all of them."""

from assistant.contracts import Answer, NoticeKind
from assistant.drafting.contracts import Draft


def unverified(made: Answer | Draft) -> list[str]:
    """Return the notices on a model."""
    return [notice.text for notice in made.notices if notice.kind is NoticeKind.UNVERIFIED]
