"""A question as the library reads it: made once, used by every later step."""

from dataclasses import dataclass

from assistant.wordings import Alternative
from assistant.words import QuestionWords
from indexer.library import EncodedQuery


@dataclass(frozen=True)
class Reading:
    """What the model makes of a question, other wordings of it, its telling words, and phrases that do not count."""

    query: EncodedQuery
    alternatives: tuple[Alternative, ...]
    words: QuestionWords
    left_out: tuple[str, ...]
