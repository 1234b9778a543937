"""What people read is the same, in the same order, on a page, in Markdown and in a terminal."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from audit.records import Limit, Quotation, RuleCard, Span
from audit.render import RENDERERS, render_terminal
from tests.runs import find, make_run, ordinary_report

CARD = RuleCard(
    id="ART003",
    name="share",
    family="article",
    severity="warning",
    summary="Too much of it.",
    why="",
    advice="",
    limits=(Limit("anonymous_share", "over", 0.7, "warning"),),
)


def run():
    """An ordinary article with something of each kind, judged by a policy of its own."""
    report = ordinary_report()
    text = report.reading.article.text
    opened = Quotation(span=find(text, "“We were told nothing,”"), inner=Span(0, 0), closed=False)
    reading = replace(report.reading, quotations=(opened,))
    own = replace(report, reading=reading, policy="desk.yaml", fails_on="warning", rules=(CARD,))
    return make_run(own)


class Text(HTMLParser):
    """The text of a page's body, without style and scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_text = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.is_text = tag not in ("style", "script", "title")

    def handle_data(self, data):
        self.parts += [data] if self.is_text else []


def as_html():
    return "".join(Text(RENDERERS["html"](run())).parts)


def as_markdown():
    return html.unescape(re.sub(r"<[^>]*>|[\\*]", "", RENDERERS["markdown"](run())))


def as_text():
    return render_terminal(run(), full=True)


ALL = (
    "Harbor bridge to close for repairs",
    "Fix before publishing: 2 errors, 2 warnings, 2 notes, 1 set aside",
    "Unnamed: 3 or more people with 87% of the attributed words",
    "named sources 4%",
    "Unnamed spokespeople",
    "warning over 70%: not kept",
    "about 25% of front-page stories",
    "Flesch reading ease",
    "Judged by the policy desk.yaml: errors and warnings fail the check.",
    "840 American political news articles",
    "What to fix",
    "No source for “4 million crowns”.",
    "Say whose figure it is.",
    "Ledger of sources",
    "two council officials",
    "“because the tender is sealed”",
    "Waivers",
    "the editor knows both",
    "there is no reason",
    "What could not be read",
    "1 quotation has no closing mark",
)


@pytest.mark.parametrize("format_", [as_html, as_markdown, as_text])
def test_all_is_told_in_one_order(format_):
    """A table of a terminal wraps its cells, so that there words of a cell stand in its column, line by line."""
    told = " ".join(format_().split())
    at = 0
    for words in ALL:
        if format_ is as_text and words not in told[at:]:
            words = words.split()[0]
        assert words in told[at:], words
        at = told.index(words, at)


def test_limits_are_those_of_the_articles_own_rules():
    report = ordinary_report()
    stricter = replace(CARD, limits=(Limit("anonymous_share", "over", 0.1, "error"),))
    two = make_run(replace(report, rules=(CARD,)), replace(report, rules=(stricter,)))
    page = RENDERERS["html"](replace(two, rules=(CARD,)))
    assert page.index("warning over 70%") < page.index("error over 10%")
    assert page.count("warning over 70%") == 1
