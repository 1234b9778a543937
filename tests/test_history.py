"""What is new, asked of real git repositories."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from audit.errors import UsageError
from audit.history import Change, History, history_of, read_version
from tests.repositories import Repository, shut_off

OLD = "".join(f"Line {number} of the story about the flood.\n" for number in range(20))


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    shut_off(monkeypatch, home)


@pytest.fixture
def archive(tmp_path) -> Repository:
    """A remote's archive of three stories, as seen from a clone on a branch of its own."""
    remote = Repository.new(tmp_path / "remote")
    remote.commit({"a.txt": OLD, "b.txt": OLD.replace("flood", "fire"), "old/c.txt": OLD.replace("flood", "strike")})
    clone = remote.clone(tmp_path / "clone")
    clone.git("switch", "--quiet", "--create", "story")
    return clone


def kinds(history: History, root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): change.kind for path, change in sorted(history.changes.items())}


def seen(folder: Path, base: str | None = None, **environment: str) -> History:
    return history_of(folder, base, environment)


def test_added_modified_renamed_and_deleted_files_are_told_apart(archive):
    archive.git("mv", "old/c.txt", "c.txt")
    archive.git("rm", "--quiet", "b.txt")
    archive.commit({"a.txt": OLD.replace("Line 3 ", "Line three "), "new.txt": "News.\n"})
    history = seen(archive.root)
    assert kinds(history, archive.root) == {"a.txt": "modified", "c.txt": "renamed", "new.txt": "added"}
    assert history.gone == {archive.root / "b.txt", archive.root / "old" / "c.txt"}
    assert history.base.name == "origin/main"
    assert history.base.commit == archive.git("rev-parse", "origin/main")


def test_the_version_before_is_that_of_the_base(archive):
    archive.git("mv", "a.txt", "moved.txt")
    archive.commit({"moved.txt": OLD.replace("Line 3 ", "Line three ")})
    archive.commit({"moved.txt": OLD.replace("Line 3 ", "Line 3.0 ")})
    change = seen(archive.root).changes[archive.root / "moved.txt"]
    assert change.before is not None
    assert (change.before.path, change.edited) == ("a.txt", True)
    assert read_version(change.before) == OLD.encode()


def test_a_file_that_only_moved_is_not_edited_and_one_put_in_another_order_is(archive):
    archive.git("mv", "a.txt", "moved.txt")
    archive.git("mv", "b.txt", "shuffled.txt")
    archive.commit({"shuffled.txt": "".join(reversed(OLD.replace("flood", "fire").splitlines(keepends=True)))})
    changes = seen(archive.root).changes
    assert not changes[archive.root / "moved.txt"].edited
    assert changes[archive.root / "shuffled.txt"].edited


def test_a_new_article_does_not_pass_for_the_deleted_one_it_is_partly_like(archive):
    lines = OLD.splitlines(keepends=True)
    kept = len(lines) * 6 // 10
    archive.git("rm", "--quiet", "a.txt")
    archive.commit(
        {"fresh.txt": "".join([*lines[:kept], *(f"Quite another line {n}.\n" for n in range(len(lines) - kept))])}
    )
    assert kinds(seen(archive.root), archive.root) == {"fresh.txt": "added"}


def test_what_is_on_disk_counts_committed_or_not(archive):
    (archive.root / ".gitignore").write_text("drafts/\n")
    archive.write({"staged.txt": "s", "untracked.txt": "u", "drafts/ignored.txt": "i", "a.txt": OLD + "More.\n"})
    archive.git("add", "staged.txt")
    archive.git("mv", "b.txt", "moved.txt")
    (archive.root / "old" / "c.txt").unlink()
    history = seen(archive.root)
    assert kinds(history, archive.root) == {
        ".gitignore": "added",
        "a.txt": "modified",
        "moved.txt": "renamed",
        "staged.txt": "added",
        "untracked.txt": "added",
    }
    assert history.gone == {archive.root / "b.txt", archive.root / "old" / "c.txt"}


def test_a_file_taken_out_of_the_index_and_still_there_is_no_new_one(archive):
    archive.git("rm", "--quiet", "--cached", "a.txt")
    history = seen(archive.root)
    assert kinds(history, archive.root) == {}
    assert history.gone == frozenset()


def test_what_moved_without_git_being_told_is_followed_and_git_still_knows_nothing_of_it(archive):
    (archive.root / "a.txt").rename(archive.root / "moved “a”\n.txt")
    (archive.root / "b.txt").unlink()
    archive.write(
        {"edited/b.txt": OLD.replace("flood", "fire").replace("Line 3 ", "Line three "), "new.txt": "News.\n"}
    )
    (archive.root / "link.txt").symlink_to("new.txt")
    Repository.new(archive.root / "own").commit({"own.txt": "Not ours.\n"})
    before = archive.git("status", "--porcelain")
    history = seen(archive.root)
    assert kinds(history, archive.root) == {"edited/b.txt": "renamed", "moved “a”\n.txt": "renamed", "new.txt": "added"}
    assert history.gone == {archive.root / "a.txt", archive.root / "b.txt"}
    assert archive.git("status", "--porcelain") == before


def test_a_change_in_the_second_of_the_commit_is_seen_beside_a_new_file(archive):
    """Git reads again what may have changed since it looked: of a copied index too it must know when that was."""
    archive.git("config", "core.trustctime", "false")  # which nobody can set back
    story, index = archive.root / "a.txt", archive.root / ".git" / "index"
    os.utime(story, (1, 1))
    archive.git("update-index", "--refresh")
    archive.write({"a.txt": OLD.replace("story", "STORY"), "new.txt": "News.\n"})
    for file in (story, index):
        os.utime(file, (1, 1))
    assert kinds(seen(archive.root), archive.root) == {"a.txt": "modified", "new.txt": "added"}


def test_a_touched_file_has_not_changed(archive):
    os.utime(archive.root / "a.txt", (1, 1))
    assert seen(archive.root).changes == {}


def test_what_the_main_branch_got_meanwhile_is_not_new(archive, tmp_path):
    Repository(tmp_path / "remote").commit({"a.txt": "Rewritten.\n", "theirs.txt": "Theirs.\n"})
    archive.commit({"mine.txt": "Mine.\n"})
    archive.git("fetch", "--quiet")
    assert kinds(seen(archive.root), archive.root) == {"mine.txt": "added"}


def test_at_a_merge_commit_on_a_detached_head_only_the_branch_is_new(archive, tmp_path):
    """As CI systems check out a pull request: merged with the main branch."""
    Repository(tmp_path / "remote").commit({"theirs.txt": "Theirs.\n"})
    archive.commit({"mine.txt": "Mine.\n"})
    archive.git("fetch", "--quiet")
    archive.git("checkout", "--quiet", "--detach", "origin/main")
    archive.git("merge", "--quiet", "--no-ff", "--no-edit", "story")
    assert kinds(seen(archive.root), archive.root) == {"mine.txt": "added"}


def test_a_base_can_be_a_branch_a_tag_a_commit_or_a_branch_of_the_remote_only(archive):
    first = archive.git("rev-parse", "HEAD")
    archive.git("tag", "issue-1")
    archive.git("branch", "--quiet", "--delete", "--force", "main")
    archive.commit({"mine.txt": "Mine.\n"})
    for base in (first, first[:10], "HEAD~1", "issue-1", "origin/main", "main"):
        assert kinds(seen(archive.root, base), archive.root) == {"mine.txt": "added"}, base
    assert seen(archive.root, "HEAD").changes == {}


@pytest.mark.parametrize(
    "variable",
    [
        "GITHUB_BASE_REF",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "BITBUCKET_PR_DESTINATION_BRANCH",
        "SYSTEM_PULLREQUEST_TARGETBRANCH",
        "CHANGE_TARGET",
    ],
)
def test_a_ci_system_says_which_branch_a_pull_request_goes_to(archive, tmp_path, variable):
    remote = Repository(tmp_path / "remote")
    remote.git("switch", "--quiet", "--create", "weekend/next")
    archive.git("fetch", "--quiet")
    prefix = "refs/heads/" if variable.startswith("SYSTEM") else ""
    assert seen(archive.root, **{variable: f"{prefix}weekend/next"}).base.name == "origin/weekend/next"
    assert seen(archive.root, "origin/main", **{variable: "weekend/next"}).base.name == "origin/main"
    assert seen(archive.root, **{variable: ""}).base.name == "origin/main"  # as they set it outside pull requests


def test_gitlab_says_which_commit(archive):
    first = archive.git("rev-parse", "HEAD")
    archive.commit({"mine.txt": "Mine.\n"})
    archive.commit({"more.txt": "More.\n"})
    second = archive.git("rev-parse", "HEAD~1")
    named = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    history = seen(archive.root, CI_MERGE_REQUEST_DIFF_BASE_SHA=second, **named)
    assert kinds(history, archive.root) == {"more.txt": "added"}
    assert history.base.commit == second != first


def test_the_remotes_main_branch_is_found_whatever_it_is_called(tmp_path):
    remote = Repository.new(tmp_path / "remote")
    remote.commit({"a.txt": OLD})
    remote.git("branch", "--move", "edition")
    clone = remote.clone(tmp_path / "clone", "--origin", "newsroom")
    assert seen(clone.root).base.name == "newsroom/edition"
    clone.git("remote", "set-head", "newsroom", "--delete")
    with pytest.raises(UsageError, match="--base REF"):
        seen(clone.root)
    remote.git("branch", "master")
    clone.git("fetch", "--quiet")
    assert seen(clone.root).base.name == "newsroom/master"


def test_a_repository_without_a_remote_asks_for_a_base(tmp_path):
    alone = Repository.new(tmp_path / "alone")
    alone.commit({"a.txt": OLD})
    with pytest.raises(UsageError, match="--base REF"):
        seen(alone.root)
    assert seen(alone.root, "main").changes == {}


def test_a_shallow_clone_is_told_what_to_fetch(archive, tmp_path):
    remote = Repository(tmp_path / "remote")
    first = remote.git("rev-parse", "HEAD")
    remote.commit({"d.txt": "More.\n"})
    shallow = remote.clone(tmp_path / "shallow", "--depth=1")
    with pytest.raises(UsageError, match=r"shallow.*fetch-depth: 0.*GIT_DEPTH: 0"):
        seen(shallow.root, first)
    remote.git("switch", "--quiet", "--create", "story", first)
    remote.commit({"mine.txt": "Mine.\n"})
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "story")
    shallow.git("checkout", "--quiet", "FETCH_HEAD")
    with pytest.raises(UsageError, match=r"no commit in common.*shallow"):
        seen(shallow.root)
    shallow.git("fetch", "--quiet", "--unshallow")
    assert kinds(seen(shallow.root), shallow.root) == {"mine.txt": "added"}


def test_an_unknown_branch_is_named_with_what_to_do(archive):
    with pytest.raises(UsageError, match=r"origin/nope.*git fetch origin nope"):
        seen(archive.root, "origin/nope")


def test_histories_that_never_met_cannot_be_compared(archive):
    archive.git("switch", "--quiet", "--orphan", "other")
    with pytest.raises(UsageError, match="no commit yet"):
        seen(archive.root)
    archive.commit({"a.txt": "x"})
    with pytest.raises(UsageError, match="no commit in common"):
        seen(archive.root)


def test_a_folder_outside_any_repository_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no git repository"):
        seen(tmp_path)


def test_without_git_it_is_said(archive, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(UsageError, match="git is not installed"):
        seen(archive.root)


# ---------------------------------------------------------------- names, worktrees, links, submodules

NAMES = ("with space.txt", "ünïcode 橋.txt", "new\nline.txt", '"quoted"\t.txt', "--option.txt", "* [ab].txt", "-")


def test_any_name_of_a_file_is_understood(archive):
    archive.commit(dict.fromkeys(NAMES, OLD.replace("flood", "storm")))
    archive.git("push", "--quiet", "origin", "HEAD:later")
    for name in NAMES:
        (archive.root / name).rename(archive.root / f"x{name}")
    archive.commit({"plain.txt": "p"})
    history = seen(archive.root, "origin/later")
    assert kinds(history, archive.root) == {**{f"x{name}": "renamed" for name in NAMES}, "plain.txt": "added"}
    archive.write(dict.fromkeys(NAMES, "untracked"))
    assert set(NAMES) <= set(kinds(seen(archive.root, "origin/later"), archive.root))


def test_a_name_that_is_no_utf_8_is_understood(archive):
    name = os.fsdecode(b"caf\xe9.txt")
    (archive.root / name).write_text("x")
    archive.commit()
    assert list(seen(archive.root).changes) == [archive.root / name]


def test_a_worktree_and_a_folder_inside_see_the_whole_working_tree(archive, tmp_path):
    archive.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"), "origin/main")
    tree = Repository(tmp_path / "tree")
    tree.commit({"mine.txt": "Mine.\n"})
    assert kinds(seen(tree.root), tree.root) == {"mine.txt": "added"}
    assert kinds(seen(tree.root / "old"), tree.root) == {"mine.txt": "added"}
    assert seen(archive.root).changes == {}


def test_links_are_no_files(archive):
    (archive.root / "link.txt").symlink_to("a.txt")
    archive.commit()
    (archive.root / "untracked.txt").symlink_to("a.txt")
    assert seen(archive.root).changes == {}
    (archive.root / "b.txt").unlink()
    (archive.root / "b.txt").symlink_to("a.txt")
    (archive.root / "link.txt").unlink()
    archive.write({"link.txt": "A story now.\n"})
    archive.commit()
    assert kinds(seen(archive.root), archive.root) == {"link.txt": "added"}


def test_submodules_are_compared_with_the_commit_that_the_base_has_of_them(archive, tmp_path):
    wires = Repository.new(tmp_path / "wires")
    wires.commit({"w.txt": OLD, "x.txt": OLD.replace("flood", "frost")})
    archive.git("submodule", "--quiet", "add", wires.root.as_uri(), "wires")
    archive.commit()
    assert kinds(seen(archive.root), archive.root) == {
        ".gitmodules": "added",
        "wires/w.txt": "added",
        "wires/x.txt": "added",
    }
    archive.git("push", "--quiet", "origin", "HEAD:later")
    inside = Repository(archive.root / "wires")
    inside.git("mv", "x.txt", "y.txt")
    inside.commit({"w.txt": OLD + "More.\n"})
    archive.commit()
    inside.write({"untracked.txt": "u"})
    history = seen(archive.root, "origin/later")
    assert kinds(history, archive.root) == {
        "wires/untracked.txt": "added",
        "wires/w.txt": "modified",
        "wires/y.txt": "renamed",
    }
    before = history.changes[archive.root / "wires" / "w.txt"].before
    assert before is not None
    assert read_version(before) == OLD.encode()
    archive.git("submodule", "--quiet", "deinit", "--force", "wires")
    assert seen(archive.root, "origin/later").changes == {}


def test_inside_a_submodule_its_own_history_counts(archive, tmp_path):
    wires = Repository.new(tmp_path / "wires")
    wires.commit({"w.txt": OLD})
    archive.git("submodule", "--quiet", "add", wires.root.as_uri(), "wires")
    inside = Repository(archive.root / "wires")
    inside.commit({"v.txt": "New.\n"})
    assert kinds(seen(inside.root), inside.root) == {"v.txt": "added"}


# ---------------------------------------------------------------- hostile repositories


@pytest.mark.parametrize("base", ["--upload-pack=touch owned", "-h", "--output=owned", "main\n--all", "", " ", "a\0b"])
def test_a_base_is_never_an_option(archive, base):
    if base:
        with pytest.raises(UsageError):
            seen(archive.root, base)
        with pytest.raises(UsageError):
            seen(archive.root, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert not list(archive.root.rglob("owned"))


def test_nothing_that_a_repository_brings_along_is_run(archive, tmp_path, monkeypatch):
    owned = tmp_path / "owned"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho run >> {owned}\ncat\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        shutil.copy(script, hooks / hook)
    archive.commit({".gitattributes": "*.txt diff=evil filter=evil\nb.txt filter=a=b\n", "a.txt": OLD + "More.\n"})
    (tmp_path / "included").write_text(f'[filter "a=b"]\n\tprocess = {script}\n')
    settings = {
        "core.hooksPath": hooks,
        "core.fsmonitor": script,
        "core.pager": script,
        "pager.diff": "true",
        "diff.external": script,
        "diff.evil.textconv": script,
        "diff.evil.command": script,
        "filter.evil.clean": script,
        "filter.evil.required": "true",
        "include.path": tmp_path / "included",
        "diff.relative": "true",
        "diff.renames": "copies",
        "diff.noprefix": "true",
        "status.showUntrackedFiles": "no",
    }
    for name, value in settings.items():
        archive.git("config", name, str(value))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(script))
    monkeypatch.setenv("GIT_PAGER", str(script))
    owned.unlink(missing_ok=True)
    for name in ("a.txt", "b.txt", "old/c.txt"):
        os.utime(archive.root / name, (1, 1))  # git has to read it again
    history = seen(archive.root / "old")
    assert kinds(history, archive.root) == {".gitattributes": "added", "a.txt": "modified"}
    assert all(read_version(c.before) for c in history.changes.values() if c.before)
    assert not owned.exists()


def test_no_submodule_has_its_files_read_by_a_program_of_its_own(archive, tmp_path):
    wires = Repository.new(tmp_path / "wires")
    wires.commit({"w.txt": OLD, ".gitattributes": "* filter=evil\n"})
    archive.git("submodule", "--quiet", "add", wires.root.as_uri(), "wires")
    archive.commit()
    inside = Repository(archive.root / "wires")
    inside.git("config", "filter.evil.clean", f"touch {tmp_path / 'owned'}; cat")
    inside.git("config", "core.fsmonitor", f"touch {tmp_path / 'owned'}")
    os.utime(inside.root / "w.txt", (1, 1))
    assert set(kinds(seen(archive.root), archive.root)) > {"wires/w.txt"}
    assert not (tmp_path / "owned").exists()


def test_what_this_machine_has_files_read_by_still_reads_them(archive, tmp_path):
    """As git-lfs is installed: without it every article would seem to have changed."""
    archive.commit({".gitattributes": "*.txt filter=upper\n"})
    archive.git("config", "--global", "filter.upper.clean", "cat")
    os.utime(archive.root / "a.txt", (1, 1))
    assert kinds(seen(archive.root), archive.root) == {".gitattributes": "added"}


def test_nothing_is_fetched_from_where_a_repository_says(archive, tmp_path):
    """A clone without what its files hold would have git fetch it, from an address that may be a command."""
    remote = Repository(tmp_path / "remote")
    remote.git("config", "uploadpack.allowFilter", "true")
    remote.commit({"a.txt": OLD + "More.\n"})
    partial = remote.clone(tmp_path / "partial", "--filter=blob:none")
    partial.git("config", "remote.origin.url", f"ext::sh -c touch% {tmp_path / 'owned'}")
    partial.git("config", "protocol.ext.allow", "always")
    with pytest.raises(UsageError):
        read_version(seen(partial.root, "HEAD~1").changes[partial.root / "a.txt"].before)
    assert not (tmp_path / "owned").exists()


def test_what_git_told_a_hook_of_another_repository_does_not_mislead(archive, tmp_path, monkeypatch):
    other = Repository.new(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index.lock"))
    (archive.root / "mine.txt").write_text("Mine.\n")
    assert kinds(seen(archive.root), archive.root) == {"mine.txt": "added"}


def test_a_change_is_a_plain_record():
    change = Change(path=Path("/a"), before=None)
    assert change.kind == "added"
