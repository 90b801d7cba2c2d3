"""Text in a document is never an instruction, and never more than plain text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from assistant_fixtures import DOCUMENTS, write_documents
