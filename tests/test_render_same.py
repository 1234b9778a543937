"""Each format, read back by a reader of that format, says the same findings."""

import html
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from audit.records import Finding, Report, Run
from audit.render import RENDERERS, render_terminal
from audit.render.visible import one_line, visible
from tests.runs import whole_run
from tests.strategies import runs
from tests.test_render_ci import commands


class Said(NamedTuple):
    """A finding as any format tells it; `line` is None where lines are those of extracted text."""

    path: str
    rule: str
    severity: str
    line: int | None


def expected(run: Run, *, standing: bool, notes: bool = True) -> Counter[Said]:
    return Counter(
        Said(visible(report.reading.article.path), finding.rule, finding.severity, line_of(finding, report))
        for report in run.reports
        for finding in report.findings
        if not (standing and finding.suppressed) and (notes or finding.severity != "info")
    )


def line_of(finding: Finding, report: Report) -> int | None:
    return None if report.reading.article.extracted else finding.line


def extracted_paths(run: Run) -> set[str]:
    return {visible(report.reading.article.path) for report in run.reports if report.reading.article.extracted}


# ---------------------------------------------------------------- machine formats


def from_json(run: Run) -> Iterator[Said]:
    articles = json.loads(RENDERERS["json"](run))["articles"]
    yield from articles_said(articles)


def from_jsonl(run: Run) -> Iterator[Said]:
    lines = RENDERERS["jsonl"](run).splitlines()
    yield from articles_said([json.loads(line) for line in lines[1:]])


def articles_said(articles: list[dict]) -> Iterator[Said]:
    for article in articles:
        for found in article["findings"]:
            line = None if "text" in article else found["line"]
            yield Said(visible(article["path"]), found["rule"], found["severity"], line)


def from_sarif(run: Run) -> Iterator[Said]:
    severities = {"error": "error", "warning": "warning", "note": "info"}
    for result in json.loads(RENDERERS["sarif"](run))["runs"][0]["results"]:
        (location,) = result["locations"]
        place = location["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"], errors="surrogateescape").removeprefix("file://")
        line = None if "properties" in location else place["region"]["startLine"]
        yield Said(visible(path), result["ruleId"], severities[result["level"]], line)


def from_github(run: Run) -> Iterator[Said]:
    severities = {"error": "error", "warning": "warning", "notice": "info"}
    for command in commands(RENDERERS["github"](run)):
        if command.properties["title"] != "Not audited":
            line = command.properties.get("line")
            rule = command.properties["title"].split()[0]
            yield Said(command.properties["file"], rule, severities[command.name], int(line) if line else None)


def from_gitlab(run: Run) -> Iterator[Said]:
    severities = {"major": "error", "minor": "warning", "info": "info"}
    for entry in json.loads(RENDERERS["gitlab"](run)):
        place = entry["location"]
        line = place["positions"]["begin"]["line"] if "positions" in place else None
        yield Said(place["path"], entry["check_name"], severities[entry["severity"]], line)


def from_rdjson(run: Run) -> Iterator[Said]:
    for found in json.loads(RENDERERS["rdjson"](run))["diagnostics"]:
        place = found["location"]
        line = place["range"]["start"]["line"] if "range" in place else None
        yield Said(place["path"], found["code"]["value"], found["severity"].lower(), line)


def from_junit(run: Run) -> Iterator[Said]:
    root = ElementTree.fromstring(RENDERERS["junit"](run))
    for case in root.iter("testcase"):
        if case.get("name") in ("no findings", "not audited"):
            continue
        details = "".join(case.itertext()).strip()
        found = re.match(r"(?s)(?:set aside .*?\n)?\d+:\d+(?: in the text extracted from the file)? (\w+)", details)
        assert found
        severity = {"note": "info"}.get(found[1], found[1])
        line = case.get("line")
        yield Said(case.attrib["file"], case.attrib["name"].split()[0], severity, int(line) if line else None)


# ---------------------------------------------------------------- formats for people


def from_text(run: Run) -> Iterator[Said]:
    yield from text_said(RENDERERS["text"](run), run)


def from_terminal(run: Run) -> Iterator[Said]:
    coloured = render_terminal(run, full=True, colour=True)
    yield from text_said(re.sub(r"\x1b\[\d+m", "", coloured), run)


def text_said(text: str, run: Run) -> Iterator[Said]:
    shown = {visible(report.reading.article.path) for report in run.reports}
    path = ""
    for line in text.splitlines():
        if line and (not line.startswith(" ") or line in shown):
            path = line.replace("\\x3a:", "::").replace("\\x23#", "##")
        found = re.match(r"  (\d+):\d+  (\w+)  (\S+)", line)
        if found and line not in shown:
            yield said_to_people(run, path, found[3], found[2], int(found[1]))


def from_markdown(run: Run) -> Iterator[Said]:
    yield from markdown_said(RENDERERS["markdown"](run), run)


def from_summary(run: Run) -> Iterator[Said]:
    yield from markdown_said(RENDERERS["github-summary"](run), run)


def markdown_said(text: str, run: Run) -> Iterator[Said]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    paths = {one_line(report.reading.article.path): visible(report.reading.article.path) for report in run.reports}
    path = ""
    for before, token in pairwise(tokens):
        if token.type != "inline" or before.type != "paragraph_open":
            continue
        words = plain(token)
        if words.startswith("File: "):
            path = paths[words.removeprefix("File: ").strip()]
        found = re.match(r"(error|warning|note) (\S+) .*?, ?line (\d+), column \d+:", words)
        if found and token.level == 3:
            yield said_to_people(run, path, found[2], found[1], int(found[3]))


def plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "text_special"))


def said_to_people(run: Run, path: str, rule: str, severity: str, line: int) -> Said:
    """People are told the lines of extracted text too."""
    return Said(path, rule, {"note": "info"}.get(severity, severity), None if path in extracted_paths(run) else line)


Reader = Callable[[Run], Iterator[Said]]
WITH_SET_ASIDE: Mapping[str, Reader] = {
    "json": from_json,
    "jsonl": from_jsonl,
    "sarif": from_sarif,
    "junit": from_junit,
}
WITHOUT: Mapping[str, Reader] = {
    "full text": from_terminal,
    "markdown": from_markdown,
    "github-summary": from_summary,
    "github": from_github,
    "gitlab": from_gitlab,
    "rdjson": from_rdjson,
}


@pytest.mark.parametrize("name", WITH_SET_ASIDE)
def test_formats_that_can_mark_it_say_what_is_set_aside_too(name):
    assert Counter(WITH_SET_ASIDE[name](whole_run())) == expected(whole_run(), standing=False)


@pytest.mark.parametrize("name", WITHOUT)
def test_all_others_say_what_counts(name):
    assert Counter(WITHOUT[name](whole_run())) == expected(whole_run(), standing=True)


def test_text_says_what_is_no_note():
    assert Counter(from_text(whole_run())) == expected(whole_run(), standing=True, notes=False)


def test_concise_has_a_line_for_each():
    lines = RENDERERS["concise"](whole_run()).splitlines()
    found = [re.search(r":(\d+):\d+: (\w+) (\S+) ", line) for line in lines]
    assert sum(1 for match in found if match) == expected(whole_run(), standing=True).total()


def test_html_has_every_message():
    page = re.sub(r"<[^>]*>", " ", RENDERERS["html"](whole_run()))
    shown = " ".join(html.unescape(page).split())
    for report in whole_run().reports:
        for finding in report.findings:
            assert visible(" ".join(re.split(r"[\t\r\n ]+", finding.message))) in shown


@settings(max_examples=60, deadline=None)
@given(runs())
def test_whatever_the_text_every_machine_format_says_the_same(run):
    for reader in WITH_SET_ASIDE.values():
        assert Counter(reader(run)) == expected(run, standing=False)
    for name in ("github", "gitlab", "rdjson"):
        assert Counter(WITHOUT[name](run)) == expected(run, standing=True)


@settings(max_examples=60, deadline=None)
@given(runs())
def test_whatever_the_text_people_are_told_the_same(run):
    for name in ("markdown", "github-summary", "full text"):
        found = Counter((said.rule, said.severity) for said in WITHOUT[name](run))
        assert found == Counter((said.rule, said.severity) for said in expected(run, standing=True).elements())


def test_fingerprints_are_the_same_in_json_and_sarif():
    articles = json.loads(RENDERERS["json"](whole_run()))["articles"]
    results = json.loads(RENDERERS["sarif"](whole_run()))["runs"][0]["results"]
    prints = [finding["fingerprint"] for article in articles for finding in article["findings"]]
    assert prints == [result["partialFingerprints"]["audit/v1"] for result in results]
