"""The desk: what is taken from the cache, what is audited anew, and that nobody could tell the difference."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audit import desk as desk_module
from audit import examiner
from audit.cache import Cache
from audit.desk import Desk, Task
from audit.errors import ArticleError, PipelineError, RuleError
from audit.records import Problem, Report, Waiver
from audit.settings import Profile, RuleSetting
from tests.runs import make_article, make_finding, make_report

BUILTIN = ("builtin",)
PLAIN = Profile()
STORY = "A wall fell\n\nThe wall fell on Monday, sources said.\n"


@pytest.fixture
def examined(monkeypatch) -> list[str]:
    """Paths in the order in which they were examined, with no pipeline."""
    paths: list[str] = []

    def examine(self: object, data: bytes, *, path: str, suffix: str, profile: Profile) -> Report:
        paths.append(path)
        if b"%PDF" in data:
            raise ArticleError(path, "is a PDF")
        if b"crash" in data:
            raise RuntimeError("the model broke")
        if b"stop" in data:
            raise PipelineError("no pipeline")
        return make_report(make_article(path, data.decode()), (make_finding(make_article(path, STORY), "sources"),))

    monkeypatch.setattr(examiner.Examiner, "examine", examine)
    return paths


def task(path: Path | str, data: bytes | None = None, profile: Profile = PLAIN) -> Task:
    source = Path(path) if data is None else data
    return Task(source=source, path=str(path), suffix=Path(path).suffix, profile=profile)


def audited(folder: Path, *tasks: Task, rules: tuple[str, ...] = BUILTIN, jobs: int = 1) -> list[Report | Problem]:
    return list(Desk(rules, cache=Cache(folder / "cache"), jobs=jobs).audit(tasks))


def path_of(report: Report | Problem) -> str:
    return report.path if isinstance(report, Problem) else report.reading.article.path


# ---------------------------------------------------------------- what is taken from the cache


def test_the_same_bytes_are_examined_once_wherever_they_are(tmp_path, examined):
    (tmp_path / "a.txt").write_text(STORY)
    (first,) = audited(tmp_path, task(tmp_path / "a.txt"))
    (second,) = audited(tmp_path, task(tmp_path / "a.txt"))
    assert second == first
    shutil.move(tmp_path / "a.txt", tmp_path / "b.TXT")
    (moved,) = audited(tmp_path, task(tmp_path / "b.TXT"))
    assert path_of(moved) == str(tmp_path / "b.TXT")
    (read,) = audited(tmp_path, task("-", STORY.encode()))
    assert len(examined) == 2  # once as .txt, once as what has no suffix
    assert path_of(read) == "-"


@pytest.mark.parametrize("other", [STORY + " ", STORY.replace("Monday", "Tuesday"), ""])
def test_other_bytes_are_examined(tmp_path, examined, other):
    audited(tmp_path, task("a.txt", STORY.encode()))
    audited(tmp_path, task("a.txt", other.encode()))
    assert len(examined) == 2


def test_another_kind_of_file_is_examined(tmp_path, examined):
    audited(tmp_path, task("a.txt", STORY.encode()), task("a.md", STORY.encode()))
    assert len(examined) == 2


def test_other_rules_are_asked_anew(tmp_path, examined):
    own = tmp_path / "rules"
    shutil.copytree(Path(__file__).parent.parent / "rules", own)
    stricter = Profile(rules=({"ANON001": RuleSetting(severity="warning")},))
    off = Profile(rules=({"anonymous": RuleSetting(on=False)},))
    story = STORY.encode()
    for profile in (PLAIN, stricter, off):
        for _ in range(2):
            audited(tmp_path, task("a.txt", story, profile))
    assert len(examined) == 3
    for _ in range(2):
        audited(tmp_path, task("a.txt", story), rules=(str(own),))
    (own / "lexicons" / "hedges.txt").open("a").write("\n# a remark\n")
    audited(tmp_path, task("a.txt", story), rules=(str(own),))
    assert len(examined) == 5


def test_a_policy_in_a_file_is_read_each_time(tmp_path, examined):
    policy = tmp_path / "house.yaml"
    start = "name: house\ntitle: House\nsummary: Ours\nchanges:\n  ANON001: "
    briefs = []
    for severity in ("warning", "info", "info"):
        policy.write_text(f"{start}{severity}\n")
        desk = Desk(BUILTIN, cache=Cache(tmp_path / "cache"))
        list(desk.audit([task("a.txt", STORY.encode(), Profile(policy=str(policy)))]))
        briefs.append({card.id: card.severity for card in desk.rules(Profile(policy=str(policy))).on}["ANON001"])
    assert briefs == ["warning", "info", "info"]
    assert len(examined) == 2


def test_another_program_asks_anew(tmp_path, examined, monkeypatch):
    audited(tmp_path, task("a.txt", STORY.encode()))
    monkeypatch.setattr(desk_module, "program_key", lambda: "another")
    audited(tmp_path, task("a.txt", STORY.encode()))
    assert len(examined) == 2


def test_broken_rules_stop_the_run_though_results_are_kept(tmp_path, examined):
    own = tmp_path / "rules"
    shutil.copytree(Path(__file__).parent.parent / "rules", own)
    story = task("a.txt", STORY.encode())
    audited(tmp_path, story, rules=(str(own),))
    next(own.rglob("ANON001*.yaml")).write_text("id: 1")
    with pytest.raises(RuleError):
        audited(tmp_path, story, rules=(str(own),))
    with pytest.raises(RuleError, match="no such folder"):
        audited(tmp_path, story, rules=(str(tmp_path / "none"),))
    assert len(examined) == 1


def test_a_damaged_entry_is_examined_anew_and_mended(tmp_path, examined):
    (first,) = audited(tmp_path, task("a.txt", STORY.encode()))
    for entry in (tmp_path / "cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-3] + b"xyz")
    assert audited(tmp_path, task("a.txt", STORY.encode())) == [first]
    assert audited(tmp_path, task("a.txt", STORY.encode())) == [first]
    assert len(examined) == 2


def test_without_a_cache_everything_is_examined(examined):
    desk = Desk(BUILTIN, cache=Cache(None))
    list(desk.audit([task("a.txt", STORY.encode()), task("b.txt", STORY.encode())]))
    assert examined == ["a.txt", "b.txt"]


def test_what_an_article_waives_is_said_to_stand_where_the_article_is_now(tmp_path, monkeypatch):
    def examine(self: object, data: bytes, *, path: str, suffix: str, profile: Profile) -> Report:
        waivers = (Waiver(path=path, line=3, text="waive ANON001"),)
        return make_report(desk_module.replace(make_article(path, STORY), waivers=waivers))

    monkeypatch.setattr(examiner.Examiner, "examine", examine)
    audited(tmp_path, task("a.txt", STORY.encode()))
    (report,) = audited(tmp_path, task("b.txt", STORY.encode()))
    assert [waiver.path for waiver in report.reading.article.waivers] == ["b.txt"]


# ---------------------------------------------------------------- what cannot be done


def test_results_come_in_order_whatever_becomes_of_them(tmp_path, examined):
    stories = {"a.txt": STORY, "b.txt": "%PDF", "c.txt": "crash", "d.txt": STORY * 2}
    tasks = [task(name, text.encode()) for name, text in stories.items()]
    audited(tmp_path, tasks[3])
    results = audited(tmp_path, *tasks)
    assert [path_of(result) for result in results] == list(stories)
    assert [isinstance(result, Problem) for result in results] == [False, True, True, False]
    assert examined == ["d.txt", "a.txt", "b.txt", "c.txt"]
    audited(tmp_path, *tasks)
    assert examined[4:] == ["b.txt", "c.txt"]  # problems are not kept


def test_a_file_that_is_gone_is_a_problem(tmp_path, examined):
    (problem,) = audited(tmp_path, task(tmp_path / "gone.txt"))
    assert isinstance(problem, Problem)
    assert examined == []


def test_what_is_wrong_with_the_program_stops_the_run(tmp_path, examined):
    with pytest.raises(PipelineError):
        audited(tmp_path, task("a.txt", b"stop"))


def test_progress_is_told_of_each(tmp_path, examined):
    tasks = [task("a.txt", b"a"), task("b.txt", b"b"), task("c.txt", b"c")]
    audited(tmp_path, tasks[1])
    told = []
    list(Desk(BUILTIN, cache=Cache(tmp_path / "cache")).audit(tasks, lambda done, total: told.append((done, total))))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_result_is_handed_on_before_the_next_article_is_examined(tmp_path, examined):
    results = Desk(BUILTIN, cache=Cache(None)).audit([task("a.txt", b"a"), task("b.txt", b"b")])
    assert path_of(next(results)) == "a.txt"
    assert examined == ["a.txt"]


def test_an_entry_that_goes_while_the_run_goes_on_is_examined_anew(tmp_path, examined):
    tasks = [task("a.txt", b"a"), task("b.txt", b"b")]
    audited(tmp_path, *tasks)
    cache = Cache(tmp_path / "cache")
    results = Desk(BUILTIN, cache=cache).audit(tasks)
    next(results)
    cache.clear()
    assert path_of(next(results)) == "b.txt"
    assert examined == ["a.txt", "b.txt", "b.txt"]


# ---------------------------------------------------------------- as processes

HEAVY = "spacy thinc numpy onnxruntime yaml markdown_it trafilatura docx lxml audit.rulebook audit.reading".split()
TELLING = f"""
import atexit, sys
def tell():
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
atexit.register(tell)
from audit.cli import main
main()
"""


def process(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", TELLING, "check", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, **options)


@pytest.mark.slow
def test_unchanged_articles_are_free_and_print_the_same_bytes(tmp_path):
    (tmp_path / "a.md").write_text("# A wall fell\n\nThe wall fell, sources said. “It's ‘gone’”, he said — twice.\n")
    (tmp_path / "b.html").write_text("<article><h1>A wall fell</h1><p>Sources said so. Critics agreed.</p></article>")
    (tmp_path / "c.txt").write_text("---\n" + STORY * 3)
    first = process(tmp_path, ".", "--format", "json")
    again = process(tmp_path, ".", "--format", "json")
    anew = process(tmp_path, ".", "--format", "json", "--no-cache")
    shared = process(tmp_path, ".", "--format", "json", "--jobs", "2")
    assert first.returncode == 1, first.stderr
    assert len(json.loads(first.stdout)["articles"]) == 3
    assert first.stdout == again.stdout == anew.stdout == shared.stdout
    assert (again.returncode, again.stderr) == (1, b"[]\n")
    assert shared.stderr == b"[]\n"
    assert b"spacy" in anew.stderr


@pytest.mark.slow
def test_workers_keep_what_they_find_and_a_killed_run_loses_nothing_that_was_done(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Number {number}\n\n" + STORY * 20)
    command = [sys.executable, "-m", "audit", "check", ".", "--format", "json"]
    killed = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True)
    cache = Path(os.environ["AUDIT_CACHE_DIR"])
    while killed.poll() is None and sum(path.suffix != ".tmp" for path in cache.glob("??/*")) < 2:
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    kept = {path for path in cache.glob("??/*") if path.suffix != ".tmp"}
    assert len(kept) >= 2
    whole = process(tmp_path, ".", "--format", "json", "--jobs", "2")
    assert whole.stdout == process(tmp_path, ".", "--format", "json", "--no-cache").stdout
    assert process(tmp_path, ".", "--format", "json").stderr == b"[]\n"
