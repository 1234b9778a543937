"""An article's measures beside those of ordinary news.

Where no other source is named, "ordinary news" is 840 American political news articles of 2015-16 (the training
part of the PolNeAR corpus) as measured with this program's definitions; medians, and the range of the
middle 80 or 90 percent. Readability is that of the 748 articles among them with more than 250 words.
"""

from typing import NamedTuple

from audit.records import Measures
from audit.render.tallies import people, percent

__all__ = ["PROVENANCE", "Figure", "figures"]

PROVENANCE = (
    "Ordinary news: 840 American political news articles of 2015–16 (PolNeAR corpus), "
    "except where another study is named."
)


class Figure(NamedTuple):
    """One measure in words: its name, this article's value, and what is ordinary."""

    name: str
    value: str
    ordinary: str


def figures(measures: Measures) -> tuple[Figure, ...]:
    """All measures of one article, in the order a reader asks for them."""
    return (
        Figure("Named people", str(measures.named_sources), "four or more in 52% of newspaper stories (Pew 2004)"),
        Figure("Unnamed people", people(measures.anonymous_sources), "median none; 31% of articles have any"),
        Figure(
            "Attributed words that come from unnamed people",
            _share(measures.anonymous_share),
            "median 0%; nine articles in ten stay under 8%",
        ),
        Figure(
            "Unnamed people with a reason given",
            _share(measures.reason_given_rate),
            "about 25% of front-page stories with such a source (Duffy and Williams 2011)",
        ),
        Figure("Words credited to a source", percent(measures.attributed_share), "median 49%; mostly 26% to 73%"),
        Figure(
            "Hedges per 1,000 words", f"{measures.hedges_per_1000:.1f}", "median 2.2; nine articles in ten under 6.6"
        ),
        Figure("Flesch-Kincaid grade", _number(measures.flesch_kincaid_grade), "median 11.2; mostly 8.1 to 14.1"),
        Figure("Flesch reading ease", _number(measures.flesch_reading_ease), "median 49.2; mostly 36.2 to 64.8"),
        Figure("Words", f"{measures.words:,}", "—"),
    )


def _share(share: float | None) -> str:
    return "—" if share is None else percent(share)


def _number(number: float | None) -> str:
    return "—" if number is None else f"{number:.1f}"
