"""Data: the starter library, the ledger of what has changed and the templates of drafts and checklists."""

from pathlib import Path

ROOT = Path(__file__).parent
LIBRARY = ROOT / "library"
CHANGES = ROOT / "changes.yaml"
TEMPLATES = ROOT / "templates"
