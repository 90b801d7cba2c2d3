"""The figures of a text, as they can be compared: numbers, amounts, percentages, months; in digits or in words."""

import re
import unicodedata

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: value for value, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {"m": "million", "million": "million", "k": "thousand", "bn": "billion", "billion": "billion"}

_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴-⁹]+")
_WORD = re.compile(rf"\b(?:({'|'.join(_TENS)})[ -])?({'|'.join(WORDS)})\b", re.IGNORECASE)
_DIGITS = re.compile(
    r"(?P<pound>£?)(?P<digits>\d+(?:,\d{3})*(?:\.\d+)*)"
    r"(?:\s?(?P<percent>%|per ?cent\b)|\s?(?P<scale>m|million|k|bn|billion)\b)?"
)
_MONTH = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t|tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)


def _parts(number: str) -> str:
    return ".".join(part.lstrip("0") or "0" for part in number.replace(",", "").split("."))


def figures_of(text: str) -> set[str]:
    """Return each figure in one spelling: '£27150102', '6.72%', '£64 million', '3' for three, 'sep' for September."""
    text = _SUPERSCRIPTS.sub(lambda found: f" {unicodedata.normalize('NFKC', found.group())} ", text)
    found = {str(WORDS.get((tens or "").lower(), 0) + WORDS[word.lower()]) for tens, word in _WORD.findall(text)}
    for match in _DIGITS.finditer(text):
        scale = SCALES.get(match["scale"] or "", "")
        found.add(f"{match['pound']}{_parts(match['digits'])}{'%' if match['percent'] else ''} {scale}".strip())
    return found | {month.group()[:3].lower() for month in _MONTH.finditer(text)}
