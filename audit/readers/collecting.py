"""Which files to read: those named, and the articles in the folders named."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from audit.errors import UsageError
from audit.files import read_regular
from audit.patterns import BadPatternError, Decision, path_patterns
from audit.readers.files import READERS, readable_kinds, shown_path
from audit.records import Problem

__all__ = ["article_files", "collect", "would_collect"]

# Papers of a repository, not articles: README-fr.md too, but of words that a slug may well begin with only
# the word alone, LICENSE.txt and not license-fees-rise.md. Then what is hidden, and Word's lock files.
NO_ARTICLE = re.compile(
    r"(?:readme|changelog|contributing|code_of_conduct)(?![a-z]).*|(?:licen[cs]e|security|authors)(?:\.[^.]+)*|\..*|~\$.*",
    re.I | re.S,
)

LEADS_OUT = "is a link that leads out of the repository, and is not followed; name what it leads to, if that is meant"
LARGEST_GITIGNORE = 1_000_000  # bytes


class _Ignores(NamedTuple):
    """What the patterns at one folder decide on a path below it: True leaves it out, False keeps it."""

    base: Path
    decide: Decision


class _Entry(NamedTuple):
    path: Path
    is_folder: bool
    ignores: tuple[_Ignores, ...]  # from the outermost folder inwards


def collect(paths: Sequence[Path], exclude: Sequence[str] = ()) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The files to read, each once, in the order named and sorted within a folder; and what is not there.

    A file that is named is taken whatever its name. A folder stands for the files of readable kinds
    below it, without hidden ones, those that .gitignore or an `exclude` pattern (in the syntax of
    .gitignore) leaves out, README and its like, and folders that are links. A link to a file that is not in the
    same repository, or without one below that folder, is a problem. Raises UsageError for a pattern that is none.
    """
    excluded = _exclusion(exclude)
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            found = _articles_below(path, excluded, problems)
        elif (problem := _problem_with(path)) is not None:
            problems.append(problem)
            continue
        else:
            found = iter((path,))
        for file in found:
            real = os.path.realpath(file)
            files[real] = min(file, files.get(real, file))  # whichever was named first
    return tuple(files.values()), tuple(problems)


def article_files(path: Path) -> Iterator[Path | Problem]:
    """What `collect` finds in a folder, one after the other, and folders that cannot be opened; a file is itself."""
    if not path.is_dir():
        yield path
        return
    problems: list[Problem] = []
    for file in _articles_below(path, _exclusion(()), problems):
        yield from problems
        problems.clear()
        yield file
    yield from problems


def would_collect(path: Path, folder: Path) -> bool:
    """Whether a file below a folder is one that `collect` would find there, .gitignore and patterns aside."""
    *folders, name = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in folders)
    return not hidden and path.suffix.casefold() in READERS and not NO_ARTICLE.fullmatch(name)


def _problem_with(path: Path) -> Problem | None:
    if not os.path.lexists(path):
        return Problem(path=shown_path(path), message="does not exist; check the spelling of the path")
    if path.suffix.casefold() not in READERS:
        return Problem(path=shown_path(path), message=f"is of a kind that cannot be read; {readable_kinds()} can")
    return None


def _articles_below(folder: Path, excluded: Decision, problems: list[Problem]) -> Iterator[Path]:
    """Walk a folder in sorted order."""
    waiting = [_Entry(folder, True, _ignores_above(folder))]
    top = Path(os.path.realpath(_top(folder)))
    while waiting:
        entry = waiting.pop()
        if not entry.is_folder:
            if not entry.path.is_symlink() or _stays_inside(entry.path, top):
                yield entry.path
            else:
                problems.append(Problem(path=shown_path(entry.path), message=LEADS_OUT))
            continue
        try:
            below = _entries(entry)
        except OSError as error:
            message = f"cannot be opened: {error.strerror}"
            problems.append(Problem(path=shown_path(entry.path), message=message))
            continue
        waiting.extend(reversed([e for e in below if not _is_left_out(e, folder, excluded)]))


def _top(folder: Path) -> Path:
    """The repository that a folder is in, else the folder."""
    absolute = Path(os.path.abspath(folder))  # noqa: PTH100
    return next((above for above in (absolute, *absolute.parents) if (above / ".git").exists()), absolute)


def _stays_inside(link: Path, top: Path) -> bool:
    """Whether a link leads to what anybody who sees the repository can see, and not to .git either."""
    real = Path(os.path.realpath(link))
    return real.is_relative_to(top) and not any(part.startswith(".") for part in real.relative_to(top).parts)


def _entries(folder: _Entry) -> list[_Entry]:
    """Folders and readable files of a folder, sorted by name; links to folders are not followed."""
    ignores = (*folder.ignores, *_ignores_at(folder.path))
    entries: list[_Entry] = []
    with os.scandir(folder.path) as scan:
        for item in sorted(scan, key=lambda item: item.name):
            path = folder.path / item.name
            if item.is_dir(follow_symlinks=False):
                if not item.name.startswith("."):
                    entries.append(_Entry(path, True, ignores))
            elif (
                path.suffix.casefold() in READERS and not _leads_to_folder(item) and not NO_ARTICLE.fullmatch(item.name)
            ):
                entries.append(_Entry(path, False, ignores))
    return entries


def _leads_to_folder(item: "os.DirEntry[str]") -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link in a circle: told when it is read, and no fault of the folder
        return False


def _is_left_out(entry: _Entry, folder: Path, excluded: Decision) -> bool:
    ending = "/" if entry.is_folder else ""
    inside = entry.path.relative_to(folder).as_posix() + ending
    if excluded(inside) or (not entry.path.is_absolute() and excluded(entry.path.as_posix() + ending)):
        return True
    return _is_ignored(entry.path, ending, entry.ignores)


def _is_ignored(path: Path, ending: str, ignores: Sequence[_Ignores]) -> bool:
    """The innermost .gitignore that says anything decides."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links out of the folder
    for base, decide in reversed(ignores):
        decision = decide(absolute.relative_to(base).as_posix() + ending)
        if decision is not None:
            return decision
    return False


def _ignores_above(folder: Path) -> tuple[_Ignores, ...]:
    """The .gitignore files between the folder and the top of its repository; none if they ignore the folder."""
    absolute = Path(os.path.abspath(folder))  # noqa: PTH100
    if (absolute / ".git").exists():
        return ()
    above: list[Path] = []
    for parent in absolute.parents:
        above.insert(0, parent)
        if (parent / ".git").exists():
            ignores = tuple(found for base in above for found in _ignores_at(base))
            return () if _is_ignored(absolute, "/", ignores) else ignores
    return ()


def _ignores_at(folder: Path) -> tuple[_Ignores, ...]:
    """What a folder's .gitignore says; as git has it, a file or line that cannot be read says nothing."""
    try:
        lines = read_regular(folder / ".gitignore", LARGEST_GITIGNORE).decode("utf-8", "replace").splitlines()
        decide = path_patterns([line for line in lines if _is_pattern(line)])
    except (OSError, BadPatternError):
        return ()
    base = Path(os.path.abspath(folder))  # noqa: PTH100
    return (_Ignores(base, decide),)


def _is_pattern(line: str) -> bool:
    try:
        path_patterns([line])
    except BadPatternError:
        return False
    return bool(line.strip())


def _exclusion(patterns: Sequence[str]) -> Decision:
    try:
        return path_patterns(patterns)
    except BadPatternError as error:
        raise UsageError(f"exclude pattern {error}") from error
