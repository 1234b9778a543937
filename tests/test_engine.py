"""From hits to findings: weeding, folding, fingerprints, positions and order."""

from dataclasses import replace
from pathlib import Path

import pytest

from audit.engine import audit_reading, run_examples
from audit.records import Article, Reading
from audit.rulebook import Rulebook, load_rulebook
from tests.build import reading, texts

RULE = """\
id: {id}
name: words
family: hedges
severity: {severity}
summary: s
why: w
advice: Cut it.
check: wording
settings: {{words: own}}
message: "“{{text}}” again"
examples:
  flag: [{{text: "[[surely]]"}}, {{text: "so [[surely]]"}}]
  pass: [{{text: so}}, {{text: it rained}}]
lexicons:
  own: {words}
{more}
"""


def rulebook(folder: Path, **rules: str) -> Rulebook:
    """A rule book of wording rules: id="words", or "words" and further keys on lines of their own."""
    for number, (rule_id, text) in enumerate(rules.items()):
        words, _, more = text.partition("\n")
        severity = ("error", "warning", "info")[number % 3]
        content = RULE.format(id=rule_id, words=words, more=more, severity=severity)
        (folder / f"{rule_id}-words.yaml").write_text(content, encoding="utf-8")
    return load_rulebook(folder)


def test_a_finding_joins_the_hit_with_its_rule(tmp_path: Path) -> None:
    read = reading("It rained.\n\nIt surely\nrained.")
    (finding,) = audit_reading(read, rulebook(tmp_path, TEST001="surely")).findings
    assert (finding.rule, finding.name, finding.family, finding.severity) == ("TEST001", "words", "hedges", "error")
    assert (finding.message, finding.advice, finding.text) == ("“surely” again", "Cut it.", "surely")
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (3, 4, 3, 10)


def test_findings_stand_in_order_of_place_then_rule(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST002="surely|so", TEST001="surely")
    findings = audit_reading(reading("So it surely rained."), book).findings
    assert [(f.rule, f.text) for f in findings] == [("TEST002", "So"), ("TEST001", "surely"), ("TEST002", "surely")]


def test_a_rule_yields_where_another_overlaps_it(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely so", TEST002="surely\nyields_to: [TEST001]")
    read = reading("It is surely so, and surely it rained.")
    assert texts(audit_reading(read, book).findings, read) == ["surely so", "surely"]


@pytest.mark.parametrize(("first", "second"), [("surely", "."), (".", "surely")])
def test_a_rule_does_not_yield_to_a_neighbor(tmp_path: Path, first: str, second: str) -> None:
    book = rulebook(tmp_path, TEST001=first, TEST002=second + "\nyields_to: [TEST001]")
    findings = audit_reading(reading("It rained surely."), book).findings
    assert {f.rule for f in findings} == {"TEST001", "TEST002"}


def test_a_hit_can_be_graver_than_its_rule(tmp_path: Path) -> None:
    path = tmp_path / "TEST001-words.yaml"
    rulebook(tmp_path, TEST001="surely")
    limits = "settings: {over: {anonymous_share: 0.25}, tiers: {warning: {over: {anonymous_share: 0.5}}}}"
    text = path.read_text(encoding="utf-8").replace("wording", "measure").replace("severity: error", "severity: info")
    text = text.replace("settings: {words: own}", limits).replace("{text}", "{value}")
    path.write_text(text, encoding="utf-8")
    (finding,) = audit_reading(reading("It rained.", anonymous_share=0.75), load_rulebook(tmp_path)).findings
    assert (finding.severity, finding.message) == ("warning", "“75.0%” again")


def test_a_rule_is_silent_in_genres_it_skips(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely\nskip_genres: [opinion]")
    assert audit_reading(reading("It surely rained.", genre="opinion"), book).findings == ()
    assert len(audit_reading(reading("It surely rained."), book).findings) == 1


def test_a_rule_yields_to_none_that_is_silent_here(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely\nskip_genres: [opinion]", TEST002="surely\nyields_to: [TEST001]")
    findings = audit_reading(reading("It surely rained.", genre="opinion"), book).findings
    assert [f.rule for f in findings] == ["TEST002"]


def test_beyond_its_limit_a_rule_only_points(tmp_path: Path) -> None:
    read = reading("Surely. Surely. Surely.")
    findings = audit_reading(read, rulebook(tmp_path, TEST001="surely\nlimit: 2")).findings
    assert [(f.span.start, len(f.related)) for f in findings] == [(0, 0), (8, 1)]
    assert findings[1].related[0].span.start == 16


def prints(read: Reading, book: Rulebook) -> list[str]:
    return [f.fingerprint for f in audit_reading(read, book).findings]


def test_fingerprints_survive_edits_elsewhere_and_differ_between_repeats(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely")
    before = prints(reading("It surely rained. Surely."), book)
    after = prints(reading("A new first line.\n\nIt SURELY poured. Surely."), book)
    assert before == after
    assert len(set(before)) == 2
    assert all(len(p) == 16 for p in before)


def test_fingerprints_overlook_line_breaks_and_the_shape_of_quotes(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="the ' thing")
    assert prints(reading("It is the ‘ thing."), book) == prints(reading("It is the\n' thing."), book) != []


def test_what_is_found_of_a_whole_article_keeps_its_fingerprint_under_another_headline(tmp_path: Path) -> None:
    rulebook(tmp_path, TEST001="rained|snowed")
    path = tmp_path / "TEST001-words.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("family: hedges", "family: article"), encoding="utf-8")
    book = load_rulebook(tmp_path)
    (before,) = prints(reading("It rained."), book)
    assert prints(reading("It snowed."), book) == [before]
    assert len(set(prints(reading("It rained and rained."), book))) == 2


def test_fingerprints_differ_between_rules(tmp_path: Path) -> None:
    one, two = prints(reading("Surely."), rulebook(tmp_path, TEST001="surely", TEST002="surely"))
    assert one != two


def test_article_text_in_a_message_is_one_short_line(tmp_path: Path) -> None:
    read = reading("Surely\n" + "x" * 300 + " so.")
    (finding,) = audit_reading(read, rulebook(tmp_path, TEST001="surely .. so")).findings
    assert finding.message == "“Surely " + "x" * 112 + "…” again"
    assert len(finding.text) == 310


def test_article_text_in_a_message_is_no_template(tmp_path: Path) -> None:
    read = reading("Surely wwwwww.")
    read = replace(read, article=replace(read.article, text="Surely {text}."))
    (finding,) = audit_reading(read, rulebook(tmp_path, TEST001="surely wwwwww")).findings
    assert finding.message == "“Surely {text}” again"


def test_the_same_reading_gives_the_same_report(tmp_path: Path) -> None:
    book = rulebook(tmp_path, TEST001="surely", TEST002="it")
    assert audit_reading(reading("It surely rained."), book) == audit_reading(reading("It surely rained."), book)


@pytest.mark.parametrize(("words", "passed"), [("surely", True), ("surely|so", False), ("never", False)])
def test_examples_are_run_as_articles_and_compared_span_by_span(tmp_path: Path, words: str, passed: bool) -> None:
    def read(articles: list[Article]) -> list[Reading]:
        return [reading(article.text) for article in articles]

    results = run_examples(rulebook(tmp_path, TEST001=words), read)
    assert [r.name for r in results] == ["TEST001/flag[0]", "TEST001/flag[1]", "TEST001/pass[0]", "TEST001/pass[1]"]
    assert all(r.passed for r in results) is passed
