"""Data: the starter library, the ledger of what has changed, and the words that people use for the field's."""

from pathlib import Path

ROOT = Path(__file__).parent
LIBRARY = ROOT / "library"
CHANGES = ROOT / "changes.yaml"
SYNONYMS = ROOT / "synonyms.yaml"
