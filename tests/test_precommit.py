"""The hooks for pre-commit, through pre-commit itself on repositories of the test's own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import Repository, shut_off

ROOT = Path(__file__).parent.parent
SCRIPTS = Path(sys.executable).parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
GOOD = "# Port sold\n\nThe port was sold on Monday, Mayor Ana Ruiz said. “It was time,” she said.\n"
BAD = "# Port sold\n\nThe port was sold on Monday, sources said.\n"


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(autouse=True)
def _programs_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed beside this Python is on the path, also for hooks that git runs."""
    monkeypatch.setenv("PATH", f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def newsroom(tmp_path, monkeypatch) -> Repository:
    """A newsroom's repository; pre-commit keeps what it installs in the test's own folder."""
    pip_cache = os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))
    shut_off(monkeypatch, tmp_path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_CACHE_DIR", pip_cache)
    return Repository.new(tmp_path / "newsroom")


def test_pre_commit_takes_the_manifest():
    checked = pre_commit(ROOT, "validate-manifest", str(MANIFEST))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def with_hook(newsroom: Repository, hook: str, source: Path, revision: str, extra: str = "") -> None:
    """Commit a configuration that takes a hook from a repository."""
    entry = f"- repo: {source}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n{extra}"
    newsroom.commit({".pre-commit-config.yaml": f"repos:\n{entry}", "audit.toml": 'exclude = ["drafts/"]\n'})


@pytest.fixture
def hooks(tmp_path, newsroom) -> tuple[Path, str]:
    """A repository that holds the hooks alone: with `language: system` they run what is installed here already."""
    source = Repository.new(tmp_path / "hooks")
    shutil.copy(MANIFEST, source.root)
    return source.root, source.commit()


INSTALLED = "    language: system\n    verbose: true\n"


@pytest.mark.slow
def test_a_commit_with_a_bad_article_is_refused(newsroom, hooks):
    with_hook(newsroom, "audit", *hooks, INSTALLED)
    assert pre_commit(newsroom.root, "install").returncode == 0
    newsroom.write({"news/good one.md": GOOD, "drafts/bad.md": BAD, "README.md": BAD, "notes.py": "# sources said\n"})
    newsroom.git("add", "--all")
    newsroom.git("commit", "--quiet", "--message", "passes")
    newsroom.write({"news/bad – one.html": f"<html><body><h1>Port</h1><p>{BAD}</p></body></html>"})
    newsroom.git("add", "--all")
    refused = subprocess.run(
        ["git", "commit", "--message", "x"], cwd=newsroom.root, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1, refused.stderr
    assert "ANON001" in refused.stderr
    assert "good one" not in refused.stderr


@pytest.mark.slow
def test_audit_changes_passes_over_what_was_there(newsroom, hooks):
    with_hook(newsroom, "audit-changes", *hooks, INSTALLED)
    newsroom.commit({"old.md": BAD, "gone.md": BAD})
    newsroom.write({"old.md": BAD.replace("Monday", "Tuesday"), "drafts/new.md": BAD, "README.md": BAD})
    newsroom.git("rm", "--quiet", "gone.md")
    newsroom.git("add", "--all")
    passed = pre_commit(newsroom.root, "run")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "old.md" in passed.stdout
    newsroom.write({"old.md": BAD + "\nThe mayor knew of it, a source said.\n"})
    newsroom.git("add", "--all")
    failed = pre_commit(newsroom.root, "run")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert len(re.findall(r"error +ANON001", failed.stdout)) == 1


def can_install(folder: Path) -> bool:
    """Whether a package registry answers."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "hatchling"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_the_hook_installs_itself_from_this_repository(newsroom, tmp_path):
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so pre-commit has nothing to clone")
    if not can_install(tmp_path / "download"):
        pytest.skip("no package registry answers, so the hook's own environment cannot be made")
    here = Repository(ROOT)
    with_hook(newsroom, "audit", ROOT, here.git("rev-parse", "HEAD"))
    newsroom.commit({"good.md": GOOD})
    passed = pre_commit(newsroom.root, "run", "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    newsroom.commit({"bad.md": BAD})
    failed = pre_commit(newsroom.root, "run", "--all-files")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "ANON001" in failed.stdout
