"""`audit trends`: the figures are right, whatever the archive's shape, and nobody's names do harm."""

import csv
import math
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import mean

import pytest
from typer.testing import CliRunner, Result

from audit.cli.app import app
from audit.trends.intervals import Sums, of_articles, ratio
from audit.trends.periods import months_between
from tests.trends_archive import Story, article_row, finish, ordinary_stories, tables_of, write_archive, write_part

Table = list[dict[str, str]]


def trends(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["trends", *map(str, arguments)])


def table(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def told(folder: Path, stories: Sequence[Story], *arguments: str | Path) -> Path:
    """The folder of what is told of an archive of these stories."""
    archive, output = write_archive(folder / "archive", stories), folder / "told"
    result = trends(archive, "-o", output, *arguments)
    assert (result.exit_code, result.stdout) == (0, f"{output / 'trends.html'}\n"), result.output
    return output


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return told(tmp_path_factory.mktemp("ordinary"), ordinary_stories())


# ---------------------------------------------------------------- intervals


def sums(pairs: Sequence[tuple[int, int]]) -> Sums:
    return Sums(
        articles=sum(x > 0 for _, x in pairs),
        y=sum(y for y, _ in pairs),
        x=sum(x for _, x in pairs),
        yy=sum(y * y for y, _ in pairs),
        xy=sum(x * y for y, x in pairs),
        xx=sum(x * x for _, x in pairs),
    )


def test_a_ratio_has_the_standard_error_of_the_textbook():
    pairs = [(3, 20), (0, 35), (8, 40), (2, 15), (5, 60), (0, 0)]
    estimate = ratio(sums(pairs), 1, is_share=True, fewest=2)
    share = 18 / 170
    left = [(y - share * x) ** 2 for y, x in pairs if x]
    error = math.sqrt(5 / 4 * sum(left)) / 170
    assert estimate == pytest.approx((share, share - 1.96 * error, share + 1.96 * error, 5))


def test_articles_of_one_length_have_the_standard_error_of_a_mean():
    counts = [0, 1, 1, 4, 2, 0, 3, 1]
    estimate = ratio(sums([(count, 500) for count in counts]), 1000, is_share=False, fewest=2)
    average = mean(counts)
    error = math.sqrt(sum((count - average) ** 2 for count in counts) / 7 / 8)
    assert estimate[:3] == pytest.approx([2 * average, 2 * (average - 1.96 * error), 2 * (average + 1.96 * error)])


@pytest.mark.parametrize(("part", "low", "high"), [(0, 0.0, 0.27754), (10, 0.72246, 1.0)])
def test_none_and_all_are_not_certain(part, low, high):
    """Their standard error is 0; Wilson's interval over the articles is not."""
    estimate = ratio(sums([(part, 10)] * 10), 1, is_share=True, fewest=10)
    assert estimate == pytest.approx((part / 10, low, high, 10), abs=1e-5)


def test_a_rate_of_nothing_reaches_up_to_the_poisson_limit():
    estimate = ratio(sums([(0, 500)] * 20), 1000, is_share=False, fewest=10)
    assert estimate == pytest.approx((0, 0, 0.36889, 20), abs=1e-5)


def test_an_interval_of_a_share_stays_a_share():
    estimate = ratio(sums([(99, 100), (1, 100), (100, 100)]), 1, is_share=True, fewest=2)
    assert estimate.high == 1
    assert estimate.low is not None
    assert estimate.low >= 0


def test_too_few_articles_have_no_interval_and_none_have_no_figure():
    assert ratio(sums([(1, 10)] * 9 + [(0, 0)] * 5), 1, is_share=True, fewest=10) == (0.1, None, None, 9)
    assert ratio(sums([(0, 0)] * 30), 1, is_share=True, fewest=10) == (None, None, None, 0)
    assert of_articles(3, 9, fewest=10) == (pytest.approx(1 / 3), None, None, 9)
    assert of_articles(0, 0, fewest=10) == (None, None, None, 0)


def test_months_in_a_row():
    assert months_between(["2031-02", "2030-11"]) == ("2030-11", "2030-12", "2031-01", "2031-02")
    assert months_between(["0031-02", "2031-02"]) == ("0031-02", "2031-02")
    assert months_between([]) == ()


# ---------------------------------------------------------------- figures


def test_figures_of_a_group_are_those_of_its_articles(ordinary):
    stories = [story for story in ordinary_stories() if story.outlet == "Herald"]
    (herald,) = [line for line in table(ordinary / "outlet.csv") if line["outlet"] == "Herald"]
    rows = [article_row(story) for story in stories]
    words = sum(story.words for story in stories)
    reasons = [reason for story in stories for reason in story.unnamed]
    expected = {
        "articles": len(stories),
        "words": words,
        "articles_with_unnamed": mean(bool(story.unnamed) for story in stories),
        "unnamed_share": sum(r["anonymous_words"] for r in rows) / sum(r["attributed_words"] for r in rows),
        "reason_share": mean(reason != "none" for reason in reasons),
        "reason_share_articles": sum(bool(story.unnamed) for story in stories),
        "attributed_share": sum(story.attributed_share * story.words for story in stories) / words,
        "hedges_per_1000": sum(story.hedges_per_1000 * story.words for story in stories) / words,
    }
    assert {name: float(herald[name]) for name in expected} == pytest.approx(expected, rel=1e-5)
    for name in ("articles_with_unnamed", "unnamed_share", "reason_share", "attributed_share", "hedges_per_1000"):
        assert float(herald[f"{name}_low"]) < float(herald[name]) < float(herald[f"{name}_high"])


def test_rules_count_for_words_and_for_articles_and_waived_findings_do_not(ordinary):
    stories = ordinary_stories()
    lines = {line["rule"]: line for line in table(ordinary / "rules.csv") if line["dimension"] == "all"}
    assert lines.keys() == {"ANON001", "ANON004"}
    findings = sum(story.rules.count("ANON004") for story in stories)
    line = lines["ANON004"]
    assert int(line["findings"]) == findings
    assert float(line["per_1000_words"]) == pytest.approx(1000 * findings / sum(s.words for s in stories), rel=1e-5)
    assert float(line["articles_with"]) == pytest.approx(mean("ANON004" in s.rules for s in stories), rel=1e-5)


def test_a_rule_that_reports_nothing_in_a_group_is_told_so(ordinary):
    lines = [line for line in table(ordinary / "rules.csv") if line["dimension"] == "outlet" and not line["group"]]
    assert [(line["rule"], line["findings"], line["per_1000_words"]) for line in lines] == [
        ("ANON001", "0", "0"),
        ("ANON004", "0", "0"),
    ]
    assert float(lines[0]["per_1000_words_high"]) == pytest.approx(1000 * 3.68888 / (14 * 500), rel=1e-4)


def test_periods_stand_in_order_and_groups_by_size_and_the_nameless_last(ordinary):
    assert [line["month"] for line in table(ordinary / "month.csv")] == [f"2031-0{n}" for n in range(1, 7)] + [""]
    outlets = table(ordinary / "outlet.csv")
    assert [line["outlet"] for line in outlets][2:] == ["Gazette", ""]
    assert int(outlets[0]["articles"]) >= int(outlets[1]["articles"]) > int(outlets[2]["articles"])


def test_few_articles_have_figures_but_no_interval(ordinary):
    (gazette,) = [line for line in table(ordinary / "outlet.csv") if line["outlet"] == "Gazette"]
    assert (gazette["articles_with_unnamed"], gazette["articles_with_unnamed_low"]) == ("1", "")
    assert "of only 5 articles" in (ordinary / "trends.html").read_text(encoding="utf-8")
    assert "Gazette" not in {line["group"] for line in table(ordinary / "rules.csv")}


def test_the_fewest_can_be_chosen(tmp_path):
    output = told(tmp_path, ordinary_stories(), "--by", "outlet", "--min-articles", "5")
    (gazette,) = [line for line in table(output / "outlet.csv") if line["outlet"] == "Gazette"]
    assert float(gazette["articles_with_unnamed_low"]) == pytest.approx(0.56551, abs=1e-4)


def test_authors_are_compared_only_when_asked_for(ordinary, tmp_path):
    page = (ordinary / "trends.html").read_text(encoding="utf-8")
    assert not (ordinary / "author.csv").exists()
    assert "Per Holm" not in page
    output = told(tmp_path, ordinary_stories(), "--by", "author")
    names = [line["author"] for line in table(output / "author.csv")]
    assert sorted(names) == ["", "Iris Vane", "Nell Ashdown", "Per Holm"]
    by_holm = sum("Per Holm" in story.authors for story in ordinary_stories())
    assert (
        int(next(line["articles"] for line in table(output / "author.csv") if line["author"] == "Per Holm")) == by_holm
    )
    assert "compares people" in (output / "trends.html").read_text(encoding="utf-8")
    assert "compares people" not in page


def test_outlets_are_followed_through_the_months(ordinary):
    lines = table(ordinary / "outlet-by-month.csv")
    assert {line["outlet"] for line in lines} == {"Herald", "Lantern"}
    herald = [line for line in lines if line["outlet"] == "Herald" and line["month"] == "2031-05"]
    stories = [s for s in ordinary_stories() if s.outlet == "Herald" and s.day and s.day.month == 5]
    assert [int(line["articles"]) for line in herald] == [len(stories)]


def test_what_articles_do_not_name_is_left_out_of_the_page(tmp_path):
    output = told(tmp_path, [replace(story, desk=None) for story in ordinary_stories()])
    page = (output / "trends.html").read_text(encoding="utf-8")
    assert "The articles name no desk." in page
    assert "By desk" not in page


def test_what_was_not_read_or_stands_twice_is_told(ordinary):
    page = (ordinary / "trends.html").read_text(encoding="utf-8")
    assert "2 records could not be audited" in page
    assert "1 article has the same words as another one" in page


def test_articles_audited_in_different_ways_are_not_passed_off_as_alike(tmp_path):
    archive = write_archive(tmp_path / "archive", ordinary_stories()[:20])
    later = article_row(Story(number=900)) | {"rules": "sha256:11"}
    write_part(archive, "00009-000000", {"articles": [later]})
    finish(archive)
    assert trends(archive, "-o", tmp_path / "told").exit_code == 0
    assert "audited in 2 different ways" in (tmp_path / "told" / "trends.html").read_text(encoding="utf-8")


def test_right_is_told_of_the_built_in_rules_only(ordinary, tmp_path):
    from audit.rulebook import load_rulebook

    untold, told_of = 'data-label="Right">—', 'data-label="Right">'
    page = (ordinary / "trends.html").read_text(encoding="utf-8")
    assert page.count(untold) == page.count(told_of) == 2
    archive = write_archive(tmp_path / "archive", ordinary_stories(), parts=1)
    digest = load_rulebook().digest
    articles = [article_row(story) | {"rules": digest} for story in ordinary_stories()]
    write_part(archive, "00000-000000", {"articles": articles})
    assert trends(archive, "-o", tmp_path / "told").exit_code == 0
    page = (tmp_path / "told" / "trends.html").read_text(encoding="utf-8")
    assert page.count(untold) < 2
    assert re.search(r'data-label="Right">\d+% of \d+ \(\d+% to \d+%\)<', page)


def test_the_same_articles_give_the_same_bytes_however_they_are_cut(ordinary, tmp_path):
    stories = ordinary_stories()
    archive = write_archive(tmp_path / "archive", stories[::-1], parts=7)
    tables = tables_of([])
    write_part(archive, "00009-000000", {name: rows for name, rows in tables.items() if name != "problems"})
    for path in sorted((archive / "problems").iterdir())[2:]:
        path.unlink()
    finish(archive)
    assert trends(archive, "-o", tmp_path / "told").exit_code == 0
    assert contents(tmp_path / "told") == contents(ordinary)


# ---------------------------------------------------------------- hostile archives

EVIL = (
    "<script>alert(1)</script>",
    "'); DROP TABLE figures; --",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(A1)",
    "a\u202eb\nc",
    "{{ 7*7 }}",
)


def test_names_that_attack_stay_names(tmp_path):
    stories = [
        Story(number=number, outlet=name, desk=name, authors=(name,), day=date(2031, 1 + number // 36, 1))
        for number, name in enumerate(EVIL * 12)
    ]
    output = told(tmp_path, stories, "--by", "outlet", "--by", "month", "--by", "author")
    page = (output / "trends.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page
    lines = table(output / "outlet.csv")
    assert {line["articles"] for line in lines} == {"12"}
    assert sorted(line["outlet"] for line in lines) == sorted(
        f"'{name}" if name.startswith(("=", "@")) else name for name in EVIL
    )
    assert {line["articles"] for line in table(output / "outlet-by-month.csv")} == {"6"}


def test_a_path_is_only_a_path(tmp_path):
    folder = tmp_path / "it's [a-z]* \"?{}; DROP TABLE articles; --"
    output = told(folder, ordinary_stories())
    assert "260 articles" in (output / "trends.html").read_text(encoding="utf-8")


def failing(archive: Path, *, message: str) -> None:
    """The command ends in 2 with the message, and writes nothing."""
    output = archive.parent / "told"
    result = trends(archive, "-o", output)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert result.stderr.startswith("audit: ")
    assert not output.exists()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "archive", ordinary_stories())


def test_a_folder_without_an_archive_is_told(tmp_path):
    failing(tmp_path / "nowhere", message="no archive")
    (tmp_path / "plain").mkdir()
    failing(tmp_path / "plain", message="audit archive INPUT --output DIR")


def test_an_unfinished_archive_is_told(archive):
    (archive / "totals.json").unlink()
    failing(archive, message="unfinished")


def test_a_missing_part_is_told(archive):
    sorted((archive / "findings").iterdir())[1].unlink()
    failing(archive, message="run its `audit archive` again")


@pytest.mark.parametrize("text", ["", "[]", '{"rows": 3}'])
def test_totals_that_make_no_sense_are_told(archive, text):
    (archive / "totals.json").write_text(text, encoding="utf-8")
    failing(archive, message="totals.json cannot be read")


def test_an_empty_archive_is_told(tmp_path):
    failing(write_archive(tmp_path / "archive", [], parts=1), message="holds no articles")


@pytest.mark.parametrize("name", ["articles", "sources", "attributions", "findings", "problems"])
def test_a_truncated_file_is_told(archive, name):
    path = sorted((archive / name).iterdir())[1]
    path.write_bytes(path.read_bytes()[:-20])
    failing(archive, message=f"{name}/00001-000000.parquet is damaged")


def test_damage_inside_a_file_is_told(archive):
    path = sorted((archive / "articles").iterdir())[0]
    data = bytearray(path.read_bytes())
    middle = len(data) // 3
    data[4:middle] = bytes(middle - 4)
    path.write_bytes(data)
    failing(archive, message="cannot be read to the end")


def test_figures_that_no_archive_has_are_told(archive):
    path = sorted((archive / "articles").iterdir())[0]
    rows = [article_row(replace(story, words=2**62)) for story in ordinary_stories()[::2]]
    write_part(archive, path.stem, {"articles": rows})
    failing(archive, message="cannot be read to the end")


def test_a_month_that_is_none_is_not_told(tmp_path):
    archive = write_archive(tmp_path / "archive", ordinary_stories())
    write_part(archive, "00009-000000", {"articles": [article_row(Story(number=900)) | {"month": "Unfug-17"}]})
    finish(archive)
    assert trends(archive, "-o", tmp_path / "told").exit_code == 0
    assert "Unfug" not in "".join((tmp_path / "told" / f).read_text("utf-8") for f in ("trends.html", "month.csv"))


def test_a_missing_column_is_told(archive):
    import pyarrow.parquet as parquet

    path = sorted((archive / "articles").iterdir())[0]
    parquet.write_table(parquet.read_table(path).drop_columns(["words"]), path)
    failing(archive, message="lacks words")


def test_what_an_archive_cannot_be_compared_by_is_told(archive):
    result = trends(archive, "--by", "weather")
    assert result.exit_code == 2
    assert "outlet, desk, genre, month, year, author" in result.stderr


def test_without_the_extra_it_says_what_to_install(archive, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    failing(archive, message="pip install 'source-attribution-auditor[archive]'")


def test_nothing_heavy_is_loaded_before_it_is_needed():
    heavy = ["duckdb", "pyarrow", "jinja2", "audit.trends"]
    code = f"import sys, audit.cli.app; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
