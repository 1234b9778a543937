"""Plain text: for people at a terminal of 80 columns, and one line a finding for editors and grep."""

import textwrap
from collections.abc import Iterator

from audit.records import Finding, Report, Run
from audit.render.excerpt import Excerpt, excerpt, related_places
from audit.render.tallies import SEVERITY_WORDS, headline, sourcing, summary, totals, verdict
from audit.render.visible import cells, one_line, visible, without_commands
from audit.text import LineIndex

__all__ = ["render_concise", "render_text"]

WIDTH = 80
MARGIN = "    | "


def render_text(run: Run) -> str:
    """Each article with its verdict, its sources and what to fix; notes are only counted."""
    parts = ["\n".join(_article(report)) for report in run.reports]
    parts.extend(
        f"{visible(problem.path)}\n{_wrapped('Not audited: ' + problem.message, 2)}" for problem in run.problems
    )
    ending = [f"{summary(run)}."]
    if totals(run).notes:
        ending.append("Notes are only counted here; --format concise and --format html show them.")
    return without_commands("\n\n".join([*parts, "\n".join(ending)]) + "\n")


def render_concise(run: Run) -> str:
    """One line a finding: path:line:column: severity RULE message."""
    lines = [
        f"{visible(report.reading.article.path)}:{finding.line}:{finding.column}: "
        f"{finding.severity} {visible(finding.rule)} {one_line(finding.message)}"
        for report in run.reports
        for finding in report.findings
        if not finding.suppressed
    ]
    lines.extend(f"{visible(problem.path)}: not audited: {one_line(problem.message)}" for problem in run.problems)
    return without_commands("".join(line + "\n" for line in lines))


def _article(report: Report) -> Iterator[str]:
    article = report.reading.article
    yield visible(article.path)
    title = headline(report)
    if title:
        yield _wrapped(title, 2)
    yield _wrapped(f"{verdict(report)}.", 2)
    yield _wrapped(" ".join(sourcing(report.reading)), 2)
    lines = LineIndex(article.text)
    advised: set[str] = set()
    for finding in report.findings:
        if finding.suppressed or finding.severity == "info":
            continue
        yield ""
        yield from _finding(finding, article.text, lines)
        if finding.rule not in advised:
            yield _wrapped(f"Fix: {finding.advice}", 4)
            advised.add(finding.rule)


def _finding(finding: Finding, text: str, lines: LineIndex) -> Iterator[str]:
    place = f"{finding.line}:{finding.column}"
    rule = f"{visible(finding.rule)} {visible(finding.name)}"
    yield f"  {place}  {SEVERITY_WORDS[finding.severity]}  {rule}"
    yield _wrapped(finding.message, 4)
    if finding.family != "article":
        yield from _shown(excerpt(finding, text, lines, WIDTH - len(MARGIN)))
    if finding.related:
        yield _wrapped(f"{related_places(finding, lines)}.", 4)


def _shown(excerpt: Excerpt) -> Iterator[str]:
    """The line with carets under the finding."""
    yield MARGIN + "".join(excerpt).rstrip()
    yield MARGIN + " " * cells(excerpt.before) + "^" * max(1, cells(excerpt.marked))


def _wrapped(text: str, indent: int) -> str:
    margin = " " * indent
    return textwrap.fill(one_line(text), WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
