"""A cell's rewording held to its own source and the local facts: what does not stand is not shown."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.adapting_bodies import Counterparts, Here
from assistant.drafting.adapting_figures import figures_of_place, unknown_figure
from assistant.drafting.adapting_names import KnownWords, OwnNames, mentions, names_of, unknown_name
from assistant.drafting.adapting_policy import AdaptingPolicy
from assistant.drafting.adapting_reach import is_told_as_done, is_weaker, other_people, reaches_further, strength
from assistant.model.contracts import Judge
from assistant.model.plain import Plainness
from assistant.verifier.words import folded, words_of


@dataclass(frozen=True)
class Offered:
    """A cell as it may be reworded: its text, what it cites, of which place and document, and what is said of ours."""

    row: str
    column: str
    text: str
    quotes: tuple[str, ...]
    documents: frozenset[str]
    place: str | None
    source: str
    here: Here
    local: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The cell and its quotes, as the checks read them."""
        return tuple(dict.fromkeys(folded(text) for text in (self.text, *self.quotes)))

    @property
    def is_of_elsewhere(self) -> bool:
        """Whether it is known to be of another place than ours."""
        return bool(self.place) and (self.place or "").casefold() != self.here.place.casefold()


class AdaptedChecking:
    """Says why a rewording does not stand, by the name of the reason; None where it does."""

    def __init__(
        self, judge: Judge, plain: Plainness, own_names: OwnNames, counterparts: Counterparts, policy: AdaptingPolicy
    ) -> None:
        self._judge = judge
        self._plain = plain
        self._own_names = own_names
        self._counterparts = counterparts
        self._policy = policy

    def __call__(self, text: str, cell: Offered, nonce: str, keys: Sequence[str]) -> str | None:
        """Return the first reason against a text; the quick checks come first."""
        said = folded(text)
        lines = [line for line in said.split("\n") if line.strip()]
        if not lines or not all(self._plain(line, nonce, keys, fewest=1) for line in lines):
            return "not_plain"
        if not self._plain.is_known(said, [*cell.sources, *cell.local]):
            return "not_plain"
        return next(self._against(said, cell), None) or self._unsupported(said, cell)

    def _against(self, said: str, cell: Offered) -> Iterator[str]:
        known = [*cell.sources, *cell.local]
        if unknown_figure(said, known):
            yield "figure"
        if unknown_name(said, KnownWords(known)):
            yield "name"
        yield from self._of_the_other_place(said, cell)
        if strength(said, 0) > max(strength(source, self._policy.strength_of_none) for source in cell.sources):
            yield "duty"
        source = folded(cell.text)
        if is_told_as_done(said, source, self._policy.strength_of_plans):
            yield "done"
        if is_weaker(said, source, self._policy.strength_of_none):
            yield "weaker"
        if other_people(said, [source, *cell.local], self._policy.people):
            yield "people"
        if reaches_further(said, source, self._counterparts.introduced(said, source, cell.here)):
            yield "reach"
        if not self._is_the_same_cell(said, cell):
            yield "another_cell"

    def _of_the_other_place(self, said: str, cell: Offered) -> Iterator[str]:
        """Yield what is told of our place and is only known of the other."""
        if not (cell.is_of_elsewhere and cell.place):
            return
        source, here = folded(cell.text), cell.here
        names_ours = mentions(said, here.place) and not mentions(source, here.place)
        names_ours = names_ours or bool(self._counterparts.introduced(said, source, here))
        names_theirs = mentions(said, cell.place)
        if names_ours and names_theirs:
            yield "both_places"
        if not names_ours and (names_theirs or not mentions(source, cell.place)):
            return
        if any(not mentions(" ".join(cell.local), name) for name in self._own_names.in_text(said, cell.place)):
            yield "their_name"
        if figures_of_place(said, cell.local, self._policy):
            yield "their_figure"

    def _is_the_same_cell(self, said: str, cell: Offered) -> bool:
        source = folded(cell.text)
        names = {word for text in (source, said) for name in names_of(text) for word in name.words}
        wanted, given = (_matter(text, names) for text in (source, said))
        kept = wanted & {word.stem for word in words_of(said)}
        known = {word.stem for text in (*cell.sources, *cell.local) for word in words_of(text)}
        if len(given - known) > self._policy.most_new * len(wanted):
            return False
        most = self._policy.most_growth * len(source.split()) + self._policy.most_added
        return len(kept) >= self._policy.least_kept * len(wanted) and len(said.split()) <= most

    def _unsupported(self, said: str, cell: Offered) -> str | None:
        """Return why the verifier finds no support, with the names of the source put back where ours stand."""
        source, evidence = folded(cell.text), self._evidence(cell)
        reason = "no_counterpart"
        for back in self._counterparts.put_back(said, source, cell.place, cell.here, cell.documents):
            reason = "unsupported"
            if all(self._judge(line, evidence).supported for line in back.split("\n") if line.strip()):
                return None
        return reason

    def _evidence(self, cell: Offered) -> list[str]:
        """Return the source under the name of its place, as a reader sees it, and the local facts."""
        over = cell.place or cell.here.place
        return [*(f"{over}:\n{source}" for source in cell.sources), "\n".join(cell.local)]


def _matter(text: str, names: Collection[str]) -> set[str]:
    """Return the stems of the words that carry matter; names and figures are checked elsewhere."""
    return {word.stem for word in words_of(text) if word.weight == 1 and not word.is_figure and word.low not in names}
