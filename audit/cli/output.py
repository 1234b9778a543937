"""Where output goes: standard output, files, a terminal's standard error, and the exit status."""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from audit.atomic import write_whole
from audit.errors import AuditError, UsageError
from audit.render.visible import visible, without_commands

if TYPE_CHECKING:
    from audit.records import Run

__all__ = [
    "colour_wanted",
    "complain",
    "emit",
    "errors_explained",
    "exit_status",
    "keep_apart",
    "notice",
    "on_disk",
    "progress_shown",
    "read_stdin",
    "say",
    "write_file",
]

FINE, FOUND, BAD = 0, 1, 2
STANDARD_INPUT = "-"  # as in records, whose import `--help` need not wait for
LONG_RUN = 5


def exit_status(run: "Run", *, gate: bool = True, fails: bool = False) -> int:
    """2 if an input could not be audited, 1 if the run fails or a gate has findings that fail it, else 0."""
    if run.problems:
        return BAD
    return FOUND if fails or (gate and any(report.failing for report in run.reports)) else FINE


def emit(text: str) -> None:
    """Write to standard output just this, as UTF-8; a reader that is gone is no error, a full disk ends the run."""
    try:
        _write(sys.stdout, text)
    except OSError as error:
        _discard(sys.stdout)
        complain(f"cannot write to standard output: {error.strerror}")
        raise typer.Exit(BAD) from None


def say(text: str) -> None:
    """Tell people on standard output, in words that no CI system takes for a command."""
    emit(without_commands(text))


def colour_wanted() -> bool:
    """Whether standard output is a terminal that has colours, and nobody has asked for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def complain(message: str) -> None:
    """Tell the person at the keyboard what went wrong, in a line."""
    _write(sys.stderr, without_commands(f"audit: {visible(message)}\n"))


def notice(message: str) -> None:
    """Tell the person at the keyboard what is good to know, in a line."""
    _write(sys.stderr, without_commands(f"audit: note: {visible(message)}\n"))


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.buffer.write(_encoded(text))
        stream.buffer.flush()
    except BrokenPipeError:
        _discard(stream)


def _discard(stream: TextIO) -> None:
    """Send what is left nowhere: the interpreter flushes once more at exit, and must find something that takes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, with its folders; UsageError where that cannot be.

    Within a repository nothing is written through a link, which whoever brings files along may have laid there.
    """
    try:
        if _leads_astray(path):
            raise UsageError(
                f"cannot write {path}: there is a link in the way, which leads to {os.path.realpath(path)}; "
                "name the place itself"
            )
        write_whole(path, _encoded(text))
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot write {path}: {getattr(error, 'strerror', None) or error}") from error


def keep_apart(files: Iterable[Path], articles: Iterable[str]) -> None:
    """UsageError if one of the files that are to be written is one of the articles, as they are shown."""
    read = {os.path.realpath(on_disk(path)) for path in articles}
    for file in files:
        if os.path.realpath(file) in read:
            raise UsageError(f"{file} is one of the articles, and is left as it is; write to another place")


def on_disk(shown: str) -> str:
    """A name as the system has it, from one as it is shown: UTF-8, whatever the locale takes file names for."""
    return os.fsdecode(shown.encode("utf-8", "surrogateescape"))


def _leads_astray(path: Path) -> bool:
    """Whether there is a link on the way to a path from the top of its repository, else from the working directory."""
    here = Path.cwd()
    named = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow the links
    tops = [folder for folder in named.parents if (folder / ".git").exists()] or [here]
    top = tops[-1]  # the outermost, for a link may lead to another repository
    if not named.is_relative_to(top):
        return False
    return Path(os.path.realpath(path)) != Path(os.path.realpath(top)) / named.relative_to(top)


def _encoded(text: str) -> bytes:
    """UTF-8; what no Unicode text may hold (from a file name, say) is spelled out."""
    return text.encode("utf-8", "backslashreplace")


def read_stdin(paths: Collection[str]) -> bytes | None:
    """All of standard input if "-" is among the paths."""
    return sys.stdin.buffer.read() if STANDARD_INPUT in paths else None


@contextmanager
def errors_explained() -> Iterator[None]:
    """Turn the program’s own errors into a message and an exit status."""
    try:
        yield
    except AuditError as error:
        complain(str(error))
        raise typer.Exit(BAD) from None


@contextmanager
def progress_shown() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, if that is a terminal, for runs of more than a few articles."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Auditing", visible=False, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total > LONG_RUN)

        yield show
