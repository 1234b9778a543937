"""`audit archive`: audit an archive of articles into tables."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import ConfigFile, Jobs, NoConfig, Policy, Rules, chosen
from audit.cli.output import BAD, complain, errors_explained, say

if TYPE_CHECKING:
    from audit.archive.usecase import State

__all__ = ["archive"]


class Engine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    RAY = "ray"


def archive(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="JSON Lines (.jsonl, .jsonl.gz, .jsonl.zst), Parquet, WARC, folders of them or of articles, or URLs.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder or URL for the tables: new, or of a run to go on with."
        ),
    ],
    rules: Rules = None,
    policy: Policy = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    jobs: Jobs = None,
    part_records: Annotated[
        int,
        typer.Option("--part-records", metavar="N", min=1, help="Records of a part: what a stopped run loses at most."),
    ] = 1000,
    engine: Annotated[
        Engine, typer.Option("--engine", help="This machine, or the Ray cluster that $RAY_ADDRESS names.")
    ] = Engine.LOCAL,
) -> None:
    """Audit an archive of articles into Parquet tables; stopped at any time, the same command goes on.

    Exit status: 0 if all is audited, 2 if something could not be done or read; what cannot be read is in the table
    problems.
    """
    from audit.archive.usecase import Request
    from audit.waivers import today

    if engine is Engine.RAY:
        from audit.archive.onray import archive_on_ray as run
    else:
        from audit.archive.usecase import archive as run

    with errors_explained():
        settings = chosen(config=config, no_config=no_config, rules=rules, policy=policy, jobs=jobs)
        request = Request(
            names=tuple(inputs), output=output, settings=settings, today=today(), part_records=part_records
        )
        with _progress_shown() as progress:
            state = run(request, progress)
    say(f"{output}: {_counted(state.articles, 'article')}, {_counted(state.problems, 'problem')}\n")
    if state.problems:
        complain(f"{_counted(state.problems, 'record')} could not be audited; {output}/problems tells which, and why")
        raise typer.Exit(BAD)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@contextmanager
def _progress_shown() -> Iterator[Callable[["State"], None] | None]:
    """A bar with rate and time left on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]:,} articles, {task.fields[rate]:,.1f}/s"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, articles=0, rate=0.0)
        begun: list[int] = []

        def show(state: "State") -> None:
            begun.append(state.articles) if not begun else None
            seconds = bar.tasks[0].elapsed or 0
            rate = (state.articles - begun[0]) / seconds if seconds else 0.0
            bar.update(task, completed=state.done, total=state.total, articles=state.articles, rate=rate)

        yield show
