"""Trends and questions on what `audit archive` itself writes."""

import csv
import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from audit.cli.app import app
from tests.test_trends_questions import QUERIES, SETUP

UNNAMED = "Two council officials, who asked not to be named because the tender is sealed, said the steel had rusted."
NAMED = "“We were told nothing,” said Ada Renn, who runs the fish market."
STORIES = [
    {
        "text": f"Bridge to close\n\n{NAMED}\n\n{UNNAMED}\n",
        "outlet": "Lantern",
        "section": "City",
        "date": "2031-01-03",
    },
    {"text": f"Market to move\n\n{NAMED}\n", "outlet": "Herald", "section": "City", "date": "2031-02-04"},
    {"headline": "No text at all"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archived")
    (folder / "stories.jsonl").write_text("\n".join(map(json.dumps, STORIES)), encoding="utf-8")
    made = CliRunner().invoke(
        app, ["archive", str(folder / "stories.jsonl"), "-o", str(folder / "archive"), "--jobs=1"]
    )
    assert made.exit_code == 2, made.output  # one has no text
    return folder


def test_it_is_compared(folder):
    told = CliRunner().invoke(app, ["trends", str(folder / "archive"), "-o", str(folder / "told"), "--min-articles=2"])
    assert told.exit_code == 0, told.output
    with (folder / "told" / "month.csv").open(encoding="utf-8") as lines:
        rows = [(row["month"], row["articles"], row["articles_with_unnamed"]) for row in csv.DictReader(lines)]
    assert rows == [("2031-01", "1", "1"), ("2031-02", "1", "0")]
    page = (folder / "told" / "trends.html").read_text(encoding="utf-8")
    assert "1 record could not be audited" in page


@pytest.mark.parametrize("number", range(1, 11))
def test_every_question_can_be_put_to_it(number, folder, monkeypatch):
    monkeypatch.chdir(folder)
    with duckdb.connect() as database:
        database.execute(SETUP)
        database.execute(QUERIES[number - 1]).fetchall()
