"""Each format against its golden file, and what no article may do to any of them."""

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from audit.records import Place, Problem, Run, Span
from audit.render import INDEXES, RENDERERS
from audit.render.excerpt import excerpt
from audit.render.figures import figures
from audit.render.marking import Mark, segments
from audit.render.markup import escape
from audit.render.tallies import count, people, percent, sourcing, tally, verdict, worst_first
from audit.render.terminal import cells
from audit.render.visible import one_line, visible, without_commands
from audit.text import LineIndex
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
    whole_run,
)

SUFFIXES = {"text": "txt", "concise": "concise.txt", "markdown": "md"}
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"(?m)^\s*::|##\[|##vso")

# ---------------------------------------------------------------- golden files


@pytest.mark.parametrize("name", RENDERERS)
def test_format_is_as_accepted(name, golden):
    text = RENDERERS[name](whole_run())
    golden(f"run.{SUFFIXES.get(name, name)}", without_style(text))


@pytest.mark.parametrize("name", INDEXES)
def test_index_is_as_accepted(name, golden):
    golden(f"index.{SUFFIXES.get(name, name)}", without_style(INDEXES[name](make_overview(whole_run(), "html"))))


def without_style(text: str) -> str:
    """Looks may change without anybody accepting them here."""
    return re.sub(r"(<style>).*?(</style>)", r"\1\2", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", RENDERERS)
def test_a_run_of_nothing_renders(name):
    text = RENDERERS[name](make_run())
    assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("name", RENDERERS)
def test_no_control_character_and_no_ci_command_gets_through(name):
    text = RENDERERS[name](whole_run())
    assert not CONTROL.search(text)
    if name not in ("html", "github"):
        assert not COMMAND.search(text)


# ---------------------------------------------------------------- JSON


def test_json_has_the_contracts_keys_and_types():
    data = json.loads(RENDERERS["json"](whole_run()))
    assert list(data) == ["schema", "tool", "articles", "problems"]
    assert data["schema"] == 1
    assert set(data["tool"]) == {"name", "version", "rules", "model"}
    article = data["articles"][0]
    keys = {"path", "headline", "words", "sources", "attributions", "claims", "hedges", "findings", "measures"}
    assert set(article) == keys | {"waivers", "genre"}
    assert article["sources"][2]["reason"] == {"class": "specific", "span": [338, 366]}
    assert article["sources"][1]["reason"] is None
    assert article["attributions"][0]["confidence"] == 0.99
    assert article["attributions"][2]["source"] == []
    assert article["claims"] == [{"start": 190, "end": 221, "class": "superlative"}]
    assert article["hedges"][0] == {"start": 131, "end": 134, "class": "modal", "voice": "writer"}
    assert article["measures"]["anonymous_sources"] == [3, None]
    assert article["findings"][5]["suppressed"] == (
        {"kind": "waiver", "reason": "the editor knows both", "by": "M. Vale", "until": "2031-01-31"}
    )
    assert set(article["findings"][0]) == (
        {"rule", "name", "family", "severity", "message", "advice", "start", "end", "line", "column", "end_line"}
        | {"end_column", "text", "fingerprint", "suppressed", "related"}
    )
    assert data["problems"][0]["path"] == whole_run().problems[0].path


def test_every_key_of_the_json_is_documented():
    page = (Path(__file__).parent.parent / "docs" / "json-schema.md").read_text(encoding="utf-8")

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert not [key for key in keys(json.loads(RENDERERS["json"](whole_run()))) if f"`{key}`" not in page]


def test_json_gives_the_text_of_extracted_articles_only():
    ordinary, extracted = json.loads(RENDERERS["json"](whole_run()))["articles"]
    assert "text" not in ordinary
    assert extracted["text"] == hostile_report().reading.article.text
    for finding in extracted["findings"]:
        assert extracted["text"][finding["start"] : finding["end"]] == finding["text"]


def test_json_lines_hold_what_json_holds():
    first, *articles = map(json.loads, RENDERERS["jsonl"](whole_run()).splitlines())
    assert {**first, "articles": articles} == json.loads(RENDERERS["json"](whole_run()))


def test_json_survives_a_path_that_is_no_unicode():
    run = make_run(problems=(Problem(path="caf\udce9.txt", message="odd"),))
    text = RENDERERS["json"](run)
    text.encode()
    assert json.loads(text)["problems"][0]["path"] == "caf\udce9.txt"


# ---------------------------------------------------------------- text


def test_text_fits_a_terminal():
    report = ordinary_report()
    assert max(map(cells, RENDERERS["text"](make_run(report)).splitlines())) <= 80


def test_carets_stand_under_the_finding():
    lines = RENDERERS["text"](whole_run()).splitlines()
    marked = {}
    for source, carets in pairwise(lines):
        if set(carets.removeprefix("    | ")) == {" ", "^"}:
            marked[source[carets.index("^") : carets.rindex("^") + 1]] = source
    assert "sources" in marked
    wide = next(i for i, line in enumerate(lines) if "橋" in line and "^" in lines[i + 1])
    before, carets = lines[wide].split("橋")[0], lines[wide + 1]
    assert cells(before) == carets.index("^")
    assert carets.count("^") == 2


def test_advice_stands_once_for_a_rule_and_notes_are_counted_only():
    text = RENDERERS["text"](make_run(ordinary_report()))
    assert text.count("Fix: Name the source, or say how it knows.") == 1
    assert text.count("ANON001") == 2
    assert "HEDGE002" not in text
    assert "2 notes" in text


def test_suppressed_findings_are_in_no_list_for_people_at_work():
    run = make_run(ordinary_report())
    assert "ANON002" not in RENDERERS["text"](run)
    assert "ANON002" not in RENDERERS["concise"](run)
    waived = "used ANON002, stories/bridge.txt.waivers, line 3: the editor knows both (by M. Vale, until 2031-01-31)"
    assert waived in re.sub(r"[\\*]", "", RENDERERS["markdown"](run))
    assert "broken no rule, line 9: there is no reason" in re.sub(r"[\\*]", "", RENDERERS["markdown"](run))
    assert "the editor knows both" in RENDERERS["html"](run)


def test_a_finding_over_several_lines_is_shown_to_the_end_of_its_first():
    article = make_article("a.txt", "One line of a claim\nwhich goes on here.\n")
    finding = make_finding(article, "a claim\nwhich goes on")
    shown = excerpt(finding, article.text, LineIndex(article.text), 60)
    assert shown == ("One line of ", "a claim", "")


@given(st.text(min_size=1, max_size=300), st.data())
def test_an_excerpt_fits_its_width_whatever_the_line(text, data):
    text = text.replace("\r", " ").replace("\n", " ")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    finding = replace(make_finding(make_article("a", "x\n\n" + text), "x"), span=Span(start, end), line=1)
    shown = excerpt(finding, text, LineIndex(text), 74)
    assert cells("".join(shown)) <= 74
    assert shown.marked


def test_related_places_are_told_in_every_format_for_people():
    article = make_article("a.txt", "Sources said it.\n\nOthers said it too.\n\nAnd more.")
    related = (
        Place(span=find(article.text, "Others"), note="here too"),
        Place(span=find(article.text, "And"), note="here too"),
    )
    run = make_run(make_report(article, (make_finding(article, "Sources", related=related),)))
    assert "Here too: 3:1, 5:1." in RENDERERS["text"](run)
    assert "Here too: 3:1, 5:1." in RENDERERS["markdown"](run)
    assert re.search(r'here too: paragraph <a href="#a1-p2">2</a> <a href="#a1-p3">3</a>', RENDERERS["html"](run))


# ---------------------------------------------------------------- Markdown


@given(st.text(st.characters(codec="utf-8")))
def test_escaped_text_shows_as_itself_in_markdown(text):
    rendered = MarkdownIt("commonmark").render(escape(text))
    without_comments = rendered.replace("<!-- -->", "").removeprefix("<p>").removesuffix("</p>\n")
    assert html.unescape(without_comments) == one_line(text)


def test_markdown_has_no_link_mention_or_foreign_markup():
    text = RENDERERS["markdown"](whole_run())
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert not [token for token in inline if token.type in ("link_open", "image", "code_inline", "em_open")]
    foreign = {token.content for token in inline if token.type == "html_inline"} - {"<!-- -->", "<b>", "</b>"}
    assert not foreign
    blocks = {token.content.strip() for token in tokens if token.type == "html_block"}
    folded = {"2 notes", "The strip in words", "The sourcing label: this story, the policy, ordinary news"}
    assert blocks == {*(f"<details><summary>{words}</summary>" for words in folded), "</details>"}
    assert not re.search(r"@\w|#\d|GH-\d|://", text)


# ---------------------------------------------------------------- HTML

VOID = {"meta", "br", "input", "img", "link", "hr"}


class Page(HTMLParser):
    """Checks nesting as it reads, and gathers ids, links, scripts, attributes and the text of elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts = 0
        self.attributes: set[str] = set()
        self.passages: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.attributes |= set(values)
        self.scripts += tag == "script"
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if values.get("class") == "passage":
            self.passages.append("")
        if tag not in VOID:
            self.open.append((tag, values.get("class") or ""))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        classes = [name for _, name in self.open]
        if "passage" in classes and not any(name.startswith("ref ") for name in classes):
            self.passages[-1] += data


def test_html_is_well_formed_and_every_link_leads_somewhere():
    page = Page(RENDERERS["html"](whole_run()))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert {link for link in page.links if not link.startswith("#")} == {"https://example.org/style?a=1&b=2"}


def test_html_lets_nothing_of_the_article_become_markup():
    page = Page(RENDERERS["html"](whole_run()))
    assert page.scripts == 1
    assert not [name for name in page.attributes if name.startswith("on")]
    assert "src" not in page.attributes


def test_html_shows_each_paragraph_word_for_word():
    report = ordinary_report()
    article = report.reading.article
    page = Page(RENDERERS["html"](make_run(report)))
    assert page.passages == [" ".join(article.text[slice(*block.span)].split()) for block in article.blocks]


def test_html_puts_findings_on_the_whole_article_above_it():
    text = RENDERERS["html"](make_run(ordinary_report()))
    assert text.index("On the article as a whole") < text.index('id="a1-f1"') < text.index('class="layers"')
    assert text.index('class="layers"') < text.index('id="a1-f2"')


def test_html_explains_rules_and_leaves_unknown_ones_alone():
    run = make_run(ordinary_report())
    assert "Readers &lt;b&gt;judge&lt;/b&gt;" in RENDERERS["html"](run)
    assert "name-of-anon001" in RENDERERS["html"](replace(run, rules=()))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(scheme):
    style = re.findall(r"<style>(.*?)</style>", RENDERERS["html"](make_run()), re.DOTALL)[0]
    colours = dict(re.findall(r"--(\w[\w-]*): (#\w{6})", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]))
    inks = ("ink", "soft", "link", "error", "warning", "info", "good")
    pairs = [(ink, ground) for ink in inks for ground in ("paper", "card")]
    pairs += [(ink, tint) for ink in ("ink", "link") for tint in ("named", "unnamed", "nobody")]
    assert not [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]


spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
layers = st.sampled_from(("content", "source", "cue", "claim", "hedge", "finding"))


@given(st.lists(st.tuples(spans, layers), max_size=12))
def test_overlapping_marks_cut_the_text_and_keep_it_whole(drawn):
    text = "A source said the bridge may fall, it was said."
    block = Span(2, 38)
    marked = [
        Mark(span=span, layer=layer, kind="x", number=n if layer == "finding" else None)
        for n, (span, layer) in enumerate(drawn, 1)
    ]
    pieces = segments(text, block, marked)
    assert "".join(piece.text for piece in pieces) == text[2:38]
    position = block.start
    for piece in pieces:
        assert piece.text
        inside = {mark for mark in marked if mark.span.start <= position < mark.span.end}
        assert set(piece.marks) == inside
        position += len(piece.text)
    opened = [number for piece in pieces for number in piece.opens]
    starts = [mark.number for mark in marked if mark.number and block.start <= mark.span.start < block.end]
    assert sorted(opened) == sorted(starts)


# ---------------------------------------------------------------- tallies and figures


def test_verdict_says_what_to_do():
    article = make_article("a.txt", "Sources said so.")
    error, warning, note = (make_finding(article, "Sources", severity=s) for s in ("error", "warning", "info"))
    assert verdict(make_report(article, (error, warning, note, note))) == (
        "Fix before publishing: 1 error, 1 warning, 2 notes"
    )
    assert verdict(make_report(article, (warning,))) == "Worth another look: 1 warning"
    assert verdict(make_report(article, (note,))) == "Nothing to fix: 1 note"
    assert verdict(make_report(article)) == "Nothing to fix"


def test_suppressed_findings_count_as_nothing_else():
    counted = tally(ordinary_report().findings)
    assert counted == (2, 2, 2, 1)


def test_worst_comes_first_and_ties_keep_their_order():
    article = make_article("a.txt", "Sources said so.")
    clean, other = make_report(article), make_report(make_article("b.txt", "None."))
    bad = make_report(article, (make_finding(article, "Sources"),))
    assert worst_first((clean, other, bad)) == [bad, clean, other]


def test_sourcing_tells_named_from_unnamed():
    assert sourcing(ordinary_report().reading) == (
        "Named: 1 person.",
        "Unnamed: 3 or more people with 87% of the attributed words; a reason is given for 50% of them.",
        "1 statement credited to nobody.",
    )
    article = make_article("a", "Rain fell.")
    nobody = make_report(article, measures=make_measures(anonymous_sources=(0, 0), named_sources=0))
    assert sourcing(nobody.reading) == ("Named: nobody.", "Unnamed: nobody.")
    unexplained = make_report(article, measures=make_measures(anonymous_share=None, reason_given_rate=0.0))
    assert sourcing(unexplained.reading)[1] == "Unnamed: 3 or more people; a reason is given for none of them."


@pytest.mark.parametrize(
    ("span", "words"),
    [((0, 0), "0 people"), ((1, 1), "1 person"), ((1, 3), "1 to 3 people"), ((2, None), "2 or more people")],
)
def test_people_are_told_as_far_as_the_text_tells(span, words):
    assert people(span) == words


def test_numbers_read_as_english():
    assert [count(number, "note") for number in (0, 1, 2)] == ["0 notes", "1 note", "2 notes"]
    assert count(2, "person", "people") == "2 people"
    assert percent(0.001) == "under 1%"
    assert percent(0.0) == "0%"


def test_measures_without_a_value_show_a_dash():
    shown = {figure.name: figure.value for figure in figures(make_measures(flesch_reading_ease=None))}
    assert shown["Flesch reading ease"] == "—"
    assert shown["Words credited to a source"] == "55%"


# ---------------------------------------------------------------- making text safe


def test_unsafe_characters_are_spelled_out():
    assert visible("a\x1b[2J\u202eb\udce9\n") == "a\\x1b[2J\\u202eb\\udce9\\n"
    assert one_line("a \n\t b\x07") == "a b\\x07"
    assert cells("a橋e\u0301") == 4


def test_no_line_begins_with_a_ci_command():
    safe = without_commands("::error::x\n  ::warning::y\nstd::string ##[error]z ##vso[task] ### Title")
    assert not COMMAND.search(safe)
    assert "std::string" in safe
    assert "### Title" in safe


def test_same_run_same_bytes():
    for render in RENDERERS.values():
        assert render(whole_run()) == render(whole_run())


def test_renderers_need_only_the_run():
    run: Run = make_run(ordinary_report())
    one_by_one = "".join(RENDERERS["concise"](replace(run, reports=(report,))) for report in run.reports)
    assert one_by_one == RENDERERS["concise"](run)
