"""The commit to compare with: where this branch left the one it goes to."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from audit.errors import UsageError
from audit.history.git import GitError, git

__all__ = ["Base", "find_base"]

# What CI systems say of the branch that a pull request goes to: GitLab's is a commit, the others' are branches.
CI_COMMITS = ("CI_MERGE_REQUEST_DIFF_BASE_SHA",)
CI_BRANCHES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
)
USUAL_BRANCHES = ("main", "master", "trunk")
SHALLOW = (
    "this clone is shallow, with a part of the history only; fetch all of it: "
    "`git remote set-branches origin '*' && git fetch --unshallow`, in GitHub Actions `fetch-depth: 0` for "
    "actions/checkout, in GitLab CI the variable GIT_DEPTH: 0"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The commit to compare with, and the name of the branch or commit it was found from."""

    commit: str
    name: str


def find_base(repository: Path, wanted: str | None, environment: Mapping[str, str]) -> Base:
    """The merge base of HEAD and what is wanted, by default what the CI system or the remote's main branch says.

    UsageError, with what to do, where there is no such commit, or a shallow clone does not hold it.
    """
    name, tip = _tip(repository, wanted or _default(repository, environment))
    if _commit(repository, "HEAD") is None:
        raise UsageError("this branch has no commit yet, so there is nothing to compare")
    try:
        printed = git(repository, "merge-base", tip, "HEAD")
    except GitError as error:
        if error.status != 1:
            raise
        raise UsageError(f"HEAD and {name} have no commit in common here; {_advice(repository, name)}") from error
    return Base(commit=printed.decode().strip(), name=name)


def _tip(repository: Path, name: str) -> tuple[str, str]:
    """A name and its commit; where only the remote has such a branch, that one, as `git checkout` does it."""
    remote = _remote(repository)
    for known in (name, f"{remote}/{name}") if remote else (name,):
        if tip := _commit(repository, known):
            return known, tip
    raise UsageError(f"there is no branch or commit {name} here; {_advice(repository, name)}")


def _commit(repository: Path, name: str) -> str | None:
    """The id of the commit of that name, which must not be taken for an option."""
    if name.startswith("-") or not name.isprintable():
        raise UsageError(f"{name!r} cannot be the name of a branch or commit")
    try:
        printed = git(repository, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except GitError:
        return None
    commit = printed.decode().strip()
    return commit if re.fullmatch(r"[0-9a-f]{40,64}", commit) else None


def _default(repository: Path, environment: Mapping[str, str]) -> str:
    for variable in CI_COMMITS:
        if commit := environment.get(variable):
            return commit
    remote = _remote(repository)
    for variable in CI_BRANCHES:
        if branch := environment.get(variable, "").removeprefix("refs/heads/"):
            return f"{remote}/{branch}" if remote else branch
    found = next((name for name in _main_branches(repository, remote) if _commit(repository, name)), None)
    if found is None:
        hint = SHALLOW if _is_shallow(repository) else "say what to compare with: --base REF"
        raise UsageError(f"no main branch of a remote is known here; {hint}")
    return found


def _remote(repository: Path) -> str | None:
    """`origin`, or the only remote."""
    remotes = git(repository, "remote").decode("utf-8", "replace").splitlines()
    return "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else None


def _main_branches(repository: Path, remote: str | None) -> Iterator[str]:
    if remote is None:
        return
    try:
        head = git(repository, "symbolic-ref", "--quiet", f"refs/remotes/{remote}/HEAD")
        yield os.fsdecode(head).strip().removeprefix("refs/remotes/")
    except GitError:  # only a clone sets it; CI systems' checkouts do not
        pass
    yield from (f"{remote}/{branch}" for branch in USUAL_BRANCHES)


def _advice(repository: Path, name: str) -> str:
    if _is_shallow(repository):
        return SHALLOW
    remote, _, branch = name.partition("/")
    fetch = f"`git fetch {remote} {branch}`" if branch else "`git fetch`"
    return f"is the name right, and has it been fetched ({fetch})?"


def _is_shallow(repository: Path) -> bool:
    return git(repository, "rev-parse", "--is-shallow-repository").strip() == b"true"
