"""docs/questions.md: every query runs on an archive, and answers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.trends_archive import ordinary_stories, write_archive

PAGE = Path(__file__).parent.parent / "docs" / "questions.md"
SETUP, *QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
TITLES = re.findall(r"^### (.*)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
Row = dict[str, object]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("questions")
    stories = ordinary_stories()
    copies = [
        replace(story, number=1000 + story.number, outlet="Gazette", digest=f"sha256:{story.number:04}")
        for story in stories[:60]
    ]
    write_archive(folder / "archive", [*stories, *copies])
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as connection:
        patch.chdir(folder)
        connection.execute(SETUP)
        yield connection


def answer(database: duckdb.DuckDBPyConnection, number: int) -> list[Row]:
    found = database.execute(QUERIES[number - 1])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_there_are_ten_and_each_has_one_query():
    assert len(QUERIES) == len(TITLES) == 10
    assert [title.partition(".")[0] for title in TITLES] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("number", range(1, 11))
def test_every_query_answers(number, database):
    rows = answer(database, number)
    assert rows, TITLES[number - 1]
    assert rows == answer(database, number)
    told = {name for row in rows for name, value in row.items() if value is not None}
    assert told >= rows[0].keys() - {"url"}, f"nothing but null in {rows[0].keys() - told}"


def test_shares_are_weighed_by_words(database):
    herald = next(row for row in answer(database, 1) if row["outlet"] == "Herald")
    stories = [story for story in ordinary_stories() if story.outlet == "Herald"]
    unnamed = sum(20 * len(story.unnamed) for story in stories)
    assert herald["articles"] == len(stories)
    assert herald["unnamed_share"] == pytest.approx(unnamed / (unnamed + 200 * len(stories)))


def test_classes_of_reasons_add_up(database):
    for row in answer(database, 2):
        assert row["specific"] + row["stock_phrase"] + row["no_reason"] == pytest.approx(1)


def test_copies_are_found(database):
    assert next(row for row in answer(database, 8) if row["outlet"] == "Gazette")["elsewhere_too"] == pytest.approx(
        60 / 65
    )
