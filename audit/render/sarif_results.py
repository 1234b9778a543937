"""Findings as results of SARIF, and where they stand."""

from dataclasses import dataclass
from typing import Any

from audit.records import Article, Finding, Report, Severity, Span, Suppression
from audit.render.places import told, uri
from audit.render.visible import one_line
from audit.text import LineIndex

__all__ = ["LEVELS", "ROOT", "artifact_location", "known_before", "results", "without_links"]

ROOT = "%SRCROOT%"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "audit/v1"
FIRST_PLACE = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
MOST_RELATED = 999  # GitHub takes no file with a result of more than 1,000 locations


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """An article with its number among the artifacts."""

    article: Article
    lines: LineIndex
    index: int


def results(report: Report, index: int, rules: dict[str, int], compared: bool) -> list[dict[str, Any]]:
    """A result for every finding; where the run was `compared` with what was known before, it says whether it is new.

    `index` is the article's place among the artifacts, `rules` has that of each rule.
    """
    article = report.reading.article
    file = _File(article=article, lines=LineIndex(article.text), index=index)
    beside = {name for use in report.waivers if use.waiver.path != article.path for name in use.findings}
    return [
        {
            "ruleId": finding.rule,
            "ruleIndex": rules[finding.rule],
            "level": LEVELS[finding.severity],
            "message": {"text": without_links(told(finding, article))},
            "locations": [_location(finding.span, file)],
            **_related(finding, file),
            "partialFingerprints": {FINGERPRINT: finding.fingerprint},
            **({"baselineState": "unchanged" if known_before(finding) else "new"} if compared else {}),
            "suppressions": _suppressions(finding.suppressed, finding.fingerprint in beside),
            "properties": {"advice": one_line(finding.advice)},
        }
        for finding in report.findings
    ]


def known_before(finding: Finding) -> bool:
    """Whether a baseline or an earlier version of the article has it too."""
    return finding.suppressed is not None and finding.suppressed.kind != "waiver"


def _suppressions(suppression: Suppression | None, beside: bool) -> list[dict[str, Any]]:
    """Set aside in the article itself, or beside it: by a baseline, an earlier version, a waiver in its own file."""
    if suppression is None:
        return []
    told = {"kind": suppression.kind, "by": suppression.by, "until": suppression.until}
    return [
        {
            "kind": "inSource" if suppression.kind == "waiver" and not beside else "external",
            "status": "accepted",
            "justification": one_line(suppression.reason),
            "properties": {key: one_line(value) for key, value in told.items() if value is not None},
        }
    ]


def _related(finding: Finding, file: _File) -> dict[str, Any]:
    places = [
        {"id": number, **_location(place.span, file), "message": {"text": one_line(place.note)}}
        for number, place in enumerate(finding.related[:MOST_RELATED], 1)
    ]
    return {"relatedLocations": places} if places else {}


def _location(span: Span, file: _File) -> dict[str, Any]:
    """The place in the file; for extracted text, which no file has, the file's beginning and that place beside it."""
    line, column = file.lines.position(span.start)
    end_line, end_column = file.lines.position(span.end)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    artifact = {"artifactLocation": artifact_location(file.article.path, file.index)}
    if file.article.extracted:
        extracted = {**region, "charOffset": span.start, "charLength": span.end - span.start}
        return {
            "physicalLocation": {**artifact, "region": FIRST_PLACE},
            "properties": {"extractedRegion": extracted},
        }
    snippet = {"snippet": {"text": file.article.text[slice(*span)]}}
    return {"physicalLocation": {**artifact, "region": {**region, **snippet}}}


def artifact_location(path: str, index: int | None = None) -> dict[str, Any]:
    """A file: relative to the folder in which audit was run, unless its path is absolute."""
    where = uri(path)
    base = {} if where.startswith("file:") else {"uriBaseId": ROOT}
    return {"uri": where, **base, **({} if index is None else {"index": index})}


def without_links(text: str) -> str:
    """Text in which no viewer finds a link: SARIF reads `[words](address)` as one even in plain text."""
    return text.replace("](", "] (")
