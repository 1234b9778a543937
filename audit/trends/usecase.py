"""From an archive's folder to what is told of it."""

from collections.abc import Sequence
from pathlib import Path

from audit.errors import UsageError
from audit.trends.asking import everything, groups, months_of, prepare, repeated, tools, unread
from audit.trends.opening import opened
from audit.trends.records import PERIODS, Comparison, Crossed, Dimension, Group, Trends

__all__ = ["told"]

MOST_CROSSED = 12
"""Groups of a dimension that are cut into months, the largest first; smaller ones have too few articles a month."""


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
