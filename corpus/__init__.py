"""Data: the starter library, what it covers, what has changed since, people's words, and templates for drafts."""

from pathlib import Path

ROOT = Path(__file__).parent
LIBRARY = ROOT / "library"
CHANGES = ROOT / "changes.yaml"
COVERAGE = ROOT / "coverage"
SYNONYMS = ROOT / "synonyms.yaml"
TEMPLATES = ROOT / "templates"
