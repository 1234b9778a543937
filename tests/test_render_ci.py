"""What CI systems read: workflow commands, Code Quality, JUnit and rdjson, each read back as its reader does."""

import html
import json
import re
from dataclasses import replace
from typing import Any, NamedTuple

import junitparser
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from audit.records import SEVERITIES, Place, Run, Span
from audit.render import RENDERERS
from audit.render.markup import comment
from audit.render.places import told
from audit.render.visible import one_line, visible
from tests.runs import (
    find,
    hostile_report,
    make_article,
    make_finding,
    make_report,
    make_run,
    ordinary_report,
    whole_run,
)
from tests.strategies import runs, texts

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def many_findings(**numbers: int) -> Run:
    """An article with so many findings of each severity, milder ones first."""
    words = [f"word{number}" for number in range(sum(numbers.values()))]
    article = make_article("a.txt", " ".join(words) + "\n")
    severities = [severity for severity in ("info", "warning", "error") for _ in range(numbers.get(severity, 0))]
    findings = tuple(
        make_finding(article, word, severity=severity)  # type: ignore[arg-type]
        for word, severity in zip(words, severities, strict=True)
    )
    return make_run(make_report(article, findings))


# ---------------------------------------------------------------- GitHub workflow commands


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def commands(output: str) -> list[Command]:
    """Output as a GitHub runner reads it: line by line, after trimming; every line has to be a command."""
    lines = output.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [command(line.lstrip()) for line in lines if line]


def command(line: str) -> Command:
    assert line.startswith("::")
    end = line.index("::", 2)
    name, _, listed = line[2:end].partition(" ")
    pairs = [pair.split("=", 1) for pair in listed.strip().split(",") if pair]
    properties = {
        key: unescaped(value, ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")) for key, value in pairs
    }
    assert len(properties) == len(pairs)
    return Command(name, properties, unescaped(line[end + 2 :], ("%0D", "\r"), ("%0A", "\n")))


def unescaped(text: str, *codes: tuple[str, str]) -> str:
    for code, character in codes:
        text = text.replace(code, character)
    return text.replace("%25", "%")


def all_paths(run: Run) -> list[str]:
    return [*(report.reading.article.path for report in run.reports), *(problem.path for problem in run.problems)]


def test_the_reader_of_commands_is_fooled_where_a_runner_is():
    owned = commands("::error file=a,line=1::said\n::warning::owned")
    assert [command.name for command in owned] == ["error", "warning"]


def test_annotations_say_what_and_where():
    first = commands(RENDERERS["github"](make_run(ordinary_report())))[0]
    assert first.name == "error"
    assert first.properties == {
        "file": "stories/bridge.txt",
        "line": "5",
        "endLine": "5",
        "col": "53",
        "endColumn": "60",
        "title": "ANON001 name-of-anon001",
    }
    assert first.message == "“sources” tells the reader nothing.\nFix: Name the source, or say how it knows."


def test_the_worst_comes_first_and_what_is_set_aside_does_not_come():
    read = commands(RENDERERS["github"](make_run(ordinary_report())))
    assert [command.name for command in read] == ["error", "error", "warning", "warning", "notice", "notice"]
    assert not [command for command in read if "ANON002" in command.properties["title"]]


def test_columns_are_left_out_over_several_lines():
    article = make_article("a.txt", "One line of a claim\nwhich goes on here.\n")
    run = make_run(make_report(article, (make_finding(article, "a claim\nwhich goes"),)))
    (read,) = commands(RENDERERS["github"](run))
    assert set(read.properties) == {"file", "line", "endLine", "title"}
    assert (read.properties["line"], read.properties["endLine"]) == ("1", "2")


@pytest.mark.parametrize(
    ("numbers", "shown", "said"),
    [
        ({"error": 10, "warning": 10, "info": 10}, (10, 10, 10), None),
        ({"error": 11}, (10, 0, 1), "1 more error without"),
        (
            {"error": 12, "warning": 13, "info": 14},
            (10, 10, 10),
            "2 more errors, 3 more warnings, 5 more notes without",
        ),
        ({"error": 11, "info": 10}, (10, 0, 10), "1 more error, 1 more note without"),
    ],
)
def test_no_more_of_a_kind_than_github_shows(numbers, shown, said):
    read = commands(RENDERERS["github"](many_findings(**numbers)))
    names = [command.name for command in read]
    assert tuple(names.count(name) for name in ("error", "warning", "notice")) == shown
    assert (said in read[-1].message) if said else ("file" in read[-1].properties)


def test_what_was_not_audited_is_the_first_error():
    run = replace(many_findings(error=12), problems=whole_run().problems)
    read = commands(RENDERERS["github"](run))
    assert read[0].properties["title"] == "Not audited"
    assert "3 more errors" in read[-1].message


def test_extracted_text_has_no_lines_of_a_file():
    for read in commands(RENDERERS["github"](make_run(hostile_report()))):
        assert set(read.properties) == {"file", "title"}
        assert "in the text extracted from this file" in read.message


@settings(max_examples=40, deadline=None)
@given(runs())
def test_whatever_the_text_a_runner_sees_one_command_for_each_finding(run):
    expected = sum(not finding.suppressed for report in run.reports for finding in report.findings)
    read = commands(RENDERERS["github"](run))
    assert len(read) == expected + len(run.problems)
    messages = {command.message.split("\n")[0] for command in read[len(run.problems) :]}
    assert messages == {told(f, r.reading.article) for r in run.reports for f in r.findings if not f.suppressed}
    assert {command.properties.get("file") for command in read} <= {visible(path) for path in all_paths(run)}
    assert {command.name for command in read} <= {"error", "warning", "notice"}
    assert not [command for command in read if CONTROL.search(command.message)]


# ---------------------------------------------------------------- GitLab Code Quality

# GitLab documents the format in prose; this is what it says, with nothing more allowed than is written here.
LINE = {"type": "integer", "minimum": 1}
POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": LINE, "column": LINE},
    "additionalProperties": False,
}
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)(?!/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": LINE, "end": LINE},
                        "additionalProperties": False,
                    },
                    "positions": {
                        "type": "object",
                        "required": ["begin", "end"],
                        "properties": {"begin": POSITION, "end": POSITION},
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    },
}


def code_quality(run: Run) -> list[dict[str, Any]]:
    entries = json.loads(strict_utf8(RENDERERS["gitlab"](run)))
    Draft202012Validator(CODE_QUALITY).validate(entries)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    return entries


def strict_utf8(text: str) -> bytes:
    """As a reader gets it that takes no half surrogates, written out or not: Ruby's and Go's are such."""
    assert not re.search(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]", text)
    return text.encode()


def test_gitlab_gets_a_list_even_of_nothing():
    assert RENDERERS["gitlab"](make_run()) == "[]\n"


def test_gitlab_says_what_counts_and_where():
    entries = code_quality(make_run(ordinary_report()))
    assert [entry["severity"] for entry in entries] == ["minor", "major", "minor", "info", "info", "major"]
    assert "ANON002" not in {entry["check_name"] for entry in entries}
    assert entries[1]["location"] == {
        "path": "stories/bridge.txt",
        "lines": {"begin": 5, "end": 5},
        "positions": {"begin": {"line": 5, "column": 53}, "end": {"line": 5, "column": 60}},
    }


def test_the_same_finding_in_two_files_has_two_fingerprints_and_keeps_each():
    def run(*paths: str) -> Run:
        articles = [make_article(path, "A source said.\n") for path in paths]
        return make_run(*(make_report(article, (make_finding(article, "A source"),)) for article in articles))

    both = [entry["fingerprint"] for entry in code_quality(run("a.txt", "b.txt"))]
    alone = [entry["fingerprint"] for entry in code_quality(run("b.txt"))]
    assert both[1:] == alone


def test_findings_that_look_the_same_have_two_fingerprints():
    article = make_article("a.txt", "A source said.\n")
    finding = make_finding(article, "A source")
    run = make_run(make_report(article, (finding, replace(finding, rule="ANON003"))))
    assert len(code_quality(run)) == 2


def test_extracted_text_stands_on_the_first_line():
    for entry in code_quality(make_run(hostile_report())):
        assert entry["location"]["lines"] == {"begin": 1}
        assert "in the text extracted from this file" in entry["description"]


@settings(max_examples=40, deadline=None)
@given(runs())
def test_whatever_the_text_gitlab_takes_every_entry(run):
    entries = code_quality(with_relative_paths(run))
    assert not [entry for entry in entries if CONTROL.search(entry["description"] + entry["location"]["path"])]


def with_relative_paths(run: Run) -> Run:
    """GitLab wants paths from the root of the repository; audit gives those it was given."""
    reports = tuple(
        replace(report, reading=replace(report.reading, article=replace(article, path="a/" + article.path)))
        for report in run.reports
        for article in [report.reading.article]
    )
    return replace(run, reports=reports)


# ---------------------------------------------------------------- rdjson

# reviewdog's Protocol Buffers definition (proto/rdf/reviewdog.proto) as a schema, with nothing unknown allowed:
# reviewdog before 0.18 refuses the whole file for it. Lines and columns start at 1, a column never goes without a line.
RDF_LOCATION = {
    "type": "object",
    "required": ["path"],
    "properties": {
        "path": {"type": "string", "minLength": 1},
        "range": {
            "type": "object",
            "required": ["start", "end"],
            "properties": {"start": POSITION, "end": POSITION},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
RDF = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "properties": {
        "source": {"type": "object", "properties": {"name": {"const": "audit"}}, "additionalProperties": False},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": RDF_LOCATION,
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {
                        "type": "object",
                        "required": ["value"],
                        "properties": {
                            "value": {"type": "string", "minLength": 1},
                            "url": {"type": "string", "pattern": "^https?://[!-~]+$"},
                        },
                        "additionalProperties": False,
                    },
                    "related_locations": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["message", "location"],
                            "properties": {"message": {"type": "string"}, "location": RDF_LOCATION},
                            "additionalProperties": False,
                        },
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def diagnostics(run: Run) -> list[dict[str, Any]]:
    whole = json.loads(strict_utf8(RENDERERS["rdjson"](run)))
    Draft202012Validator(RDF).validate(whole)
    return whole["diagnostics"]


def test_columns_of_rdjson_count_bytes():
    line = "“Café 😀,” a source said"
    article = make_article("a.txt", f"Headline\n\n{line}\n")
    (found,) = diagnostics(make_run(make_report(article, (make_finding(article, "a source"),))))
    place = found["location"]["range"]
    assert place["start"]["line"] == place["end"]["line"] == 3
    start, end = (place[edge]["column"] - 1 for edge in ("start", "end"))
    assert line.encode()[start:end] == b"a source"
    assert start > line.index("a source")


def test_related_places_come_along():
    article = make_article("a.txt", "Sources said it.\n\n“Ça,” others said.\n")
    related = (Place(span=find(article.text, "others"), note="here too"),)
    (found,) = diagnostics(make_run(make_report(article, (make_finding(article, "Sources", related=related),))))
    (place,) = found["related_locations"]
    assert place["message"] == "here too"
    assert place["location"]["range"]["start"] == {"line": 3, "column": 12}


def test_a_diagnostic_names_its_rule_and_its_severity():
    first, second, *_ = diagnostics(make_run(ordinary_report()))
    assert (first["severity"], first["code"]) == ("WARNING", {"value": "ART003"})
    assert second["code"] == {"value": "ANON001", "url": "https://example.org/style?a=1&b=2"}
    assert second["message"].endswith("\n\nFix: Name the source, or say how it knows.")


@settings(max_examples=40, deadline=None)
@given(runs())
def test_whatever_the_text_rdjson_points_at_it_and_says_it_once(run):
    found = iter(diagnostics(run))
    for report in run.reports:
        lines = re.split(r"\r\n|\r|\n", report.reading.article.text)
        for finding in report.findings:
            if finding.suppressed:
                continue
            place = next(found)["location"].get("range")
            assert (place is None) == report.reading.article.extracted
            if place and finding.line == finding.end_line:
                start, end = (place[edge]["column"] - 1 for edge in ("start", "end"))
                assert lines[finding.line - 1].encode()[start:end].decode() == finding.text.rstrip("\r\n")
    assert next(found, None) is None


@given(texts())
def test_a_comment_shows_its_text_in_markdown_and_nothing_else(text):
    rendered = MarkdownIt("commonmark").render(comment(text))
    shown = html.unescape(rendered.removeprefix("<p>").removesuffix("</p>\n"))
    assert shown.replace("\u2060", "") == one_line(text).replace("\u2060", "")


def test_nobody_is_called_by_a_comment():
    said = comment("@mayor, see #12, GH-7 or https://evil.example on www.evil.example")
    assert not re.search(r"@\w|#\d|GH-\d|://|www\.", said)


# ---------------------------------------------------------------- JUnit


def suites(run: Run) -> list[junitparser.TestSuite]:
    """The suites as a JUnit parser reads them; their own counts are right, and no case comes twice."""
    text = RENDERERS["junit"](run).encode()
    whole = junitparser.JUnitXml.fromstring(text)
    read = [suite for suite in whole if isinstance(suite, junitparser.TestSuite)]
    for suite in read:
        counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert counted == (suite.tests, suite.failures, suite.errors, suite.skipped)
        assert len({case.name for case in suite}) == len(list(suite))
    totals = [sum(getattr(suite, name) for suite in read) for name in ("tests", "failures", "errors", "skipped")]
    assert [whole.tests, whole.failures, whole.errors, whole.skipped] == totals
    return read


def outcome(case: junitparser.TestCase) -> str:
    return type(case.result[0]).__name__ if case.result else "passed"


def test_an_article_is_a_suite_and_a_finding_a_case():
    bridge, hostile, unread = suites(whole_run())
    assert bridge.name == "stories/bridge.txt"
    assert [outcome(case) for case in bridge] == [
        "passed",
        "Failure",
        "passed",
        "passed",
        "passed",
        "Skipped",
        "Failure",
    ]
    assert [outcome(case) for case in hostile] == ["Failure", "passed", "passed"]
    assert [outcome(case) for case in unread] == ["Error"]
    assert "the editor knows both" in next(case for case in bridge if outcome(case) == "Skipped").result[0].message


@pytest.mark.parametrize(
    ("fails_on", "failures"),
    [("error", 2), ("warning", 4), ("info", 6), (None, 0)],
    ids=["error", "warning", "info", "never"],
)
def test_a_case_fails_where_the_run_does(fails_on, failures):
    (suite,) = suites(make_run(replace(ordinary_report(), fails_on=fails_on)))
    assert suite.failures == failures
    assert (suite.tests, suite.skipped) == (7, 1)


def test_a_clean_article_passes():
    (suite,) = suites(make_run(make_report(make_article("a.txt", "Rain fell.\n"))))
    assert [(case.name, outcome(case)) for case in suite] == [("no findings", "passed")]


def test_a_case_keeps_its_name_when_lines_move():
    def names(text: str) -> list[str]:
        article = make_article("a.txt", text)
        findings = (make_finding(article, "A source"), make_finding(article, "a source"))
        return [case.name for case in suites(make_run(make_report(article, findings)))[0]]

    moved = names("More.\n\nA source spoke.\n\nThen a source left.\n")
    assert names("A source spoke. Then a source left.\n") == moved


def test_words_that_come_twice_make_two_names():
    article = make_article("a.txt", "A source said it. A source said more.\n")
    twice = make_finding(article, "A source")
    (suite,) = suites(make_run(make_report(article, (twice, replace(twice, span=Span(18, 26), column=19)))))
    assert [case.name.rpartition(": ")[2] for case in suite] == ["A source", "A source (2)"]


def test_gitlab_finds_no_attachment_in_junit():
    article = make_article("a.txt", "A source [[ATTACHMENT|/etc/passwd]] said.\n")
    finding = make_finding(article, "A source", severity="info", message="[[ATTACHMENT|/etc/passwd]]")
    (suite,) = suites(make_run(make_report(article, (finding,))))
    (case,) = suite
    assert "ATTACHMENT|" in case.system_out
    assert "[[ATTACHMENT|" not in case.system_out


@settings(max_examples=40, deadline=None)
@given(runs())
def test_whatever_the_text_junit_loads(run):
    read = suites(run)
    assert len(read) == len(run.reports) + len(run.problems)
    text = RENDERERS["junit"](run)
    assert not CONTROL.search(text)
    assert not re.search(r"(?m)^\s*::|##\[|##vso", text)
    for suite, report in zip(read, run.reports, strict=False):
        failed = sum(outcome(case) == "Failure" for case in suite)
        failing = SEVERITIES[SEVERITIES.index(report.fails_on) :] if report.fails_on else ()
        assert failed == sum(f.severity in failing and not f.suppressed for f in report.findings)
