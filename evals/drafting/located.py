"""Tells whether citations are located, and whether what is shown stands in their quotes."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.contracts import Citation
from evals.contracts import Gold
from evals.matching import normalise, stands_in

_PARTS = re.compile(r"\n+|;\s+")


def is_located(citation: Citation) -> bool:
    """Tell whether a quote stands where its citation says."""
    return bool(citation.quote) and citation.quote == citation.passage[citation.start : citation.end]


def cited(tokens: Iterable[str], citations: Mapping[str, Citation]) -> tuple[Citation, ...]:
    """Return the citations of tokens; a token that names none is left out."""
    return tuple(citations[token] for token in tokens if token in citations)


def is_vouched(text: str, tokens: Sequence[str], citations: Mapping[str, Citation], *, verbatim: bool) -> bool:
    """Tell whether every token names a located citation and, where it is verbatim, every line stands in a quote."""
    found = cited(tokens, citations)
    if not tokens or len(found) < len(tokens) or not all(is_located(citation) for citation in found):
        return False
    quotes = [normalise(citation.quote) for citation in found]
    parts = [text] if any(normalise(text) in quote for quote in quotes) else _PARTS.split(text)
    lines = [normalise(part).removeprefix("- ").rstrip(";") for part in parts]
    return not verbatim or all(any(line in quote for quote in quotes) for line in lines if line)


def is_of(citation: Citation, gold: Gold) -> bool:
    """Tell whether a citation lies in a gold passage."""
    text = f"{citation.section or ''}\n{citation.passage}"
    return citation.document_id == gold.document and all(stands_in(words, text) for words in gold.words)


def stands_under(citation: Citation, gold: Gold) -> bool:
    """Tell whether a citation stands in the document and at the address that a gold names."""
    if citation.document_id != gold.document or gold.address is None:
        return citation.document_id == gold.document
    address = normalise(gold.address)
    parts = (citation.paragraph, *(citation.section or "").split(" > "))
    return any(_starts(normalise(part), address) for part in parts if part)


def _starts(text: str, address: str) -> bool:
    return text.startswith(address) and not text[len(address) : len(address) + 1].isalnum()
