"""Markdown reports, for pull requests and to keep beside an article."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from audit.records import Finding, Report, Run
from audit.render.excerpt import excerpt, related_places
from audit.render.figures import PROVENANCE
from audit.render.markup import escape, escape_kept, table
from audit.render.overview import Overview
from audit.render.page.gaps import Gap, gaps
from audit.render.page.label import Bound, Label, label
from audit.render.page.ledger import HEADINGS, Row, cells, ledger
from audit.render.page.notes import notes_on
from audit.render.page.strip import Strip, strip
from audit.render.tallies import (
    NOTHING,
    SEVERITY_WORDS,
    cards,
    count,
    judged_by,
    sourcing,
    standing,
    summary,
    title,
    verdict,
    waiver,
)
from audit.render.textstrip import KEY, drawn, shares
from audit.text import LineIndex

__all__ = ["findings", "opening", "problems", "render", "set_aside"]

STRIP_WIDTH = 72
WIDTH = 160


def render(run: Run) -> str:
    """All articles one after another, then what could not be audited, then the total."""
    parts = [line for report in run.reports for line in _article(report, run)]
    parts.extend(problems(run))
    parts.append(f"{escape(summary(run))}.")
    return "\n\n".join(parts) + "\n"


def _article(report: Report, run: Run) -> Iterator[str]:
    reading = report.reading
    known = cards(report, run)
    notes = notes_on(report, "", known)
    yield from opening(report)
    yield from _strip(strip(reading, "", notes))
    yield from _folded(
        "The sourcing label: this story, the policy, ordinary news",
        (_label(label(reading, notes, known)), f"{escape(judged_by(report))} {escape(PROVENANCE)}"),
    )
    faults, remarks = findings(report)
    if faults:
        yield "### What to fix"
        yield "\n".join(faults)
    if remarks:
        yield from _folded(count(len(remarks), "note"), ("\n".join(remarks),))
    yield from _ledger(ledger(reading, ""))
    yield from set_aside(report)
    yield from _gaps(gaps(reading, ""))


def _folded(words: str, parts: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{escape(words)}</summary>"
    yield from parts
    yield "</details>"


def opening(report: Report) -> Iterator[str]:
    """The article's headline and file, the verdict, and who is behind the story."""
    reading = report.reading
    yield f"## {escape(title(report))}"
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
        yield "### Waivers"
        path = report.reading.article.path
        yield "\n".join(f"- **{use.state}** {escape(waiver(use, path))}" for use in report.waivers)
    known = Counter(finding.suppressed.kind for finding in report.findings if finding.suppressed)
    if known["baseline"]:
        yield f"{count(known['baseline'], 'finding')} of the baseline set aside."
    if known["base"]:
        yield f"{count(known['base'], 'finding')} set aside that the article had before this change."


def _strip(shown: Strip) -> Iterator[str]:
    """The story from first word to last in one line, and what each paragraph is made of."""
    if not shown.stretches:
        return
    lines = (line for line in (*drawn(shown, STRIP_WIDTH), shares(shown), KEY) if line)
    yield "\n".join(("```text", *lines, "```"))
    yield from _folded(
        "The strip in words", ["\n".join(f"{part.number}. {escape(part.words)}" for part in shown.parts)]
    )


def _label(made: Label) -> str:
    rows = [
        (
            escape(line.name),
            escape(line.value),
            "; ".join(map(_bound, line.bounds)) or NOTHING,
            escape(line.ordinary or NOTHING),
        )
        for line in (*made.counts, *made.measures)
    ]
    return table(("Measure", "This story", "Policy", "Ordinary news"), rows)


def _bound(bound: Bound) -> str:
    return f"{escape(bound.rule)} {escape(bound.said)} **{bound.told}**"


def _ledger(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "### Ledger of sources"
        yield table(HEADINGS, [tuple(map(escape, cells(row))) for row in rows])


def _gaps(found: Sequence[Gap]) -> Iterator[str]:
    if found:
        yield "### What could not be read"
        yield "\n".join(f"- {escape(gap.told)}" for gap in found)


def problems(run: Run | Overview) -> Iterator[str]:
    """What could not be audited, and why."""
    if run.problems:
        yield "### Not audited"
        yield "\n".join(f"- {escape(problem.path)}: {escape(problem.message)}" for problem in run.problems)
