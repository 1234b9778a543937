"""`audit report`: one report per article, and an index over them."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import (
    BaselineFile,
    ConfigFile,
    Jobs,
    NoCache,
    NoConfig,
    Paths,
    Policy,
    Rules,
    cache_for,
    chosen,
    known_format,
    leaving_out,
)
from audit.cli.output import (
    STANDARD_INPUT,
    complain,
    errors_explained,
    exit_status,
    keep_apart,
    on_disk,
    progress_shown,
    read_stdin,
    say,
    write_file,
)
from audit.render import INDEXES, RENDERERS
from audit.render.visible import visible

if TYPE_CHECKING:
    from audit.records import Run
    from audit.render.overview import Entry

__all__ = ["report", "report_names"]

SUFFIXES = {"html": ".html", "markdown": ".md", "json": ".json"}
LONGEST_NAME = 60  # in characters; file systems count up to 255 bytes
INDEX = "index"


def report(
    paths: Paths,
    output_dir: Annotated[
        Path, typer.Option("--output-dir", "-o", metavar="DIR", help="Folder for the reports; made if it is not there.")
    ] = Path("reports"),
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"{', '.join(SUFFIXES)}; repeatable. [default: html]"),
    ] = None,
    rules: Rules = None,
    policy: Policy = None,
    baseline: BaselineFile = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    by_author: Annotated[
        bool,
        typer.Option(
            "--by-author", help="Compare authors in the index too. That is about people: read docs/report.md."
        ),
    ] = False,
) -> None:
    """Write a report of each article, and an index of them all.

    Prints where to begin reading. Exit status: 0 whatever the reports say, 2 if an article could not be read.
    """
    from audit.auditor import Auditing, Request
    from audit.records import Problem
    from audit.waivers import today

    formats = [known_format(name, SUFFIXES, "--format") for name in dict.fromkeys(format_ or ("html",))]
    entries: list[Entry] = []
    problems: list[Problem] = []
    with errors_explained():
        settings = chosen(
            config=config,
            no_config=no_config,
            rules=rules,
            policy=policy,
            baseline=baseline,
            jobs=jobs,
            no_cache=no_cache,
        )
        settings = leaving_out(settings, output_dir)
        request = Request(paths=tuple(paths), settings=settings, today=today(), stdin=read_stdin(paths))
        auditing = Auditing(request, cache=cache_for(settings))
        names = dict(zip(auditing.paths, report_names(auditing.paths), strict=True))
        keep_apart((_file(output_dir, name, form) for name in (*names.values(), INDEX) for form in formats), names)
        with progress_shown() as progress:
            for result in auditing.results(progress):
                if isinstance(result, Problem):
                    problems.append(result)
                else:
                    entries.append(_write(auditing.run([result]), names, formats, output_dir))
        run = auditing.run((), problems)
        for name in formats:
            say(f"{visible(str(_write_index(run, entries, name, output_dir, by_author)))}\n")
        for problem in problems:
            complain(f"{problem.path}: {problem.message}")
    raise typer.Exit(exit_status(run, gate=False))


def _write(alone: "Run", names: Mapping[str, str], formats: Iterable[str], folder: Path) -> "Entry":
    """Write the reports on one article; its line in the index, whose link has no suffix yet."""
    from audit.render.overview import entry_of

    (report,) = alone.reports
    name = names[report.reading.article.path]
    for format_ in formats:
        write_file(_file(folder, name, format_), RENDERERS[format_](alone))
    return entry_of(report, name)


def _write_index(run: "Run", entries: Iterable["Entry"], format_: str, folder: Path, by_author: bool) -> Path:
    """Write the index of one format, if it has one; where to begin reading."""
    from audit.render.overview import overview_of

    if format_ not in INDEXES:
        return folder
    linked = (replace(entry, link=entry.link + SUFFIXES[format_]) for entry in entries)
    index = _file(folder, INDEX, format_)
    write_file(index, INDEXES[format_](overview_of(run, linked, by_author=by_author)))
    return index


def _file(folder: Path, name: str, format_: str) -> Path:
    return folder / on_disk(f"{name}{SUFFIXES[format_]}")


def report_names(paths: Sequence[str]) -> tuple[str, ...]:
    """A file name without suffix for each path: plain characters, all different, even where case does not count."""
    folders = [_parts(path)[:-1] for path in paths if path != STANDARD_INPUT]
    shared = sum(1 for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False)))
    taken = {INDEX}
    names = []
    for path in paths:
        plain = _plain_name(path, shared)
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _parts(path: str) -> tuple[str, ...]:
    return Path(os.path.abspath(path)).with_suffix("").parts  # noqa: PTH100  Path.resolve would follow links


def _plain_name(path: str, shared: int) -> str:
    """The path without its first `shared` parts, as one name."""
    if path == STANDARD_INPUT:
        return "stdin"
    name = re.sub(r"[^\w.]+", "-", "-".join(_parts(path)[shared:])).strip("-.")
    return name[:LONGEST_NAME] or "article"
