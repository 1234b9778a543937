"""What an index needs of a run: a line on each article, so that no report need be kept for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from audit.records import Article, Measures, Problem, Report, Run, Tool
from audit.render.tallies import Tally, level, sourcing, tally, title, told

__all__ = ["Entry", "Month", "Overview", "entry_of", "overview_of", "summary"]

DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?!\d)")
DESK_KEYS = ("desk", "section", "category")
AUTHOR_KEYS = ("author", "authors", "byline")


class Month(NamedTuple):
    """The month in which an article appeared."""

    year: int
    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report in a line; `link` leads to it. What the article does not say of itself is empty."""

    link: str
    path: str
    title: str
    level: Literal["error", "warning", "good"]
    tally: Tally
    sourcing: str
    measures: Measures
    policy: str
    desk: str
    authors: tuple[str, ...]
    date: str
    month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All articles of a run, worst first: by errors, then warnings, then notes; ties keep the run's order.

    Authors are compared only with `by_author`.
    """

    tool: Tool
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    by_author: bool = False


def entry_of(report: Report, link: str) -> Entry:
    """The line on one report."""
    article = report.reading.article
    found = DAY.match(_first(article, ("date",)))
    return Entry(
        link=link,
        path=article.path,
        title=title(report),
        level=level(report),
        tally=tally(report.findings),
        sourcing=" ".join(sourcing(report.reading)),
        measures=report.reading.measures,
        policy=report.policy,
        desk=_first(article, DESK_KEYS).partition(";")[0].strip(),
        authors=tuple(filter(None, map(str.strip, _first(article, AUTHOR_KEYS).split(";")))),
        date=found[0] if found else "",
        month=Month(int(found[1]), int(found[2])) if found else None,
    )


def overview_of(run: Run, entries: Iterable[Entry], *, by_author: bool = False) -> Overview:
    """The overview of a run whose articles these are, in the run's order; its own reports may be gone already."""
    ordered = sorted(entries, key=lambda entry: entry.tally.badness)
    return Overview(tool=run.tool, entries=tuple(ordered), problems=run.problems, by_author=by_author)


def summary(overview: Overview) -> str:
    """One line on all articles."""
    return told(len(overview.entries), (entry.tally for entry in overview.entries), len(overview.problems))


def _first(article: Article, keys: Iterable[str]) -> str:
    return next((value for key in keys if (value := article.metadata.get(key, "").strip())), "")
