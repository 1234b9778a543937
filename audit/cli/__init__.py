"""The command line, the only place that prints or exits. `main` is the entry point."""

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit; Ctrl-C ends it quietly at any time, while it loads too.

    A fault of the program itself ends in 2: Python's own 1 would say that articles have findings.
    """
    try:
        from audit.cli.app import app

        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception:
        import traceback

        traceback.print_exc()
        raise SystemExit(2) from None
