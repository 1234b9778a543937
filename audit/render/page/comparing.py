"""How the articles of a run compare: over time, and by desk or whatever else they may be grouped by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import NamedTuple

from audit.records import Measures
from audit.render.overview import Entry, Month, Overview
from audit.render.page.multiples import FEW, Multiples, Series, multiples
from audit.render.tallies import NOTHING, count, percent

__all__ = ["MEASURES", "Comparison", "Figure", "Group", "Measure", "compared", "comparisons", "over_time"]

MOST_MONTHS = 36
MOST_YEARS = 60  # more, and a date is wrong somewhere
MOST_PANELS = 12
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
HOLLOW = f"a hollow point is of fewer than {FEW} articles"

Average = Callable[[Sequence[Entry]], float | None]


class Measure(NamedTuple):
    """What is compared: its name, its value for some articles (None where they have none), and if that is a share."""

    name: str
    of: Average
    is_share: bool

    def show(self, value: float) -> str:
        """A value as it is written."""
        return percent(value) if self.is_share else f"{value:.1f}"


class Figure(NamedTuple):
    """A value, None where there is none, and in words; whether it is a part of 1."""

    value: float | None
    words: str
    is_share: bool


class Group(NamedTuple):
    """The articles of one desk, say, and a figure for each measure."""

    name: str
    articles: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Groups in order of their names, and the largest over time; none where there are no two that can be compared.

    `left_out` says which articles and names are not among them.
    """

    title: str
    heading: str
    groups: tuple[Group, ...]
    left_out: str
    over_time: Multiples | None

    @property
    def said(self) -> str:
        """A word of caution, and what is left out."""
        caution = "Few articles tell little." if self.groups else "There are no two to compare."
        return f"{caution} {self.left_out}".rstrip()


# ---------------------------------------------------------------- what is measured of many articles


def _mean(of: Callable[[Measures], float | None], weight: Callable[[Measures], float] = lambda _: 1.0) -> Average:
    """The weighted mean over the articles that have a value."""

    def mean(entries: Sequence[Entry]) -> float | None:
        told = [(value, weight(one.measures)) for one in entries if (value := of(one.measures)) is not None]
        total = sum(heaviness for _, heaviness in told)
        return sum(value * heaviness for value, heaviness in told) / total if total else None

    return mean


def _words(measures: Measures) -> float:
    return measures.words


def _attributed_words(measures: Measures) -> float:
    return measures.attributed_share * measures.words


UNNAMED = Measure("Attributed words from unnamed people", _mean(lambda m: m.anonymous_share, _attributed_words), True)
MEASURES = (
    Measure("Articles with errors", lambda entries: fmean(entry.level == "error" for entry in entries), True),
    UNNAMED,
    Measure("Unnamed people with a reason given", _mean(lambda m: m.reason_given_rate), True),
    Measure("Words credited to a source", _mean(lambda m: m.attributed_share, _words), True),
    Measure("Hedges per 1,000 words", _mean(lambda m: m.hedges_per_1000, _words), False),
    Measure("Named people in an article", _mean(lambda m: m.named_sources), False),
)


# ---------------------------------------------------------------- over time


class _Periods(NamedTuple):
    """Months or years in a row, those without an article too; `is_years` tells which the numbers count."""

    numbers: Sequence[int]
    is_years: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(str(n) if self.is_years else f"{MONTHS[n % 12]} {n // 12}" for n in self.numbers)

    def of(self, month: Month) -> int:
        """The number of the period that a month lies in."""
        return month.year if self.is_years else 12 * month.year + month.month - 1


def _periods(entries: Sequence[Entry]) -> _Periods | None:
    """The periods that articles appeared in; None where there are no two months."""
    months = sorted({entry.month for entry in entries if entry.month})
    if len(months) < 2:
        return None
    by_month = _in_a_row(months, _Periods((), False))
    return by_month if len(by_month.numbers) <= MOST_MONTHS else _in_a_row(months, _Periods((), True))


def _in_a_row(months: Sequence[Month], periods: _Periods) -> _Periods:
    told = sorted({periods.of(month) for month in months})
    every = range(told[0], told[-1] + 1)
    return periods._replace(numbers=told if periods.is_years and len(every) > MOST_YEARS else every)


def over_time(entries: Sequence[Entry]) -> Multiples | None:
    """Each measure over time; None where the articles name no two months."""
    periods = _periods(entries)
    if periods is None:
        return None
    undated = sum(entry.month is None for entry in entries)
    without = f" {count(undated, 'article')} without a date left out." if undated else ""
    explained = f"Each chart has a scale of its own, from nothing to its upper line; {HOLLOW}.{without}"
    series = [_series(measure.name, measure, periods, entries) for measure in MEASURES]
    return multiples("Over time", explained, periods.names, series, shared=False)


def _series(name: str, measure: Measure, periods: _Periods, entries: Sequence[Entry]) -> Series:
    """A measure of some articles."""
    of_each: dict[int, list[Entry]] = {number: [] for number in periods.numbers}
    for entry in entries:
        if entry.month:
            of_each[periods.of(entry.month)].append(entry)
    return Series(
        name=name,
        values=tuple(measure.of(some) if some else None for some in of_each.values()),
        weights=tuple(map(len, of_each.values())),
        show=measure.show,
    )


# ---------------------------------------------------------------- by group


def comparisons(overview: Overview) -> list[Comparison]:
    """By desk if there are two of them, and by author if that was asked for."""
    entries = overview.entries
    by_desk = compared("By desk", "Desk", entries, lambda entry: (entry.desk,) if entry.desk else ())
    made = [by_desk] if by_desk.groups else []
    if overview.by_author:
        made.append(compared("By author", "Author", entries, lambda entry: entry.authors, fewest=FEW))
    return made


def compared(
    title: str, heading: str, entries: Sequence[Entry], names: Callable[[Entry], Sequence[str]], *, fewest: int = 1
) -> Comparison:
    """The articles by the names that each has, of names with so many articles at least."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in names(entry):
            groups.setdefault(name, []).append(entry)
    nameless = sum(not names(entry) for entry in entries)
    small = [name for name, own in groups.items() if len(own) < fewest]
    groups = {name: own for name, own in groups.items() if len(own) >= fewest}
    groups = groups if len(groups) > 1 else {}
    return Comparison(
        title=title,
        heading=heading,
        groups=tuple(_group(name, groups[name]) for name in sorted(groups, key=lambda name: (name.casefold(), name))),
        left_out=" ".join(_left_out(heading.lower(), nameless, len(small), fewest)),
        over_time=_groups_over_time(title, entries, groups),
    )


def _left_out(heading: str, nameless: int, small: int, fewest: int) -> Iterator[str]:
    if nameless:
        yield f"{count(nameless, 'article names', 'articles name')} no {heading}."
    if small:
        yield f"{count(small, f'{heading} has', f'{heading}s have')} fewer than {fewest} articles."


def _group(name: str, entries: Sequence[Entry]) -> Group:
    return Group(name, len(entries), tuple(_figure(measure, measure.of(entries)) for measure in MEASURES))


def _figure(measure: Measure, value: float | None) -> Figure:
    if value is None:
        return Figure(value, NOTHING, is_share=False)
    return Figure(value, measure.show(value), measure.is_share)


def _groups_over_time(title: str, entries: Sequence[Entry], groups: dict[str, list[Entry]]) -> Multiples | None:
    """One measure of the largest groups, each before the line of all articles."""
    periods = _periods(entries)
    if periods is None or not groups:
        return None
    behind = _series("", UNNAMED, periods, entries).values
    largest = sorted(groups, key=lambda name: (-len(groups[name]), name))[:MOST_PANELS]
    series = (
        replace(_series(name, UNNAMED, periods, groups[name]), note=count(len(groups[name]), "article"))
        for name in largest
    )
    left_out = f" Of {len(groups)} the {MOST_PANELS} with most articles." if len(groups) > MOST_PANELS else ""
    return multiples(
        f"{title}, over time: {UNNAMED.name.lower()}",
        f"The broken line is all articles. All charts have the same scale; {HOLLOW}.{left_out}",
        periods.names,
        [replace(one, behind=behind) for one in series],
    )
