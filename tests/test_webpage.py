"""What the page's pictures and label say, against runs built by hand."""

import re
from dataclasses import replace

import pytest

from audit.records import Attribution, Limit, Quotation, RuleCard, Span
from audit.render import INDEXES, RENDERERS
from audit.render.page.gaps import gaps
from audit.render.page.label import label
from audit.render.page.notes import notes_on
from audit.render.page.passages import paragraphs
from audit.render.page.strip import strip
from audit.rulebook import BUILTIN, load_policy, load_rulebook, with_policy
from tests.runs import (
    find,
    hostile_report,
    make_article,
    make_finding,
    make_measures,
    make_overview,
    make_report,
    make_run,
    ordinary_report,
)

TEXT = "Ferry sold\n\nThe ferry was sold, two sailors said. “We wept,” said Lise Harbo."


def credited(text, part, kind, source_id=None):
    return Attribution(
        source=(), cue=(), content=(find(text, part),), kind=kind, quote="direct", confidence=0.9, source_id=source_id
    )


def test_the_strip_is_the_whole_story_and_says_whose_words_they_are():
    article = make_article("a.txt", TEXT)
    report = make_report(
        article,
        (make_finding(article, "two sailors"), make_finding(article, "Ferry sold", rule="ART003")),
        attributions=(
            credited(TEXT, "The ferry was sold", "anonymous", "s1"),
            credited(TEXT, "“We wept,”", "person", "s2"),
        ),
    )
    reading = replace(
        report.reading, quotations=(Quotation(span=find(TEXT, "“We wept,”"), inner=find(TEXT, "We wept,")),)
    )
    shown = strip(reading, "a1", notes_on(report, "a1", {}))
    assert [(s.group, s.quoted, s.source) for s in shown.stretches] == [
        ("writer", False, ""),
        ("unnamed", False, "a1-s1"),
        ("writer", False, ""),
        ("named", True, "a1-s2"),
        ("writer", False, ""),
    ]
    assert sum(s.width for s in shown.stretches) == pytest.approx(1)
    total = len(TEXT) - 2  # the empty line belongs to no block
    assert shown.stretches[1].width == pytest.approx(len("The ferry was sold") / total)
    assert [(m.note.number, round(m.start * total)) for m in shown.markers] == [(1, TEXT.index("two") - 2)]
    assert "in quotation marks" in shown.parts[1].words


def test_where_two_are_credited_the_unnamed_show():
    article = make_article("a.txt", TEXT)
    attributions = (credited(TEXT, "The ferry", "anonymous"), credited(TEXT, "The ferry was sold", "person"))
    shown = strip(make_report(article, attributions=attributions).reading, "a1", ())
    assert [s.group for s in shown.stretches] == ["writer", "unnamed", "named", "writer"]


def test_an_article_without_text_has_an_empty_strip():
    article = replace(make_article("a.txt", "x"), blocks=(), text="", prose="")
    report = make_report(article)
    assert strip(report.reading, "a1", ()).stretches == ()
    assert 'class="strip"' not in RENDERERS["html"](make_run(report))


CARD = RuleCard(
    id="ART003",
    name="share",
    family="article",
    severity="warning",
    summary="Too much",
    why="",
    advice="",
    limits=(
        Limit("anonymous_share", "over", 0.5, "error"),
        Limit("anonymous_share", "over", 0.25, "warning"),
    ),
)


def line(report, name="Attributed words that come from unnamed people"):
    made = label(report.reading, notes_on(report, "a1", {}), {"ART003": CARD})
    return next(line for line in (*made.counts, *made.measures) if line.name == name)


def test_a_measure_stands_beside_the_policys_limits():
    article = make_article("a.txt", TEXT)
    finding = make_finding(article, "Ferry sold", rule="ART003")
    crossed = line(make_report(article, (finding,), measures=make_measures(anonymous_share=0.42)))
    assert crossed.bounds[0].words == "warning over 25%; error over 50%"
    assert crossed.bounds[0].state == "crossed"
    assert crossed.gauge.value == pytest.approx(0.7)
    assert crossed.gauge.limits == pytest.approx((0.5 / 0.6, 0.25 / 0.6))
    assert line(make_report(article, measures=make_measures(anonymous_share=0.42))).bounds[0].state == "unjudged"
    assert line(make_report(article, measures=make_measures(anonymous_share=0.1))).bounds[0].state == "kept"
    assert line(make_report(article, measures=make_measures(anonymous_share=None))).gauge is None


def test_a_value_off_the_scale_stays_on_the_gauge():
    gauge = line(ordinary_report()).gauge  # 87% on a scale to 60%
    assert gauge.value == 1
    assert max(gauge.limits) < 1


def test_reply_is_told_only_where_a_rule_looks_for_it():
    report = ordinary_report()
    names = [line.name for line in label(report.reading, (), {}).measures]
    assert "Reply sought from the accused" not in names
    by_id = {"ART006": replace(CARD, id="ART006", limits=())}
    assert label(report.reading, (), by_id).measures[-1].value == "nobody found who was not asked"


def test_cards_tell_the_limits_of_rules_and_policies():
    book = load_rulebook(BUILTIN)
    limits = {rule.id: rule.card.limits for rule in book.rules}
    assert limits["ART003"] == (
        Limit("anonymous_share", "over", 0.5, "error"),
        Limit("anonymous_share", "over", 0.33, "warning"),
        Limit("anonymous_share", "over", 0.25, "info"),
    )
    assert limits["ANON001"] == ()
    stricter = {rule.id: rule.card for rule in with_policy(book, load_policy("default")).rules}
    assert stricter["ART012"].limits[0].measure == "flesch_kincaid_grade"


def test_what_could_not_be_read_is_said_with_its_paragraph():
    article = make_article("a.txt", TEXT)
    report = make_report(article, attributions=(replace(credited(TEXT, "We wept", "person"), confidence=0.3),))
    reading = replace(report.reading, quotations=(Quotation(span=find(TEXT, "“We"), inner=Span(0, 0), closed=False),))
    told = {gap.words: gap.paragraphs for gap in gaps(reading, "a1")}
    assert told["1 quotation has no closing mark; the end of the paragraph was taken for it."] == ((2, "a1-p2"),)
    assert told["1 attribution was read with less than even confidence."] == ((2, "a1-p2"),)


def test_waivers_are_listed_with_what_became_of_them():
    page = RENDERERS["html"](make_run(ordinary_report()))
    waivers = page[page.index("<h2>Waivers</h2>") :]
    assert waivers.index("used") < waivers.index("the editor knows both") < waivers.index("M. Vale")
    assert 'href="#a1-f6"' in waivers
    assert "there is no reason" in waivers


def test_a_source_links_to_the_ledger_once_where_it_begins():
    page = RENDERERS["html"](make_run(ordinary_report()))
    assert page.count('<a class="source named" href="#a1-s2"') == 1
    assert 'id="a1-s2"' in page


def test_tables_that_become_lists_on_phones_say_that_they_are_tables():
    """Where CSS takes the layout of a table away, some browsers take its meaning too, but for roles."""
    overview = make_overview(make_run(ordinary_report(), hostile_report()), "html")
    for page in (RENDERERS["html"](make_run(ordinary_report())), INDEXES["html"](overview)):
        stacked = re.findall(r"<table[^>]*stacked.*?</table>", page, re.DOTALL)
        assert stacked
        tags = [tag for table in stacked for tag in re.findall(r"<(?:table|thead|tbody|tr|th|td)\b[^>]*>", table)]
        assert [tag for tag in tags if ' role="' not in tag] == []


def test_what_counts_most_stands_first_and_leads_there():
    page = RENDERERS["html"](make_run(ordinary_report()))
    first = page[page.index("Above all") : page.index("Who is behind the story")]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', first) == [
        ("a1-f2", "What ANON001 looks for."),
        ("a1-f1", "name-of-art003"),
        ("a1-f3", "What CLAIM009 looks for."),
    ]
    assert "Above all" not in RENDERERS["html"](make_run(make_report(make_article("a.txt", TEXT))))


def test_a_finding_tells_how_often_its_rule_is_right_where_that_is_known():
    run = make_run(ordinary_report())
    first, *rest = run.rules
    known = replace(run, rules=(replace(first, precision=0.89, precision_basis="18 findings"), *rest))
    assert "How often this rule is right" not in RENDERERS["html"](run)
    page = RENDERERS["html"](known)
    assert page.count("How often this rule is right: 89% (18 findings).") == 2  # findings of that rule


def test_notes_have_room_beside_the_blocks_that_have_none():
    report = ordinary_report()
    shown = paragraphs(report, "a1", notes_on(report, "a1", {}))
    assert [(one.number, one.span) for one in shown] == [(1, 2), (2, 1), (3, 1), (4, 2), (5, 1)]


def test_an_article_without_a_headline_is_called_by_its_first_words():
    article = make_article("a.txt", f"{'x' * 100}\n\n{'whole word ' * 40}")
    report = make_report(replace(article, blocks=tuple(replace(block, kind="paragraph") for block in article.blocks)))
    page = RENDERERS["html"](make_run(report))
    assert f"<h1>{'whole word ' * 6}whole word…</h1>" in page
    assert "<code>a.txt</code>" in page
    assert "<h1>a.txt</h1>" in RENDERERS["html"](
        make_run(replace(report, reading=replace(report.reading, article=replace(article, blocks=()))))
    )
