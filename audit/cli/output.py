"""Where output goes: standard output, files, and a terminal's standard error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from audit.auditor import STANDARD_INPUT, Progress
from audit.errors import AuditError, UsageError
from audit.render.visible import visible

__all__ = ["BAD", "complain", "emit", "errors_explained", "progress_shown", "read_stdin", "write_file"]

BAD = 2
INTERRUPTED = 130
LONG_RUN = 5


def emit(text: str) -> None:
    """Write to standard output as UTF-8; a reader that has gone away is no error."""
    try:
        sys.stdout.buffer.write(_encoded(text))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at exit, and must find something that takes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """One message for the person at the keyboard."""
    typer.echo(f"audit: {visible(message)}", err=True)


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, with its folders; UsageError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(_encoded(text))  # a pipe or device cannot be replaced
            return
        target = path.resolve()
        temporary = target.with_name(f".audit-{os.getpid()}.tmp")
        try:
            temporary.write_bytes(_encoded(text))
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _encoded(text: str) -> bytes:
    """UTF-8; what no Unicode text may hold (from a file name, say) is spelled out."""
    return text.encode("utf-8", "backslashreplace")


def read_stdin(paths: list[str]) -> bytes | None:
    """All of standard input if "-" is among the paths."""
    return sys.stdin.buffer.read() if STANDARD_INPUT in paths else None


@contextmanager
def errors_explained() -> Iterator[None]:
    """Turn the program's own errors and Ctrl-C into a message and an exit status."""
    try:
        yield
    except AuditError as error:
        complain(str(error))
        raise typer.Exit(BAD) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def progress_shown() -> Iterator[Progress | None]:
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
