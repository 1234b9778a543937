"""`audit init`: a configuration to begin with, and the check for a CI system."""

import os
from pathlib import Path
from typing import Annotated

import typer

from audit import __version__
from audit.cli.output import errors_explained, say, write_file
from audit.errors import UsageError
from audit.render.visible import visible

__all__ = ["init", "starter"]

STARTERS = Path(__file__).with_name("starters")
CONFIG = "audit.toml"
# Where each file goes, from the top of the repository.
GITHUB, GITLAB, PRE_COMMIT = ".github/workflows/audit.yml", ".gitlab/audit.yml", ".pre-commit-config.yaml"
NEXT = {GITLAB: "now include it in .gitlab-ci.yml, as its first lines say", PRE_COMMIT: "now run pre-commit install"}


def starter(name: str) -> str:
    """The text of a file to begin with, for this version of the program."""
    return (STARTERS / name).read_text(encoding="utf-8").replace("VERSION", __version__)


def init(
    github: Annotated[bool, typer.Option("--github", help=f"Write {GITHUB}.")] = False,
    gitlab: Annotated[bool, typer.Option("--gitlab", help=f"Write {GITLAB}.")] = False,
    pre_commit: Annotated[bool, typer.Option("--pre-commit", help=f"Write {PRE_COMMIT}.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.")] = False,
) -> None:
    """Write a configuration to begin with, with every key explained, and the check for CI systems.

    With an option for a CI system, a configuration is only written where there is none. If one of the files is there
    already, nothing is written, unless --force is given.
    """
    asked = {
        "github.yml": github and GITHUB,
        "gitlab.yml": gitlab and GITLAB,
        "pre-commit.yaml": pre_commit and PRE_COMMIT,
    }
    with errors_explained():
        files = {name: path for name, path in asked.items() if path}
        texts = {_from_top(path): starter(name) for name, path in files.items()}
        if _needs_configuration(for_its_own_sake=not files):
            texts = {Path(CONFIG): starter(CONFIG), **texts}
        there = [str(path) for path in texts if os.path.lexists(path)]
        if there and not force:
            raise UsageError(f"nothing was written, for there is {' and '.join(there)} already; --force overwrites")
        for path, text in texts.items():
            write_file(path, text)
    say("".join(visible(f"wrote {path}") + "\n" for path in texts))
    say("".join(f"{NEXT[path]}\n" for path in files.values() if path in NEXT))


def _from_top(path: str) -> Path:
    """A path in the top folder of the repository, from the working directory."""
    from audit.settings import repository_root

    here = Path.cwd()
    return Path(os.path.relpath((repository_root(here) or here) / path))


def _needs_configuration(*, for_its_own_sake: bool) -> bool:
    """Whether audit.toml is to be written; UsageError where pyproject.toml beside it has the configuration."""
    from audit.settings import find_config

    found = find_config(Path.cwd())
    if for_its_own_sake and found == Path.cwd() / "pyproject.toml":
        raise UsageError("nothing was written, for the configuration is in pyproject.toml, as [tool.audit]")
    return for_its_own_sake or found is None
