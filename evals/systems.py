"""Reports our search beside the baselines: table, ratio and figure."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

import numpy as np

from evals.aggregate import interval_of, ratio_of
from evals.baselines import LANGCHAIN
from evals.contracts import Ranking, Rule, RunRecord
from evals.judging import OURS, READ_WORDS, measures_of
from evals.markdown import figure, interval, table

RATIO_OF = "hit@5"
_COLOURS = ("#1b4f8a", "#7fa8d1", "#b7cbe0", "#c9782b")
_PLOT_HEIGHT, _BAR, _GAP, _LEFT, _TOP = 200, 28, 30, 40, 40


def section(record: RunRecord) -> list[str]:
    """Return the lines of the comparison; none where nothing was searched for."""
    if not record.rankings:
        return []
    words = [ranking for ranking in record.rankings if ranking.rule is Rule.WORDS]
    return [
        "",
        "## Our search beside others",
        "",
        f"The same {len(words[0].placings)} questions, embedding model and rule for every system: a text is gold if",
        f"{Rule.WORDS.meaning}. A chunk has no address, so none is asked for; in the last row it is: as above,",
        "and the gold's address stands over our passage or in it. Ours keeps to the place that a question names; the",
        "others search everything. Each is given a follow-up as the assistant understands it, which is more than stock",
        f"LangChain does. '{READ_WORDS} words' counts every word down the ranking, headings too, the last text cut",
        "short. 'Could be found' is the share of the cases of which any text of the system is gold. Intervals: 95 %.",
        "",
        *table(("system", "rule", "texts", "could be found", *measures_of(words[0])), map(_row, _ordered(record))),
        *_ratio(words),
        *([f"\n![Our search beside others]({figure_name(record)})"] if has_figure(record) else []),
    ]


def has_figure(record: RunRecord) -> bool:
    """Tell whether there is anything beside which ours can be drawn."""
    return any(ranking.system != OURS for ranking in record.rankings)


def figure_name(record: RunRecord) -> str:
    """Name the file of the figure."""
    return f"{record.library}-{record.split}.svg"


def svg(record: RunRecord) -> str:
    """Return a chart of bars with 95 % intervals, a group a measure and a bar a system."""
    rankings = [ranking for ranking in record.rankings if ranking.rule is Rule.WORDS]
    measured = [measures_of(ranking) for ranking in rankings]
    group = len(rankings) * _BAR + _GAP
    width, bottom = _LEFT + len(measured[0]) * group, _TOP + _PLOT_HEIGHT
    height = bottom + 30 + 18 * len(rankings)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
        '<g font-family="sans-serif" font-size="12">',
        f'<text x="{_LEFT}" y="20">{escape(record.library)}, {record.split}, n = {len(rankings[0].placings)}</text>',
    ]
    for tick in range(0, 101, 25):
        y = bottom - _PLOT_HEIGHT * tick / 100
        parts.append(f'<line x1="{_LEFT}" x2="{width}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{tick / 100:.2f}</text>')
    for at, measure in enumerate(measured[0]):
        x = _LEFT + at * group + _GAP / 2
        parts.append(f'<text x="{x:.0f}" y="{bottom + 16}">{measure}</text>')
        for bar, values in enumerate(measured):
            parts.extend(_bar(x + bar * _BAR, bottom, values[measure], _COLOURS[bar % len(_COLOURS)]))
    for at, ranking in enumerate(rankings):
        y = bottom + 26 + 18 * at
        parts.append(f'<rect x="{_LEFT}" y="{y}" width="12" height="12" fill="{_COLOURS[at % len(_COLOURS)]}"/>')
        parts.append(f'<text x="{_LEFT + 18}" y="{y + 10}">{escape(ranking.system)}</text>')
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _bar(x: float, bottom: int, values: Sequence[float], colour: str) -> list[str]:
    height = _PLOT_HEIGHT * float(np.mean(values))
    low, high = (bottom - _PLOT_HEIGHT * (edge or 0) for edge in interval_of(values))
    middle = x + (_BAR - 4) / 2
    return [
        f'<rect x="{x:.0f}" y="{bottom - height:.1f}" width="{_BAR - 4}" height="{height:.1f}" fill="{colour}"/>',
        f'<line x1="{middle:.0f}" x2="{middle:.0f}" y1="{low:.1f}" y2="{high:.1f}" stroke="#222"/>',
    ]


def _ordered(record: RunRecord) -> list[Ranking]:
    return sorted(record.rankings, key=lambda ranking: ranking.rule is not Rule.WORDS)


def _row(ranking: Ranking) -> tuple[str, ...]:
    cells = (f"{np.mean(values):.3f} ({interval(*interval_of(values))})" for values in measures_of(ranking).values())
    count = len(ranking.placings)
    held = None if ranking.holding is None or not count else ranking.holding / count
    return ranking.system, ranking.rule, str(ranking.texts or "-"), figure(held), *cells


def _ratio(rankings: Sequence[Ranking]) -> list[str]:
    by_system = {ranking.system: measures_of(ranking)[RATIO_OF] for ranking in rankings}
    if OURS not in by_system or LANGCHAIN not in by_system:
        return []
    ratio = ratio_of(by_system[OURS], by_system[LANGCHAIN])
    between = interval(ratio.low, ratio.high)
    return ["", f"{RATIO_OF}, ours over stock LangChain: {figure(ratio.value)} ({between}, paired, n = {ratio.n})."]
