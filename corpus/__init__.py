"""Data: the starter library, what it covers, what has changed, where sources differ, people's words, templates."""

from pathlib import Path

ROOT = Path(__file__).parent
LIBRARY = ROOT / "library"
CHANGES = ROOT / "changes.yaml"
CONFLICTS = ROOT / "conflicts.yaml"
COVERAGE = ROOT / "coverage"
SYNONYMS = ROOT / "synonyms.yaml"
TEMPLATES = ROOT / "templates"
