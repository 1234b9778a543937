"""How the articles of a run compare: over time, and by desk or whatever else they may be grouped by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import NamedTuple

from audit.records import Measures
from audit.render.overview import Entry
from audit.render.page.multiples import FEW, Multiples, Series, multiples
from audit.render.tallies import NOTHING, count, percent

__all__ = ["MEASURES", "Comparison", "Figure", "Group", "Measure", "compared", "over_time"]

MOST_MONTHS = 36
MOST_YEARS = 60  # more, and a date is wrong somewhere
MOST_PANELS = 12
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
HOLLOW = f"a hollow point is of fewer than {FEW} articles"

Average = Callable[[Sequence[Entry]], float | None]


class Measure(NamedTuple):
    """What is compared: its name, how it is written, and its value for some articles, None where they have none."""

    name: str
    show: Callable[[float], str]
    of: Average


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


UNNAMED = Measure(
    "Attributed words from unnamed people", percent, _mean(lambda m: m.anonymous_share, _attributed_words)
)
MEASURES = (
    Measure("Articles with errors", percent, lambda entries: fmean(entry.level == "error" for entry in entries)),
    UNNAMED,
    Measure("Unnamed people with a reason given", percent, _mean(lambda m: m.reason_given_rate)),
    Measure("Words credited to a source", percent, _mean(lambda m: m.attributed_share, _words)),
    Measure("Hedges per 1,000 words", "{:.1f}".format, _mean(lambda m: m.hedges_per_1000, _words)),
    Measure("Named people in an article", "{:.1f}".format, _mean(lambda m: m.named_sources)),
)


# ---------------------------------------------------------------- over time


class _Periods(NamedTuple):
    """Months or years in a row, those without an article too, and the articles of each."""

    names: tuple[str, ...]
    entries: tuple[tuple[Entry, ...], ...]


def _periods(entries: Sequence[Entry]) -> _Periods | None:
    """The periods that articles appeared in; None where there are no two."""
    dated = [(12 * entry.month.year + entry.month.month - 1, entry) for entry in entries if entry.month]
    months = {number for number, _ in dated}
    if len(months) < 2:
        return None
    if max(months) - min(months) < MOST_MONTHS:
        return _in_rows(dated, lambda number: f"{MONTHS[number % 12]} {number // 12}")
    return _in_rows([(number // 12, entry) for number, entry in dated], str)


def _in_rows(dated: Sequence[tuple[int, Entry]], name: Callable[[int], str]) -> _Periods:
    by_number: dict[int, list[Entry]] = {}
    for number, entry in dated:
        by_number.setdefault(number, []).append(entry)
    every: Sequence[int] = range(min(by_number), max(by_number) + 1)
    numbers = every if len(every) <= MOST_YEARS else sorted(by_number)
    return _Periods(tuple(map(name, numbers)), tuple(tuple(by_number.get(number, ())) for number in numbers))


def over_time(entries: Sequence[Entry]) -> Multiples | None:
    """Each measure over time; None where the articles name no two months."""
    periods = _periods(entries)
    if periods is None:
        return None
    undated = sum(entry.month is None for entry in entries)
    without = f" {count(undated, 'article')} without a date left out." if undated else ""
    explained = f"Each chart has a scale of its own, from nothing to its upper line; {HOLLOW}.{without}"
    series = [_series(measure.name, measure, periods) for measure in MEASURES]
    return multiples("Over time", explained, periods.names, series, shared=False)


def _series(name: str, measure: Measure, periods: _Periods, own: Sequence[Entry] | None = None) -> Series:
    """A measure of all articles, or of some of them."""
    kept = None if own is None else set(map(id, own))
    entries = [[entry for entry in some if kept is None or id(entry) in kept] for some in periods.entries]
    return Series(
        name=name,
        values=tuple(measure.of(some) if some else None for some in entries),
        weights=tuple(map(len, entries)),
        show=measure.show,
    )


# ---------------------------------------------------------------- by group


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
    is_share = value is not None and measure.show is percent
    return Figure(value, NOTHING if value is None else measure.show(value), is_share)


def _groups_over_time(title: str, entries: Sequence[Entry], groups: dict[str, list[Entry]]) -> Multiples | None:
    """One measure of the largest groups, each before the line of all articles."""
    periods = _periods(entries)
    if periods is None or not groups:
        return None
    behind = _series("", UNNAMED, periods).values
    largest = sorted(groups, key=lambda name: (-len(groups[name]), name))[:MOST_PANELS]
    left_out = f" Of {len(groups)} the {MOST_PANELS} with most articles." if len(groups) > MOST_PANELS else ""
    return multiples(
        f"{title}, over time: {UNNAMED.name.lower()}",
        f"The broken line is all articles. All charts have the same scale; {HOLLOW}.{left_out}",
        periods.names,
        [
            replace(
                _series(name, UNNAMED, periods, groups[name]), behind=behind, note=count(len(groups[name]), "article")
            )
            for name in largest
        ],
    )
