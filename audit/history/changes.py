"""The files that differ from a base commit, by what is on disk now."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from audit.history.base import Base, find_base
from audit.history.git import GitError, git, own_filters, repository_of

__all__ = ["Change", "History", "Version", "history_of", "read_version"]

REGULAR = (b"100644", b"100755")
SUBMODULE = b"160000"
# Renames of edited files are sought among this many; moves without an edit are always found.
MOST_RENAMES = 3000
LEAST_ALIKE = 70  # in per cent: a new article half like a deleted one must not pass for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file as the base has it: its path in its repository, and its blob."""

    repository: Path
    path: str
    blob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file that is not as the base has it; `before` is None where the base has none, and `edited` is True.

    A file that has only been moved is not edited, as far as git knows without reading it.
    """

    path: Path
    before: Version | None
    edited: bool = True

    @property
    def kind(self) -> Literal["added", "modified", "renamed"]:
        """What has become of the file."""
        if self.before is None:
            return "added"
        return "modified" if self.path == self.before.repository / self.before.path else "renamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What changed in a repository since the base: changes by real path, and the real paths of what is gone."""

    root: Path
    base: Base
    changes: Mapping[Path, Change]
    gone: frozenset[Path]


def history_of(folder: Path, wanted: str | None = None, environment: Mapping[str, str] = os.environ) -> History:
    """Compare the working tree that a folder is in with a base (see find_base).

    What is on disk counts, committed or not; a file that git neither knows nor ignores counts as added.
    Renames are followed, links are no files, and a submodule is compared with the commit that the base has of it.
    Raises UsageError for what git cannot tell.
    """
    repository = repository_of(folder)
    base = find_base(repository, wanted, environment)
    changes: dict[Path, Change] = {}
    gone: set[Path] = set()
    _compare(repository, base.commit, changes, gone)
    return History(root=repository, base=base, changes=MappingProxyType(changes), gone=frozenset(gone - changes.keys()))


def read_version(version: Version) -> bytes:
    """The bytes of a file as the base has it; UsageError where git does not have them."""
    return git(version.repository, "cat-file", "blob", version.blob)


# ---------------------------------------------------------------- what git prints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A line of `git diff --raw`: modes and blobs before and now, and the path before and now."""

    modes: tuple[bytes, bytes]
    blobs: tuple[str, str]
    status: str
    paths: tuple[str, str]


def _compare(repository: Path, commit: str, changes: dict[Path, Change], gone: set[Path]) -> None:
    """Add what differs between a commit and the working tree, submodules and all."""
    for entry in _entries(repository, commit):
        old, new = (repository / path for path in entry.paths)
        if SUBMODULE in entry.modes:
            _compare_submodule(new, entry, changes, gone)
            continue
        before = None
        if entry.modes[0] in REGULAR:
            before = Version(repository=repository, path=entry.paths[0], blob=entry.blobs[0])
            if entry.status[0] in "DR":
                gone.add(old)
        if entry.modes[1] in REGULAR:
            changes[new] = Change(path=new, before=before, edited=entry.blobs[0] != entry.blobs[1])


def _entries(repository: Path, commit: str) -> Iterator[_Entry]:
    shown = ("--raw", "-z", "--no-abbrev", "--no-color", "--no-relative", "--ignore-submodules=none")
    followed = ("--no-ext-diff", "--no-textconv", f"--find-renames={LEAST_ALIKE}%", f"-l{MOST_RENAMES}")
    filters = own_filters(repository)
    with _whole_index(repository) as index:
        printed = git(repository, "diff", *shown, *followed, commit, "--", index=index, unset=filters)
    fields = iter(printed.split(b"\0"))
    for head in fields:
        if not head:
            return
        old_mode, new_mode, old_blob, new_blob, status = head.removeprefix(b":").split(b" ")
        old = os.fsdecode(next(fields))
        new = os.fsdecode(next(fields)) if status[:1] in b"RC" else old
        yield _Entry(
            modes=(old_mode, new_mode),
            blobs=(old_blob.decode(), new_blob.decode()),
            status=status.decode(),
            paths=(old, new),
        )


@contextmanager
def _whole_index(repository: Path) -> Iterator[Path | None]:
    """A copy of git's index with the files that it does not know, so that it follows them too where they moved.

    None where it knows all that it does not ignore.
    """
    untracked = git(repository, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
    # Git itself tells folders, which are repositories of somebody's own, by the slash.
    names = [name for name in untracked if name and not name.endswith(b"/")]
    if not names:
        yield None
        return
    import shutil
    from tempfile import TemporaryDirectory

    empty = git(repository, "hash-object", "--stdin").strip()
    entries = b"".join(b"100644 %b\t%b\0" % (empty, name) for name in names)
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        own = repository / os.fsdecode(git(repository, "rev-parse", "--git-path", "index").removesuffix(b"\n"))
        if own.exists():
            shutil.copy2(own, index)  # by its time git knows which files may have changed unseen in that second
        git(repository, "update-index", "--add", "--replace", "-z", "--index-info", index=index, told=entries)
        yield index


def _compare_submodule(path: Path, entry: _Entry, changes: dict[Path, Change], gone: set[Path]) -> None:
    """Compare a submodule with the commit that the base has of it, or with nothing where it is new."""
    if not (path / ".git").exists():  # not checked out, or gone
        return
    commit = entry.blobs[0] if entry.modes[0] == SUBMODULE else _empty_tree(path)
    try:
        _compare(path, commit, changes, gone)
    except GitError as error:
        raise GitError(
            f"the submodule {path} lacks the commit that the base has of it; fetch it there ({error})", error.status
        ) from error


def _empty_tree(repository: Path) -> str:
    return git(repository, "hash-object", "-t", "tree", "--stdin").decode().strip()
