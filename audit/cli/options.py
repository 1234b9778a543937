"""Options that more than one command takes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from audit.rulebook import builtin_rules

__all__ = ["Jobs", "Paths", "Rules", "known_format", "rules_folder"]

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Article files, folders of them, or - for standard input.")
]
Rules = Annotated[
    Path | None, typer.Option("--rules", metavar="PATH", help="Folder of rules to use instead of the built-in ones.")
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, help="Processes that share the work; each loads the pipeline.")
]


def rules_folder(given: Path | None) -> Path:
    """The folder of rules to use: the one asked for, else the built-in one."""
    return builtin_rules() if given is None else given


def known_format(name: str, known: Mapping[str, object], option: str) -> str:
    """The name, if it is a known format; otherwise a usage error that lists them."""
    if name not in known:
        raise typer.BadParameter(f"there is no format {name!r}; known: {', '.join(known)}", param_hint=option)
    return name
