"""Which articles a run looks at: those named, those in folders, or those that a git base does not have as they are."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from audit.errors import UsageError
from audit.history import Change, History, history_of
from audit.readers import collect, would_collect
from audit.records import Problem
from audit.settings import Matcher

__all__ = ["STANDARD_INPUT", "Selection", "Since", "select", "select_changed"]

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What to compare with (see audit.history), and whether only articles that it has not count."""

    base: str | None = None
    new_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Files to audit in order, and inputs that are none; with `history`, how each file changed."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()
    history: History | None = None
    changes: Mapping[Path, Change] = field(default_factory=lambda: MappingProxyType({}))


def select(paths: Sequence[Path], matcher: Matcher, *, strict: bool = False) -> Selection:
    """The files named, and the articles in the folders named.

    A file that is named is taken whatever the configuration calls an article, unless `strict`.
    """
    found, problems = collect(paths)
    named = frozenset() if strict else frozenset(path for path in paths if not path.is_dir())
    files = tuple(path for path in found if path in named or _is_article(path, matcher))
    return Selection(files=files, problems=problems)


def _is_article(path: Path, matcher: Matcher) -> bool:
    """Whether a file that nobody named is an article: by its name, and by the configuration."""
    return would_collect(path, path.parent) and matcher.is_article(path)


def select_changed(paths: Sequence[Path], matcher: Matcher, since: Since, *, strict: bool = False) -> Selection:
    """The articles among the files and in the folders named that are not as the base has them; `strict` as above.

    Deleted ones are passed over, though they are named. Raises UsageError where git cannot tell.
    """
    history = history_of(_folder_of(paths[0]), since.base)
    changes: dict[Path, Change] = {}
    missing: list[Path] = []
    for path in paths:
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(history.root):
            raise UsageError(f"{path} is not in the repository {history.root}; look at one repository at a time")
        if path.is_dir():
            changes |= _articles_below(path, real, history, matcher)
        elif real in history.changes:
            if not strict or _is_article(path, matcher):
                changes[path] = history.changes[real]
        elif not path.exists() and real not in history.gone:
            missing.append(path)
    if since.new_only:
        changes = {path: change for path, change in changes.items() if change.before is None}
    _, problems = collect(missing)
    found, unreadable = collect(list(changes))
    return Selection(files=found, problems=(*problems, *unreadable), history=history, changes=MappingProxyType(changes))


def _articles_below(folder: Path, real: Path, history: History, matcher: Matcher) -> dict[Path, Change]:
    below = ((p, change) for p, change in sorted(history.changes.items()) if p.is_relative_to(real))
    wanted = ((folder / p.relative_to(real), change) for p, change in below if would_collect(p, real))
    return {path: change for path, change in wanted if matcher.is_article(path)}


def _folder_of(path: Path) -> Path:
    """The nearest folder that is there."""
    return next(folder for folder in (path, *Path(os.path.abspath(path)).parents) if folder.is_dir())  # noqa: PTH100
