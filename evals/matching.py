"""Tells whether words stand in a text, and whether a passage is gold."""

import re
from functools import cache

from evals.contracts import Case, Gold
from indexer.contracts import Passage

_FOLDS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
    }
)
# A figure goes on with digits (1,350 or 35.5), a percentage or a magnitude: "35" does not stand in "35 million".
_FIGURE_ENDS = r"(?!\d|[.,]\d|\s?(?:%|per ?cent|thousand|million|billion))"
_WORD_ENDS = r"(?:'?s)?(?![^\W_])"


def normalise(text: str) -> str:
    """Fold case, white space, dashes and quotation marks."""
    return " ".join(text.translate(_FOLDS).lower().split())


def stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text as whole words and whole figures; a plural s may follow them."""
    return _pattern(words).search(normalise(text)) is not None


@cache
def _pattern(words: str) -> re.Pattern[str]:
    plain = normalise(words)
    before = r"(?<![^\W_])" if plain[0].isalnum() else ""
    before += r"(?<!\d[.,])" if plain[0].isdigit() else ""
    after = _WORD_ENDS if plain[-1].isalnum() else ""
    after = _FIGURE_ENDS + after if plain[-1].isdigit() else after
    return re.compile(before + re.escape(plain) + after)


def is_gold(case: Case, document_id: str, paragraph: str | None, text: str) -> bool:
    """Tell whether a passage answers a case.

    Args:
        case: names the gold passages, any one of which will do.
        document_id: of the passage.
        paragraph: the address that the document gives it.
        text: of the passage, with its headings.
    """
    return any(is_gold_of(gold, document_id, paragraph, text) for gold in case.gold)


def stands_at_address(gold: Gold, passage: Passage) -> bool:
    """Tell whether a passage stands where a gold says: in its paragraph, under its heading or in its own row.

    A gold without an address is met anywhere.
    """
    starts = (passage.paragraph, *passage.headings, passage.lead_in, passage.text.lstrip("- "))
    if gold.address is None or any(_is_at(gold.address, start) for start in starts):
        return True
    address = normalise(gold.address).rstrip(".: ")
    within = (*passage.headings, passage.lead_in or "", passage.text)
    # A bare number stands in many texts that are no address.
    return address[0].isalpha() and any(address in normalise(part) for part in within)


def summary_id(document_id: str) -> str:
    """Name our summary of a document."""
    return f"{document_id}-summary"


def is_gold_of(gold: Gold, document_id: str, paragraph: str | None, text: str) -> bool:
    """Tell whether a passage is one gold of a case; ``text`` with its headings."""
    if document_id == gold.document:
        return all(stands_in(words, text) for words in gold.words)
    # A summary says it in other words, so there the address is all that can be asked for.
    return document_id == summary_id(gold.document) and _is_at(gold.address, paragraph)


def _is_at(address: str | None, paragraph: str | None) -> bool:
    if address is None or paragraph is None:
        return False
    start, found = normalise(address), normalise(paragraph)
    return found.startswith(start) and not found[len(start) : len(start) + 1].isalnum()
