"""The cache: what is found again is what was kept, and nothing that goes wrong with it stops a run."""

import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest

from audit import cache as cache_module
from audit.cache import Cache, cache_folder, key_of
from audit.program import content_key, program_key
from audit.records import Report
from tests.runs import hostile_report, ordinary_report

KEY = key_of("one")


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("report", [ordinary_report(), hostile_report()])
def test_a_report_is_found_again_as_it_was(tmp_path, report):
    Cache(tmp_path).put(KEY, report)
    found = Cache(tmp_path).get(KEY, Report)
    assert found == report
    assert type(found.reading.article.blocks[0].span) is type(report.reading.article.blocks[0].span)


def test_nothing_is_found_under_another_key_or_without_a_folder(tmp_path):
    Cache(tmp_path).put(KEY, "x")
    assert Cache(tmp_path).get(key_of("two"), str) is None
    assert Cache(tmp_path / "none").get(KEY, str) is None
    nowhere = Cache(None)
    nowhere.put(KEY, "x")
    nowhere.trim()
    assert nowhere.get(KEY, str) is None
    assert nowhere.clear() == 0


def test_keys_differ_wherever_parts_do():
    parts = [("a", "b"), ("ab",), ("a", "b", ""), ("", "ab"), ("b", "a"), ("a\0b",), ("1\0a", "b")]
    assert len({key_of(*some) for some in parts}) == len(parts)
    assert key_of("é\udce9") == key_of("é\udce9".encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:10],
        lambda data: data + b"\0",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: os.urandom(len(data)),
    ],
)
def test_a_damaged_entry_counts_as_none_and_is_written_anew(tmp_path, damage):
    report = ordinary_report()
    Cache(tmp_path).put(KEY, report)
    (entry,) = entries(tmp_path)
    entry.write_bytes(damage(entry.read_bytes()))
    assert Cache(tmp_path).get(KEY, Report) is None
    Cache(tmp_path).put(KEY, report)
    assert Cache(tmp_path).get(KEY, Report) == report


def test_an_entry_in_the_place_of_another_is_not_trusted(tmp_path):
    other = key_of("two")
    Cache(tmp_path).put(KEY, "x")
    (entry,) = entries(tmp_path)
    (tmp_path / other[:2]).mkdir(exist_ok=True)
    entry.rename(tmp_path / other[:2] / other[2:])
    assert Cache(tmp_path).get(other, str) is None


def test_an_entry_of_another_shape_counts_as_none(tmp_path):
    Cache(tmp_path).put(KEY, {"reading": 1})
    assert Cache(tmp_path).get(KEY, Report) is None


@pytest.mark.parametrize("place", ["a file", "a folder"])
def test_something_else_in_the_way_is_passed_over(tmp_path, place):
    path = tmp_path / KEY[:2]
    if place == "a file":
        path.write_text("x")
    else:
        (path / KEY[2:]).mkdir(parents=True)
    cache = Cache(tmp_path)
    cache.put(KEY, "x")
    cache.trim()
    assert cache.get(KEY, str) is None
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_full_disk_leaves_nothing_behind_and_is_tried_once(tmp_path, monkeypatch):
    tries = []

    def fail(path: Path, data: bytes) -> None:
        tries.append(path)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_module, "write_whole", fail)
    cache = Cache(tmp_path)
    cache.put(KEY, "x")
    cache.put(key_of("two"), "x")
    assert len(tries) == 1
    assert entries(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_still_read(tmp_path):
    Cache(tmp_path).put(KEY, "x")
    os.utime(entries(tmp_path)[0], (1, 1))
    for path in (*tmp_path.iterdir(), tmp_path):
        path.chmod(0o500)
    cache = Cache(tmp_path)
    cache.put(key_of("two"), "x")
    cache.trim()
    assert cache.get(KEY, str) == "x"
    assert cache.get(key_of("two"), str) is None


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path):
    (tmp_path / "file").write_text("x")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put(KEY, "x")
    cache.trim()
    assert cache.get(KEY, str) is None


def test_what_no_file_can_hold_is_not_kept(tmp_path):
    report = ordinary_report()
    article = replace(report.reading.article, text="\ud800")
    Cache(tmp_path).put(KEY, replace(report, reading=replace(report.reading, article=article)))
    assert entries(tmp_path) == []


def _write_often(folder: Path, seed: int) -> None:
    cache = Cache(folder, limit=20_000)
    for number in range(200):
        key = key_of(str(number % 7))
        cache.put(key, str(number % 7) * 5_000)
        found = cache.get(key, str)
        assert found in (None, str(number % 7) * 5_000)
        if number % 20 == seed:
            cache.trim()


def test_runs_at_the_same_time_never_see_half_an_entry(tmp_path):
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=_write_often, args=(tmp_path, seed)) for seed in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0, 0]
    assert not list(tmp_path.rglob("*.tmp"))


def test_the_least_recently_used_go_first_and_the_limit_holds(tmp_path):
    keys = [key_of(str(number)) for number in range(10)]
    cache = Cache(tmp_path, limit=10_000)
    for age, key in enumerate(keys):
        cache.put(key, "x" * 1_500)
        path = tmp_path / key[:2] / key[2:]
        os.utime(path, (10 + age, 10 + age))
    assert cache.get(keys[0], str)  # used just now
    cache.trim()
    assert sum(path.stat().st_size for path in entries(tmp_path)) <= 8_000
    assert [cache.get(key, str) is not None for key in keys] == [True] + [False] * 5 + [True] * 4


def test_what_killed_runs_left_is_taken_away_after_a_day(tmp_path):
    cache = Cache(tmp_path)
    cache.put(KEY, "x")
    left = entries(tmp_path)[0].with_name("left.1-00.tmp")
    left.write_text("half")
    cache.trim()
    assert left.exists()
    os.utime(left, (1, 1))
    cache.trim()
    assert not left.exists()
    assert cache.get(KEY, str) == "x"


def test_clearing_takes_entries_and_nothing_else(tmp_path):
    Cache(tmp_path).put(KEY, "x")
    (tmp_path / "notes.txt").write_text("mine")
    assert Cache(tmp_path).clear() == 1
    assert entries(tmp_path) == [tmp_path / "notes.txt"]


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"AUDIT_CACHE_DIR": "here", "XDG_CACHE_HOME": "/x"}, "here"),
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/source-attribution-auditor"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/nell/.cache/source-attribution-auditor"),
        ("linux", {}, "/home/nell/.cache/source-attribution-auditor"),
        ("darwin", {}, "/home/nell/Library/Caches/source-attribution-auditor"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/source-attribution-auditor"),
    ],
)
def test_each_system_has_its_place_for_caches(monkeypatch, platform, environment, folder):
    monkeypatch.setenv("HOME", "/home/nell")
    monkeypatch.setattr(cache_module.sys, "platform", platform)
    assert cache_folder(environment) == Path(folder)


def test_without_a_home_there_is_no_cache(monkeypatch):
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    assert cache_folder({}) is None


# ---------------------------------------------------------------- which program


def test_any_byte_of_the_program_makes_another_program(tmp_path):
    def changed(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return content_key(tmp_path)

    keys = [
        changed("a.py", "x"),
        changed("a.py", "y"),
        changed("b/a.py", "y"),
        changed("b/c.txt", ""),
        changed("b/c.txt", "\0"),
    ]
    assert len(set(keys)) == len(keys)
    changed("__pycache__/a.pyc", "compiled")
    assert content_key(tmp_path) == keys[-1]
    assert content_key(tmp_path, largest=0) != keys[-1]


def test_what_is_installed_makes_another_program(tmp_path, monkeypatch):
    packages, vendored = tmp_path / "site-packages", tmp_path / "vendored"
    for folder in (packages, vendored):
        (folder / "numpy-99.0.dist-info").mkdir(parents=True)
    before = program_key.__wrapped__()
    monkeypatch.syspath_prepend(str(vendored))
    assert program_key.__wrapped__() == before
    monkeypatch.syspath_prepend(str(packages))
    assert program_key.__wrapped__() != before
