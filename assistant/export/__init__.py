"""Drafts and checklists as Word, Excel, Markdown and CSV files, and their edits read back."""

from assistant.export.reading_back import read_back
from assistant.export.writing import write

__all__ = ["read_back", "write"]
