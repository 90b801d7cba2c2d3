"""Figures of a text as quantities that can be compared: sums, shares, dates, ages, ranges, however written."""

import re
from calendar import month_abbr
from dataclasses import dataclass
from functools import lru_cache

from assistant.verifier.wordlists import load_word_lists

_WORDS = load_word_lists().numbers
_UNITS = {word: value for value, word in enumerate(_WORDS.units)}
_TENS = {word: 10 * value for value, word in enumerate(_WORDS.tens, start=2)}
_SCALES, _PARTS = _WORDS.scales, _WORDS.parts
_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}

_LAST_YEAR = 2060
# These are shares without a number before them; a third or a fifth may be one of a row.
_SHARES = {"half", "quarter"}
_ONE_OF_A_ROW = re.compile(
    r" (?!(?:of|are|is|were|was|had|have|has|in|by|to|from|more|less|higher|lower|and|or)\b)[a-z]"
)
_ONE_WORD = "|".join([*_UNITS, "dozen"])
_NUMBER_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_ONE_WORD}))?|{_ONE_WORD})"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_PART = r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)"
# What may follow 'one child in eight'; a noun there makes it no ratio: 'one school in two districts'.
_AFTER_RATIO = (
    r"(?:is|are|was|were|has|have|had|with|who|that|did|does|do|lives?|on|of|among|by|at|from|to|than|and|or)\b"
)
_YEAR = r"(?:19|20)\d\d"
_PATTERN = re.compile(
    rf"""
    (?P<year_range>\b(?P<yr1>{_YEAR})\s?(?:[-/]|\ to\ |\ until\ )\s?(?P<yr2>{_YEAR}|\d\d)\b(?!\d|[./-]\d))
  | (?P<numeric_date>\b(?P<dd>\d{{1,2}})[./](?P<mm>\d{{1,2}})[./](?P<yy>{_YEAR}|\d\d)\b)
  | (?P<date>(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\ of)?\ )?\b(?P<month>{_MONTH})
      (?:\ (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?!\ ?%)(?!\ (?!and\b|to\b|until\b)[a-z]))?
      ,?(?:\ (?:of\ )?(?P<year>{_YEAR})\b)?)
  | (?P<short_years>\b(?P<sy1>\d\d)/(?P<sy2>\d\d)\b)
  | (?P<lone_year>\b{_YEAR}\b(?!,\d|%|\.\d))
  | (?P<in_every>\b(?P<ratio1>{_NUMBER_WORD}|\d{{1,2}})\ (?:in|out\ of|of)\ every[ ]
      (?P<ratio2>{_NUMBER_WORD}|\d{{1,3}})\b)
  | (?P<in_each>\b(?P<ratio3>{_NUMBER_WORD}|\d{{1,2}})\ (?:in|out\ of)[ ]
      (?P<ratio4>{_NUMBER_WORD}|\d{{1,3}})\b(?![\d%/]|,\d|\ ?per))
  | (?P<one_of>\bone\ [a-z]+\ in\ (?P<ratio5>{_NUMBER_WORD})\b(?!\ (?:{_NUMBER_WORD})\b|\ (?!{_AFTER_RATIO})[a-z]))
  | (?P<part_scale>\b(?:(?P<ptop>{_NUMBER_WORD}|a)[- ])?(?P<ppart>half|quarters?|thirds?)(?:\ of)?\ a[ ]
      (?P<pscale>million|billion|thousand|hundred)\b)
  | (?P<and_half>\b(?P<whole>{_NUMBER_WORD}|\d{{1,3}})\ and\ a\ half\b(?:\ (?P<hscale>million|billion|thousand)\b)?)
  | (?P<half_dozen>\bhalf[ -]a[ -]dozen\b)
  | (?P<fraction>\b(?:(?P<top>{_NUMBER_WORD}|a|\d)[- ])?(?P<part>{_PART})\b)
  | (?P<range>(?<![\d.,/-])(?P<low>\d{{1,3}}(?:\.\d+)?)\ ?(?:-|\ to\ )\ ?
      (?P<high>\d{{1,3}}(?:\.\d+)?)(?![\d/]|,\d|-\d)(?P<rpct>\ ?%|\ ?per\ ?cent)?)
  | (?P<plain>(?P<money>£\ ?)?(?<![\w.])(?P<digits>{_DIGITS})(?P<ordinal>(?:st|nd|rd|th)\b)?\s?
      (?P<scale>hundred|thousand|million|billion|bn|mn|m|k)?(?![a-z]|\d)
      (?P<percent>\ ?%|\ ?per\ ?cent\b)?(?P<pounds>\ pounds?\b)?)
  | (?P<grown>(?<![\w.])(?P<gdigits>{_DIGITS})(?=[a-z]))
  | (?P<spelt>\b(?P<words>{_NUMBER_WORD})s?(?:[- ](?P<wscale>dozen|hundred|thousand|million))?
      (?:\ and\ (?P<wrest>{_NUMBER_WORD}))?\b(?P<wpercent>\ ?per\ ?cent\b|\ ?%)?)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A figure where it stands. A date has parts that may be unknown; other kinds have a lowest and a highest value."""

    kind: str
    text: str
    start: int
    end: int
    low: float = 0.0
    high: float = 0.0
    date: tuple[int | None, int | None, int | None] = (None, None, None)
    step: float = 0.0
    rough: bool = False

    @property
    def is_range(self) -> bool:
        """Tell whether it has two ends."""
        return self.kind != "date" and self.low != self.high


@lru_cache(maxsize=4_096)
def figures_of(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text in order; a lone 'one' is none."""
    found = []
    for match in _PATTERN.finditer(text):
        figure = _figure(match)
        if figure:
            found.append(figure)
    return tuple(found)


def _figure(match: re.Match[str]) -> Figure | None:
    for name, maker in _MAKERS.items():
        if match.group(name) is not None:
            return maker(match)
    return None


def _at(match: re.Match[str]) -> dict[str, object]:
    return {"text": match.group().strip(), "start": match.start(), "end": match.end()}


def _plain(match: re.Match[str]) -> Figure | None:
    digits = match.group("digits")
    scale = _SCALES.get((match.group("scale") or "").lower(), 1)
    value = float(digits.replace(",", "")) * scale
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    step = scale * 10.0**-decimals
    if match.group("percent"):
        return _made(match, "share", value / 100, value / 100, step / 100)
    kind = "money" if match.group("money") or match.group("pounds") else "number"
    return _made(match, kind, value, value, step)


def _made(match: re.Match[str], kind: str, low: float, high: float, step: float = 0.0) -> Figure:
    return Figure(
        kind, match.group().strip(), match.start(), match.end(), low, high, (None, None, None), step, _rough(match)
    )


def _rough(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 30) : match.start()].lower().rstrip()
    before = re.sub(r"\b(?:a|an|the|one)$", "", before).rstrip()
    return any(re.search(rf"\b{re.escape(word)}$", before) for word in load_word_lists().about)


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    total = 0
    for word in re.split(r"[- ]", text.lower()):
        total += _UNITS.get(word, 0) + _TENS.get(word, 0) + (12 if word == "dozen" else 0) + (1 if word == "a" else 0)
    return total


def _spelt(match: re.Match[str]) -> Figure | None:
    text = match.group("words").lower()
    scale = _SCALES.get((match.group("wscale") or "").lower(), 1)
    value = float(_value(text) * scale + (_value(match.group("wrest")) if match.group("wrest") and scale > 1 else 0))
    if match.group("wpercent"):
        return _made(match, "share", value / 100, value / 100, 0.01)
    if value <= 1:
        return None
    return _made(match, "number", value, value, float(scale if scale > 1 else 1))


def _fraction(match: re.Match[str]) -> Figure | None:
    part = match.group("part").lower()
    part = "half" if part == "halves" else part.removesuffix("s")
    top = _value(match.group("top")) if match.group("top") else 1
    if not match.group("top") and part not in _SHARES:
        return None  # the third, the fifth of a row
    if match.group("top") in {"a", "A"} and part not in _SHARES and _ONE_OF_A_ROW.match(match.string[match.end() :]):
        return None  # a third way
    if part == "quarter" and not match.group("top") and not match.string[match.end() :].startswith(" of"):
        return None  # a quarter of the year
    return _made(match, "share", top / _PARTS[part], top / _PARTS[part], 0.0)


def _half_dozen(match: re.Match[str]) -> Figure:
    return _made(match, "number", 6.0, 6.0, 1.0)


def _in_every(match: re.Match[str]) -> Figure | None:
    first = _value(match.group("ratio1") or match.group("ratio3") or "one")
    second = _value(match.group("ratio2") or match.group("ratio4") or match.group("ratio5"))
    return _made(match, "share", first / second, first / second) if second > first > 0 else None


def _part_scale(match: re.Match[str]) -> Figure:
    part = match.group("ppart").lower().removesuffix("s")
    top = _value(match.group("ptop")) if match.group("ptop") else 1
    value = top / _PARTS[part] * _SCALES[match.group("pscale").lower()]
    return _made(match, "number", value, value, 1.0)


def _and_half(match: re.Match[str]) -> Figure:
    value = (_value(match.group("whole")) + 0.5) * _SCALES.get((match.group("hscale") or "").lower(), 1)
    return _made(match, "number", value, value, value / 10)


def _range(match: re.Match[str]) -> Figure:
    low, high = float(match.group("low")), float(match.group("high"))
    if match.group("rpct"):
        return _made(match, "share", low / 100, high / 100, 0.01)
    return _made(match, "number", low, high, 1.0)


def _grown(match: re.Match[str]) -> Figure:
    value = float(match.group("gdigits").replace(",", ""))
    return _made(match, "number", value, value, 1.0)


def _dated(match: re.Match[str], year: int | None, month: int | None, day: int | None) -> Figure:
    return Figure("date", match.group().strip(), match.start(), match.end(), date=(year, month, day), rough=False)


def _date(match: re.Match[str]) -> Figure | None:
    day = match.group("day") or match.group("day2")
    year = match.group("year")
    month = match.group("month")
    if not day and not year and (not month[0].isupper() or (month == "May" and match.start() == 0)):
        return None  # may, march
    return _dated(match, int(year) if year else None, _MONTHS[month[:3].lower()], int(day) if day else None)


def _numeric_date(match: re.Match[str]) -> Figure:
    return _dated(match, _full(match.group("yy")), int(match.group("mm")), int(match.group("dd")))


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _years(match: re.Match[str]) -> Figure:
    first = _full(match.group("yr1") or match.group("sy1"))
    second = match.group("yr2") or match.group("sy2")
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    aged = re.match(r"\s?-?(?:year|and\b|in school)", match.string[match.end() :])
    if match.group("sy1") and (last != first + 1 or aged or first > _LAST_YEAR):  # not a year: ages or a date's halves
        low, high = float(match.group("sy1")), float(second)
        return _made(match, "number", low, high, 1.0)
    return _made(match, "years", float(first), float(last))


def _lone_year(match: re.Match[str]) -> Figure:
    return _dated(match, int(match.group("lone_year")), None, None)


_MAKERS = {
    "year_range": _years,
    "numeric_date": _numeric_date,
    "date": _date,
    "short_years": _years,
    "lone_year": _lone_year,
    "in_every": _in_every,
    "in_each": _in_every,
    "one_of": _in_every,
    "part_scale": _part_scale,
    "and_half": _and_half,
    "half_dozen": _half_dozen,
    "fraction": _fraction,
    "range": _range,
    "plain": _plain,
    "grown": _grown,
    "spelt": _spelt,
}
