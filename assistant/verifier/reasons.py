"""What tells against a claim, in plain words."""

from collections.abc import Callable, Mapping

from assistant.verifier.features import SIGNS, Measured

_MOST_QUOTED = 4


def reasons_of(measured: Measured, weights: Mapping[str, float]) -> tuple[str, ...]:
    """Return the reasons why a claim is not supported, what weighs most first."""
    counted = sorted(
        (weights[name] * measured.values[name], name) for name in weights if weights[name] * measured.values[name] < 0
    )
    # What only counts among the signs weighs as they do.
    counted += [
        (weights.get("signs", 0.0), name)
        for name, least in SIGNS.items()
        if name not in weights and measured.values[name] >= least
    ]
    counted.sort(key=lambda one: one[0])
    told = [reason for _, name in counted if name in _REASONS and (reason := _REASONS[name](measured))]
    if measured.addressed:
        told.insert(0, f"No passage speaks to its reader or of its writer as the claim does: '{measured.addressed}'.")
    if measured.missing_figures:
        told.insert(0, _missing(measured))
    return tuple(dict.fromkeys(told)) or ("Not every part of the claim stands in the passages.",)


def _missing(measured: Measured) -> str:
    return f"No passage has the figure {_listed(measured.missing_figures)}."


def _moved(measured: Measured) -> str:
    moved = measured.figures
    by = f" by '{moved.by}'" if moved.by else ""
    return f"The figure {moved.said} stands{by} in the source; where the claim puts it, the source has {moved.better}."


def _duty(measured: Measured) -> str:
    duty = measured.duty
    source = f"'{duty.written}'" if duty.written else "no such word"
    return f"The source says {source}, the claim '{duty.said}'." if duty.said else ""


def _planned(measured: Measured) -> str:
    written = measured.duty.written
    return (
        f"The source says '{written}', the claim tells it as a fact."
        if written
        else "The source does not tell it as done."
    )


def _denied(_measured: Measured) -> str:
    return "One of claim and source denies what the other does not."


def _contrary(measured: Measured) -> str:
    polarity = measured.polarity
    return f"The claim says '{polarity.said}' where the source says '{polarity.written}'." if polarity.said else ""


def _direction(_measured: Measured) -> str:
    return "The claim turns round which is more and which less, or whether it rises or falls."


def _widened(measured: Measured) -> str:
    return f"The source does not say '{measured.scope.said}'." if measured.scope.said else ""


def _limit(measured: Measured) -> str:
    return f"The claim leaves out the source's '{measured.limits.limit}'." if measured.limits.limit else ""


def _cause(measured: Measured) -> str:
    return f"The source does not tell a cause, the claim says '{measured.limits.told}'."


def _misplaced_figure(measured: Measured) -> str:
    found = measured.misplaced[0]
    return f"What the claim says by {found.said} the source says by {found.rival}." if found.said else ""


def _misplaced_body(measured: Measured) -> str:
    found = measured.misplaced[1]
    return f"What the claim says of {found.said} the source says of {found.rival}." if found.said else ""


def _agent(_measured: Measured) -> str:
    return "Another than the source names does it."


def _apart(measured: Measured) -> str:
    words = measured.scattered.words
    return f"The source does not put '{words[0]}' and '{words[1]}' together." if words else ""


def _foreign(measured: Measured) -> str:
    return f"No passage bears out the part '{measured.comparison.additions.foreign.said}'."


def _beside(measured: Measured) -> str:
    return f"No passage bears out the part '{measured.comparison.additions.beside.said}'."


def _taken_back(measured: Measured) -> str:
    return f"The claim says '{measured.taken_back}' where the source takes nothing back."


def _names(measured: Measured) -> str:
    return f"No passage names {_listed(measured.unknown_names)}."


def _unmet(measured: Measured) -> str:
    return (
        f"Nothing in the passages answers to {_listed(tuple(repr(word) for word in measured.unmet))}."
        if measured.unmet
        else ""
    )


def _far(measured: Measured) -> str:
    return _unmet(measured) or "The passages are about something else."


def _replaced(measured: Measured) -> str:
    edited = measured.edits
    return (
        f"The claim has '{edited.said}' where the source has '{edited.written}'." if edited.said else _unmet(measured)
    )


def _left_out(measured: Measured) -> str:
    return f"The claim leaves out the source's '{measured.edits.lost}'." if measured.edits.lost else ""


def _turned(_measured: Measured) -> str:
    return "Who does it to whom, or what stands by what, is another in the source."


def _not_borne(measured: Measured) -> str:
    return _unmet(measured) or "Read together with the claim, no passage seems to bear it out."


def _counts(_measured: Measured) -> str:
    return "The source has that figure, but counts something else by it."


def _qualified(_measured: Measured) -> str:
    return "The claim says the contrary of what the source says of a thing."


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words[:_MOST_QUOTED])


_REASONS: dict[str, Callable[[Measured], str]] = {
    "moved_figure": _moved,
    "duty_whole": _duty,
    "told_done": _planned,
    "unplanned": _planned,
    "denied_plainly": _denied,
    "left_out_close": _left_out,
    "contrary": _contrary,
    "directions": _direction,
    "compared": _direction,
    "widened": _widened,
    "limit_dropped": _limit,
    "cause_told": _cause,
    "misplaced_figure": _misplaced_figure,
    "misplaced_body": _misplaced_body,
    "other_agent": _agent,
    "ends_exchanged": _turned,
    "scattered": _apart,
    "foreign": _foreign,
    "beside": _beside,
    "taken_back": _taken_back,
    "unknown_names": _names,
    "uncovered": _far,
    "far": _far,
    "replaced_close": _replaced,
    "unnamed_bodies": _unmet,
    "other_head": _counts,
    "other_qualities": _qualified,
    "against_sums": _direction,
    "exchanged": _turned,
    "not_borne": _not_borne,
}
