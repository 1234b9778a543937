"""`audit check`: audit articles as a gate."""

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import (
    BUILTIN,
    BaselineFile,
    ConfigFile,
    Jobs,
    NoCache,
    NoConfig,
    Policy,
    Rules,
    cache_for,
    chosen,
    known_format,
)
from audit.cli.output import (
    colour_wanted,
    complain,
    emit,
    errors_explained,
    exit_status,
    keep_apart,
    notice,
    progress_shown,
    read_stdin,
    write_file,
)
from audit.render import RENDERERS, render_terminal

if TYPE_CHECKING:
    from audit.auditor import Outcome
    from audit.history import History
    from audit.records import Run
    from audit.settings import Settings

__all__ = ["check"]

HERE = "."
NEWS = "news"
NAMED = 5  # paths in a note
FORMATS = ", ".join(RENDERERS)


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Article files, folders of them, or - for standard input. With --changed, by default this folder.",
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=f"What to print: {FORMATS}.", show_default=True)
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FORMAT=FILE", help="Also write this format to a file; repeatable."),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="Exit with 1 on findings of this severity or above. [default: error]"),
    ] = None,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help="Only articles that differ from the base, as they are on disk: committed or not, untracked files too. "
            "What was found in them before does not count.",
        ),
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="REF",
            help="What --changed compares with: the commit where HEAD left this branch. "
            "[default: the branch a CI system names, else the remote's main branch]",
        ),
    ] = None,
    new_only: Annotated[
        bool, typer.Option("--new-only", help="Like --changed, but only articles that the base does not have.")
    ] = False,
    baseline: BaselineFile = None,
    rules: Rules = None,
    policy: Policy = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    force_exclude: Annotated[
        bool,
        typer.Option("--force-exclude", help="Leave out what the configuration excludes though it is named here."),
    ] = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Show all there is in text: notes (info), measures, sources, waivers."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on standard output.")] = False,
) -> None:
    """Audit articles and fail on findings.

    Exit status: 0 without findings at or above --fail-on, 1 with some or with more warnings than the configuration
    allows, 2 if something could not be done or read.
    """
    from audit.auditor import Request, Since, audit
    from audit.settings import held_to_budgets
    from audit.waivers import today

    if not paths and not (changed or new_only or base):
        raise typer.BadParameter("name articles or folders, or ask for --changed", param_hint="PATH")
    known_format(format_, RENDERERS, "--format")
    files = [_format_and_file(text) for text in output or ()]
    with errors_explained():
        settings = chosen(
            config=config,
            no_config=no_config,
            rules=rules,
            policy=policy,
            fail_on=fail_on.value if fail_on else None,
            baseline=baseline,
            jobs=jobs,
            no_cache=no_cache,
        )
        request = Request(
            paths=tuple(paths or (HERE,)),
            settings=settings,
            today=today(),
            stdin=read_stdin(paths or ()),
            strict=force_exclude,
            since=Since(base=base, new_only=new_only) if changed or new_only or base else None,
        )
        with progress_shown() as progress:
            outcome = audit(request, cache=cache_for(settings), progress=progress)
        run, over_budget = held_to_budgets(outcome.run, settings)
        keep_apart((file for _, file in files), _paths(run))
        if not quiet:
            emit(_printed(run, format_, verbose))
        for name, file in files:
            write_file(file, RENDERERS[name](run))
        _tell(outcome)
        _tell_genres(run)
        if outcome.history:
            _tell_terms(settings, outcome.history)
        if over_budget:
            complain(over_budget)
    raise typer.Exit(exit_status(run, fails=bool(over_budget)))


def _paths(run: "Run") -> Iterator[str]:
    yield from (report.reading.article.path for report in run.reports)
    yield from (problem.path for problem in run.problems)


def _printed(run: "Run", format_: str, verbose: bool) -> str:
    if format_ == "text":
        return render_terminal(run, full=verbose, colour=colour_wanted())
    return RENDERERS[format_](run)


def _tell(outcome: "Outcome") -> None:
    """Say on standard error what the formats have no place for."""
    for problem in outcome.run.problems:
        complain(f"{problem.path}: {problem.message}")
    for note in outcome.notes:
        notice(note)
    if outcome.history:
        base = outcome.history.base
        number = len(outcome.run.reports)
        notice(f"{number or 'no'} article{'' if number == 1 else 's'} changed since {base.name} ({base.commit[:10]})")
    if outcome.match and outcome.match.stale:
        number = sum(len(article.findings) for article in outcome.match.stale)
        findings = "1 finding" if number == 1 else f"{number} findings"
        verb = "is" if number == 1 else "are"
        notice(f"{findings} of the baseline {verb} no longer there; `audit baseline prune` forgets or follows them")


def _tell_genres(run: "Run") -> None:
    """Say which articles call themselves something that is judged by fewer rules."""
    labelled: dict[str, list[str]] = {}
    for report in run.reports:
        article = report.reading.article
        if article.genre != NEWS:
            labelled.setdefault(article.genre, []).append(article.path)
    for genre, paths in sorted(labelled.items()):
        more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
        notice(f"{', '.join(paths[:NAMED])}{more}: read as {genre}, as labelled there, where some rules are silent")


def _tell_terms(settings: "Settings", history: "History") -> None:
    """Say which of the files that decide what is found, and what counts, came with the very change that is judged."""
    policies = (settings.general.policy, *(override.policy or "" for override in settings.overrides))
    files = (policy for policy in policies if Path(policy).suffix)  # the others are built in
    folders = (folder for folder in settings.rule_folders if folder != BUILTIN)
    named = (settings.file, settings.baseline, *folders, *files)
    changed = {path for change in (*history.changes, *history.gone) for path in (change, *change.parents)}
    for place in dict.fromkeys(str(place) for place in named if place):
        if Path(os.path.realpath(place)) in changed:
            shown = os.path.relpath(place)
            notice(f"{shown} is not as in {history.base.name}, and this change is judged by what it says now")


def _format_and_file(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not equals or not file:
        raise typer.BadParameter(
            f"write it as FORMAT=FILE, such as json=audit.json, not {text!r}", param_hint="--output"
        )
    if file == "-":
        raise typer.BadParameter(f"give a file; --format {name} is for standard output", param_hint="--output")
    return known_format(name, RENDERERS, "--output"), Path(file)
