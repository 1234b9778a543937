"""SARIF 2.1.0, with all that GitHub code scanning asks for; docs/formats.md says what stands where, and why."""

import re
from typing import Any

from audit.records import Article, Problem, Reference, RuleCard, Run, Severity
from audit.render.cards import is_web_address, known_cards, link
from audit.render.jsontext import expanded
from audit.render.markup import escape
from audit.render.sarif_results import LEVELS, ROOT, artifact_location, known_before, results, without_links
from audit.render.visible import one_line

__all__ = ["render"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
PROBLEM_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
PRECISIONS = ((0.95, "very-high"), (0.85, "high"), (0.7, "medium"), (0.0, "low"))
# GitHub takes no longer ones.
LONGEST_DESCRIPTION = 1024
LONGEST_NAME = 255
EXPANDED_LEVELS = 4
SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(?:[-+].+)?")


def render(run: Run) -> str:
    """One SARIF run with a result for every finding, those set aside among them and marked as such."""
    cards = known_cards(run)
    places = {rule: index for index, rule in enumerate(cards)}
    compared = any(known_before(finding) for report in run.reports for finding in report.findings)
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
                    for result in results(report, index, places, compared)
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
    read_more = [f"- {_cited(reference)}" for reference in card.references]
    parts = (escape(card.why), f"**Fix:** {escape(card.advice)}", "\n".join(["Read more:", "", *read_more]))
    return "\n\n".join(part for part in (parts if read_more else parts[:2]) if part)


def _cited(reference: Reference) -> str:
    if is_web_address(reference.at):
        return f"[{escape(reference.title)}](<{reference.at}>)"
    return escape(" ".join(filter(None, reference)))


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
        "message": {"text": without_links(f"Not audited: {one_line(problem.message)}")},
        "locations": [{"physicalLocation": {"artifactLocation": artifact_location(problem.path)}}],
    }


def _artifact(article: Article, index: int) -> dict[str, Any]:
    place = {"location": artifact_location(article.path, index), "roles": ["analysisTarget"]}
    if not article.extracted:
        return place
    explained = "An article's text was extracted from this file; each extractedRegion counts lines and columns in it."
    return {
        **place,
        "description": {"text": explained},
        "contents": {"rendered": {"text": article.text}},
    }
