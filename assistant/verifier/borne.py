"""What a cross-encoder makes of a sentence of a claim, read together with what comes nearest to it."""

from collections.abc import Sequence

from assistant.cross_encoder import CrossEncoding, Pair
from assistant.verifier.comparison import Comparison
from assistant.verifier.propositions import Proposition

# So many of the nearest propositions are read by themselves, and the first of them together, as they stand.
_ALONE, _TOGETHER = 2, 3


def odds_borne(scores: CrossEncoding, comparison: Comparison, propositions: Sequence[Proposition]) -> float:
    """Return the log odds that the propositions nearest to a sentence bear it out, the best of them deciding."""
    places = {proposition.whole: number for number, proposition in reversed(list(enumerate(propositions)))}
    nearest = list(dict.fromkeys(source.text for source in comparison.sources))
    said = nearest[:_ALONE]
    for several in range(2, _TOGETHER + 1):
        if len(nearest) >= several:
            said.append(" ".join(sorted(nearest[:several], key=lambda text: places.get(text, 0))))
    return float(scores([Pair(passage, comparison.claim.text) for passage in said]).max())
