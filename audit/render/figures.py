"""An article's measures beside those of ordinary news.

Where no other source is named, "ordinary news" is 840 American political news articles of 2015-16 (the training
part of the PolNeAR corpus) as measured with this program's definitions; medians, and the range of the
middle 80 or 90 percent. Readability is that of the 748 articles among them with more than 250 words.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from audit.records import Measures
from audit.render.tallies import NOTHING, people, percent

__all__ = ["PROVENANCE", "RANGES", "Figure", "Range", "figures"]

PROVENANCE = (
    "Ordinary news: 840 American political news articles of 2015–16 (PolNeAR corpus), "
    "except where another study is named."
)


class Figure(NamedTuple):
    """One measure in words: its name, this article's value, what is ordinary; and its field of `Measures`."""

    name: str
    value: str
    ordinary: str
    measure: str = ""


class Range(NamedTuple):
    """What is ordinary of a measure, as numbers, and the ends of a scale on which it is worth showing."""

    low: float
    median: float
    high: float
    scale: tuple[float, float]


RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "anonymous_share": Range(0, 0, 0.08, (0, 0.6)),
        "reason_given_rate": Range(0.25, 0.25, 0.25, (0, 1)),
        "attributed_share": Range(0.26, 0.49, 0.73, (0, 1)),
        "hedges_per_1000": Range(0, 2.2, 6.6, (0, 15)),
        "flesch_kincaid_grade": Range(8.1, 11.2, 14.1, (4, 20)),
        "flesch_reading_ease": Range(36.2, 49.2, 64.8, (0, 90)),
    }
)


def figures(measures: Measures) -> tuple[Figure, ...]:
    """All measures of one article, in the order a reader asks for them."""
    return (
        Figure(
            "Named people",
            str(measures.named_sources),
            "four or more in 52% of newspaper stories (Pew 2004)",
            "named_sources",
        ),
        Figure(
            "Unnamed people",
            people(measures.anonymous_sources),
            "median none; 31% of articles have any",
            "anonymous_sources",
        ),
        Figure(
            "Attributed words that come from unnamed people",
            _share(measures.anonymous_share),
            "median 0%; nine articles in ten stay under 8%",
            "anonymous_share",
        ),
        Figure(
            "Unnamed people with a reason given",
            _share(measures.reason_given_rate),
            "about 25% of front-page stories with such a source (Duffy and Williams 2011)",
            "reason_given_rate",
        ),
        Figure(
            "Words credited to a source",
            percent(measures.attributed_share),
            "median 49%; mostly 26% to 73%",
            "attributed_share",
        ),
        Figure(
            "Hedges per 1,000 words",
            f"{measures.hedges_per_1000:.1f}",
            "median 2.2; nine articles in ten under 6.6",
            "hedges_per_1000",
        ),
        Figure(
            "Flesch-Kincaid grade",
            _number(measures.flesch_kincaid_grade),
            "median 11.2; mostly 8.1 to 14.1",
            "flesch_kincaid_grade",
        ),
        Figure(
            "Flesch reading ease",
            _number(measures.flesch_reading_ease),
            "median 49.2; mostly 36.2 to 64.8",
            "flesch_reading_ease",
        ),
        Figure("Words", f"{measures.words:,}", NOTHING, "words"),
    )


def _share(share: float | None) -> str:
    return NOTHING if share is None else percent(share)


def _number(number: float | None) -> str:
    return NOTHING if number is None else f"{number:.1f}"
