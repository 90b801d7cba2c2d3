"""Pairs of words by which training pairs are made."""

from pathlib import Path

import yaml


def pairs_of_words(name: str) -> list[tuple[str, str]]:
    """Return the pairs of an entry of words.yaml."""
    held = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))[name]
    return [(one, other) for one, other in (pair.split() for pair in held.split(","))]
