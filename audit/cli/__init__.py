"""The command line, the only place that prints or exits. `main` is the entry point."""

import os
import signal
from contextlib import suppress
from types import FrameType

__all__ = ["main"]

ASKED_TO_STOP = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, kill or a CI system's patience, a terminal that is closed


def main() -> None:
    """Run the command line and exit; a signal ends it at any time, while it loads too, in 128 and its number.

    A fault of the program itself ends in 2: Python's own 1 would say that articles have findings.
    """
    _heed_signals()
    os.environ["PYTHONSAFEPATH"] = "1"  # the program's own processes must not import what lies in the working directory
    try:
        from audit.cli.app import app

        app()
    except _Stopped as stopped:
        with suppress(OSError):
            os.write(2, f"audit: {stopped.told}\n".encode())
        raise
    except Exception:
        import traceback

        traceback.print_exc()
        raise SystemExit(2) from None


class _Stopped(SystemExit):
    """A signal has asked to stop: what is under way is tidied up, and no file is left half written."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.told = f"stopped by {signal.Signals(number).name}; no file was left half written"


def _heed_signals() -> None:
    """Tidy up at the first signal; the second ends the program there and then."""
    for name in ASKED_TO_STOP:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> None:
    for name in ASKED_TO_STOP:
        if known := getattr(signal, name, None):
            signal.signal(known, signal.SIG_DFL)
    raise _Stopped(number)
