"""The index of a run in Markdown: its articles, worst first, and how they compare."""

from collections.abc import Iterator
from urllib.parse import quote

from audit.render.markdown import problems
from audit.render.markup import escape, table
from audit.render.overview import Entry, Overview, summary
from audit.render.page.comparing import MEASURES, Comparison, comparisons, over_time
from audit.render.page.multiples import Multiples
from audit.render.tallies import NOTHING

__all__ = ["render"]


def render(overview: Overview) -> str:
    """A table of all articles, each with a link to its report, and tables of the run over time and by group."""
    entries = overview.entries
    parts = ["# Sourcing audit", f"{escape(summary(overview))}."]
    if entries:
        head = ("Article", "Desk", "Date", "Errors", "Warnings", "Notes", "File")
        parts.append(table(head, [_row(entry) for entry in entries]))
    if made := over_time(entries):
        parts.extend(_over_time(made))
    for comparison in comparisons(overview):
        parts.extend(_compared(comparison))
    return "\n\n".join([*parts, *problems(overview)]) + "\n"


def _row(entry: Entry) -> tuple[str, ...]:
    link = f"[{escape(entry.title)}]({quote(entry.link)})"
    counts = (entry.tally.errors, entry.tally.warnings, entry.tally.notes)
    return link, escape(entry.desk or NOTHING), escape(entry.date or NOTHING), *map(str, counts), escape(entry.path)


def _over_time(made: Multiples) -> Iterator[str]:
    yield f"## {made.title}"
    head = ("Period", "Articles", *(panel.name for panel in made.panels))
    yield table(head, [(period, str(cells[0].weight), *(cell.words for cell in cells)) for period, cells in made.rows])


def _compared(made: Comparison) -> Iterator[str]:
    yield f"## {made.title}"
    yield escape(made.said)
    if made.groups:
        head = (made.heading, "Articles", *(measure.name for measure in MEASURES))
        groups = made.groups
        yield table(head, [(escape(g.name), str(g.articles), *(figure.words for figure in g.figures)) for g in groups])
