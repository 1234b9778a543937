"""Nothing is lost: no file half written, no input changed, no process left, whatever ends a run."""

import ctypes
import hashlib
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from audit.atomic import write_whole
from audit.cli.app import app
from audit.cli.output import write_file
from audit.errors import UsageError
from tests.repositories import Repository, shut_off

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1  # of Linux
STORY = "A wall fell\n\nThe wall fell on Monday, sources said.\n"
AUDIT = [sys.executable, "-m", "audit"]
ROOT = Path(__file__).parent.parent


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """As a disk with so many bytes left for each file: the system refuses what goes beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def listed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def started(*command: str | Path, **options: object) -> subprocess.Popen[bytes]:
    """A program with pipes for its three streams, at the head of a group of processes of its own."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(list(command), start_new_session=True, **(pipes | options))  # type: ignore[call-overload]


def wait_for(condition: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    """Until something is so; a test that would wait for ever fails."""
    for _ in range(3_000):
        if condition():
            return
        assert process is None or process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    pytest.fail("it never came to that")


# ---------------------------------------------------------------- the function that writes


def test_a_file_is_written_with_its_folders_and_replaced_whole(tmp_path):
    file = tmp_path / "new" / "folder" / "a.json"
    for text in (b"old, and longer", b"new"):
        write_whole(file, text)
        assert file.read_bytes() == text
    assert listed(tmp_path) == ["new", "new/folder", "new/folder/a.json"]


def test_a_file_that_is_replaced_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path):
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "new", b"x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode
    (tmp_path / "old").touch(0o640)
    (tmp_path / "old").chmod(0o640)
    write_whole(tmp_path / "old", b"x")
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o640


@pytest.mark.parametrize("before", [None, b"old"])
def test_where_there_is_no_room_the_old_file_stays_and_nothing_else(tmp_path, before):
    file = tmp_path / "a.json"
    if before is not None:
        file.write_bytes(before)
    with files_at_most(100), pytest.raises(OSError, match="File too large"):
        write_whole(file, b"x" * 10_000)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"a.json": before} if before else {})


def test_a_disk_that_is_really_full_leaves_the_old_file(tmp_path):
    """Ten pages of memory for a disk, where this may be asked of the system."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40k", "none", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a disk, and here not even root")
    try:
        write_file(disk / "a.json", "old")
        with pytest.raises(UsageError, match=r"cannot write .*a\.json: No space left on device"):
            write_file(disk / "a.json", "x" * 50_000)
        assert {path.name: path.read_text() for path in disk.iterdir()} == {"a.json": "old"}
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "text")
    assert os.read(reader, 10) == b"text"
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_writer_that_is_stopped_halfway_leaves_the_old_file_whole(tmp_path, number):
    """Stopped between the last byte and the move; only a kill that no program sees leaves what was written so far."""
    file, here = tmp_path / "a.json", tmp_path / "here"
    file.write_bytes(b"old")
    code = (
        "import audit.cli, audit.cli.app, pathlib, signal, time\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # the tests themselves may run under nohup
        f"def move(path, target): pathlib.Path({str(here)!r}).touch(); time.sleep(600)\n"
        "pathlib.Path.replace = move\n"
        "from audit.cli.output import write_file\n"
        f"audit.cli.app.app = lambda: write_file(pathlib.Path({str(file)!r}), 'new')\n"
        "audit.cli.main()"
    )
    process = started(sys.executable, "-c", code)
    wait_for(here.exists, process)
    process.send_signal(number)
    _, told = process.communicate()
    assert file.read_bytes() == b"old"
    if number == signal.SIGKILL:
        assert process.returncode == -number
        assert [name for name in listed(tmp_path) if name.endswith(".tmp")]
    else:
        assert process.returncode == 128 + number
        assert told == f"audit: stopped by {signal.Signals(number).name}; no file was left half written\n".encode()
        assert listed(tmp_path) == ["a.json", "here"]


# ---------------------------------------------------------------- links, and articles in the way


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """A stranger's repository, the working directory, and a folder outside it that is nobody's business."""
    root = tmp_path / "checkout"
    (root / ".git").mkdir(parents=True)
    outside = tmp_path / "outside"
    (outside / ".git").mkdir(parents=True)
    (outside / "precious").write_text("kept")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("link", "target", "output"),
    [
        ("audit.json", "../outside/precious", "audit.json"),
        ("audit.json", "../outside/new", "audit.json"),
        ("audit.json", ".git/config", "audit.json"),
        ("reports", "../outside", "reports/precious"),
        ("reports", "../outside", "reports/deep/er/new"),
        ("reports", "../outside", "reports/../precious"),
    ],
)
@pytest.mark.parametrize("absolute", [False, True])
def test_nothing_is_written_through_a_link_that_a_stranger_laid(checkout, link, target, output, absolute):
    (checkout / link).symlink_to(target)
    before = listed(checkout.parent)
    with pytest.raises(UsageError, match="there is a link in the way"):
        write_file(checkout / output if absolute else Path(output), "owned")
    assert listed(checkout.parent) == before
    assert (checkout.parent / "outside" / "precious").read_text() == "kept"


def test_a_link_to_itself_is_told_in_a_line(checkout):
    (checkout / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match="cannot write loop: Too many levels of symbolic links"):
        write_file(Path("loop"), "owned")


def test_links_outside_a_strangers_folder_are_followed(checkout, tmp_path):
    own = tmp_path / "own"
    own.symlink_to("outside", target_is_directory=True)
    write_file(own / "a.json", "mine")
    assert (tmp_path / "outside" / "a.json").read_text() == "mine"
    write_file(Path("sub/../b.json"), "mine")
    assert (checkout / "b.json").read_text() == "mine"


# ---------------------------------------------------------------- whole runs


def run(*arguments: str | Path, cwd: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*AUDIT, *arguments], cwd=cwd, capture_output=True, check=False, **options)  # type: ignore[call-overload]


@pytest.mark.slow
def test_a_file_that_finds_no_room_is_told_in_a_line_and_the_findings_all_the_same(tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    (tmp_path / "out.html").write_text("old")
    limited = {
        "preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096)),
        "env": os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},  # Python leaves the first 4,096 bytes of what it compiles
    }
    done = run("check", "story.txt", "--output", "html=out.html", cwd=tmp_path, **limited)
    assert (done.returncode, done.stderr) == (2, b"audit: cannot write out.html: File too large\n")
    assert b"ANON001" in done.stdout
    assert listed(tmp_path) == ["out.html", "story.txt"]
    assert (tmp_path / "out.html").read_text() == "old"


def as_anybody() -> None:
    """Take from root, for good, the right to write where nobody may."""
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def test_a_folder_that_may_not_be_written_is_told_in_a_line(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(0o555)
    done = run("init", cwd=folder, preexec_fn=as_anybody)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"audit: cannot write audit.toml: Permission denied\n"
    assert listed(folder) == []


def test_a_reader_that_has_seen_enough_is_no_error():
    process = started(*AUDIT, "rules", "manual")
    assert process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_says_so_with_its_status(number, tmp_path):
    process = started(*AUDIT, "check", "-", "--output", "json=out.json", cwd=tmp_path)
    wait_for(lambda: waits_for_input(process.pid), process)
    process.send_signal(number)
    printed, told = process.communicate()
    assert (process.returncode, printed) == (128 + number, b"")
    assert told == f"audit: stopped by {signal.Signals(number).name}; no file was left half written\n".encode()
    assert listed(tmp_path) == []


def waits_for_input(pid: int) -> bool:
    """Whether the process has loaded what reads standard input, and sleeps."""
    modules = Path(f"/proc/{pid}/maps").read_text()
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return "msgspec" in modules and state == "S"


def test_a_run_that_is_to_outlive_its_terminal_is_not_stopped_by_it(tmp_path):
    """As nohup starts it."""
    process = started("sh", "-c", 'trap "" HUP; exec "$@"', "sh", *AUDIT, "check", "-", cwd=tmp_path)
    wait_for(lambda: waits_for_input(process.pid), process)
    process.send_signal(signal.SIGHUP)
    process.communicate(b"Rain fell on Monday.\n")
    assert process.returncode == 0


def group(leader: int) -> list[str]:
    """The processes of a session that are still there."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if session == str(leader) and state != "Z":
            found.append((entry / "cmdline").read_text().replace("\0", " "))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_run(tmp_path, number):
    for article in range(40):
        (tmp_path / f"{article}.txt").write_text(f"Number {article}\n\n" + STORY * 40)
    process = started(*AUDIT, "check", ".", "--jobs", "2", "--output", "json=out.json", cwd=tmp_path)
    cache = Path(os.environ["AUDIT_CACHE_DIR"])
    wait_for(lambda: len(list(cache.glob("??/*"))) > 2, process)
    assert len(group(process.pid)) > 2
    process.send_signal(number)
    process.wait()
    wait_for(lambda: not group(process.pid))
    assert process.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert not [name for name in listed(tmp_path) if not name.endswith(".txt")]


# ---------------------------------------------------------------- inputs


def fingerprints(folder: Path) -> dict[str, tuple[object, ...]]:
    """Content, time, mode and owner of all there is."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None,
            (status := path.lstat()).st_mtime_ns,
            status.st_mode,
            status.st_uid,
        )
        for path in (folder, *folder.rglob("*"))
    }


COMMANDS = {
    "report": ["report", ".", "--output-dir", "{out}/reports", "--format", "html", "--format", "json"],
    "check": ["check", ".", "--output", "json={out}/a.json", "--rules", "house", "--rules", "builtin"],
    "check --changed": ["check", "--changed", "--base", "HEAD"],
    "explain": ["explain", "story.txt:3"],
    "baseline write": ["baseline", "write", "--baseline", "{out}/known.json"],
    "baseline prune": ["baseline", "prune", "--baseline", "{out}/known.json"],
    "baseline check": ["baseline", "check"],
    "waivers": ["waivers", "--json"],
    "config": ["config", "story.txt"],
    "rules list": ["rules", "list", "--rules", "house"],
    "rules policies": ["rules", "policies"],
    "rules show": ["rules", "show", "ANON001"],
    "rules manual": ["rules", "manual", "--rules", "house"],
    "rules test": ["rules", "test", "house"],
    "rules schema": ["rules", "schema"],
    "cache path": ["cache", "path"],
    "cache clear": ["cache", "clear"],
}
MADE_TO_WRITE_HERE = {"init"}
ELSEWHERE = {"archive": "tests/test_archive.py", "trends": "tests/test_trends.py"}  # what they read is an archive


@pytest.fixture
def newsroom(tmp_path, monkeypatch) -> Path:
    """Articles of every kind with all that may lie beside them, in a repository that nobody may write."""
    home = tmp_path / "home"
    home.mkdir()
    shut_off(monkeypatch, home)
    root = Repository.new(tmp_path / "newsroom")
    house = next((ROOT / "rules").rglob("ANON001*.yaml")).read_text(encoding="utf-8")
    root.commit(
        {
            "story.txt": STORY,
            "story.txt.waivers": "waive ANON013 because the editor knows\n",
            "b.md": "# A wall fell\n\n<!-- audit: waive ANON001 because so -->\nIt fell, sources said.\n",
            "c.html": "<article><h1>A wall fell</h1><p>It fell, sources said.</p></article>",
            "audit.toml": 'baseline = "known.json"\n',
            "known.json": '{"baseline": 1, "articles": []}\n',
            "house/HOUSE001-bare-anonymous-source.yaml": re.sub(r"ANON001", "HOUSE001", house),
        }
    )
    return root.root


@pytest.mark.slow
def test_no_command_changes_an_input(newsroom, tmp_path, monkeypatch):
    """By content, time, mode and owner, and nothing is added: git's own files count too."""
    monkeypatch.chdir(newsroom)
    out = tmp_path / "out"
    before = fingerprints(newsroom)
    for command, arguments in COMMANDS.items():
        done = CliRunner().invoke(app, [argument.format(out=out) for argument in arguments])
        assert done.exit_code in (0, 1), (command, done.output)
        assert fingerprints(newsroom) == before, command
    assert {"a.json", "known.json", "reports"} <= set(listed(out))


def test_every_command_is_tried_on_inputs():
    def names(command: object, name: str = "") -> Iterator[str]:
        children = getattr(command, "commands", {}).values()
        for child in children:
            yield from names(child, f"{name} {child.name}")
        if not children:
            yield name.strip()

    tried = {name.removesuffix(" --changed") for name in COMMANDS} | MADE_TO_WRITE_HERE | set(ELSEWHERE)
    known = {name for name in names(typer.main.get_command(app)) if name != "baseline"}
    assert known <= tried


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ".", "--output", "html=c.html"],
        ["check", ".", "--output", "json=new.json", "--output", "markdown=./house/../b.md"],
        ["report", ".", "--output-dir", "."],
        ["baseline", "write", "--baseline", "story.txt"],
    ],
)
def test_no_output_replaces_an_article(newsroom, monkeypatch, arguments):
    monkeypatch.chdir(newsroom)
    before = fingerprints(newsroom)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "is one of the articles, and is left as it is" in done.stderr
    assert fingerprints(newsroom) == before


@pytest.mark.slow
def test_reports_are_no_articles_of_the_next_run(newsroom, monkeypatch):
    monkeypatch.chdir(newsroom)
    for folder in ("reports", "out [1]/sub"):
        for _ in range(2):
            done = CliRunner().invoke(app, ["report", ".", "--output-dir", folder])
            assert done.exit_code == 0, done.output
        assert listed(newsroom / folder) == ["b.html", "c.html", "index.html", "story.html"]
        shutil.rmtree(newsroom / folder)
