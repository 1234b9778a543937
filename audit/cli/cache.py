"""`audit cache`: where results of unchanged articles are kept, and how to get rid of them."""

import typer

from audit.cli.output import errors_explained, say
from audit.errors import UsageError

__all__ = ["app"]

app = typer.Typer(
    help="Results kept from earlier runs: an unchanged article under the same rules is not read again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("path")
def path() -> None:
    """Print the folder of the cache; $AUDIT_CACHE_DIR moves it."""
    from audit.cache import cache_folder

    with errors_explained():
        folder = cache_folder()
        if folder is None:
            raise UsageError("there is no home folder to keep a cache in; set AUDIT_CACHE_DIR")
        say(f"{folder}\n")


@app.command("clear")
def clear() -> None:
    """Remove all results from the cache."""
    from audit.cache import Cache, cache_folder

    number = Cache(cache_folder()).clear()
    say(f"{number} {'result' if number == 1 else 'results'} removed\n")
