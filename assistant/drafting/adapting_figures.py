"""Figures and dates in texts that are reworded: where each comes from, and which are another place's own."""

from collections.abc import Collection

from assistant.drafting.adapting_policy import AdaptingPolicy
from assistant.verifier.figures import Figure, figures_of
from assistant.verifier.words import words_of

_Value = tuple[str, float, float, tuple[int | None, int | None, int | None]]


def unknown_figure(text: str, sources: Collection[str]) -> str | None:
    """Return the first figure or date of a text that stands in no source; None where there is none."""
    values = {_value(figure) for source in sources for figure in figures_of(source)}
    for figure in figures_of(text):
        if _value(figure) not in values:
            return figure.text
    # What is read as no quantity (Q3, 4a) must stand there as it is.
    held = {word.low for source in sources for word in words_of(source)}
    return next((word.text for word in words_of(text) if word.is_figure and word.low not in held), None)


def figures_of_place(text: str, local: Collection[str], policy: AdaptingPolicy) -> list[str]:
    """Return the figures of a text that are its source's own: no ages, no numbers in names, none of the local facts."""
    given = {_value(figure) for source in local for figure in figures_of(source)}
    return [
        figure.text
        for figure in figures_of(text)
        if _value(figure) not in given and not _goes_with_the_words(text, figure, policy)
    ]


def _goes_with_the_words(text: str, figure: Figure, policy: AdaptingPolicy) -> bool:
    before, after = text[: figure.start], text[figure.end :]
    if figure.kind != "date" and (policy.age_before.search(before) or policy.age_after.search(after)):
        return True
    return policy.label_before.search(before) is not None


def _value(figure: Figure) -> _Value:
    return (figure.kind, figure.low, figure.high, figure.date)
