"""What CI systems read: workflow commands, Code Quality, JUnit and rdjson, each read back as its reader does."""

import re
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings

from audit.records import Run
from audit.render import RENDERERS
from tests.runs import hostile_report, make_article, make_finding, make_report, make_run, ordinary_report, whole_run
from tests.strategies import runs

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
    assert {command.name for command in read} <= {"error", "warning", "notice"}
    assert not [command for command in read if CONTROL.search(command.message)]
