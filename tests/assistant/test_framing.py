"""Words that say what to do with what is found."""

import pytest

from assistant.assistant import Assistant
from assistant.retrieve import Retrieve
from assistant.settings import load_policy
from assistant.wordings import Wordings

pytest_plugins = ["assistant_fixtures"]


@pytest.mark.parametrize(
    ("question", "framing"),
    [
        ("Compare the hearing tests of Northmoor and Southmoor", {"Compare"}),
        ("What are the differences in hearing tests?", {"differences"}),
        ("Who does the hearing test?", set()),
    ],
)
def test_they_count_for_nothing(question: str, framing: set[str], moor_assistant: Assistant) -> None:
    library = moor_assistant.library
    reading = Retrieve(library, load_policy(), Wordings(())).read(question, library.documents)
    assert framing <= set(reading.left_out)
    assert not {"hearing", "tests", "test"} & {word.lower() for word in reading.left_out}
