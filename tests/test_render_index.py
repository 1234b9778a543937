"""The index of a run: which articles, in what order, and how months, desks and authors compare."""

from dataclasses import replace

import pytest

from audit.records import Measures, Report
from audit.render import INDEXES
from audit.render.overview import Month, entry_of
from audit.render.page.comparing import compared, over_time
from tests.runs import make_article, make_finding, make_measures, make_overview, make_report, make_run, ordinary_report


def story(path: str = "a.md", *, errors: int = 0, measures: Measures | None = None, **metadata: str) -> Report:
    article = replace(make_article(path, "Sources said so."), metadata=metadata)
    return make_report(article, (make_finding(article, "Sources"),) * errors, measures=measures or make_measures())


def entries(*reports):
    return [entry_of(report, "x") for report in reports]


def by_desk(*reports):
    return compared("By desk", "Desk", entries(*reports), lambda entry: (entry.desk,) if entry.desk else ())


# ---------------------------------------------------------------- what articles say of themselves


@pytest.mark.parametrize(
    ("date", "shown", "month"),
    [
        ("2031-04-02", "2031-04-02", Month(2031, 4)),
        ("2031-04-02 10:00:00+00:00", "2031-04-02", Month(2031, 4)),
        ("2031-04", "2031-04", Month(2031, 4)),
        ("2031-13-02", "", None),
        ("2031-04-99", "2031-04", Month(2031, 4)),
        ("12 April", "", None),
        ("20310-04-02", "", None),
    ],
)
def test_a_date_is_what_can_be_read_as_one(date, shown, month):
    (entry,) = entries(story(date=date))
    assert (entry.date, entry.month) == (shown, month)


def test_desk_and_authors_are_told_by_front_matter_or_metadata():
    told = entries(
        story(desk=" City ", section="News", author="Nell Ashdown; Tom Reed"),
        story(section="Sport;Football", authors="Nell Ashdown;"),
        story(category="Arts", byline="Tom Reed"),
        story(),
    )
    assert [entry.desk for entry in told] == ["City", "Sport", "Arts", ""]
    assert [entry.authors for entry in told] == [("Nell Ashdown", "Tom Reed"), ("Nell Ashdown",), ("Tom Reed",), ()]


# ---------------------------------------------------------------- the page


def page(*reports, **options):
    return INDEXES["html"](make_overview(make_run(*reports), "html", **options))


def test_the_worst_article_comes_first_and_ties_keep_their_order():
    text = page(story("clean.md"), story("bad.md", errors=1), story("worse.md", errors=2), story("good.md"))
    places = [text.index(f"<code>{name}.md</code>") for name in ("worse", "bad", "clean", "good")]
    assert places == sorted(places)
    assert "4 articles: 3 errors." in text


def test_nothing_is_said_by_author_unless_that_is_asked_for():
    names = ["Ashdown", "Reed"] * 5
    reports = [story(f"{name}.md", author=name, desk=name, date="2031-04-02") for name in names]
    assert "By author" not in page(*reports)
    assert "By author" in page(*reports, by_author=True)
    assert "By desk" in page(*reports)
    assert "Over time" not in page(*reports)
    assert "By author" not in INDEXES["markdown"](make_overview(make_run(*reports), "md"))


def test_nobody_is_compared_on_few_articles():
    reports = [story("a.md", author=name) for name in ["Ashdown", "Reed", "Reed", "Vale"] + ["Ashdown"] * 4]
    text = page(*reports, story(), by_author=True)
    assert "There are no two to compare. 1 article names no author. 2 authors have fewer than 5 articles." in text
    assert "Ashdown" not in text


def test_one_desk_and_one_month_are_nothing_to_compare():
    assert "By desk" not in page(story(desk="City", date="2031-04-02"), story(date="2031-04-03"))


def test_the_page_tells_by_which_policies_its_articles_were_judged():
    strict = replace(story(), policy="strict")
    assert "Judged by the policy default." in page(story(), story())
    assert "Judged by the policy default (1 article), the policy strict (2 articles)." in page(strict, story(), strict)


def test_a_name_that_attacks_stays_text():
    text = page(story(desk="<script>alert(1)</script>", date="2031-04-02"), story(desk="\x1b[2J", date="2031-05-02"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "\x1b" not in text


def test_markdown_has_the_same_comparisons_and_a_name_that_attacks_stays_text():
    reports = [
        story(desk="City", date="2031-04-02", errors=1),
        story(desk="[x](javascript:1) | @mayor", date="2031-05-02"),
    ]
    overview = make_overview(make_run(*reports), "md", by_author=True)
    text = INDEXES["markdown"](overview)
    assert "| Apr 2031 | 1 | 100% |" in text
    assert "| City | 1 | 100% |" in text
    assert "\n| \\[x\\]\\(javascript:1\\) \\| @<!-- -->mayor | 1 | 0% |" in text
    assert "## By author\n\nThere are no two to compare. 2 articles name no author." in text


# ---------------------------------------------------------------- over time


def test_months_without_an_article_are_gaps():
    made = over_time(entries(story(date="2031-11-02", errors=1), story(date="2031-11-03"), story(date="2032-01-02")))
    assert [period for period, _ in made.rows] == ["Nov 2031", "Dec 2031", "Jan 2032"]
    assert [(cells[0].words, cells[0].weight) for _, cells in made.rows] == [("50%", 2), ("—", 0), ("0%", 1)]
    assert "without a date" not in made.explained


def test_many_years_are_told_by_year_and_articles_without_a_date_counted():
    made = over_time(entries(story(date="2020-11-02"), story(date="2031-11-03"), story()))
    assert [period for period, _ in made.rows] == [str(year) for year in range(2020, 2032)]
    assert made.explained.endswith("1 article without a date left out.")


def test_a_date_that_is_wrong_by_centuries_does_not_make_a_chart_of_centuries():
    made = over_time(entries(story(date="0031-11-02"), story(date="2031-11-03"), story(date="2033-11-03")))
    assert [period for period, _ in made.rows] == ["31", "2031", "2033"]


# ---------------------------------------------------------------- by desk


def test_figures_of_a_desk_weigh_words_and_leave_out_what_has_none():
    long = make_measures(words=900, attributed_share=0.5, anonymous_share=0.2, reason_given_rate=1.0, named_sources=4)
    short = make_measures(words=100, attributed_share=0.9, anonymous_share=0.0, reason_given_rate=None, named_sources=0)
    made = by_desk(story(desk="City", measures=long, errors=1), story(desk="City", measures=short), story(desk="Sport"))
    city = made.groups[0]
    assert (city.name, city.articles) == ("City", 2)
    shown = [figure.words for figure in city.figures]
    # with errors; 90 of 540 attributed words; reasons in the one article that has a rate; 540 of 1,000 words; …
    assert shown[:4] == ["50%", "17%", "100%", "54%"]
    assert shown[5] == "2.0"


def test_a_desk_without_attributed_words_has_no_share_of_them():
    nothing = make_measures(attributed_share=0.0, anonymous_share=None, reason_given_rate=None)
    made = by_desk(story(desk="City", measures=nothing), story(desk="Sport"), story())
    assert [figure.words for figure in made.groups[0].figures][1:3] == ["—", "—"]
    assert made.left_out == "1 article names no desk."


def test_only_the_largest_groups_are_drawn_over_time_each_before_all_articles():
    reports = [story(desk=f"D{number}", date=f"2031-0{month}-02") for number in range(15) for month in (1, 2)]
    made = by_desk(*reports, story(desk="D14", date="2031-03-02"))
    assert len(made.groups) == 15
    assert [panel.name for panel in made.over_time.panels][:2] == ["D14", "D0"]
    assert len(made.over_time.panels) == 12
    assert made.over_time.explained.endswith("Of 15 the 12 with most articles.")
    assert all(panel.behind for panel in made.over_time.panels)


def test_a_real_report_makes_a_line():
    (entry,) = entries(ordinary_report())
    assert entry.title == "Harbor bridge to close for repairs"
    assert entry.tally == (2, 2, 2, 1)
