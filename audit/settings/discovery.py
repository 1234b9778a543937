"""Finding the configuration: upwards from the working directory, never past the repository."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from audit.errors import ConfigError, UsageError
from audit.files import read_regular
from audit.settings.records import Settings

__all__ = ["CONFIG_FILE", "find_config", "load_settings", "repository_root"]

LARGEST = 1_000_000  # bytes
CONFIG_FILE = "audit.toml"
PROJECT_FILE = "pyproject.toml"
PROJECT_TABLE = ("tool", "audit")
HEADER = re.compile(r"^\s*\[+\s*tool\s*\.\s*audit\b", re.MULTILINE)


class _Found(NamedTuple):
    """A configuration file: its text, and the path of keys to the table that counts."""

    file: Path
    text: str
    where: tuple[str, ...] = ()


def load_settings(start: Path | None = None, *, file: Path | None = None, search: bool = True) -> Settings:
    """The configuration that holds in a folder (by default the working directory), or the one in a file.

    Patterns and paths in a file that was found count from its folder, those in a file that is named from the
    start. With `search` false, and where nothing is found, everything is as built in. Raises ConfigError for a
    file that cannot be read or says what is not understood, UsageError for a pyproject.toml that says nothing.
    """
    folder = Path(os.path.abspath(start or Path.cwd()))  # noqa: PTH100  resolve() would follow links out of the repository
    if file is not None:
        return _settings(_named(file), folder)
    found = _search(folder) if search else None
    return Settings(base=folder) if found is None else _settings(found, found.file.parent)


def find_config(start: Path) -> Path | None:
    """The nearest audit.toml, or pyproject.toml with a table [tool.audit], from a folder up to its repository."""
    found = _search(Path(os.path.abspath(start)))  # noqa: PTH100
    return None if found is None else found.file


def repository_root(folder: Path) -> Path | None:
    """The nearest folder from this one upwards that holds a .git, which a worktree and a submodule have as a file."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def _settings(found: _Found, base: Path) -> Settings:
    from audit.settings.decode import decode
    from audit.settings.tomlfile import read_toml

    document = read_toml(found.text, _shown(found.file))
    return decode(document, found.where, base=base, boundary=repository_root(base) or base)


def _search(folder: Path) -> _Found | None:
    """Outside a repository only the folder itself is looked at: what lies above may be anybody's."""
    root = repository_root(folder) or folder
    for above in (folder, *folder.parents):
        own, project = above / CONFIG_FILE, _project(above / PROJECT_FILE)
        if os.path.lexists(own):
            if project is not None:
                message = f"{CONFIG_FILE} is there too; keep one of them"
                raise ConfigError(_shown(project.file), 0, message)
            return _Found(own, _found_text(own, root))
        if project is not None or above == root:
            return project
    return None


def _project(file: Path) -> _Found | None:
    """A pyproject.toml with a table for this program; a broken one without it is other programs' to report."""
    try:
        text = read_regular(file, LARGEST).decode()
    except (OSError, UnicodeDecodeError):
        return None
    return _Found(file, text, PROJECT_TABLE) if "audit" in text and _has_table(text, file) else None


def _has_table(text: str, file: Path) -> bool:
    from audit.settings.tomlfile import read_toml

    try:
        tool = read_toml(text, _shown(file)).value.get("tool")
    except ConfigError:
        if HEADER.search(text):
            raise
        return False
    return isinstance(tool, dict) and "audit" in tool


def _named(file: Path) -> _Found:
    if file.name != PROJECT_FILE:
        return _Found(file, _text(file))
    found = _project(file)
    if found is None:
        raise UsageError(f"{file} has no table [tool.audit] that could be read")
    return found


def _found_text(file: Path, root: Path) -> str:
    """The text of a file that nobody named, and that a stranger may have laid there."""
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root)):
        raise ConfigError(_shown(file), 0, "is a link that leads out of the repository, and is not followed")
    return _text(file, lambda: read_regular(file, LARGEST))


def _text(file: Path, read: Callable[[], bytes] | None = None) -> str:
    try:
        return (read or file.read_bytes)().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(_shown(file), 0, "this file is not UTF-8 text") from error
    except OSError as error:
        raise ConfigError(_shown(file), 0, f"cannot be read: {error.strerror}") from error


def _shown(file: Path) -> str:
    """The path as a person in the working directory would type it."""
    return Path(os.path.relpath(file)).as_posix()
