"""One browser for all tests of this folder, and the pages that they open."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit.records import Run
from audit.render import INDEXES, RENDERERS
from tests.runs import hostile_report, make_overview, make_run, ordinary_report, whole_run

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("THE PAGES WERE NOT TRIED IN A BROWSER: install chromium (make test does where it may)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield started
        started.close()


def of_desks(run: Run) -> Run:
    """The run with one of twenty desks, one of four authors, and a day of one of six months for each article."""
    reports = []
    for number, report in enumerate(run.reports, 1):
        about = {"desk": f"Desk {number % 20}", "author": f"Author {number % 4}", "date": f"2031-0{number % 6 + 1}-11"}
        article = replace(report.reading.article, metadata=about)
        reports.append(replace(report, reading=replace(report.reading, article=article)))
    return replace(run, reports=tuple(reports))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of a page by hand, one that attacks, one of both, an index, and a page of an article as audited."""
    folder = tmp_path_factory.mktemp("pages")
    run = whole_run()
    many = replace(run, reports=run.reports * 500)
    texts = {
        "ordinary": RENDERERS["html"](make_run(ordinary_report())),
        "hostile": RENDERERS["html"](make_run(hostile_report())),
        "whole": RENDERERS["html"](run),
        "index": INDEXES["html"](make_overview(of_desks(run), "html", by_author=True)),
        "many": INDEXES["html"](make_overview(of_desks(many), "html")),
    }
    for number, name in enumerate(("ordinary", "hostile")):
        texts[f"r {number}"] = texts[name]
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    command = [
        "-m",
        "audit",
        "report",
        str(SEEDS / "harbor-patrol.txt"),
        "--no-config",
        "--output-dir",
        str(folder / "seed"),
    ]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    found = {path.stem: path.as_uri() for path in folder.glob("*.html")}
    return {**found, "audited": (folder / "seed" / "harbor-patrol.html").as_uri()}


@pytest.fixture
def visit(browser: Any, pages: dict[str, str]) -> Iterator[Callable[..., Any]]:
    """Open a page by name; what goes wrong in it, and what it asks the network for, fails the test at its end."""
    contexts, wrong = [], []

    def opened(name: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: request.url.startswith("file:") or wrong.append(request.url))
        page.goto(pages[name])
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong
