"""Waivers: how they are written, where they are found, what they cover, and what is said of those that are wrong."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import UsageError
from audit.readers import read_bytes, read_path
from audit.records import Article, Report, Waiver
from audit.waivers import Terms, apply_waivers, article_of, parse_waiver, read_sidecar, sidecar_of, today
from tests.runs import make_finding, make_report

NAMES = {
    **{rule.casefold(): rule for rule in ("ANON001", "ANON004", "HEDGE002", "ART002")},
    "bare-anonymous-source": "ANON001",
}
TERMS = Terms(names=NAMES, today=date(2026, 11, 21))
GOOD = "waive ANON001 because she fears for her job"


def parsed(text: str) -> Waiver:
    return parse_waiver(text, path="a.md", line=1, spans=())


def markdown(text: str) -> Article:
    return read_bytes(text.encode(), path="a.md", suffix=".md")


def only(article: Article) -> Waiver:
    (waiver,) = article.waivers
    return waiver


def covers(article: Article, waiver: Waiver) -> list[str] | None:
    return None if waiver.spans is None else [article.text[slice(*span)] for span in waiver.spans]


# ---------------------------------------------------------------- one sentence


def test_all_that_a_waiver_may_say():
    waiver = parsed("waive ANON001, ANON004 because she would lose her job (by Ana Ruiz, until 2027-01-31)")
    assert (waiver.kind, waiver.rules, waiver.mistake) == ("waive", ("ANON001", "ANON004"), "")
    assert waiver.reason == "she would lose her job"
    assert (waiver.by, waiver.until) == ("Ana Ruiz", "2027-01-31")


@pytest.mark.parametrize(
    ("text", "rules", "reason", "by", "until"),
    [
        ("WAIVE anon001 BECAUSE it is so.", ("anon001",), "it is so.", None, None),
        ("waive A1 and B2 because xx (until 2027-01-31)", ("A1", "B2"), "xx", None, "2027-01-31"),
        ("waive A1 B2 because: it is (known to the desk)", ("A1", "B2"), "it is (known to the desk)", None, None),
        ("waive A1 because it is so (by J. O'Neil; until 2027-01-31).", ("A1",), "it is so", "J. O'Neil", "2027-01-31"),
        (
            "waive bare-anonymous-source because because\n of fear",
            ("bare-anonymous-source",),
            "because of fear",
            None,
            None,
        ),
        ("waive A1 because 他的工作", ("A1",), "他的工作", None, None),
    ],
)
def test_ways_to_write_it(text, rules, reason, by, until):
    waiver = parsed(text)
    assert waiver.mistake == ""
    assert (waiver.rules, waiver.reason, waiver.by, waiver.until) == (rules, reason, by, until)


def test_what_it_is_for_may_be_said():
    assert parsed("waive A1 in this article because so").spans is None
    waiver = parsed("false-alarm A1 at “a port official” because the Port Official is a pub")
    assert (waiver.kind, waiver.words, waiver.spans) == ("false-alarm", "a port official", None)
    assert parsed("false alarm A1 at 'x' because so it is").words == "x"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("waive ANON001", "it gives no reason"),
        ("waive ANON001 because", "it gives no reason"),
        ("waive ANON001 because …", "it gives no reason"),
        ("waive ANON001 because (by Ana Ruiz)", "it gives no reason"),
        ("waive because she asked", "it names no rule"),
        ("ignore ANON001 because so", "neither waive nor false-alarm"),
        ("waived ANON001 because so", "neither waive nor false-alarm"),
        ("", "neither waive nor false-alarm"),
        ("waive ANON001: it is so", "“: it is so” is not understood, where “because” was expected"),
        ("waive ANON001 in this paragraph because so", "“in this paragraph because so” is not understood"),
        ("waive ANON001 because so (until spring)", "“until spring” is no date; write it as until 2027-01-31"),
        ("waive ANON001 because so (until 2027-02-30)", "“until 2027-02-30” is no date"),
        ("waive ANON001 because so (until 20270131)", "“until 20270131” is no date"),
        ("waive ANON001 because so (by until 2027-01-31)", "not understood"),
        ("waive ANON001 at “…” because so", "is no word of an article"),
        (f"waive ANON001 because {'so ' * 1000}", "longer than 2,000 characters"),
    ],
)
def test_without_rule_and_reason_nothing_is_waived(text, mistake):
    waiver = parsed(text)
    assert mistake in waiver.mistake
    assert len(waiver.text) <= 2000


def test_a_broken_waiver_keeps_what_was_understood_of_it():
    waiver = parsed("false-alarm ANON001 and ANON004 at “a friend” because so (until spring)")
    assert (waiver.kind, waiver.rules, waiver.words) == ("false-alarm", ("ANON001", "ANON004"), "a friend")


def test_the_examples_in_the_documentation_are_understood():
    page = (Path(__file__).parent.parent / "docs" / "waivers.md").read_text(encoding="utf-8")
    examples = re.findall(
        r"^(?:<!-- audit: |  - )?((?:waive|false-alarm) [A-Z]+[0-9].*?)(?: -->)?$", page, re.MULTILINE
    )
    assert len(examples) == 4
    assert [parsed(example).mistake for example in examples] == [""] * 4


WORDS = [
    "waive",
    "false-alarm",
    "because",
    "at",
    "in this article",
    "(by",
    "(until",
    ")",
    "ANON001",
    "“x”",
    "'",
    "<!--",
]
SCRAPS = st.lists(st.sampled_from([*WORDS, "-->", "audit:", "\n", "> ", "`", ":", "#", "…", ","])).map(" ".join)


@settings(deadline=None)
@given(st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"])), SCRAPS))
def test_nothing_that_is_written_breaks_the_reading_of_it(text):
    waiver = parsed(text)
    assert bool(waiver.mistake) != bool(waiver.rules and waiver.reason)
    for source in (
        f"Text.\n\n<!-- audit:{text} -->\nMore.\n",
        f"Text.\n\n> <!-- audit:{text}\n",
        f"---\naudit: {text}\n---\nText.\n",
    ):
        for found in markdown(source).waivers:
            start, end = found.at
            assert 0 <= start < end <= len(source)
            assert source[:start].count("\n") + 1 == found.line


# ---------------------------------------------------------------- in Markdown

STORY = """\
# Harbor to close

First paragraph, sources said.

Second paragraph, officials said.
It has two lines.

Third paragraph, nobody said.
"""


@pytest.mark.parametrize(
    ("before", "after", "covered"),
    [
        ("Second", "<!-- audit: {} -->\nSecond", "Second paragraph"),
        ("Second", "<!-- audit: {} -->\n\nSecond", "Second paragraph"),
        ("Second paragraph,", "Second <!-- audit: {} -->paragraph,", "Second"),
        ("two lines.", "two lines. <!-- audit: {} -->", "Second paragraph"),
        ("officials said.", "officials said.<!--audit:{}-->", "Second paragraph"),
        ("Second", "<!-- audit: {} --> Second", "Second paragraph"),
        ("# Harbor to close", "# Harbor to close <!-- audit: {} -->", "Harbor"),
        ("# Harbor", "<!--\naudit: {}\n-->\n# Harbor", "Harbor"),
    ],
)
def test_a_comment_is_for_its_paragraph_or_the_next(before, after, covered):
    article = markdown(STORY.replace(before, after.format(GOOD)))
    waiver = only(article)
    assert waiver.mistake == ""
    (text,) = covers(article, waiver)
    assert text.startswith(covered)
    start, end = waiver.at
    assert article.text[start : start + 4] == "<!--"
    assert article.text[:end].endswith("-->")
    assert waiver.line == article.text[:start].count("\n") + 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_comment_is_no_text_of_the_article(newline):
    plain = markdown(STORY.replace("\n", newline))
    noted = STORY.replace("Third", f"<!-- audit: {GOOD} (by a source) -->\nThird").replace("\n", newline)
    article = markdown(noted)
    assert "fears" not in article.prose
    assert article.prose.split() == plain.prose.split()
    assert [block.kind for block in article.blocks] == [block.kind for block in plain.blocks]
    assert covers(article, only(article)) == ["Third paragraph, nobody said."]


def test_tables_and_lists_have_paragraphs_too():
    article = markdown(f"Text.\n\n| a b | c d <!-- audit: {GOOD} --> |\n|---|---|\n| e | f |\n")
    assert covers(article, only(article)) == ["c d"]
    article = markdown(f"Text.\n\n- one item\n\n  <!-- audit: {GOOD} -->\n\n  more of it\n")
    assert covers(article, only(article)) == ["more of it"]


@pytest.mark.parametrize(
    "quotation",
    [
        "> <!-- audit: {} -->\n> quoted\n",
        "> quoted <!-- audit: {} -->\n",
        "> a\n> > <!-- audit: {} -->\n> > b\n",
        "<blockquote>\n<!-- audit: {} -->\nquoted</blockquote>\n",
        "Said <blockquote>so <!-- audit: {} --></blockquote>\n",
        "> <!-- audit: waive ANON001\n> in this article because so it is -->\n> quoted",
    ],
)
def test_pasted_text_brings_no_waiver_along(quotation):
    article = markdown(f"Before.\n\n{quotation.format(GOOD)}\nAfter it.\n")
    assert "inside a quotation" in only(article).mistake


def test_after_the_quotation_waivers_count_again():
    article = markdown(f"> quoted\n\n<blockquote>x</blockquote>\n\n<!-- audit: {GOOD} -->\nAfter.\n")
    assert covers(article, only(article)) == ["After."]


@pytest.mark.parametrize(
    "code",
    [
        "```html\n<!-- audit: {} -->\n```\n",
        "    <!-- audit: {} -->\n",
        "Write `<!-- audit: {} -->` before it.\n",
        "<script>\n<!-- audit: {} -->\n</script>\n",
        "<!-- editors: audit: {} -->\n",
        "<!-- audit trail -->\n",
        "\\<!-- audit: {} -->\n",
    ],
)
def test_code_and_other_comments_are_no_waivers(code):
    assert markdown(f"Before.\n\n{code.format(GOOD)}\nAfter it.\n").waivers == ()


def test_a_comment_to_the_program_that_says_nothing_known_is_a_mistake():
    assert "no rule" in only(markdown("<!-- audit: waive -->\nText.")).mistake
    assert "neither" in only(markdown("<!-- audit: off -->\nText.")).mistake
    assert "neither" in only(markdown("<!-- audit ignore ANON001 -->\nText.")).mistake


def test_a_comment_with_nothing_to_stand_at_is_a_mistake():
    assert "no paragraph comes after it" in only(markdown(f"Text.\n\n<!-- audit: {GOOD} -->\n")).mistake
    whole = only(markdown("Text.\n\n<!-- audit: waive ANON001 in this article because so it is -->\n"))
    assert (whole.mistake, whole.spans) == ("", None)


def test_a_comment_that_is_never_closed_is_a_mistake():
    assert "never closed" in only(markdown(f"Text.\n\n<!-- audit: {GOOD}\n\nSources said.")).mistake


def test_an_article_has_only_so_many_waivers():
    article = markdown(f"<!-- audit: {GOOD} -->\n" * 1200 + "Text.")
    assert len(article.waivers) == 1001
    assert "at most 1,000" in article.waivers[-1].mistake


# ---------------------------------------------------------------- in front matter


def test_front_matter_waives_for_the_whole_article():
    article = markdown(f"---\ntitle: T\naudit: {GOOD} (until 2027-01-31)\n---\nText here.\n")
    waiver = only(article)
    assert (waiver.spans, waiver.line, waiver.until, waiver.mistake) == (None, 3, "2027-01-31", "")
    assert article.text[slice(*waiver.at)].startswith("waive ANON001")


@pytest.mark.parametrize(
    "front",
    [
        "---\naudit:\n  - {}\n  - 'waive ART002 at “one word” because so it is'\n---\n",
        "---\naudit: |\n  {}\n  waive ART002 at “one word” because so it is\n---\n",
        '+++\ntitle = "T"\naudit = ["{}", "waive ART002 at “one word” because so it is"]\n+++\n',
    ],
)
def test_front_matter_may_hold_several(front):
    first, second = markdown(front.format(GOOD) + "Text here.\n").waivers
    assert (first.rules, first.spans, first.mistake) == (("ANON001",), None, "")
    assert (second.rules, second.words, second.mistake) == (("ART002",), "one word", "")


@pytest.mark.parametrize(
    ("front", "line", "mistake"),
    [
        ("---\ntitle: T\naudit: waive ANON001 because: so\n---\n", 3, "cannot be read; put its text in quotes"),
        ("---\naudit:\n  rule: ANON001\n---\n", 3, "holds a waiver as text"),
        ("---\naudit: [waive, [x]]\n---\n", 2, "names no rule"),
        ("---\naudit: true\n---\n", 2, "neither waive"),
        ("+++\naudit = waive\n+++\n", 2, "cannot be read"),
        ("+++\naudit = 3\n+++\n", 2, "holds a waiver as text"),
    ],
)
def test_front_matter_that_is_not_understood_is_a_mistake(front, line, mistake):
    waiver = markdown(front + "Text here.\n").waivers[0]
    assert mistake in waiver.mistake
    assert waiver.line == line


# ---------------------------------------------------------------- in web pages

PAGE = """<?xml version="1.0"?>

<html><head><title>Harbor to close</title></head><body>
<nav>News Sport <!-- in nav --></nav>
<article><h1>Harbor to close</h1>
<p>The first paragraph is here to be long enough to be taken as the text of an article, sources said on Monday.</p>
<p>The <b>second</b> paragraph follows with as many words, so that the page has a body that anyone would recognise.</p>
<p>The first paragraph is here to be long enough to be taken as the text of an article, sources said on Monday.</p>
<p>The fourth paragraph ends it.</p>
</article>
<footer>Imprint</footer></body></html>
"""


def page(*edits: tuple[str, str]) -> Article:
    text = PAGE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return read_bytes(text.encode(), path="a.html", suffix=".html")


@pytest.mark.parametrize(
    ("old", "new", "covered", "line"),
    [
        ("<p>The <b>", "<!-- audit: {} --><p>The <b>", "The second", 7),
        ("<p>The <b>", "<!--\naudit: {}\n-->\n<p>The <b>", "The second", 7),
        ("The <b>second</b>", "The <b>second</b><!-- audit: {} -->", "The second", 7),
        ("anyone would recognise.", "anyone would recognise. <!-- audit: {} -->", "The second", 7),
        ("<p>The fourth", "<p><!-- audit: {} -->The fourth", "The fourth", 9),
        ("<h1>Harbor", "<h1><!-- audit: {} -->Harbor", "Harbor to close", 5),
    ],
)
def test_a_comment_of_a_page_is_for_its_paragraph_or_the_next(old, new, covered, line):
    article = page((old, new.format(GOOD)))
    assert article.text == page().text
    waiver = only(article)
    assert (waiver.mistake, waiver.line) == ("", line)
    (text,) = covers(article, waiver)
    assert text.startswith(covered)


def test_of_equal_paragraphs_the_one_at_the_comment_is_meant():
    again = PAGE.index("<p>The first", PAGE.index("second"))
    text = PAGE[:again] + f"<!-- audit: {GOOD} -->" + PAGE[again:]
    article = read_bytes(text.encode(), path="a.html", suffix=".html")
    (span,) = only(article).spans
    assert span.start == article.text.rindex("The first paragraph")


def test_a_page_s_waiver_may_be_for_the_whole_article_wherever_it_stands():
    article = page(("Imprint", "<!-- audit: waive ART002 in this article because so it is -->Imprint"))
    assert (only(article).spans, only(article).mistake) == (None, "")
    article = page(("Sport", f"<!-- audit: {GOOD} -->Sport"))
    assert "not among what was taken for the article" in only(article).mistake


def test_a_quotation_in_a_page_brings_no_waiver_along():
    article = page(
        ("<p>The fourth", f"<blockquote><!-- audit: {GOOD} --><p>Quoted words.</p></blockquote><p>The fourth")
    )
    assert "inside a quotation" in only(article).mistake


def test_scripts_of_a_page_hold_no_waivers():
    article = page(("<p>The fourth", f"<script><!-- audit: {GOOD} --></script><p>The fourth"))
    assert article.waivers == ()


# ---------------------------------------------------------------- in plain text, and beside the article


def test_in_plain_text_a_comment_is_text_and_said_to_be(tmp_path):
    article = read_bytes(f"Sources said. <!-- audit: {GOOD} -->\n".encode(), path="a.txt", suffix=".txt")
    assert "in plain text a comment is read by everybody" in only(article).mistake
    assert "fears" in article.prose


def test_a_file_beside_the_article_holds_one_waiver_a_line(tmp_path):
    story = tmp_path / "story.docx"
    sidecar_of(story).write_text(
        "\ufeff# approved by the desk\r\n\r\n"
        f"{GOOD}\r\naudit: waive ANON004 at “a port official” because he asked (by Ana Ruiz)\r\nwaive HEDGE002\r\n",
        encoding="utf-8",
    )
    first, second, third = read_sidecar(story, "news/story.docx")
    assert (first.path, first.line, first.rules, first.spans, first.at) == (
        "news/story.docx.waivers",
        3,
        ("ANON001",),
        None,
        None,
    )
    assert (second.words, second.by, second.line) == ("a port official", "Ana Ruiz", 4)
    assert "no reason" in third.mistake
    assert read_sidecar(tmp_path / "other.txt", "other.txt") == ()


def test_an_article_and_its_file_of_waivers_know_each_other():
    assert sidecar_of(Path("a/b.txt")) == Path("a/b.txt.waivers")
    assert article_of(Path("a/b.txt.waivers")) == Path("a/b.txt")
    assert article_of(Path("a/.waivers")) is None
    assert article_of(Path("a/b.txt")) is None


@pytest.mark.parametrize(
    ("make", "mistake"),
    [
        (lambda path: path.mkdir(), "no regular file"),
        (lambda path: path.symlink_to("/etc/passwd"), "no regular file"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "not UTF-8"),
        (lambda path: path.write_bytes(b"x" * 70_000), "larger than 65,536 bytes"),
    ],
)
def test_a_file_of_waivers_that_cannot_be_read_is_a_mistake(tmp_path, make, mistake):
    make(sidecar_of(tmp_path / "a.txt"))
    (waiver,) = read_sidecar(tmp_path / "a.txt", "a.txt")
    assert mistake in waiver.mistake
    assert waiver.text == ""


# ---------------------------------------------------------------- what they cover

TEXT = "# Port sold\n\nSources said so.\n\nA port official’s aide said no.\n\nSources said it again.\n"


def report(text: str = TEXT, **findings: str) -> Report:
    """A report on Markdown: by rule, the words at which it reports something."""
    article = markdown(text)
    return make_report(article, tuple(make_finding(article, part, rule=rule) for rule, part in findings.items()))


def outcome(result: Report) -> dict[str, str]:
    return {f.rule: f.suppressed.kind if f.suppressed else f.severity for f in result.findings}


def states(result: Report) -> list[str]:
    return [use.state for use in result.waivers]


def test_a_waiver_covers_its_rules_at_its_place_and_nothing_else():
    text = TEXT.replace("Sources said so", f"<!-- audit: {GOOD} (by Ana Ruiz, until 2026-11-21) -->\nSources said so")
    result = apply_waivers(report(text, ANON001="Sources said so", ANON004="said so", HEDGE002="no."), TERMS)
    assert outcome(result) == {"ANON001": "waiver", "ANON004": "error", "HEDGE002": "error"}
    (suppressed,) = [f.suppressed for f in result.findings if f.suppressed]
    assert suppressed.reason == "she fears for her job"
    assert (suppressed.by, suppressed.until) == ("Ana Ruiz", "2026-11-21")
    assert states(result) == ["used"]
    assert result.waivers[0].findings == ("ANON001-" + str(text.index("Sources said so")),)


def test_elsewhere_the_same_rule_still_reports():
    text = TEXT.replace("Sources said so", f"<!-- audit: {GOOD} -->\nSources said so")
    result = apply_waivers(report(text, ANON001="Sources said it again"), TERMS)
    assert outcome(result) == {"ANON001": "error", "WAIVER003": "warning"}
    assert states(result) == ["unused"]


def test_a_finding_on_the_whole_article_is_covered_from_anywhere():
    text = TEXT.replace("A port", "<!-- audit: waive ART002 because it is all there is -->\nA port")
    assert outcome(apply_waivers(report(text, ART002="Port sold"), TERMS)) == {"ART002": "waiver"}


def test_names_of_rules_do_as_well_as_ids():
    beside = [parse_waiver("waive Bare-Anonymous-Source because so it is", path="a.md.waivers", line=1)]
    assert outcome(apply_waivers(report(ANON001="Sources said so"), TERMS, beside)) == {"ANON001": "waiver"}


@pytest.mark.parametrize("words", ["A port official's aide", "port  OFFICIAL’S"])
def test_words_say_which_paragraph_is_meant(words):
    beside = [parse_waiver(f"waive ANON001 at “{words}” because so it is", path="a.md.waivers", line=1)]
    assert outcome(apply_waivers(report(ANON001="said no"), TERMS, beside)) == {"ANON001": "waiver"}
    result = apply_waivers(report(ANON001="Sources said so"), TERMS, beside)
    assert outcome(result) == {"ANON001": "error", "WAIVER003": "warning"}


def test_words_that_are_nowhere_are_told():
    beside = [parse_waiver("waive ANON001 at “no such words” because so it is", path="a.md.waivers", line=7)]
    (finding,) = apply_waivers(report(), TERMS, beside).findings
    assert finding.message == (
        "a.md.waivers, line 7: This waiver of ANON001 is for “no such words”, which stands nowhere in the article."
    )
    assert finding.text == "Port sold"


def test_a_false_alarm_says_so():
    text = TEXT.replace("Sources said so", "<!-- audit: false-alarm ANON001 because it is a band -->\nSources said so")
    result = apply_waivers(report(text, ANON001="Sources said so"), TERMS)
    assert result.findings[0].suppressed.reason == "false alarm: it is a band"
    assert result.waivers[0].waiver.kind == "false-alarm"


def test_an_expired_waiver_brings_the_finding_back():
    text = TEXT.replace("Sources said so", f"<!-- audit: {GOOD} (until 2026-11-20) -->\nSources said so")
    result = apply_waivers(report(text, ANON001="Sources said so"), TERMS)
    assert outcome(result) == {"ANON001": "error", "WAIVER002": "warning"}
    (complaint,) = [f for f in result.findings if f.rule == "WAIVER002"]
    assert complaint.message == "This waiver of ANON001 held until 2026-11-20; what it covered counts again."
    assert (complaint.line, complaint.text.startswith("<!-- audit")) == (3, True)
    assert result.waivers[0].findings


def test_a_broken_waiver_is_an_error_and_waives_nothing():
    text = TEXT.replace("Sources said so", "<!-- audit: waive ANON001 -->\nSources said so")
    result = apply_waivers(report(text, ANON001="Sources said so"), TERMS)
    assert outcome(result) == {"ANON001": "error", "WAIVER001": "error"}
    assert states(result) == ["broken"]


def test_an_unknown_rule_is_told_with_a_suggestion():
    beside = [parse_waiver("waive ANON001, HEDG002 because so it is", path="a.md.waivers", line=1)]
    result = apply_waivers(report(ANON001="Sources said so"), TERMS, beside)
    assert outcome(result) == {"ANON001": "error", "WAIVER001": "error"}
    assert any(f.message.endswith(": there is no rule HEDG002; did you mean HEDGE002?") for f in result.findings)


def test_how_loud_unused_and_expired_waivers_are_is_a_setting():
    beside = [
        parse_waiver("waive ANON001 because so it is", path="a.md.waivers", line=1),
        parse_waiver("waive ANON001 because so it is (until 2020-01-01)", path="a.md.waivers", line=2),
    ]
    loud = Terms(names=NAMES, today=TERMS.today, unused="error", expired="info")
    assert outcome(apply_waivers(report(), loud, beside)) == {"WAIVER003": "error", "WAIVER002": "info"}
    quiet = Terms(names=NAMES, today=TERMS.today, unused="off", expired="off")
    result = apply_waivers(report(), quiet, beside)
    assert result.findings == ()
    assert states(result) == ["unused", "expired"]


def test_equal_waivers_have_different_fingerprints():
    beside = [parse_waiver(GOOD, path="a.md.waivers", line=line) for line in (1, 2)]
    prints = [f.fingerprint for f in apply_waivers(report(), TERMS, beside).findings]
    assert len(set(prints)) == 2


def test_no_waiver_covers_what_is_said_of_waivers():
    beside = [parse_waiver("waive WAIVER001 because so it is", path="a.md.waivers", line=1)]
    assert outcome(apply_waivers(report(), TERMS, beside)) == {"WAIVER001": "error"}


def test_without_waivers_nothing_changes():
    before = report(ANON001="Sources said so")
    assert apply_waivers(before, TERMS) is before


def test_a_word_document_takes_its_waivers_from_beside_it(tmp_path):
    document = docx.Document()
    document.add_paragraph("Sources said so.")
    data = io.BytesIO()
    document.save(data)
    path = tmp_path / "a.docx"
    path.write_bytes(data.getvalue())
    sidecar_of(path).write_text(GOOD, encoding="utf-8")
    article = read_path(path, display="a.docx")
    before = make_report(article, (make_finding(article, "Sources"),))
    assert outcome(apply_waivers(before, TERMS, read_sidecar(path, "a.docx"))) == {"ANON001": "waiver"}


# ---------------------------------------------------------------- the day


def test_the_day_can_be_fixed():
    assert today("2027-01-31", {"AUDIT_TODAY": "2020-01-01"}) == date(2027, 1, 31)
    assert today(None, {"AUDIT_TODAY": "2020-01-01"}) == date(2020, 1, 1)
    assert today(None, {"AUDIT_TODAY": ""}) == datetime.now(UTC).date()
    with pytest.raises(UsageError, match="'soon' is no day"):
        today("soon", {})
