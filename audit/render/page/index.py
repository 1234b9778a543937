"""The list of a run's articles, worst first, and how they compare."""

from collections import Counter
from typing import NamedTuple

from audit.render.overview import Entry, Overview
from audit.render.page.comparing import MEASURES, comparisons, over_time

__all__ = ["Line", "listed"]


class Line(NamedTuple):
    """An article of the list; parts of its words, as places on a strip: to where the unnamed speak, and anybody."""

    entry: Entry
    unnamed: str
    to_unnamed: float
    to_anybody: float


def listed(overview: Overview) -> dict[str, object]:
    """What the index shows: its lines, the policies, and how the articles compare."""
    entries = overview.entries
    return {
        "lines": [_line(entry) for entry in entries],
        "has_desks": any(entry.desk for entry in entries),
        "has_dates": any(entry.date for entry in entries),
        "policies": dict(sorted(Counter(entry.policy for entry in entries).items())),
        "measures": [measure.name for measure in MEASURES],
        "over_time": over_time(entries),
        "comparisons": comparisons(overview),
    }


def _line(entry: Entry) -> Line:
    measures = entry.measures
    least, most = measures.anonymous_sources
    people = f"{least}+" if most is None else str(least) if least == most else f"{least}–{most}"
    attributed = measures.attributed_share
    return Line(entry, people, attributed * (measures.anonymous_share or 0), attributed)
