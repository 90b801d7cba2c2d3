"""How wide columns are to be, and how high a row becomes; estimates, for only Word lays out."""

from math import ceil, sqrt

from assistant.export.view import View

# A character of 9.5 points in Arial is about this wide, in millimetres; capitals more.
_CHARACTER = 1.75
_NARROWEST = 20.0


def widths(view: View, room: float) -> list[float]:
    """Return the widths of the columns of a draft, which share the room by how much is written in them."""
    weights = []
    for column in view.columns:
        texts = ["\n".join((row.cells[column.id].text, *row.cells[column.id].marks)) for row in view.rows]
        mean = sum(map(len, texts)) / max(len(texts), 1)
        # Twice as much text needs less than twice the width, or the others would be squeezed.
        weights.append(max(sqrt(mean), 1.0))
    least = [min(max(_NARROWEST, _longest_word(column.title) + 4), room / len(weights)) for column in view.columns]
    return _shared(weights, least, room)


def _shared(weights: list[float], least: list[float], room: float) -> list[float]:
    free = set(range(len(weights)))
    sizes = list(least)
    while free:
        left = room - sum(sizes[place] for place in range(len(weights)) if place not in free)
        total = sum(weights[place] for place in free)
        short = {place for place in free if left * weights[place] / total < least[place]}
        if not short:
            for place in free:
                sizes[place] = left * weights[place] / total
            break
        free -= short
    return sizes


def lines_needed(text: str, width: float) -> int:
    """Return about how many lines a text takes in a column of a width in millimetres."""
    room = max(int((width - 3) / _CHARACTER), 1)
    return sum(max(ceil(len(line) / room), 1) for line in text.split("\n"))


def _longest_word(text: str) -> float:
    return max((len(word) for word in text.split()), default=0) * _CHARACTER * 1.2
