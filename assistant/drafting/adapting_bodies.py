"""Bodies of the local facts in the place of a source's: which may stand for which, and texts with them put back."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, permutations

from assistant.drafting.adapting_names import KnownWords, mentions, names_of, put
from assistant.drafting.adapting_policy import AdaptingPolicy
from assistant.ledger import ChangeKind, Ledger

_GONE = {ChangeKind.REPLACED, ChangeKind.RENAMED, ChangeKind.ENDED}


@dataclass(frozen=True)
class Here:
    """What a cell may be worded for: the place and its bodies; ``lead`` only where the cell says who leads."""

    place: str
    bodies: tuple[str, ...]
    lead: str | None = None

    @property
    def all_bodies(self) -> tuple[str, ...]:
        """The bodies and the lead, the longest first, so that none is taken for a part of another."""
        names = dict.fromkeys([*self.bodies, *([self.lead] if self.lead else [])])
        return tuple(sorted((name for name in names if name.strip()), key=len, reverse=True))


class Counterparts:
    """Puts the names of a source back into a text that was worded for another place."""

    def __init__(self, policy: AdaptingPolicy, ledger: Ledger) -> None:
        self._policy = policy
        self._ledger = ledger

    def put_back(
        self, text: str, source: str, place: str | None, here: Here, documents: Collection[str]
    ) -> Iterator[str]:
        """Yield a text as it would be said of the source's place, for every way in which its bodies may be meant.

        Nothing is yielded where a body stands for none that the source names.

        Args:
            text: worded for the place.
            source: the cell that it was worded from.
            place: of the source; None is 'not known'.
            here: what it was worded for.
            documents: ids of those that the source is from.
        """
        bodies = self.introduced(text, source, here)
        old = self._replaceable(text, source, place, documents)
        for chosen in islice(permutations(old, len(bodies)), self._policy.most_pairings):
            if not all(self._alike(one, body, place, here) for one, body in zip(chosen, bodies, strict=True)):
                continue
            back = text
            for one, body in zip(chosen, bodies, strict=True):
                back = put(back, body, one)
            yield self._of_their_place(back, source, place, here)

    def _of_their_place(self, text: str, source: str, place: str | None, here: Here) -> str:
        """Return a text with the source's place for ours, and without ours where the source names none."""
        if not (place and mentions(source, place)):
            text = re.sub(self._policy.adjunct.format(place=re.escape(here.place)), "", text, flags=re.IGNORECASE)
        return put(text, here.place, place) if place else text

    def names_gone(self, text: str, documents: Collection[str]) -> bool:
        """Tell whether a text names what has been replaced, renamed or ended."""
        return any(change.kind in _GONE for change in self._ledger.found_in(text, documents=documents))

    def introduced(self, text: str, source: str, here: Here) -> tuple[str, ...]:
        """Return the bodies of the local facts that a text names and its source does not."""
        found = []
        for body in here.all_bodies:
            if mentions(text, body) and not mentions(source, body):
                found.append(body)
                text = put(text, body, " ")
        return tuple(found)

    def _replaceable(self, text: str, source: str, place: str | None, documents: Collection[str]) -> list[str]:
        """Return the names of a source that a text no longer has and that another may stand for."""
        known = KnownWords([text])
        names = [name.text for name in names_of(source) if not known.holds(name.words)]
        gone = [change for change in self._ledger.found_in(source, documents=documents) if change.kind in _GONE]
        of_place = [name for name in names if place and mentions(name, place) and name.casefold() != place.casefold()]
        ended = [name for name in names if self.names_gone(name, documents)]
        plain = [found for change in gone for alias in change.aliases for found in _as_written(source, alias)]
        longer = [one for one in plain if not mentions(text, one) and not any(mentions(n, one) for n in names)]
        return list(dict.fromkeys([*of_place, *ended, *longer]))

    def _alike(self, one: str, body: str, place: str | None, here: Here) -> bool:
        """Tell whether two bodies are of one sort, or one is said to lead here."""
        if body == here.lead:
            return True
        kind = self._policy.kind_of(one)
        if kind or self._policy.kind_of(body):
            return kind == self._policy.kind_of(body)
        return bool(place) and _without(one, place) == _without(body, here.place) != ""


def _without(name: str, place: str | None) -> str:
    return " ".join(put(name, place, " ").casefold().split()) if place else name.casefold()


def _as_written(text: str, alias: str) -> list[str]:
    return [found.group() for found in re.finditer(rf"(?<!\w){re.escape(alias)}s?(?!\w)", text, re.IGNORECASE)]
