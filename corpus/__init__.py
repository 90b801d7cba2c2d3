"""Data: the starter library and the ledger of what has changed."""

from pathlib import Path

ROOT = Path(__file__).parent
LIBRARY = ROOT / "library"
CHANGES = ROOT / "changes.yaml"
