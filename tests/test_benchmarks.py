"""The benchmark of speed: its reckoning, its articles, and one run of it. No time is asserted."""

import subprocess
import sys

from benchmarks.costs import Cost, table
from benchmarks.speed import Speed, compared, counts_to, growth_rows, parsed, speed_rows
from benchmarks.stories import TINY, story, write_stories


def test_a_ratio_is_the_median_over_lots_so_that_one_disturbed_lot_changes_nothing() -> None:
    lots = [
        {"words": 100, "bare": 1.0, "audit": 1.25},
        {"words": 100, "bare": 1.0, "audit": 1.25},
        {"words": 100, "bare": 1.0, "audit": 97.5},
    ]
    assert compared(lots, "audit") == (3.0, 0.8)
    assert compared(lots, "bare") == (100.0, 1.0)


def test_numbers_of_articles_grow_tenfold_up_to_the_largest() -> None:
    assert counts_to(1) == [10]
    assert counts_to(9_999) == [10, 100, 1000]
    assert counts_to(10_000) == [10, 100, 1000, 10_000]


def test_growth_is_told_by_what_each_more_article_costs() -> None:
    costs = [
        ("check", 10, Cost(9, 4.0, 300)),
        ("archive", 10, Cost(9, 5.0, 400)),
        ("check", 100, Cost(9, 5.8, 310.4)),
        ("check", 1000, Cost(99, 14.8, 400)),
    ]
    assert growth_rows(costs) == [
        ["audit archive", "10", "5.0", "-", "400"],
        ["audit check", "10", "4.0", "-", "300"],
        ["audit check", "100", "5.8", "20.0", "310"],
        ["audit check", "1,000", "14.8", "10.0", "400"],
    ]


def test_a_table_is_as_wide_as_its_widest_cell() -> None:
    rows = speed_rows([Speed("bare pipeline", 6100.4, 1.0, 1234.5), Speed("audit", 5400, 0.885)])
    assert table(("", "words a second", "x", "MB"), rows).splitlines() == [
        "|               | words a second |    x |    MB |",
        "| ------------- | -------------: | ---: | ----: |",
        "| bare pipeline |          6,100 | 1.00 | 1,234 |",
        "| audit         |          5,400 | 0.89 |     - |",
    ]


def test_what_a_command_costs_counts_its_memory() -> None:
    # In a process of its own: a child's peak is never told as less than that of the process that started it.
    code = "import sys; from benchmarks.costs import cost_of; print(cost_of([sys.executable, '-c', sys.argv[1]]).peak)"
    peaks = [
        float(subprocess.run([sys.executable, "-c", code, run], capture_output=True, check=True).stdout)
        for run in ("pass", "b'x' * 300_000_000")
    ]
    assert peaks[1] > peaks[0] + 250


def test_articles_are_the_same_each_time_and_differ_from_each_other(tmp_path) -> None:
    write_stories(tmp_path / "some", 3, TINY)
    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "some").iterdir())]
    assert texts == [story(number, TINY) for number in range(3)]
    assert len(set(texts)) == 3
    assert story(7).count("\n\n") == 14


def test_one_command_prints_the_tables(tmp_path) -> None:
    write_stories(tmp_path / "articles", 6, TINY)
    command = [sys.executable, "-m", "benchmarks.speed", str(tmp_path / "articles"), "--repeat", "0", "--largest", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told, *lines = done.stdout.splitlines()
    assert "6 articles" in told
    assert [line.split("|")[1].strip() for line in lines if line.startswith("| ")][2:6] == [
        "spaCy's tokenizer alone (the floor)",
        "bare pipeline",
        "audit, one core: reading, rules, JSON",
        "audit check, with its start",
    ]


def test_big_runs_are_asked_for() -> None:
    assert parsed([]).largest <= 1000
