"""SARIF 2.1.0, with all that GitHub code scanning asks for; docs/formats.md says what stands where, and why."""

import re
from typing import Any

from audit.records import Article, Finding, Problem, Report, RuleCard, Run, Severity, Span, Suppression
from audit.render.cards import known_cards, link
from audit.render.jsontext import expanded
from audit.render.markdown import escape
from audit.render.places import told, uri
from audit.render.visible import one_line
from audit.text import LineIndex

__all__ = ["render"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "audit/v1"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
PROBLEM_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
PRECISIONS = ((0.95, "very-high"), (0.85, "high"), (0.7, "medium"), (0.0, "low"))
# GitHub cuts descriptions at 1,024 characters and names at 255, and takes no more than 1,000 locations for a result.
LONGEST_DESCRIPTION = 1024
LONGEST_NAME = 255
MOST_RELATED = 999
EXPANDED_LEVELS = 4
FIRST_PLACE = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(?:[-+].+)?")


def render(run: Run) -> str:
    """One SARIF run with a result for every finding, those set aside among them and marked as such."""
    cards = known_cards(run)
    places = {rule: index for index, rule in enumerate(cards)}
    compared = any(_in_baseline(finding) for report in run.reports for finding in report.findings)
    whole = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, cards)},
                "automationDetails": {"id": "audit/"},
                "invocations": [_invocation(run)],
                "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which audit was run."}}},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "artifacts": [_artifact(report.reading.article, index) for index, report in enumerate(run.reports)],
                "results": [
                    result
                    for index, report in enumerate(run.reports)
                    for result in _results(report, index, places, compared)
                ],
            }
        ],
    }
    return expanded(whole, EXPANDED_LEVELS) + "\n"


# ---------------------------------------------------------------- the tool and its rules


def _driver(run: Run, cards: dict[str, RuleCard]) -> dict[str, Any]:
    version = run.tool.version
    semantic = {"semanticVersion": version} if SEMANTIC_VERSION.fullmatch(version) else {}
    return {
        "name": run.tool.name,
        "version": version,
        **semantic,
        "properties": {"rules": run.tool.rules, "model": run.tool.model},
        "rules": [_rule(card) for card in cards.values()],
    }


def _rule(card: RuleCard) -> dict[str, Any]:
    where = link(card)
    summary = _clipped(card.summary, LONGEST_DESCRIPTION) or card.id
    return {
        "id": card.id,
        "name": _clipped(card.name, LONGEST_NAME),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": _clipped(card.why, LONGEST_DESCRIPTION) or summary},
        **({"helpUri": where} if where else {}),
        "help": {"text": _help(card), "markdown": _help_markdown(card)},
        "defaultConfiguration": {"level": LEVELS[card.severity]},
        "properties": {
            "tags": [card.family],
            "problem.severity": PROBLEM_SEVERITIES[card.severity],
            **_precision(card),
        },
    }


def _precision(card: RuleCard) -> dict[str, Any]:
    """Only of rules that were measured; GitHub sorts alerts by it."""
    if card.precision is None:
        return {}
    name = next(name for least, name in PRECISIONS if card.precision >= least)
    return {
        "precision": name,
        "audit/precision": round(card.precision, 2),
        "audit/precision-basis": one_line(card.precision_basis),
    }


def _help(card: RuleCard) -> str:
    read_more = [f"- {one_line(' '.join(filter(None, reference)))}" for reference in card.references]
    parts = (one_line(card.why), f"Fix: {one_line(card.advice)}", "\n".join(["Read more:", *read_more]))
    return "\n\n".join(part for part in (parts if read_more else parts[:2]) if part)


def _help_markdown(card: RuleCard) -> str:
    read_more = [f"- {escape(' '.join(filter(None, reference)))}" for reference in card.references]
    parts = (escape(card.why), f"**Fix:** {escape(card.advice)}", "\n".join(["Read more:", "", *read_more]))
    return "\n\n".join(part for part in (parts if read_more else parts[:2]) if part)


def _clipped(text: str, length: int) -> str:
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1] + "…"


# ---------------------------------------------------------------- what was read and what was not


def _invocation(run: Run) -> dict[str, Any]:
    return {
        "executionSuccessful": not run.problems,
        "toolExecutionNotifications": [_notification(problem) for problem in run.problems],
    }


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": _without_links(f"Not audited: {one_line(problem.message)}")},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact_location(problem.path)}}],
    }


def _artifact(article: Article, index: int) -> dict[str, Any]:
    place = {"location": _artifact_location(article.path, index), "roles": ["analysisTarget"]}
    if not article.extracted:
        return place
    explained = "An article's text was extracted from this file; each extractedRegion counts lines and columns in it."
    return {
        **place,
        "description": {"text": explained},
        "contents": {"rendered": {"text": article.text}},
    }


def _artifact_location(path: str, index: int | None = None) -> dict[str, Any]:
    where = uri(path)
    base = {} if where.startswith("file:") else {"uriBaseId": ROOT}
    return {"uri": where, **base, **({} if index is None else {"index": index})}


# ---------------------------------------------------------------- findings


def _results(report: Report, index: int, rules: dict[str, int], compared: bool) -> list[dict[str, Any]]:
    lines = LineIndex(report.reading.article.text)
    return [_result(finding, report.reading.article, lines, index, rules, compared) for finding in report.findings]


def _result(
    finding: Finding, article: Article, lines: LineIndex, index: int, rules: dict[str, int], compared: bool
) -> dict[str, Any]:
    state = {"baselineState": "unchanged" if _in_baseline(finding) else "new"} if compared else {}
    related = [
        {"id": number, **_location(article, place.span, lines, index), "message": {"text": one_line(place.note)}}
        for number, place in enumerate(finding.related[:MOST_RELATED], 1)
    ]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        "level": LEVELS[finding.severity],
        "message": {"text": _without_links(told(finding, article))},
        "locations": [_location(article, finding.span, lines, index)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        **state,
        "suppressions": [_suppression(finding.suppressed)] if finding.suppressed else [],
        "properties": {"advice": one_line(finding.advice)},
    }


def _location(article: Article, span: Span, lines: LineIndex, index: int) -> dict[str, Any]:
    """The place in the file; for extracted text, which no file has, the file's beginning and that place beside it."""
    line, column = lines.position(span.start)
    end_line, end_column = lines.position(span.end)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    place = {"artifactLocation": _artifact_location(article.path, index)}
    if article.extracted:
        extracted = {"extractedRegion": {**region, "charOffset": span.start, "charLength": span.end - span.start}}
        return {"physicalLocation": {**place, "region": FIRST_PLACE}, "properties": extracted}
    snippet = {"snippet": {"text": article.text[slice(*span)]}}
    return {"physicalLocation": {**place, "region": {**region, **snippet}}}


def _in_baseline(finding: Finding) -> bool:
    return finding.suppressed is not None and finding.suppressed.kind in ("baseline", "base")


def _suppression(suppression: Suppression) -> dict[str, Any]:
    waived = {"kind": suppression.kind, "by": suppression.by, "until": suppression.until}
    return {
        "kind": "inSource" if suppression.kind == "waiver" else "external",
        "status": "accepted",
        "justification": one_line(suppression.reason),
        "properties": {key: one_line(value) for key, value in waived.items() if value is not None},
    }


def _without_links(text: str) -> str:
    """Text in which no viewer finds a link: SARIF reads `[words](address)` as one even in plain text."""
    return text.replace("](", "] (")
