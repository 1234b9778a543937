"""The page: the archive as a whole, months as lines, other groups as dots with their intervals, and rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audit.records import Run, Tally
from audit.render.page.environment import filled
from audit.render.page.multiples import Multiples, Series, multiples, round_above
from audit.render.tallies import count
from audit.rulebook.measured import FEWEST_JUDGED, share
from audit.trends.periods import months_between
from audit.trends.records import MEASURES, Comparison, Dimension, Estimate, Group, Measure, MeasureName, RuleRow, Trends

__all__ = ["page_of"]

MOST_GROUPS = 40
MOST_COLUMNS = 12
NOT_TOLD = "not told"
CROSSED: MeasureName = "unnamed_share"
RULE_RATE = "{:.2f}".format
EXPLAINED = "A stroke through a dot is its 95% interval; a hollow dot rests on too few articles for one."
Show = Callable[[float], str]


class Dot(NamedTuple):
    """A figure in words, and where it and its interval lie on the scale of its column, from 0 to 1."""

    words: str
    interval: str
    is_few: bool
    x: float | None
    low: float | None
    high: float | None


class Column(NamedTuple):
    """A column of dots: what it shows, the upper end of its scale, and where the whole archive lies on it."""

    title: str
    top: str
    whole: float | None


class Line(NamedTuple):
    """A group and its dots."""

    name: str
    articles: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """The groups of a dimension, the largest first, and some of them over time.

    `left_out` counts those for which there is no room.
    """

    dimension: Dimension
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    left_out: int
    over_time: Multiples | None


class RuleLine(NamedTuple):
    """A rule over all articles, and how often its findings were right where people judged them."""

    row: RuleRow
    rate: Dot
    articles: str
    right: str


class Matrix(NamedTuple):
    """Findings for each 1,000 words, a row for each rule, a column for each of the largest groups."""

    dimension: Dimension
    columns: tuple[str, ...]
    rows: tuple[tuple[RuleRow, tuple[str, ...]], ...]


def page_of(trends: Trends, judged: Mapping[str, Tally]) -> str:
    """The HTML of the page; `judged` are verdicts on findings of the archive's rules, empty if there are none."""
    whole = trends.everything
    told = [one for one in trends.comparisons if any(group.name for group in one.groups)]
    months = next((one.groups for one in told if one.dimension == "month"), ())
    months = tuple(group for group in months if group.name)
    others = [one for one in told if one.dimension != "month"]
    return filled(
        "trends.html",
        Run(tool=trends.tools[0], reports=()),
        title="Sourcing over an archive",
        trends=trends,
        measures=MEASURES,
        silent=[one.dimension for one in trends.comparisons if one not in told],
        months=[group.name for group in months],
        figures=[
            (measure, _dot(estimate, measure.show, 1))
            for measure, estimate in zip(MEASURES, whole.measures, strict=True)
        ],
        over_time=_over_time(months, trends.fewest),
        tables=[_dots(one, whole, _crossed(one, months, trends.fewest)) for one in others],
        rules=_rules(whole.rules, judged),
        matrices=[matrix for one in others if (matrix := _matrix(one, whole.rules)).columns],
    )


def _dots(comparison: Comparison, whole: Group, over_time: Multiples | None) -> Dots:
    shown = comparison.groups[:MOST_GROUPS]
    tops = [_top(estimates) for estimates in zip(*(group.measures for group in (whole, *shown)), strict=True)]
    return Dots(
        dimension=comparison.dimension,
        columns=tuple(
            Column(measure.title, measure.show(top), None if own.value is None else own.value / top)
            for measure, own, top in zip(MEASURES, whole.measures, tops, strict=True)
        ),
        lines=tuple(_line(group, tops) for group in shown),
        left_out=len(comparison.groups) - len(shown),
        over_time=over_time,
    )


def _top(estimates: Iterable[Estimate]) -> float:
    """The upper end of a scale for some figures. The interval of a zero may reach far, and does not count."""
    return round_above(max((one.high or one.value or 0.0 for one in estimates if one.value), default=0.0))


def _line(group: Group, tops: Sequence[float]) -> Line:
    dots = (
        _dot(estimate, measure.show, top) for estimate, measure, top in zip(group.measures, MEASURES, tops, strict=True)
    )
    return Line(group.name or NOT_TOLD, group.articles, tuple(dots))


def _dot(estimate: Estimate, show: Show, top: float) -> Dot:
    if estimate.value is None:
        return Dot("—", "", False, None, None, None)
    x = estimate.value / top
    if estimate.low is None or estimate.high is None:
        return Dot(show(estimate.value), f"of only {count(estimate.articles, 'article')}", True, x, None, None)
    interval = f"{show(estimate.low)} to {show(estimate.high)}"
    return Dot(show(estimate.value), interval, False, x, estimate.low / top, min(1.0, estimate.high / top))


def _over_time(months: Sequence[Group], fewest: int) -> Multiples | None:
    """Each measure over all months, those without an article among them."""
    periods = months_between([group.name for group in months])
    if len(periods) < 2:
        return None
    series = [
        _series(measure.title, number, measure, months, periods, fewest) for number, measure in enumerate(MEASURES)
    ]
    return multiples("By month", EXPLAINED, periods, series, shared=False)


def _crossed(comparison: Comparison, months: Sequence[Group], fewest: int) -> Multiples | None:
    """The unnamed share of each large group over all months, with that of all articles behind it."""
    periods = months_between([group.name for group in months])
    if len(periods) < 2 or not comparison.by_month:
        return None
    number, measure = next((i, measure) for i, measure in enumerate(MEASURES) if measure.name == CROSSED)
    behind = _series("", number, measure, months, periods, fewest).values
    series = [
        replace(_series(crossed.name, number, measure, crossed.months, periods, fewest), behind=behind)
        for crossed in comparison.by_month
    ]
    title = f"{measure.title}, by {comparison.dimension} and month"
    return multiples(title, "The broken line is that of all articles.", periods, series)


def _series(
    name: str, number: int, measure: Measure, groups: Sequence[Group], periods: Sequence[str], fewest: int
) -> Series:
    """A measure of groups that are named by periods."""
    nothing = Estimate(None, None, None, 0)
    by_period = {group.name: group.measures[number] for group in groups}
    told = [by_period.get(period, nothing) for period in periods]
    return Series(
        name=name,
        values=tuple(one.value for one in told),
        weights=tuple(one.articles for one in told),
        fewest=fewest,
        ranges=tuple(None if one.low is None or one.high is None else (one.low, one.high) for one in told),
        show=measure.show,
    )


def _rules(rows: Sequence[RuleRow], judged: Mapping[str, Tally]) -> tuple[RuleLine, ...]:
    top = _top(row.per_1000 for row in rows)
    return tuple(
        RuleLine(
            row,
            _dot(row.per_1000, RULE_RATE, top),
            "—" if row.articles.value is None else f"{row.articles.value:.1%}",
            _right(judged.get(row.rule)),
        )
        for row in rows
    )


def _right(tally: Tally | None) -> str:
    """How often findings were right, where enough of them were judged."""
    judged = tally.right + tally.wrong if tally else 0
    known = share(tally.right, judged) if tally and judged >= FEWEST_JUDGED else None
    return f"{known.value:.0%} of {judged} ({known.low:.0%} to {known.high:.0%})" if known else "—"


def _matrix(comparison: Comparison, rows: Sequence[RuleRow]) -> Matrix:
    groups = [group for group in comparison.groups if group.rules][:MOST_COLUMNS]
    rates = zip(*([RULE_RATE(row.per_1000.value or 0.0) for row in group.rules] for group in groups), strict=True)
    names = tuple(group.name or NOT_TOLD for group in groups)
    return Matrix(comparison.dimension, names, tuple(zip(rows, rates, strict=False)))
