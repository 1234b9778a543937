"""The list of a run's articles, worst first, and how desks compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from audit.records import Measures, Report, Run
from audit.render.tallies import Tally, headline, level, linked_worst_first, sourcing, tally

__all__ = ["Entry", "listed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article of the list. `shares` are parts of its words: credited to the unnamed, to others, to nobody."""

    link: str
    path: str
    title: str
    level: str
    tally: Tally
    sourcing: str
    named: int
    unnamed: str
    least_unnamed: int
    unnamed_share: float | None
    shares: tuple[tuple[str, float], ...]
    desk: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The articles of one desk or one month: how many, how many with errors, and their middle unnamed share."""

    name: str
    articles: int
    errors: int
    unnamed_share: float


def listed(run: Run, links: Sequence[str]) -> dict[str, object]:
    """What the index shows: its entries, and the desks and months that articles name in their front matter."""
    entries = [_entry(report, link) for report, link in linked_worst_first(run, links)]
    return {
        "rows": entries,
        "desks": _groups(entries, [entry.desk for entry in entries]),
        "months": _groups(entries, [entry.date[:7] for entry in entries]),
    }


def _entry(report: Report, link: str) -> Entry:
    article, measures = report.reading.article, report.reading.measures
    return Entry(
        link=link,
        path=article.path,
        title=headline(report) or article.path,
        level=level(report),
        tally=tally(report.findings),
        sourcing=" ".join(sourcing(report.reading)),
        named=measures.named_sources,
        unnamed=_range(measures.anonymous_sources),
        least_unnamed=measures.anonymous_sources[0],
        unnamed_share=measures.anonymous_share,
        shares=_shares(measures),
        desk=_first(article.metadata.get("desk"), article.metadata.get("section")),
        date=_first(article.metadata.get("date"))[:10],
    )


def _range(people: tuple[int, int | None]) -> str:
    least, most = people
    return f"{least}+" if most is None else str(least) if least == most else f"{least}–{most}"


def _first(*values: str | None) -> str:
    return next((value.strip() for value in values if value and value.strip()), "")


def _shares(measures: Measures) -> tuple[tuple[str, float], ...]:
    unnamed = measures.attributed_share * (measures.anonymous_share or 0)
    shares = (unnamed, measures.attributed_share - unnamed, 1 - measures.attributed_share)
    return tuple(zip(("unnamed", "named", "writer"), shares, strict=True))


def _groups(entries: Sequence[Entry], names: Sequence[str]) -> tuple[Group, ...]:
    """The groups in order of their names; none where there are fewer than two to compare."""
    known = sorted({name for name in names if name})
    groups = [[entry for entry, own in zip(entries, names, strict=True) if own == name] for name in known]
    made = tuple(
        Group(
            name=name,
            articles=len(group),
            errors=sum(entry.tally.errors > 0 for entry in group),
            unnamed_share=median(entry.unnamed_share or 0 for entry in group),
        )
        for name, group in zip(known, groups, strict=True)
    )
    return made if len(made) > 1 else ()
