"""`audit config`: what holds, and where each value comes from."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.options import ConfigFile, NoConfig, chosen
from audit.cli.output import emit, errors_explained, say
from audit.render.visible import visible

if TYPE_CHECKING:
    from audit.settings import Settings
    from audit.settings.listing import Row

__all__ = ["config"]


def config(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="An article, to see what holds for it with all overrides.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    config_file: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Show the configuration that was found, and where each value comes from.

    It is audit.toml, or the table [tool.audit] of pyproject.toml, in this folder or the nearest one above it within
    the repository.
    """
    from audit.settings import Matcher
    from audit.settings.listing import listed

    with errors_explained():
        settings = chosen(config=config_file, no_config=no_config)
        matcher = Matcher(settings)
        rows = listed(settings, matcher.profile(path) if path else settings.general)
        is_article = matcher.is_article(path) if path else None
    (emit if as_json else say)((_json if as_json else _text)(settings, path, is_article, rows))


def _text(settings: "Settings", path: Path | None, is_article: bool | None, rows: Sequence["Row"]) -> str:
    lines = [visible(settings.file or "No configuration was found; everything is as built in.")]
    if path:
        lines.append(visible(f"{path} is {'an' if is_article else 'no'} article by it."))
    shown = [(row.key, json.dumps(_plain(row.value), ensure_ascii=False), str(row.origin)) for row in rows]
    keys, values = (max(len(row[column]) for row in shown) for column in (0, 1))
    lines.append("")
    lines += [visible(f"{key:<{keys}}  {value:<{values}}  {origin}") for key, value, origin in shown]
    return "\n".join(lines) + "\n"


def _json(settings: "Settings", path: Path | None, is_article: bool | None, rows: Sequence["Row"]) -> str:
    from audit.render.jsontext import expanded

    entries = [
        {"key": row.key, "value": _plain(row.value), "file": row.origin.path or None, "line": row.origin.line or None}
        for row in rows
    ]
    found = {"file": settings.file or None, "path": path and path.as_posix(), "article": is_article}
    return expanded({**found, "settings": entries}, 2) + "\n"


def _plain(value: object) -> object:
    """The value as JSON has it: TOML has dates too."""
    return json.loads(json.dumps(value, default=str))
