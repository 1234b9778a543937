"""Archives end to end, mostly with a stand-in for the pipeline: what is written, and what kills leave."""

import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from audit.archive import stores
from audit.archive.tables import TABLES, arrow_schema
from audit.archive.usecase import Request, State, archive
from audit.errors import AuditError, PipelineError, UsageError
from audit.records import Article, Report
from audit.settings import Profile, Settings
from benchmarks.archive import StandIn, files_in, generated, write_inputs

ROOT = Path(__file__).parent.parent
RECORDS = 60
PART = 7


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "inputs"
    (folder.parent / "rules").mkdir()
    shutil.copy(ROOT / "rules" / "anonymous" / "ANON009-outlet-has-learned.yaml", folder.parent / "rules")
    write_inputs(folder, RECORDS, 2)
    with (folder / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n\n" + json.dumps(generated(999, 2)) + "\n")
    (folder / "loose.txt").write_text("Ada Renn said the bridge may close. Nobody else did.\n", encoding="utf-8")
    return folder


def request(inputs: Path, output: Path | str, jobs: int = 1, **changes: Any) -> Request:
    """A run that takes little time: one rule, which the stand-in does not look at."""
    rules = str(inputs.parent / "rules")
    whole = Request(
        names=(str(inputs),),
        output=str(output),
        settings=Settings(base=inputs, rule_folders=(rules,), jobs=jobs),
        today=date(2026, 3, 1),
        part_records=PART,
        examiner=StandIn,
    )
    return replace(whole, **changes)


@pytest.fixture(scope="module")
def alone(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run that nobody disturbs writes."""
    output = tmp_path_factory.mktemp("archive") / "alone"
    archive(request(inputs, output))
    return output


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(output / table).to_pylist()
    return found


def ids(output: Path) -> list[str]:
    return [row["id"] for row in rows(output, "articles")]


# ---------------------------------------------------------------- what is written


def test_every_record_is_an_article_or_a_problem_once(alone: Path) -> None:
    assert len(ids(alone)) == len(set(ids(alone))) == RECORDS + 2
    (problem,) = rows(alone, "problems")
    assert (problem["record"], problem["line"]) == (16, 16)
    assert problem["offset"] == (Path(problem["input"]).read_bytes().index(b"{broken"))
    assert "no JSON" in problem["message"]


@pytest.mark.parametrize("name", TABLES)
def test_files_have_the_schema_that_is_documented(alone: Path, name: Any) -> None:
    for file in (alone / name).glob("*.parquet"):
        written, documented = pq.read_schema(file), arrow_schema(name)
        assert written.equals(documented)
        assert [f.metadata[b"description"] for f in written] == [f.metadata[b"description"] for f in documented]


def test_every_column_is_described() -> None:
    columns = [column for table in TABLES.values() for column in table.columns]
    assert [column.name for column in columns if not column.description.endswith(".")] == []
    unexplained = [c.name for c in columns if c.nullable and "null" not in c.description]
    assert unexplained == []


def test_tables_refer_to_articles(alone: Path) -> None:
    articles = {row["id"]: row for row in rows(alone, "articles")}
    for table in ("sources", "attributions", "findings"):
        found = rows(alone, table)
        assert {row["article"] for row in found} <= articles.keys()
        if table != "findings":
            assert len(found) == sum(row[table] for row in articles.values())
    assert sum(row["infos"] for row in articles.values()) == len(rows(alone, "findings"))


def test_what_records_tell_is_kept(alone: Path) -> None:
    (row,) = (row for row in rows(alone, "articles") if row["given_id"] == "a999")
    told = generated(999, 2)
    assert row["headline"] == told["title"]
    assert row["outlet"] == told["domain"]
    assert row["authors"] == told["authors"]
    assert row["published"].isoformat() == told["publish_date"]
    assert row["month"] == str(told["publish_date"])[:7]


def test_parts_tell_totals(alone: Path) -> None:
    totals = json.loads((alone / "totals.json").read_text())
    assert totals["rows"]["articles"] == RECORDS + 2
    assert totals["parts"] == len(list((alone / "parts").iterdir())) == len(list((alone / "articles").iterdir()))


def test_the_same_bytes_from_more_processes(inputs: Path, alone: Path, tmp_path: Path) -> None:
    archive(request(inputs, tmp_path / "two", jobs=2))
    assert files_in(tmp_path / "two") == files_in(alone)


def test_progress_never_goes_back_and_ends_at_the_end(inputs: Path, tmp_path: Path) -> None:
    states: list[State] = []
    archive(request(inputs, tmp_path / "out"), states.append)
    assert [s.done for s in states] == sorted(s.done for s in states)
    assert states[-1].done == states[-1].total
    assert (states[-1].articles, states[-1].problems) == (RECORDS + 2, 1)


class Choosy(StandIn):
    """Fails for two articles as no one has foreseen: for the second with what no table can hold."""

    def report_on(self, article: Article, profile: Profile) -> Report:
        if "Report 3 " in article.text:
            raise ZeroDivisionError("of all things")
        report = super().report_on(article, profile)
        if "Report 4 " in article.text:
            return replace(report, reading=replace(report.reading, article=replace(article, genre="\ud800")))
        return report


def test_what_fails_for_one_record_ends_that_record_only(inputs: Path, tmp_path: Path) -> None:
    state = archive(request(inputs, tmp_path / "out", examiner=Choosy))
    assert state.articles == RECORDS
    messages = [row["message"] for row in rows(tmp_path / "out", "problems")]
    assert [any(words in message for message in messages) for words in ("of all things", "surrogates")] == [True, True]


class Broken(StandIn):
    """Has lost its model."""

    def report_on(self, article: Article, profile: Profile) -> Report:
        raise PipelineError("the model is gone")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_for_every_record_ends_the_run(inputs: Path, tmp_path: Path, jobs: int) -> None:
    with pytest.raises(AuditError, match="the model is gone"):
        archive(request(inputs, tmp_path / "out", jobs=jobs, examiner=Broken))
    assert list((tmp_path / "out").glob("parts/*")) == []


# ---------------------------------------------------------------- stopped and started


class Killed(BaseException):
    """Stands for the end of the process."""


def stopped_at_write(monkeypatch: pytest.MonkeyPatch, number: int, *, half: bool) -> None:
    """The process ends at a write: before any of it is there, or with half of it on the disk."""
    writes = itertools.count(1)
    whole = stores.LocalStore.write

    def write(self: stores.LocalStore, name: str, data: bytes) -> None:
        if next(writes) == number:
            if half:
                left = self._folder / f"{name}.77.tmp"
                left.parent.mkdir(parents=True, exist_ok=True)
                left.with_name(f".{left.name}").write_bytes(data[: len(data) // 2])
            raise Killed
        whole(self, name, data)

    monkeypatch.setattr(stores.LocalStore, "write", write)


def test_a_run_stopped_at_any_write_goes_on(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"names": (str(inputs / "b.jsonl.gz"),), "part_records": 6}
    archive(request(inputs, tmp_path / "alone", **small))
    alone = files_in(tmp_path / "alone")
    for number in range(1, len(alone) + 1):
        output = tmp_path / str(number)
        with monkeypatch.context() as patched:
            stopped_at_write(patched, number, half=number % 2 == 0)
            with pytest.raises(Killed):
                archive(request(inputs, output, **small))
        archive(request(inputs, output, **small))
        assert files_in(output) == alone, f"stopped at write {number}"


def test_a_part_whose_file_is_gone_or_cut_is_done_again(inputs: Path, alone: Path, tmp_path: Path) -> None:
    archive(request(inputs, tmp_path / "out"))
    first, second, *_ = sorted((tmp_path / "out" / "sources").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    archive(request(inputs, tmp_path / "out"))
    assert files_in(tmp_path / "out") == files_in(alone)


def test_a_run_that_is_done_audits_nothing_again(inputs: Path, tmp_path: Path) -> None:
    first = archive(request(inputs, tmp_path / "out"))
    states: list[State] = []
    assert archive(request(inputs, tmp_path / "out"), states.append) == first
    assert states == []


def test_killed_for_good_and_started_anew(inputs: Path, alone: Path, tmp_path: Path) -> None:
    """With real processes and SIGKILL; `python -m benchmarks.archive` does it with a hundred thousand articles."""
    output = tmp_path / "out"
    command = [sys.executable, "-c", RUN, str(inputs), str(output)]
    chance = random.Random(11)
    for wanted in (1, 3, 6):
        process = subprocess.Popen(command, cwd=ROOT)
        while process.poll() is None and len(list(output.glob("parts/*.json"))) < wanted:
            time.sleep(0.01)
        time.sleep(chance.random() / 50)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    archive(request(inputs, output))
    assert files_in(output) == files_in(alone)


RUN = """
import sys, time
from pathlib import Path
from benchmarks.archive import StandIn
from audit.archive.usecase import archive
from tests.test_archive import request
if __name__ == "__main__":
    archive(request(Path(sys.argv[1]), Path(sys.argv[2])), lambda state: time.sleep(0.05))
"""


@contextmanager
def refused(*words: str) -> Iterator[None]:
    with pytest.raises(UsageError) as caught:
        yield
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: replace(r, part_records=8), "parts of another size"),
        (lambda r: replace(r, examiner=Choosy), "something else that reads the articles"),
        (lambda r: replace(r, names=(f"{r.names[0]}/a.jsonl",)), "other inputs"),
        (
            lambda r: replace(r, settings=replace(r.settings, general=replace(r.settings.general, policy="strict"))),
            "another policy",
        ),
        (lambda r: replace(r, settings=replace(r.settings, unused_waivers="error")), "other settings"),
    ],
)
def test_going_on_with_something_else_is_refused(
    inputs: Path, alone: Path, change: Callable[[Request], Request], words: str
) -> None:
    before = files_in(alone)
    with refused(words, "--output"):
        archive(change(request(inputs, alone)))
    assert files_in(alone) == before


def test_an_input_that_has_changed_is_another(inputs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file = folder / "x.jsonl"
    file.write_bytes((inputs / "a.jsonl").read_bytes())
    archive(request(inputs, tmp_path / "out", names=(str(folder),)))
    file.write_bytes(file.read_bytes() + b"\n")
    with refused("inputs that have changed"):
        archive(request(inputs, tmp_path / "out", names=(str(folder),)))


def test_waivers_are_judged_as_of_the_first_day(inputs: Path, alone: Path, tmp_path: Path) -> None:
    archive(request(inputs, tmp_path / "out"))
    archive(request(inputs, tmp_path / "out", today=date(2031, 1, 1)))
    assert files_in(tmp_path / "out") == files_in(alone)


def test_tables_of_something_else_are_left_alone(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "articles").mkdir(parents=True)
    (tmp_path / "out" / "articles" / "mine.parquet").write_bytes(b"mine")
    with refused("something else"):
        archive(request(inputs, tmp_path / "out"))


def test_two_runs_at_once_are_refused(inputs: Path, tmp_path: Path) -> None:
    with stores.LocalStore(tmp_path / "out").held(), refused("another run is writing"):
        archive(request(inputs, tmp_path / "out"))


def test_a_disk_that_is_full_is_told_of(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(self: stores.LocalStore, name: str, data: bytes) -> None:
        raise OSError(28, "No space left on device", name)

    monkeypatch.setattr(stores.LocalStore, "write", write)
    with refused("No space left on device", "go on from here"):
        archive(request(inputs, tmp_path / "out"))


def test_stores_behind_urls(inputs: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    for path in inputs.iterdir():
        memory.pipe_file(f"/in/{path.name}", path.read_bytes())
    job = request(inputs, "memory://out", names=("memory://in",))
    first = archive(job)
    assert (first.articles, first.problems) == (RECORDS + 1, 1)  # less the loose file
    before = {name: memory.cat_file(name) for name in memory.find("/out")}
    memory.pipe_file("/out/parts/00001-000000.json", b'{"rows"')  # seen half written
    memory.rm_file("/out/findings/00002-000000.parquet")
    assert archive(job) == first
    assert {name: memory.cat_file(name) for name in memory.find("/out")} == before
    names = ("memory://in/*.jsonl", "memory://in/b.jsonl.gz")
    some = archive(request(inputs, "memory://some", names=names))
    assert some.articles == 2 * RECORDS // 4 + 1
    with refused("no article in memory://nowhere"):
        archive(request(inputs, "memory://other", names=("memory://nowhere",)))
    with refused("nope://x", "cannot be reached"):
        archive(request(inputs, "memory://other", names=("nope://x",)))


def test_a_library_that_is_missing_is_named(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.archive.usecase.find_spec", lambda name: None if name == "fastwarc" else True)
    with refused("fastwarc is missing", "source-attribution-auditor[archive]"):
        archive(request(inputs, tmp_path / "out"))


# ---------------------------------------------------------------- the command


def run(*arguments: str, **keywords: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **keywords)


def test_the_command_says_what_check_says(tmp_path: Path) -> None:
    """The real pipeline, on articles in a folder and the same in JSON Lines."""
    seeds = [ROOT / "seeds" / name for name in ("merger-rumour.txt", "water-board-vote.txt")]
    (tmp_path / "news").mkdir()
    with (tmp_path / "news.jsonl").open("w", encoding="utf-8") as file:
        for seed in seeds:
            (tmp_path / "news" / seed.name).write_bytes(seed.read_bytes())
            title, _, text = seed.read_text(encoding="utf-8").partition("\n")
            file.write(json.dumps({"headline": title, "text": text}) + "\n")
    done = run("archive", "news", "news.jsonl", "-o", "out", "--no-config", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "out: 4 articles, 0 problems\n", "")
    told = json.loads(run("check", "news", "--format", "json", "--no-config", cwd=tmp_path).stdout)
    articles = {row["id"]: row for row in rows(tmp_path / "out", "articles")}
    for article, line in zip(told["articles"], ("news.jsonl#1", "news.jsonl#2"), strict=True):
        for row in (articles[article["path"]], articles[line]):
            assert row["headline"] == article["headline"]
            measures = {name: row[name] for name in article["measures"] if name in row}
            assert measures.items() <= article["measures"].items()
            assert len(measures) > 5
            findings = [f["rule"] for f in rows(tmp_path / "out", "findings") if f["article"] == row["id"]]
            assert findings == [f["rule"] for f in article["findings"]]


def test_the_command_stops_when_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("".join(json.dumps(generated(n, 6)) + "\n" for n in range(400)), encoding="utf-8")
    command = [sys.executable, "-m", "audit", "archive", "x.jsonl", "-o", "out", "--part-records", "2", "--no-config"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list(tmp_path.glob("out/parts/*.json")):
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in said
    assert list(tmp_path.rglob("*.tmp")) == []
    assert not (tmp_path / "out" / "totals.json").exists()


@contextmanager
def terminal() -> Iterator[tuple[int, list[bytes]]]:
    """Where a program may write that wants a terminal, and what it has written there."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        with suppress(OSError):  # how Linux tells that the other end is closed
            while data := os.read(ours, 4096):
                shown.append(data)

    reader = threading.Thread(target=read)
    reader.start()
    yield theirs, shown
    os.close(theirs)
    reader.join()
    os.close(ours)


def test_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("[1]\n", encoding="utf-8")
    command = [sys.executable, "-m", "audit", "archive", "x.jsonl", "-o", "out", "--no-config"]
    with terminal() as (screen, shown):
        subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=screen, check=False, timeout=120)
    text = b"".join(shown).decode()
    assert "0 articles, 0.0/s" in text
    assert "100%" in text


def test_the_command_ends_in_2_for_problems_and_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("[1]\n", encoding="utf-8")
    done = run("archive", "x.jsonl", "-o", "out", "--no-config", cwd=tmp_path)
    assert done.returncode == 2
    assert "1 record could not be audited; out/problems" in done.stderr
    for name, words in (("no.jsonl", "does not exist"), ("x.csv", "holds no records")):
        (tmp_path / "x.csv").touch()
        done = run("archive", name, "-o", "other", "--no-config", cwd=tmp_path)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
