"""Numbers as a spreadsheet shows them."""

import re

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|[_*].")
_PLAIN = re.compile(r"^(?P<before>[^\d#?.,]*)(?P<whole>[#0?,]+)(?:\.(?P<places>[0#?]+))?(?P<after>[^\d#?.,]*)$")
_PRECISION = 10
_MAX_EXACT = 1e15


def shown(value: float, number_format: str) -> str:
    """Return a number in its format: decimals, thousands, percentages and currencies; in any other, as it is."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    section = _NOT_SHOWN.sub("", _QUOTED.sub(r"\1\2\3", number_format.partition(";")[0])).strip()
    plain = _PLAIN.match(section)
    if plain is None:
        return f"{_general(value * 100)}%" if section.endswith("%") else _general(value)
    places = plain["places"] or ""
    after = plain["after"]
    size = abs(value) * (100 if "%" in after else 1)
    digits = f"{size:{',' if ',' in plain['whole'].rstrip(',') else ''}.{len(places)}f}"
    if optional := len(places) - len(places.rstrip("#?")):
        digits = digits[:-optional] + digits[-optional:].rstrip("0")
        digits = digits.rstrip(".")
    sign = "-" if value < 0 and any(digit in "123456789" for digit in digits) else ""
    return f"{sign}{plain['before']}{digits}{after}".strip()


def _general(value: float) -> str:
    if value == int(value) and abs(value) < _MAX_EXACT:
        return str(int(value))
    return f"{value:.{_PRECISION}g}"
