"""The command line, the only place that prints or exits. `main` is the entry point."""

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit; Ctrl-C ends it quietly at any time, while it loads too."""
    try:
        from audit.cli.app import app

        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
