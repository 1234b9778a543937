"""Real git repositories for tests, shut off from the configuration of whoever runs them."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["Repository", "shut_off"]

# What tells a program where it runs, and what to compare with: tests set such things themselves.
TELLING = ("GIT_", "GITHUB_", "CI_", "BITBUCKET_", "SYSTEM_", "CHANGE_")


def shut_off(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Let git, here and in every process started, know nothing but its own defaults."""
    for name in os.environ:
        if name.startswith(TELLING):
            monkeypatch.delenv(name)
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in IDENTITY.items()}
    settings = {"GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(home)}
    for name, value in (who | settings).items():
        monkeypatch.setenv(name, value)
    (home / "gitconfig").write_text(CONFIGURATION)


CONFIGURATION = """
[init]
    defaultBranch = main
[protocol "file"]
    allow = always
[receive]
    denyCurrentBranch = ignore
"""
IDENTITY = {"NAME": "Nell Ashdown", "EMAIL": "nell@example.org", "DATE": "2026-01-02T03:04:05Z"}


@dataclass(frozen=True)
class Repository:
    """A working tree."""

    root: Path

    @classmethod
    def new(cls, root: Path) -> "Repository":
        """An empty repository in a new folder."""
        root.mkdir(parents=True)
        made = cls(root)
        made.git("init", "--quiet")
        return made

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, files: Mapping[str, str] | None = None) -> str:
        """Commit all that is in the working tree, with some files written first; the commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "as it stands")
        return self.git("rev-parse", "HEAD")

    def clone(self, root: Path, *options: str) -> "Repository":
        subprocess.run(["git", "clone", "--quiet", *options, self.root.as_uri(), root], check=True, capture_output=True)
        return Repository(root)
