"""`audit explain`: what was read at a place, which rules looked at it, and why each did or did not report it."""

from enum import StrEnum
from typing import Annotated

import typer

from audit.cli.options import BaselineFile, ConfigFile, NoConfig, Policy, Rules, chosen
from audit.cli.output import emit, errors_explained, read_stdin

__all__ = ["explain"]


class Format(StrEnum):
    """What to print."""

    TEXT = "text"
    JSON = "json"


def explain(
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE[:LINE[:COLUMN]]",
            help="An article alone lists its lines. Standard input is -, and its line 12 is -- -:12.",
            show_default=False,
        ),
    ],
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Only this rule, with every condition that it asked.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TEXT,
    baseline: BaselineFile = None,
    rules: Rules = None,
    policy: Policy = None,
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Explain what was read at a place of an article, and why each rule did or did not report it.

    Lines and columns are those of `audit check`: a line is explained sentence by sentence, a column's sentence alone.
    """
    from audit.explaining import explain, parse_target, render_json, render_text
    from audit.waivers import today

    with errors_explained():
        target = parse_target(place)
        settings = chosen(config=config, no_config=no_config, rules=rules, policy=policy, baseline=baseline)
        explanation = explain(
            target,
            settings,
            today=today(),
            stdin=read_stdin([target.path]),
            rule=rule,
        )
        render = render_json if format_ is Format.JSON else render_text
        emit(render(explanation))
