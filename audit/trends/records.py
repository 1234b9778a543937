"""What is told of an archive: estimates with their intervals, for groups of articles and for rules."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from audit.records import Tool

__all__ = [
    "DIMENSIONS",
    "MEASURES",
    "PERIODS",
    "Comparison",
    "Crossed",
    "Dimension",
    "Estimate",
    "Group",
    "Measure",
    "MeasureName",
    "RuleRow",
    "Trends",
]

Dimension = Literal["outlet", "desk", "genre", "month", "year", "author"]
DIMENSIONS: tuple[Dimension, ...] = ("outlet", "desk", "genre", "month", "year", "author")
PERIODS: tuple[Dimension, ...] = ("month", "year")

MeasureName = Literal[
    "articles_with_unnamed", "unnamed_share", "reason_share", "attributed_share", "hedges_per_1000"
]  # fmt: skip


class Measure(NamedTuple):
    """A figure of a group of articles, written with so many decimals; if it is no share, a rate per 1,000 words."""

    name: MeasureName
    title: str
    explained: str
    is_share: bool = True
    decimals: int = 0

    def show(self, figure: float) -> str:
        """The figure as a page writes it."""
        return f"{figure:.{self.decimals}{'%' if self.is_share else 'f'}}"


MEASURES: tuple[Measure, ...] = (
    Measure(
        "articles_with_unnamed",
        "Articles with an unnamed source",
        "articles that credit at least one unnamed person, of all articles",
    ),
    Measure(
        "unnamed_share",
        "Attributed words from unnamed people",
        "words credited to unnamed people, of all words that are credited to a source",
        decimals=1,
    ),
    Measure(
        "reason_share",
        "Unnamed sources with a reason",
        "unnamed people of whom the article says why, if only in a stock phrase, of all unnamed people",
    ),
    Measure(
        "attributed_share",
        "Words credited to a source",
        "words credited to a source, of all words",
    ),
    Measure(
        "hedges_per_1000",
        "Hedges per 1,000 words",
        "hedges in the writers' own voice (modals, adverbs, verbs) for each 1,000 words",
        is_share=False,
        decimals=1,
    ),
)


class Estimate(NamedTuple):
    """A figure, its 95 percent interval, and the number of articles it rests on.

    All three figures are None where there is nothing to divide by; the interval alone where articles are too few.
    """

    value: float | None
    low: float | None
    high: float | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """How often a rule reports in some articles: for each 1,000 words, and in which part of the articles."""

    rule: str
    name: str
    findings: int
    per_1000: Estimate
    articles: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Articles that have a name in common (an outlet, a month); the name is empty for those that give none.

    `measures` are in the order of MEASURES; `rules` are all that report anything in the archive, in order of id, and
    empty where there are too few articles.
    """

    name: str
    articles: int
    words: int
    measures: tuple[Estimate, ...]
    rules: tuple[RuleRow, ...] = ()


class Crossed(NamedTuple):
    """A group of a dimension, cut into months."""

    name: str
    months: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The groups of a dimension, and the largest of them by months if months were asked for too."""

    dimension: Dimension
    groups: tuple[Group, ...]
    by_month: tuple[Crossed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """All that is told of an archive.

    `tools` is every program, rules and model that audited any of it; figures of different ones do not compare.
    `unread` counts the records that could not be audited, `repeated` the articles whose words another one has too,
    `fewest` is the number of articles below which no interval is told.
    """

    tools: tuple[Tool, ...]
    unread: int
    repeated: int
    fewest: int
    everything: Group
    comparisons: tuple[Comparison, ...]
