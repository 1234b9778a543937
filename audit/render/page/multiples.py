"""Small multiples: small line charts over the same periods, as plain records that multiples.html draws.

Whoever has figures by month or year may use it: `multiples(...)` makes the records, and in a template
`{% from "multiples.html" import charts %}{{ charts(made) }}` draws them, with a table of all figures below.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor, log10
from typing import NamedTuple

from audit.render.tallies import percent

__all__ = ["FEW", "Cell", "Multiples", "Panel", "Point", "Series", "multiples", "round_above"]

FEW = 5
"""A value that rests on fewer things than these is shown as a hollow point, unless the series says otherwise."""
SIDE = 1000
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one small chart shows: a value for each period, None where there is none, and how values are written.

    `weights` tell on how many things each value rests, `ranges` between what each may well lie, `behind` is a line to
    compare with; all may be left out. No value is less than 0.
    """

    name: str
    values: tuple[float | None, ...]
    note: str = ""
    weights: tuple[int, ...] = ()
    fewest: int = FEW
    ranges: tuple[tuple[float, float] | None, ...] = ()
    behind: tuple[float | None, ...] = ()
    show: Callable[[float], str] = percent


class Point(NamedTuple):
    """A value on its chart, as parts of width and height from the top left; in words too.

    `reach` is the upper and the lower end of its range, if that is told.
    """

    x: float
    y: float
    is_few: bool
    words: str
    reach: tuple[float, float] | None = None


class Cell(NamedTuple):
    """A figure of the table, and on how many things it rests (None where that is not told)."""

    words: str
    weight: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small chart. `lines` and `behind` are lists of SVG points on a square of 1000, unbroken runs each.

    `latest` is the last value there is, `top` the value at the upper edge, `words` the chart in words.
    """

    name: str
    note: str
    latest: str
    top: str
    words: str
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples:
    """The charts, and the same as a table: a row for each period, a cell for each chart."""

    title: str
    explained: str
    first: str
    last: str
    panels: tuple[Panel, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def multiples(
    title: str, explained: str, periods: Sequence[str], series: Sequence[Series], *, shared: bool = True
) -> Multiples:
    """Charts of some series over two or more periods in their order; with `shared` all have the same scale."""
    highest = max((_highest(one) for one in series), default=0.0)
    return Multiples(
        title=title,
        explained=explained,
        first=periods[0],
        last=periods[-1],
        panels=tuple(_panel(one, periods, round_above(highest if shared else _highest(one))) for one in series),
        rows=tuple((period, tuple(_cell(one, number) for one in series)) for number, period in enumerate(periods)),
    )


def _highest(series: Series) -> float:
    """The highest value, or end of a range. That of a zero may be far off, and does not count."""
    reached = [reach[1] for value, reach in zip(series.values, series.ranges, strict=False) if value and reach]
    return max((value for value in (*series.values, *series.behind, *reached) if value is not None), default=0.0)


def round_above(value: float) -> float:
    """The least round number that is no less than the value; 1 for none."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in STEPS if step * power >= value * (1 - 1e-9))


def _panel(series: Series, periods: Sequence[str], top: float) -> Panel:
    told = [(period, value) for period, value in zip(periods, series.values, strict=True) if value is not None]
    return Panel(
        name=series.name,
        note=series.note,
        latest=series.show(told[-1][1]) if told else "—",
        top=series.show(top),
        words=_in_words(series, told),
        points=tuple(_points(series, periods, top)),
        lines=tuple(_lines(series.values, top)),
        behind=tuple(_lines(series.behind, top)),
    )


def _in_words(series: Series, told: Sequence[tuple[str, float]]) -> str:
    if not told:
        return f"{series.name}: no figures."
    (first, start), (last, end) = told[0], told[-1]
    if len(told) == 1:
        return f"{series.name}: {series.show(start)} in {first}, and no other figures."
    highest, most = max(told, key=lambda pair: pair[1])
    lowest, least = min(told, key=lambda pair: pair[1])
    return (
        f"{series.name}: {series.show(start)} in {first}, {series.show(end)} in {last}; "
        f"lowest {series.show(least)} in {lowest}, highest {series.show(most)} in {highest}."
    )


def _points(series: Series, periods: Sequence[str], top: float) -> Iterator[Point]:
    for number, (period, value) in enumerate(zip(periods, series.values, strict=True)):
        if value is not None:
            is_few = bool(series.weights) and series.weights[number] < series.fewest
            reach = _reach(series, number)
            ends = (max(0.0, 1 - reach[1] / top), 1 - reach[0] / top) if reach else None
            words = f"{period}: {_shown(series, number)}"
            yield Point(_across(number, periods), 1 - value / top, is_few, words, ends)


def _lines(values: Sequence[float | None], top: float) -> Iterator[str]:
    """A line for each run of periods with a value; one alone is a point, and no line."""
    for is_told, run in groupby(enumerate(values), lambda pair: pair[1] is not None):
        places = [
            f"{SIDE * _across(number, values):.0f},{SIDE * (1 - (value or 0) / top):.0f}" for number, value in run
        ]
        if is_told and len(places) > 1:
            yield " ".join(places)


def _across(number: int, periods: Sequence[object]) -> float:
    return number / (len(periods) - 1)


def _cell(series: Series, number: int) -> Cell:
    return Cell(_shown(series, number), series.weights[number] if series.weights else None)


def _shown(series: Series, number: int) -> str:
    value, reach = series.values[number], _reach(series, number)
    if value is None:
        return "—"
    return series.show(value) + (f" ({series.show(reach[0])} to {series.show(reach[1])})" if reach else "")


def _reach(series: Series, number: int) -> tuple[float, float] | None:
    return series.ranges[number] if series.ranges else None
