"""GitHub workflow commands: annotations on the files of a pull request, as many as GitHub shows."""

from itertools import chain

from audit.records import Article, Finding, Problem, Run, Severity
from audit.render.places import shown_path, told
from audit.render.tallies import count, standing, totals
from audit.render.visible import one_line

__all__ = ["render"]

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
SHOWN = 10
"""GitHub shows ten annotations of a kind for a step, and drops the rest without a word."""


def render(run: Run) -> str:
    """The worst ten of each kind as commands, one a line; a notice counts those left out."""
    commands: dict[Severity, list[str]] = {"error": [], "warning": [], "info": []}
    commands["error"].extend(_problem(problem) for problem in run.problems)
    for report in run.reports:
        for finding in standing(report):
            commands[finding.severity].append(_finding(finding, report.reading.article))
    kept = dict.fromkeys(commands, SHOWN)
    ending = []
    if any(len(lines) > SHOWN for lines in commands.values()):
        kept["info"] -= 1  # the notice that counts takes a place of its own
        ending = [_left_out(commands, kept, totals(run).suppressed)]
    shown = chain.from_iterable(lines[: kept[severity]] for severity, lines in commands.items())
    return "".join(f"{command}\n" for command in (*shown, *ending))


def _left_out(commands: dict[Severity, list[str]], kept: dict[Severity, int], suppressed: int) -> str:
    counted = [
        count(len(lines) - kept[severity], f"more {WORDS[severity]}")
        for severity, lines in commands.items()
        if len(lines) > kept[severity]
    ]
    aside = f" {suppressed} set aside." if suppressed else ""
    message = (
        f"{', '.join(counted)} without an annotation: GitHub shows {SHOWN} of a kind for a step.{aside} "
        "--format github-summary and --format json have them all."
    )
    return _command("notice", {"title": "audit"}, message)


def _finding(finding: Finding, article: Article) -> str:
    title = one_line(f"{finding.rule} {finding.name}")
    properties = {**_file(article.path), **_place(finding, article), "title": title}
    message = f"{told(finding, article)}\nFix: {one_line(finding.advice)}"
    return _command(COMMANDS[finding.severity], properties, message)


def _problem(problem: Problem) -> str:
    return _command(
        "error", {**_file(problem.path), "title": "Not audited"}, f"Not audited: {one_line(problem.message)}"
    )


def _file(path: str) -> dict[str, str]:
    return {} if path == "-" else {"file": shown_path(path)}


def _place(finding: Finding, article: Article) -> dict[str, str]:
    """Lines of the file, which extracted text has none of; columns only within one line, as GitHub wants it."""
    if article.extracted:
        return {}
    place = {"line": str(finding.line), "endLine": str(finding.end_line)}
    if finding.line != finding.end_line:
        return place
    return {**place, "col": str(finding.column), "endColumn": str(finding.end_column)}


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
