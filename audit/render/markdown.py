"""Markdown for pull requests and job summaries: what comes from articles and rules can neither mark up nor mention."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from audit.records import Finding, Report, Run
from audit.render.excerpt import excerpt, related_places
from audit.render.figures import PROVENANCE, figures
from audit.render.tallies import (
    KIND_NAMES,
    SEVERITY_WORDS,
    count,
    headline,
    linked_worst_first,
    sourcing,
    summary,
    tally,
    verdict,
)
from audit.render.visible import one_line
from audit.text import LineIndex

__all__ = ["comment", "escape", "render", "render_index"]

MARKUP = re.compile(r"[\\`*_\[\]{}()|~$!^]")
# At the start of a line these would begin a list or underline a heading.
LIST_START = re.compile(r"\A(\d*)([-+=.])")
# GitHub looks for these after it has undone escapes: an empty comment parts the text it would link.
LINKED_LATER = re.compile(r"[@#]|(?<=:)//|(?i:\bwww)(?=\.)|(?i:\bGH)(?=-\d)")
# What has to be escaped where the text may also be shown as it is.
MARKUP_IN_COMMENTS = re.compile(r"[\\`*_\[\]<|~]|&(?=#?\w+;)|\A[#+=>-]|\A\d+[.)]")
INVISIBLE = "\N{WORD JOINER}"
WIDTH = 160


def escape(text: str) -> str:
    """Text as inline Markdown that shows exactly that text: no markup, HTML, link, mention or issue reference."""
    return _escape_kept(one_line(text))


def _escape_kept(text: str) -> str:
    """As `escape`, for one line of visible text whose white space at the ends counts."""
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = LIST_START.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", entities))
    return _parted(escaped, "<!-- -->")


def _parted(text: str, by: str) -> str:
    """The text with something between the characters that make a link of it."""
    return LINKED_LATER.sub(lambda match: by + "//" if match.group() == "//" else match.group() + by, text)


def comment(text: str) -> str:
    """Text for programs that show it as Markdown or as it is: few escapes, and no link, mention or issue reference."""
    escaped = MARKUP_IN_COMMENTS.sub(lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", one_line(text))
    return _parted(escaped, INVISIBLE)


def render(run: Run) -> str:
    """All articles one after another, then what could not be audited, then the total."""
    parts = [line for report in run.reports for line in _article(report)]
    parts.extend(_problems(run))
    parts.append(f"{escape(summary(run))}.")
    return "\n\n".join(parts) + "\n"


def render_index(run: Run, links: Sequence[str]) -> str:
    """A table of all articles, worst first, each with a link to its report."""
    rows = []
    for report, target in linked_worst_first(run, links):
        path = report.reading.article.path
        counted = tally(report.findings)
        link = f"[{escape(headline(report) or path)}]({quote(target)})"
        rows.append((link, str(counted.errors), str(counted.warnings), str(counted.notes), escape(path)))
    parts = ["# Sourcing audit", f"{escape(summary(run))}."]
    if rows:
        parts.append(_table(("Article", "Errors", "Warnings", "Notes", "File"), rows))
    return "\n\n".join([*parts, *_problems(run)]) + "\n"


def _article(report: Report) -> Iterator[str]:
    reading = report.reading
    yield f"## {escape(headline(report) or reading.article.path)}"
    yield f"File: {escape(reading.article.path)}"
    yield f"**{escape(verdict(report))}.** {escape(' '.join(sourcing(reading)))}"
    shown = [finding for finding in report.findings if not finding.suppressed]
    text, lines = reading.article.text, LineIndex(reading.article.text)
    yield from _findings([finding for finding in shown if finding.severity != "info"], text, lines)
    notes = [finding for finding in shown if finding.severity == "info"]
    if notes:
        yield f"<details><summary>{count(len(notes), 'note')}</summary>"
        yield from _findings(notes, text, lines)
        yield "</details>"
    yield from _suppressed([finding for finding in report.findings if finding.suppressed])
    yield from _ledger(report)
    yield "### Measures"
    yield _table(
        ("Measure", "This article", "Ordinary news"),
        [tuple(map(escape, figure)) for figure in figures(reading.measures)],
    )
    yield escape(PROVENANCE)


def _findings(findings: Sequence[Finding], text: str, lines: LineIndex) -> Iterator[str]:
    """One list; a rule's advice stands under its first finding only."""
    advised: set[str] = set()
    items = []
    for finding in findings:
        item = [
            f"- **{SEVERITY_WORDS[finding.severity]}** {escape(finding.rule)} {escape(finding.name)}, "
            f"line {finding.line}, column {finding.column}: {escape(finding.message)}"
        ]
        if finding.family != "article":
            before, marked, after = excerpt(finding, text, lines, WIDTH)
            item.append(f"  > {_escape_kept(before)}<b>{_escape_kept(marked)}</b>{_escape_kept(after)}")
        if finding.related:
            item.append(f"  {escape(related_places(finding, lines))}.")
        if finding.rule not in advised:
            item.append(f"  Fix: {escape(finding.advice)}")
            advised.add(finding.rule)
        items.append("\n\n".join(item))
    if items:
        yield "\n".join(items)


def _suppressed(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield "Set aside:"
        yield "\n".join(
            f"- {escape(finding.rule)}, line {finding.line}: {escape(finding.suppressed.reason)} "
            f"({finding.suppressed.kind})"
            for finding in findings
            if finding.suppressed
        )


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
        yield _table(("Source", "Kind", "Times credited", "Words", "Quoted words"), rows)


def _problems(run: Run) -> Iterator[str]:
    if run.problems:
        yield "### Not audited"
        yield "\n".join(f"- {escape(problem.path)}: {escape(problem.message)}" for problem in run.problems)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = tuple("---" for _ in head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *rows))
