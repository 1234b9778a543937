"""`audit report` on real files: one report at a time, each by the rules of its own path, the index over all."""

import gc
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audit.cli import report as command
from audit.cli.app import app
from audit.records import Report, Run
from audit.render import RENDERERS

STORY = """\
---
title: The port was sold
author: {author}
desk: {desk}
date: 2031-0{month}-11
---

The port was sold on Monday, sources said. Experts believe that the cranes will go.
"""


@pytest.fixture
def newsroom(tmp_path, monkeypatch) -> Path:
    """A folder with six articles of two authors and two desks, in three months."""
    monkeypatch.chdir(tmp_path)
    for number in range(6):
        about = {"author": f"Reporter {number % 2}", "desk": ("City", "Sport")[number % 2], "month": number % 3 + 1}
        path = tmp_path / ("news", "opinion")[number % 2] / f"{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(STORY.format(**about))
    return tmp_path


def audit_report(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments])


def page(name: str) -> str:
    return " ".join((Path("reports") / f"{name}.html").read_text().split())


def test_each_page_is_written_before_the_next_article_is_judged(newsroom, monkeypatch):
    alive = []

    def render(run: Run) -> str:
        gc.collect()
        alive.append(sum(type(thing) is Report for thing in gc.get_objects()))
        return RENDERERS["html"](run)

    monkeypatch.setattr(command, "RENDERERS", {"html": render})
    for _ in range(2):  # read anew, then from the cache
        assert audit_report(".").exit_code == 0
    assert len(alive) == 12
    assert max(alive) <= alive[0] + 2


def test_each_page_tells_the_policy_and_limits_of_its_path(newsroom):
    (newsroom / "audit.toml").write_text(
        "[[overrides]]\npaths = ['opinion/']\npolicy = 'strict'\nfail-on = 'warning'\nrules = {ART010 = 'off'}\n"
    )
    assert audit_report(".").exit_code == 0
    news, opinion = page("news-0"), page("opinion-1")
    assert "Judged by the policy default: errors fail the check." in news
    assert "Judged by the policy strict: errors and warnings fail the check." in opinion
    assert "<code>ART010</code> note over 8; warning over 12:" in news
    assert "ART010" not in opinion
    assert "the policy default (3 articles), the policy strict (3 articles)" in page("index")


def test_what_is_known_and_what_cannot_be_read_is_told_as_in_a_check(newsroom):
    runner = CliRunner()
    assert runner.invoke(app, ["baseline", "write", "."]).exit_code == 0
    (newsroom / "news" / "broken.pdf").write_bytes(b"%PDF-1.7")
    result = audit_report(".", "news/broken.pdf", "--baseline", "audit-baseline.json")
    assert result.exit_code == 2
    assert "news/broken.pdf" in result.stderr
    assert "Nothing to fix" in page("news-0")
    assert "set aside" in page("news-0")
    assert "6 articles" in page("index")
    assert "1 input could not be audited" in page("index")
    assert "<code>news/broken.pdf</code>" in page("index")


def test_the_index_compares_what_front_matter_names(newsroom):
    assert audit_report(".").exit_code == 0
    assert "By desk" in page("index")
    assert "Jan 2031" in page("index")
    assert "Reporter" not in page("index")
    assert audit_report(".", "--by-author").exit_code == 0
    assert "2 authors have fewer than 5 articles." in page("index")


@pytest.mark.slow
def test_a_bar_on_a_terminal_tells_how_far_a_long_run_is_and_standard_output_stays_clean(newsroom):
    ours, theirs = pty.openpty()
    run = [sys.executable, "-m", "audit", "report", "."]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
        printed = process.stdout.read()
    os.close(ours)
    assert b"Auditing" in shown
    assert b"100%" in shown
    assert printed == b"reports/index.html\n"
    piped = subprocess.run(run, capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (b"reports/index.html\n", b"")
