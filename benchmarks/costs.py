"""What running a command costs, and tables of such figures."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Cost", "cost_of", "in_own_process", "machine", "table"]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Cost(NamedTuple):
    """Seconds waited, seconds of processor time and peak memory in MB of a command and all that it started.

    Linux tells no less memory than the process had that started it.
    """

    wall: float
    processor: float
    peak: float


def cost_of(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command, whose output is thrown away; exits if it fails (1 is no failure: there were findings)."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **ONE_THREAD, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        told = errors.read().decode(errors="replace")
    if process.returncode not in (0, 1) or "Traceback" in told:
        sys.exit(f"{' '.join(command)} failed:\n{told}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def in_own_process(module: str, *arguments: str) -> str:
    """What a module prints on standard output, run as a program of its own."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD}, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return done.stdout


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first are figures."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = ["| " + " | ".join(_padded(row, widths)) + " |" for row in (heads, *rows)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join((lines[0], "| " + " | ".join(rule) + " |", *lines[1:]))


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]


def machine() -> str:
    """What the figures were taken on."""
    info = Path("/proc/cpuinfo")
    models = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    model = models[0].partition(":")[2].strip() if models else platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}"
