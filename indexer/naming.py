"""Names of bodies and dates as they stand on the first page of a document."""

import calendar
import re
from datetime import UTC, date, datetime

_ACRONYMS = frozenset(re.findall(r"\w+", "NHS CCG CCGS CAMHS SEND ICB ICS PCT JSNA CYP CYPP GP GPS UK EHC LA"))
_SMALL = frozenset(re.findall(r"\w+", "a an and as at by for from in of on or the to with"))
_WORD = re.compile(r"[A-Z][A-Z'’]*")

_END = (
    r"(?:Council|Clinical Commissioning Groups?|Integrated Care Board|Primary Care Trust|Foundation Trust|NHS Trust|"
    r"(?:Children(?:'s|’s)?|Young People(?:'s|’s)?) Trust|Health (?:and|&) Wellbeing Board)"
)
_BETWEEN = r"\s*(?:[,;/+]\s*(?:and\b|&)?|\band\b|&|$)\s*"
_BODY = re.compile(
    rf"(?:[Tt]he )?(?:(?P<health>NHS [A-Z][\w' ]{{1,60}}?)|(?P<name>[A-Z][\w'’.,&\- ]{{1,80}}? {_END})|{_END})"
    rf"(?={_BETWEEN})"
)
_SEPARATOR = re.compile(_BETWEEN)
_MADE_BY = re.compile(
    r"^(?:(?:co-)?produced|prepared|published|issued|written)(?:\s+jointly)?\s+by\s*:?\s*", re.IGNORECASE
)
# What begins so names anybody's council, and what holds these words a post or a piece of work.
_NOBODY = re.compile(
    r"^(?:County|City|Borough|District|Town|Parish|Metropolitan|Local|Your|Our|Each|Any|A|An|This|Insert|Name)\b"
    r"|\b(?:Director|Manager|Leader|Member|Officer|Chair|Head|Executive|Cabinet|Team of|Report|Plan|Strategy|Framework|"
    r"Outcomes|Constitution|Contract|Standard|Continuing|Funded|Services|Mandate|Operating|Intentions|Guidance)\b"
)
_LOWER = re.compile(r"(?<!['’])\b(?!of\b|and\b|the\b|in\b|for\b|upon\b|on\b)[a-z]")
_PLACE = re.compile(r"(.+) (?:County|City) Council")
_MAX_LINE = 300

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:(?P<month>{_MONTH}),?\s+)(?P<year>{_YEAR})", re.IGNORECASE
)
_FIGURES = re.compile(rf"(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>{_YEAR})")
_DATED = re.compile(r"^(?:published|issued|dated?|version\s+[\d.]+)(?:\s+(?:on|in))?\s*[:,-]?\s*", re.IGNORECASE)
_YEARS = rf"{_YEAR}(?:/(?:{_YEAR}|\d\d))?"
_PERIOD = re.compile(
    rf"(?<![\d/.-])(?P<from>{_YEARS})\s*(?:-|–|—|\bto\b)\s*(?P<to>{_YEARS}|\d\d)(?![\d/.-]|\w)", re.IGNORECASE
)


def cased(text: str) -> str:
    """Return a line in capitals as a line is otherwise written; one that is not in capitals as it is."""
    if not text.isupper():
        return text
    small = _WORD.sub(lambda found: _cased_word(found.group(), first=found.start() == 0), text)
    return small[:1].upper() + small[1:]


def _cased_word(word: str, *, first: bool) -> str:
    if word in _ACRONYMS:
        return word
    return word.lower() if word.lower() in _SMALL and not first else word[0] + word[1:].lower()


def bodies_in(line: str) -> tuple[str, ...] | None:
    """Return the bodies that a line names; None unless it names bodies and nothing else."""
    text = cased(_MADE_BY.sub("", line[:_MAX_LINE].strip(" .:;*")))
    names: list[str] = []
    at = 0
    while at < len(text):
        found = _BODY.match(text, at)
        if found is None or at == found.end():
            return None
        name = found.group("health") or found.group("name")
        if name and (_NOBODY.search(name) or _LOWER.search(name)):
            return None
        if name:
            names.append(name)
        between = _SEPARATOR.match(text, found.end())
        at = between.end() if between else found.end()
    return tuple(dict.fromkeys(names)) or None


def place_of(body: str) -> str | None:
    """Return the place that a county or a city council is the council of."""
    found = _PLACE.fullmatch(body)
    return found.group(1) if found else None


def date_of(line: str) -> str | None:
    """Return the date that a line holds, such as 2010-05, if it holds nothing else."""
    text = _DATED.sub("", line[:_MAX_LINE].strip(" .()*"))
    if re.fullmatch(_YEAR, text):
        return _past(text, None, None)
    found = _DATE.fullmatch(text) or _FIGURES.fullmatch(text)
    return _past(found["year"], found["month"], found["day"]) if found else None


def dates_in(title: str) -> str | None:
    """Return the month or the one year that a title names; a year of a period is none."""
    if found := _DATE.search(title):
        return _past(found["year"], found["month"], found["day"])
    years = re.findall(rf"(?<![\d/.-]){_YEAR}(?![\d/-])", _PERIOD.sub("", title))
    return _past(years[0], None, None) if len(years) == 1 else None


def _past(year: str, month: str | None, day: str | None) -> str | None:
    """Return a date as it is kept; None where there is no such day, or it is still to come."""
    try:
        figure = _MONTHS.get(month.lower()) or int(month) if month else None
        made = date(int(year), figure or 1, int(day) if day else 1)
    except ValueError:
        return None
    if made > datetime.now(UTC).date():
        return None
    return "-".join(part for part in (year, f"{figure:02}" if figure else "", f"{made.day:02}" if day else "") if part)


def period_in(text: str) -> str | None:
    """Return the period that a text names, both its ends whole: 2013 - 2015, 2013/14 - 2015/16."""
    found = _PERIOD.search(text)
    if found is None:
        return None
    first, last = found["from"], found["to"]
    if len(last) == 2:
        # 2013-14 may be the year that begins in 2013 as well as two years.
        if "/" in first or int(last) <= int(first[2:]) + 1:
            return None
        last = first[:2] + last
    return f"{first} - {last}" if first[:4] <= last[:4] else None


def is_period(text: str) -> bool:
    """Tell whether a line holds a period and nothing else."""
    return bool(_PERIOD.fullmatch(text.strip(" .()*")))
