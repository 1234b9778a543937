"""The commands put together."""

from typing import Annotated

import typer

from audit import __version__
from audit.cli import archive, baseline, cache, check, config, explain, init, report, rules, trends, waivers
from audit.cli.output import emit

__all__ = ["app"]

app = typer.Typer(
    name="audit",
    help="Audit the sourcing of news articles: who says so, how do they know, and why aren't they named?",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("report")(report.report)
app.command("check")(check.check)
app.command("archive")(archive.archive)
app.command("trends")(trends.trends)
app.command("explain")(explain.explain)
app.command("baseline")(baseline.baseline)
app.command("waivers")(waivers.waivers)
app.command("config")(config.config)
app.command("init")(init.init)
app.add_typer(rules.app, name="rules")
app.add_typer(cache.app, name="cache")


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"audit {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass
