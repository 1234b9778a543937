"""Options that more than one command takes, and the settings that they make together with the configuration."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.output import notice

if TYPE_CHECKING:
    from audit.cache import Cache
    from audit.settings import FailOn, Settings

__all__ = [
    "BUILTIN",
    "BaselineFile",
    "ConfigFile",
    "Jobs",
    "NoCache",
    "NoConfig",
    "Paths",
    "Policy",
    "Rules",
    "cache_for",
    "chosen",
    "known_format",
    "leaving_out",
    "rule_folders",
]

BUILTIN = "builtin"
PATTERN_SIGNS = re.compile(r"[\\*?\[\]!# ]")  # of .gitignore

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Article files, folders of them, or - for standard input.")
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rules",
        metavar="PATH",
        help=f"Folder of rules to use instead of the built-in ones; repeatable, and “{BUILTIN}” means those.",
    ),
]
Policy = Annotated[
    str | None, typer.Option("--policy", metavar="NAME", help="Policy to follow: a built-in one, or a .yaml file.")
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Processes that share the work; each loads the pipeline. [default: 1]"),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration to use, not the audit.toml or pyproject.toml found upwards.",
    ),
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Look for no configuration.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep results of unchanged articles.")]
BaselineFile = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Known findings that do not count (audit baseline).")
]


def chosen(
    *,
    config: Path | None = None,
    no_config: bool = False,
    rules: list[str] | None = None,
    policy: str | None = None,
    fail_on: "FailOn | None" = None,
    baseline: Path | None = None,
    jobs: int | None = None,
    no_cache: bool = False,
) -> "Settings":
    """The configuration with what the command line says instead, which goes before its overrides too.

    Raises ConfigError and UsageError.
    """
    from audit.settings import load_settings

    settings = load_settings(file=config, search=not no_config)
    general = settings.general
    given = {"policy": policy, "fail-on": fail_on}
    origins = {key: origin for key, origin in general.origins.items() if not given.get(key)}
    general = replace(general, policy=policy or general.policy, fail_on=fail_on or general.fail_on, origins=origins)
    overrides = (
        replace(override, policy=None if policy else override.policy, fail_on=None if fail_on else override.fail_on)
        for override in settings.overrides
    )
    return replace(
        settings,
        general=general,
        overrides=tuple(overrides),
        rule_folders=tuple(rules or settings.rule_folders),
        baseline=baseline or settings.baseline,
        jobs=jobs or settings.jobs,
        cache=settings.cache and not no_cache,
    )


def cache_for(settings: "Settings") -> "Cache":
    """The user's cache, or none at all if the settings want none, or if whoever changes the repository can fill it."""
    from audit.cache import Cache, cache_folder
    from audit.history import comes_with_repository

    folder = cache_folder() if settings.cache else None
    if folder and comes_with_repository(folder):
        notice(
            f"the results in {folder} are not used, for they come with the repository, and anybody can have made them"
        )
        return Cache(None)
    return Cache(folder)


def leaving_out(settings: "Settings", folder: Path) -> "Settings":
    """The settings without articles in a folder, which is about to be filled with reports."""
    named = Path(os.path.abspath(folder))  # noqa: PTH100  as patterns are matched, links and all
    if settings.base not in named.parents:
        return settings
    plain = PATTERN_SIGNS.sub(r"\\\g<0>", named.relative_to(settings.base).as_posix())
    return replace(settings, exclude=(*settings.exclude, f"/{plain}/"))


def rule_folders(given: list[str] | None) -> list[str]:
    """The folders of rules to use: those asked for, else the built-in one."""
    return given or [BUILTIN]


def known_format(name: str, known: Mapping[str, object], option: str) -> str:
    """The name, if it is a known format; otherwise a usage error that lists them."""
    if name not in known:
        raise typer.BadParameter(f"there is no format {name!r}; known: {', '.join(known)}", param_hint=option)
    return name
