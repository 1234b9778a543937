"""Plain text: for people at a terminal of 80 columns, and one line a finding for editors and grep."""

from collections.abc import Iterator

from audit.records import Finding, Problem, Report, Run, Severity
from audit.render.excerpt import Excerpt, excerpt, related_places
from audit.render.sections import before_findings, beyond_findings
from audit.render.tallies import (
    SEVERITY_WORDS,
    headline,
    level,
    sourcing,
    standing,
    summary,
    totals,
    verdict,
)
from audit.render.terminal import Colour, cells, painted, wrapped
from audit.render.visible import one_line, visible, without_commands
from audit.text import LineIndex

__all__ = ["render_concise", "render_text"]

WIDTH = 80
MARGIN = "    | "
COLOURS: dict[Severity, Colour] = {"error": "red", "warning": "yellow", "info": "cyan"}
LEVEL_COLOURS: dict[str, Colour] = {"error": "red", "warning": "yellow", "good": "green"}


def render_text(run: Run, *, full: bool = False, colour: bool = False) -> str:
    """Each article with its verdict and what to fix; `full` has all that other reports have."""
    parts = ["\n".join(_article(report, run, full, colour)) for report in run.reports]
    parts.extend(_problem(problem, colour) for problem in run.problems)
    ending = [_wrapped(f"{summary(run)}.", 0)]
    if totals(run).notes and not full:
        ending.append("Notes are only counted here; --verbose shows them.")
    return without_commands("\n\n".join([*parts, "\n".join(ending)]) + "\n")


def render_concise(run: Run) -> str:
    """One line a finding: path:line:column: severity RULE message."""
    lines = [
        f"{visible(report.reading.article.path)}:{finding.line}:{finding.column}: "
        f"{finding.severity} {visible(finding.rule)} {one_line(finding.message)}"
        for report in run.reports
        for finding in standing(report)
    ]
    lines.extend(f"{visible(problem.path)}: not audited: {one_line(problem.message)}" for problem in run.problems)
    return without_commands("".join(line + "\n" for line in lines))


def _article(report: Report, run: Run, full: bool, colour: bool) -> Iterator[str]:
    article = report.reading.article
    yield _path(article.path, colour)
    title = headline(report)
    if title:
        yield _wrapped(title, 2)
    yield painted(_wrapped(f"{verdict(report)}.", 2), LEVEL_COLOURS[level(report)], colour)
    yield _wrapped(" ".join(sourcing(report.reading)), 2)
    if full:
        yield from before_findings(report, run, WIDTH, colour)
        yield "\n  What to fix, and notes"
    lines = LineIndex(article.text)
    advised: set[str] = set()
    for finding in standing(report):
        if finding.severity == "info" and not full:
            continue
        yield ""
        yield from _finding(finding, article.text, lines, colour)
        if finding.rule not in advised:
            yield _wrapped(f"Fix: {finding.advice}", 4)
            advised.add(finding.rule)
    if full:
        yield from beyond_findings(report, WIDTH, colour)


def _finding(finding: Finding, text: str, lines: LineIndex, colour: bool) -> Iterator[str]:
    place = painted(f"{finding.line}:{finding.column}", "dim", colour)
    severity = painted(SEVERITY_WORDS[finding.severity], COLOURS[finding.severity], colour)
    yield f"  {place}  {severity}  {visible(finding.rule)} {visible(finding.name)}"
    yield _wrapped(finding.message, 4)
    if finding.family != "article":
        line, carets = _shown(excerpt(finding, text, lines, WIDTH - len(MARGIN)))
        yield MARGIN + line
        yield MARGIN + painted(carets, COLOURS[finding.severity], colour)
    if finding.related:
        yield _wrapped(f"{related_places(finding, lines)}.", 4)


def _shown(excerpt: Excerpt) -> tuple[str, str]:
    """The line, and the carets under the finding."""
    carets = " " * cells(excerpt.before) + "^" * max(1, cells(excerpt.marked))
    return "".join(excerpt).rstrip(), carets


def _problem(problem: Problem, colour: bool) -> str:
    said = painted(_wrapped(f"Not audited: {problem.message}", 2), "red", colour)
    return f"{_path(problem.path, colour)}\n{said}"


def _path(path: str, colour: bool) -> str:
    """A line of its own, which must be no command in colour either."""
    return painted(without_commands(visible(path)), "bold", colour)


def _wrapped(text: str, indent: int) -> str:
    return wrapped(text, indent, WIDTH)
