"""docs/codebook.md: fresh, whole, and with the figures that were measured."""

from pathlib import Path

import pytest

from audit.archive.tables import TABLES
from audit.trends.records import MEASURES
from benchmarks.codebook import PAGE, missing, page, part
from benchmarks.codebook_columns import TRENDS
from benchmarks.measures import compared

BOOK = PAGE.read_text(encoding="utf-8")


def test_the_codebook_is_fresh() -> None:
    assert page() == BOOK, "docs/codebook.md is stale: run `make docs`"


def test_every_column_is_told_of_and_no_other() -> None:
    assert list(missing()) == [], "mend benchmarks/codebook_columns.py"
    assert TRENDS.keys() == {measure.name for measure in MEASURES}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_row(table: str) -> None:
    section = BOOK.partition(f"### `{table}`")[2].partition("### ")[0]
    for column in TABLES[table].columns:  # type: ignore[index]
        (row,) = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` |")]
        assert column.description in row
        assert all(cell.strip() for cell in row.strip("|").split(" | "))


def test_a_share_has_wilsons_interval() -> None:
    assert part(8, 10) == "8 of 10, 80% (49% to 94%)"
    assert part(0, 0) == "none to judge"


def test_the_program_is_compared_with_people_article_by_article() -> None:
    figures = compared([(0.5, 0.4), (0.3, 0.4), (0.6, 0.3), (0.2, 0.2)])
    spread = 1.96 * 0.1707825 / 2
    assert figures == pytest.approx(
        {
            "articles": 4,
            "program": 0.4,
            "people": 0.325,
            "difference": 0.075,
            "low": 0.075 - spread,
            "high": 0.075 + spread,
            "typical_error": 0.125,
        },
        abs=1e-4,
    )


def test_questions_and_codebook_lead_to_each_other() -> None:
    assert "(questions.md)" in BOOK
    assert "(codebook.md)" in (Path(PAGE).with_name("questions.md")).read_text(encoding="utf-8")
