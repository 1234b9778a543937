"""Running git so that nothing in a repository, its configuration or a branch's name can run or fetch anything else."""

import os
from collections.abc import Sequence
from pathlib import Path

from audit.errors import UsageError

__all__ = ["GitError", "comes_with_repository", "git", "own_filters", "repository_of"]

# No pager, hook or monitor of the repository's choosing is started.
GUARDED = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
# Set by git for its hooks: they speak of the repository of the hook, which need not be the one asked about.
LOCAL = frozenset(
    f"GIT_{name}"
    for name in (
        "ALTERNATE_OBJECT_DIRECTORIES COMMON_DIR CONFIG DIR GRAFT_FILE IMPLICIT_WORK_TREE INDEX_FILE "
        "INTERNAL_SUPER_PREFIX NO_REPLACE_OBJECTS OBJECT_DIRECTORY PREFIX REPLACE_REF_BASE SHALLOW_FILE WORK_TREE"
    ).split()
)
# Nothing is asked, and nothing fetched: neither what a partial clone lacks nor by a command that stands in an address.
QUIET = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
SUBMODULE = b"160000 "
INSTALLED = (b"system", b"global", b"command")  # where settings are this machine's, not the repository's


class GitError(UsageError):
    """Git ran and refused; `status` is its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def git(
    folder: Path, *arguments: str, index: Path | None = None, told: bytes = b"", unset: Sequence[str] = ()
) -> bytes:
    """What git prints for these arguments in a folder, by another index than its own, when `told` something.

    Settings in `unset` count as empty. GitError with git's own words where it fails.
    """
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in LOCAL} | QUIET | _emptied(unset)
    if index:
        environment["GIT_INDEX_FILE"] = os.fspath(index)
    try:
        done = subprocess.run(  # noqa: S603  no shell; arguments are this package's own, ids, or follow a guard
            [*GUARDED, *arguments], cwd=folder, env=environment, input=told, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed, and only it can tell what has changed") from error
    except OSError as error:
        raise UsageError(f"cannot run git in {folder}: {error.strerror}") from error
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
        raise GitError(f"git {arguments[0]}: {words}", done.returncode)
    return done.stdout


def _emptied(settings: Sequence[str]) -> dict[str, str]:
    """As `-c` would, which cannot tell a name that holds an equals sign."""
    named = {
        f"GIT_CONFIG_{part}_{n}": text
        for n, name in enumerate(settings)
        for part, text in (("KEY", name), ("VALUE", ""))
    }
    return {**named, "GIT_CONFIG_COUNT": str(len(settings))} if settings else {}


def own_filters(repository: Path) -> tuple[str, ...]:
    """The settings by which a repository, or a submodule, has a program of its choosing read the files on disk."""
    try:
        found = git(
            repository, "config", "--includes", "--show-scope", "--name-only", "-z", "--get-regexp", "^filter[.]"
        )
    except GitError as error:
        if error.status != 1:  # there are none
            raise
        found = b""
    words = found.split(b"\0")
    own = {os.fsdecode(name) for scope, name in zip(words[::2], words[1::2], strict=False) if scope not in INSTALLED}
    for entry in git(repository, "ls-files", "--stage", "-z").split(b"\0"):
        submodule = repository / os.fsdecode(entry.partition(b"\t")[2])
        if entry.startswith(SUBMODULE) and (submodule / ".git").exists():
            own.update(own_filters(submodule))
    return tuple(sorted(own))


def repository_of(folder: Path) -> Path:
    """The top of the working tree that a folder is in; UsageError where it is in none."""
    try:
        printed = git(folder, "rev-parse", "--show-toplevel")
    except GitError as error:
        raise UsageError(
            f"{folder} is in no git repository, so nothing can be told of its changes ({error})"
        ) from error
    return Path(os.fsdecode(printed.removesuffix(b"\n")))


def comes_with_repository(folder: Path) -> bool:
    """Whether something in a folder is part of a repository, or git cannot tell."""
    absolute = Path(os.path.abspath(folder))  # noqa: PTH100  a link is part of a repository itself
    top = next((above for above in absolute.parents if (above / ".git").exists()), None)
    try:
        return top is not None and git(top, "ls-files", "-z", "--", os.fspath(absolute)) != b""
    except UsageError:
        return True
