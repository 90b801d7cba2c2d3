"""What stands in a file but not on its page: signs that nobody sees, and markup that hides."""

import re

from indexer.contracts import Block

# Controls (a terminal obeys some of them), marks that turn the direction of writing, spaces without width, and tags.
# Joiners belong to words of other scripts, so they go only where they follow a letter of ours.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]|(?<=[\x00-\x7f])[\u200c\u200d]"
)
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity|max-height)\s*:\s*0(?:\.0+)?(?![.\d])"
)
_OPENED = re.compile(r"<(?:script|style|noscript|template|iframe|svg)\b|\b(?:hidden|style\s*=)", re.IGNORECASE)
_MOST_OPENED = 500
_CODE = re.compile(r"<(script|style|noscript|template|iframe|svg)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HIDDEN = re.compile(
    rf"<(\w+)\b[^<>]*(?:\shidden\b|aria-hidden\s*=\s*[\"']?true|style\s*=[^<>]*(?:{HIDDEN_STYLE.pattern}))[^<>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)


def seen(block: Block) -> Block:
    """Return a block without the signs that nobody sees."""
    words = [block.text, block.lead_in or "", *(f"{cell.column or ''}{cell.text}" for cell in block.cells)]
    if not any(_UNSEEN.search(word) for word in words):
        return block
    cells = tuple(
        cell.model_copy(update={"text": shown(cell.text), "column": cell.column and shown(cell.column)})
        for cell in block.cells
    )
    lead_in = block.lead_in and shown(block.lead_in)
    return block.model_copy(update={"text": shown(block.text), "lead_in": lead_in, "cells": cells})


def without_hidden(text: str) -> str:
    """Return Markdown without comments, scripts and elements that are not shown; its lines stay where they are."""
    if "<" not in text:
        return text
    text = _without_comments(text)
    # What is never closed would be looked for again and again; so much of it is no text that anyone wrote.
    if len(_OPENED.findall(text)) > _MOST_OPENED:
        return text
    for pattern in (_CODE, _HIDDEN):
        text = pattern.sub(lambda found: _lines(found.group()), text)
    return text


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (opening := text.find("<!--", at)) >= 0 and (end := text.find("-->", opening + 4)) >= 0:
        kept += [text[at:opening], _lines(text[opening:end])]
        at = end + 3
    return "".join([*kept, text[at:]])


def _lines(text: str) -> str:
    return "\n" * text.count("\n")


def shown(text: str) -> str:
    """Return a text without the signs that nobody sees."""
    return _UNSEEN.sub("", text)
