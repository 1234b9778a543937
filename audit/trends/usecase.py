"""From an archive's folder to what is told of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from audit.errors import UsageError
from audit.records import Tally
from audit.trends.asking import everything, groups, months_of, prepare, repeated, tools, unread
from audit.trends.opening import opened
from audit.trends.records import DIMENSIONS, PERIODS, Comparison, Crossed, Dimension, Group, Trends

__all__ = ["files", "told"]

MOST_CROSSED = 12
"""Groups of a dimension that are cut into months, the largest first; smaller ones have too few articles a month."""


def files(folder: Path, by: Sequence[str], *, page: str, fewest: int) -> Mapping[str, str]:
    """The text of each file that tells of an archive by its name, the page named as asked for and last.

    UsageError if the archive cannot be read or holds no article, or cannot be compared by what is asked for.
    """
    from audit.trends.page import page_of
    from audit.trends.spreadsheets import spreadsheets

    trends = told(folder, _dimensions(by), fewest=fewest)
    return {**spreadsheets(trends), page: page_of(trends, _judged(trends))}


def _dimensions(names: Sequence[str]) -> tuple[Dimension, ...]:
    for name in names:
        if name not in DIMENSIONS:
            raise UsageError(f"--by {name}: an archive is compared by {', '.join(DIMENSIONS)}")
    return tuple(dimension for dimension in DIMENSIONS if dimension in names)


def _judged(trends: Trends) -> Mapping[str, Tally]:
    """Verdicts on findings of the built-in rules, if the archive was audited by them as they are now."""
    from audit.rulebook import builtin_rules, load_rulebook
    from audit.rulebook.measured import load_measured

    measured = load_measured(builtin_rules())
    if measured is None or {tool.rules for tool in trends.tools} != {load_rulebook().digest}:
        return {}
    return measured.judged.rules


def told(folder: Path, dimensions: Sequence[Dimension], *, fewest: int) -> Trends:
    """The figures of an archive by each dimension; UsageError if it cannot be read, or holds no article."""
    with opened(folder) as database:
        prepare(database)
        all_articles = everything(database, fewest=fewest)
        if not all_articles.articles:
            raise UsageError(f"{folder} holds no articles")
        comparisons = []
        for dimension in dimensions:
            found = groups(database, dimension, fewest=fewest)
            crossed = _largest(found, fewest) if "month" in dimensions and dimension not in PERIODS else ()
            by_month = tuple(
                Crossed(group.name, months_of(database, dimension, group.name, fewest=fewest)) for group in crossed
            )
            comparisons.append(Comparison(dimension=dimension, groups=found, by_month=by_month))
        return Trends(
            tools=tools(database),
            unread=unread(database),
            repeated=repeated(database),
            fewest=fewest,
            everything=all_articles,
            comparisons=tuple(comparisons),
        )


def _largest(groups: Sequence[Group], fewest: int) -> list[Group]:
    return [group for group in groups if group.name and group.articles >= fewest][:MOST_CROSSED]
