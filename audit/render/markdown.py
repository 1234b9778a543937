"""Markdown reports, for pull requests and to keep beside an article."""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from audit.records import Finding, Report, Run
from audit.render.excerpt import excerpt, related_places
from audit.render.figures import PROVENANCE, figures
from audit.render.markup import escape, escape_kept, table
from audit.render.overview import Overview
from audit.render.overview import summary as summary_of_all
from audit.render.tallies import (
    KIND_NAMES,
    SEVERITY_WORDS,
    count,
    headline,
    sourcing,
    standing,
    summary,
    verdict,
    waiver,
)
from audit.text import LineIndex

__all__ = ["findings", "opening", "problems", "render", "render_index", "set_aside"]

WIDTH = 160


def render(run: Run) -> str:
    """All articles one after another, then what could not be audited, then the total."""
    parts = [line for report in run.reports for line in _article(report)]
    parts.extend(problems(run))
    parts.append(f"{escape(summary(run))}.")
    return "\n\n".join(parts) + "\n"


def render_index(overview: Overview) -> str:
    """A table of all articles, worst first, each with a link to its report."""
    rows = []
    for entry in overview.entries:
        link = f"[{escape(entry.title)}]({quote(entry.link)})"
        counts = (entry.tally.errors, entry.tally.warnings, entry.tally.notes)
        rows.append((link, *map(str, counts), escape(entry.path)))
    parts = ["# Sourcing audit", f"{escape(summary_of_all(overview))}."]
    if rows:
        parts.append(table(("Article", "Errors", "Warnings", "Notes", "File"), rows))
    return "\n\n".join([*parts, *problems(overview)]) + "\n"


def _article(report: Report) -> Iterator[str]:
    yield from opening(report)
    faults, notes = findings(report)
    if faults:
        yield "\n".join(faults)
    if notes:
        yield f"<details><summary>{count(len(notes), 'note')}</summary>"
        yield "\n".join(notes)
        yield "</details>"
    yield from set_aside(report)
    yield from _ledger(report)
    yield "### Measures"
    yield table(
        ("Measure", "This article", "Ordinary news"),
        [tuple(map(escape, figure[:3])) for figure in figures(report.reading.measures)],
    )
    yield escape(PROVENANCE)


def opening(report: Report) -> Iterator[str]:
    """The article's headline and file, the verdict, and who is behind the story."""
    reading = report.reading
    yield f"## {escape(headline(report) or reading.article.path)}"
    yield f"File: {escape(reading.article.path)}"
    yield f"**{escape(verdict(report))}.** {escape(' '.join(sourcing(reading)))}"


def findings(report: Report) -> tuple[list[str], list[str]]:
    """Errors and warnings as items of a list, and notes; a rule's advice stands under its first item only."""
    text = report.reading.article.text
    lines = LineIndex(text)
    faults = [finding for finding in standing(report) if finding.severity != "info"]
    notes = [finding for finding in standing(report) if finding.severity == "info"]
    return _items(faults, text, lines), _items(notes, text, lines)


def _items(found: Sequence[Finding], text: str, lines: LineIndex) -> list[str]:
    advised: set[str] = set()
    items = []
    for finding in found:
        item = [
            f"- **{SEVERITY_WORDS[finding.severity]}** {escape(finding.rule)} {escape(finding.name)}, "
            f"line {finding.line}, column {finding.column}: {escape(finding.message)}"
        ]
        if finding.family != "article":
            before, marked, after = excerpt(finding, text, lines, WIDTH)
            item.append(f"  > {escape_kept(before)}<b>{escape_kept(marked)}</b>{escape_kept(after)}")
        if finding.related:
            item.append(f"  {escape(related_places(finding, lines))}.")
        if finding.rule not in advised:
            item.append(f"  Fix: {escape(finding.advice)}")
            advised.add(finding.rule)
        items.append("\n\n".join(item))
    return items


def set_aside(report: Report) -> Iterator[str]:
    """Every waiver with its reason, whatever became of it; findings known from before are only counted."""
    if report.waivers:
        yield "Waivers:"
        path = report.reading.article.path
        yield "\n".join(f"- **{use.state}** {escape(waiver(use, path))}" for use in report.waivers)
    known = Counter(finding.suppressed.kind for finding in report.findings if finding.suppressed)
    if known["baseline"]:
        yield f"{count(known['baseline'], 'finding')} of the baseline set aside."
    if known["base"]:
        yield f"{count(known['base'], 'finding')} set aside that the article had before this change."


def _ledger(report: Report) -> Iterator[str]:
    rows = [
        (
            escape(source.label),
            KIND_NAMES[source.kind],
            str(source.attributions),
            str(source.words),
            str(source.quoted_words),
        )
        for source in report.reading.sources
    ]
    if rows:
        yield "### Sources"
        yield table(("Source", "Kind", "Times credited", "Words", "Quoted words"), rows)


def problems(run: Run | Overview) -> Iterator[str]:
    """What could not be audited, and why."""
    if run.problems:
        yield "### Not audited"
        yield "\n".join(f"- {escape(problem.path)}: {escape(problem.message)}" for problem in run.problems)
