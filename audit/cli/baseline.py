"""`audit baseline`: keep a file of the findings there are, so that only later ones count."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import ConfigFile, Jobs, NoCache, NoConfig, Policy, Rules, cache_for, chosen
from audit.cli.output import complain, errors_explained, exit_status, keep_apart, progress_shown, say, write_file
from audit.errors import UsageError
from audit.render.visible import one_line, visible

if TYPE_CHECKING:
    from audit.auditor import Outcome
    from audit.baseline import KnownArticle
    from audit.settings import Settings

__all__ = ["baseline"]

USUAL = Path("audit-baseline.json")
HERE = "."
STALE = 1


class Action(StrEnum):
    """What is done with the baseline."""

    WRITE = "write"
    PRUNE = "prune"
    CHECK = "check"


def baseline(
    action: Annotated[Action, typer.Argument(metavar="write|prune|check", show_default=False)],
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Article files, or folders of them. [default: this folder]"),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help=f"[default: what the configuration names, else {USUAL}]"),
    ] = None,
    rules: Rules = None,
    policy: Policy = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Write down the findings that there are, so that `audit check --baseline` counts only later ones.

    write: replace the file by all that is found and not waived; name everything that it should cover.
    prune: take out what is found no more, and follow articles that have moved; nothing is added.
    check: list what is found no more, and exit with 1 if there is any.
    """
    with errors_explained():
        settings = chosen(config=config, no_config=no_config, rules=rules, policy=policy, jobs=jobs, no_cache=no_cache)
        file = file or _from_here(settings.baseline) or USUAL
        if action is Action.WRITE:
            outcome = _audited(paths, replace(settings, baseline=None))
            _write(outcome, file)
        else:
            outcome = _audited(paths, replace(settings, baseline=file))
            (_prune if action is Action.PRUNE else _check)(outcome, file)
    stale = outcome.match.stale if outcome.match and action is Action.CHECK else ()
    raise typer.Exit(exit_status(outcome.run, gate=False) or (STALE if stale else 0))


def _from_here(file: Path | None) -> Path | None:
    """The file as one would type it in the working directory."""
    here = Path.cwd()
    return file.relative_to(here) if file and file.is_relative_to(here) else file


def _audited(paths: list[str] | None, settings: "Settings") -> "Outcome":
    from audit.auditor import STANDARD_INPUT, Request, audit
    from audit.waivers import today

    if STANDARD_INPUT in (paths or ()):
        raise UsageError("standard input has no path that a baseline could know it by; name files or folders")
    request = Request(paths=tuple(paths or (HERE,)), settings=settings, today=today())
    with progress_shown() as progress:
        outcome = audit(request, cache=cache_for(settings), progress=progress)
    for problem in outcome.run.problems:
        complain(f"{problem.path}: {problem.message}")
    return outcome


def _write(outcome: "Outcome", file: Path) -> None:
    from audit.baseline import baseline_of, render_baseline

    keep_apart([file], (report.reading.article.path for report in outcome.in_full))
    made = baseline_of(outcome.in_full, file)
    write_file(file, render_baseline(made))
    say(f"{visible(str(file))}: {_counted(made.articles)}\n")


def _prune(outcome: "Outcome", file: Path) -> None:
    from audit.baseline import render_baseline

    assert outcome.match, "the settings have a baseline"
    write_file(file, render_baseline(outcome.match.current))
    out, left = (_counted(articles) for articles in (outcome.match.stale, outcome.match.current.articles))
    say(f"{visible(str(file))}: {out} taken out, {left} left\n")


def _check(outcome: "Outcome", file: Path) -> None:
    assert outcome.match, "the settings have a baseline"
    for article in outcome.match.stale:
        for known in article.findings:
            say(f"{visible(article.path)}: {visible(known.rule)} “{one_line(known.words)}”\n")
    say(f"{visible(str(file))}: {_counted(outcome.match.stale)} found no more\n")


def _counted(articles: "Iterable[KnownArticle]") -> str:
    counts = [len(article.findings) for article in articles]
    findings = "1 finding" if sum(counts) == 1 else f"{sum(counts)} findings"
    return f"{findings} in {len(counts)} {'article' if len(counts) == 1 else 'articles'}"
