"""The summary of a GitHub job: its size, its order, and what it leaves out."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from audit.records import Problem, Report, Run
from audit.render import RENDERERS
from audit.render.jobsummary import LIMIT
from tests.runs import hostile_report, make_article, make_finding, make_report, make_run, ordinary_report, whole_run


def summary(run: Run) -> str:
    return RENDERERS["github-summary"](run)


def long_report(number: int, *, errors: int = 0, notes: int = 0) -> Report:
    """An article with many findings, each with a message of some 900 bytes."""
    words = [f"word{n:04}" for n in range(errors + notes)]
    article = make_article(f"story-{number:04}.txt", f"Story {number:04}\n\n" + " ".join(words) + "\n")
    findings = tuple(
        make_finding(article, word, severity="error" if n < errors else "info", message="“橋” " * 100)
        for n, word in enumerate(words)
    )
    return make_report(article, findings)


def told(text: str) -> int:
    return len(re.findall(r"(?m)^- \*\*(?:error|warning|note)\*\*", text))


def test_the_worst_article_comes_first_and_a_clean_one_not_at_all():
    clean = make_report(make_article("clean.txt", "Rain fell.\n"))
    bad = make_report(make_article("bad.txt", "Bad\n\nA source said.\n"))
    worse = make_report(make_article("worse.txt", "Worse\n\nA source said.\n"))
    bad = replace(bad, findings=(make_finding(bad.reading.article, "A source", severity="warning"),))
    worse = replace(worse, findings=(make_finding(worse.reading.article, "A source"),))
    text = summary(make_run(clean, bad, worse))
    assert text.startswith("# Sourcing audit\n\n3 articles: 1 error, 1 warning.\n")
    assert text.index("| Worse | 1 |") < text.index("| Bad | 0 |") < text.index("## Worse") < text.index("## Bad")
    assert "clean" not in text


def test_one_article_needs_no_table():
    assert "| --- |" not in summary(make_run(hostile_report()))


def test_waivers_and_problems_are_in_it():
    text = summary(whole_run())
    assert "the editor knows both" in text
    assert "### Not audited" in text
    assert "not a format" in text


def test_it_stays_within_githubs_limit_and_says_what_is_missing():
    run = make_run(*(long_report(number, errors=12) for number in range(150)))
    text = summary(run)
    size = len(text.encode())
    assert LIMIT - 20_000 < size <= LIMIT < 1024 * 1024
    left_out = re.search(r"Cut here with (\d+) findings to come", text)
    assert left_out
    assert told(text) + int(left_out[1]) == 150 * 12
    assert text.count("\n## ") < 151


def test_notes_are_left_out_whole_and_every_tag_is_closed():
    run = make_run(long_report(1, errors=1), long_report(2, notes=900), long_report(3, notes=1))
    text = summary(run)
    assert len(text.encode()) <= LIMIT
    assert text.count("<details>") == text.count("</details>") == 0
    assert "Cut here with 901 findings to come" in text


def test_a_summary_that_just_fits_is_not_cut():
    run = make_run(*(long_report(number, errors=12) for number in range(40)))
    assert told(summary(run)) == 480
    assert "Cut here" not in summary(run)


def test_a_long_table_and_many_problems_fit_too():
    problems = tuple(Problem(path=f"broken-{number}.pdf", message="odd " * 50) for number in range(8000))
    text = summary(make_run(ordinary_report(), problems=problems))
    assert len(text.encode()) <= LIMIT
    assert "Cut here with 6 findings to come" in text
    table = summary(make_run(*(long_report(number, errors=1) for number in range(250))))
    assert "And 50 more." in table
    assert len(table.encode()) <= LIMIT


def test_nothing_of_an_article_marks_up_links_or_calls_anybody():
    text = summary(whole_run())
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert not [token for token in inline if token.type in ("link_open", "image", "code_inline", "em_open")]
    assert {token.content for token in inline if token.type == "html_inline"} == {"<!-- -->", "<b>", "</b>"}
    assert not re.search(r"@\w|#\d|GH-\d|://", text)
