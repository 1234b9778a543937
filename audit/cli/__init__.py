"""The command line, the only place that prints or exits. `main` is the entry point."""

from audit.cli.app import app, main

__all__ = ["app", "main"]
