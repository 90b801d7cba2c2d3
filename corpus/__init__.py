"""Data: the starter library, what has changed since, people's words for the field's, and templates for drafts."""

from pathlib import Path

ROOT = Path(__file__).parent
LIBRARY = ROOT / "library"
CHANGES = ROOT / "changes.yaml"
SYNONYMS = ROOT / "synonyms.yaml"
TEMPLATES = ROOT / "templates"
