"""Which articles a run looks at: those named, those in folders, or those that a git base does not have as they are."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from audit.errors import UsageError
from audit.history import Change, History, Version, history_of, read_version
from audit.readers import collect, would_collect
from audit.records import Problem, Waiver
from audit.settings import Matcher
from audit.waivers import article_of, parse_sidecar, read_sidecar, sidecar_of

__all__ = ["Selection", "Since", "select", "select_changed", "waivers_before"]


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

    A file that is named is taken whatever the configuration calls an article, unless `strict`. A file of waivers
    stands for the article that it is beside.
    """
    paths = [article_of(path) or path for path in paths]
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
    paths = [article_of(path) or path for path in paths]
    history = history_of(_folder_of(paths[0]), since.base)
    changed = {**_waived_otherwise(history), **history.changes}
    changes: dict[Path, Change] = {}
    missing: list[Path] = []
    for path in paths:
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(history.root):
            raise UsageError(f"{path} is not in the repository {history.root}; look at one repository at a time")
        if path.is_dir():
            changes |= _articles_below(path, real, changed, matcher)
        elif real in changed:
            if not strict or _is_article(path, matcher):
                changes[path] = changed[real]
        elif not path.exists() and real not in history.gone:
            missing.append(path)
    if since.new_only:
        changes = {path: change for path, change in changes.items() if change.before is None}
    _, problems = collect(missing)
    found, unreadable = collect(list(changes))
    return Selection(files=found, problems=(*problems, *unreadable), history=history, changes=MappingProxyType(changes))


def _waived_otherwise(history: History) -> dict[Path, Change]:
    """Articles that are as they were, but for the file of waivers beside them."""
    found: dict[Path, Change] = {}
    for path in (*history.changes, *history.gone):
        article = article_of(path)
        if article and article.is_relative_to(history.root) and article.is_file() and not article.is_symlink():
            name = article.relative_to(history.root).as_posix()
            version = Version(repository=history.root, path=name, blob=f"{history.base.commit}:{name}")
            found[article] = Change(path=article, before=version, edited=False)
    return found


def waivers_before(article: Version, history: History) -> tuple[Waiver, ...]:
    """The waivers beside an article as the base has them."""
    path = article.repository / article.path
    beside = sidecar_of(path)
    if beside not in history.changes and beside not in history.gone:
        return read_sidecar(path, article.path)
    name = beside.relative_to(article.repository).as_posix()
    version = Version(repository=article.repository, path=name, blob=f"{history.base.commit}:{name}")
    try:
        return parse_sidecar(read_version(version), article.path)
    except UsageError:  # there was none
        return ()


def _articles_below(folder: Path, real: Path, changed: Mapping[Path, Change], matcher: Matcher) -> dict[Path, Change]:
    below = ((p, change) for p, change in sorted(changed.items()) if p.is_relative_to(real))
    wanted = ((folder / p.relative_to(real), change) for p, change in below if would_collect(p, real))
    return {path: change for path, change in wanted if matcher.is_article(path)}


def _folder_of(path: Path) -> Path:
    """The nearest folder that is there."""
    return next(folder for folder in (path, *Path(os.path.abspath(path)).parents) if folder.is_dir())  # noqa: PTH100
