"""`audit check`: audit articles as a gate."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from audit.auditor import audit_paths
from audit.cli.options import Jobs, Paths, Rules, known_format, rules_folder
from audit.cli.output import BAD, complain, emit, errors_explained, progress_shown, read_stdin, write_file
from audit.records import SEVERITIES, Run
from audit.render import RENDERERS

__all__ = ["check", "exit_status"]

FORMATS = ", ".join(RENDERERS)


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def check(
    paths: Paths,
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=f"What to print: {FORMATS}.", show_default=True)
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FORMAT=FILE", help="Also write this format to a file; repeatable."),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit with 1 on findings of this severity or above.")] = (
        FailOn.ERROR
    ),
    rules: Rules = None,
    jobs: Jobs = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on standard output.")] = False,
) -> None:
    """Audit articles and fail on findings.

    Exit status: 0 without findings at or above --fail-on, 1 with some, 2 if something could not be done or read.
    """
    known_format(format_, RENDERERS, "--format")
    files = [_format_and_file(text) for text in output or ()]
    with errors_explained():
        with progress_shown() as progress:
            run = audit_paths(paths, rules=rules_folder(rules), jobs=jobs, stdin=read_stdin(paths), progress=progress)
        for name, file in files:
            write_file(file, RENDERERS[name](run))
        if not quiet:
            emit(RENDERERS[format_](run))
        for problem in run.problems:
            complain(f"{problem.path}: {problem.message}")
    raise typer.Exit(exit_status(run, fail_on))


def exit_status(run: Run, fail_on: FailOn) -> int:
    """2 if an input could not be audited, 1 if a finding that counts is severe enough, else 0."""
    if run.problems:
        return BAD
    if fail_on is FailOn.NEVER:
        return 0
    failing = SEVERITIES[SEVERITIES.index(fail_on.value) :]
    findings = (finding for report in run.reports for finding in report.findings)
    return int(any(finding.severity in failing and not finding.suppressed for finding in findings))


def _format_and_file(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not equals or not file:
        raise typer.BadParameter(
            f"write it as FORMAT=FILE, such as json=audit.json, not {text!r}", param_hint="--output"
        )
    return known_format(name, RENDERERS, "--output"), Path(file)
