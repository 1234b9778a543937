"""JSON and JSON Lines, schema 1; docs/json-schema.md describes every key."""

from collections.abc import Iterable
from typing import Any

from audit.records import Attribution, Finding, Measures, Problem, Report, Run, Source, Span, Suppression, WaiverUse
from audit.render.jsontext import compact, expanded
from audit.render.tallies import headline

__all__ = [
    "SCHEMA",
    "attribution_object",
    "finding_object",
    "render_json",
    "render_jsonl",
    "source_object",
    "start_end",
    "waiver",
]

SCHEMA = 1
EXPANDED_LEVELS = 4


def render_json(run: Run) -> str:
    """One object for the run; each source, attribution, claim, hedge and finding on a line of its own."""
    whole = {
        "schema": SCHEMA,
        "tool": _tool(run),
        "articles": [_article(report) for report in run.reports],
        "problems": [_problem(problem) for problem in run.problems],
    }
    return expanded(whole, EXPANDED_LEVELS) + "\n"


def render_jsonl(run: Run) -> str:
    """A first line with all but the articles, then one article a line."""
    first = {"schema": SCHEMA, "tool": _tool(run), "problems": [_problem(problem) for problem in run.problems]}
    return "".join(compact(line) + "\n" for line in (first, *map(_article, run.reports)))


def _tool(run: Run) -> dict[str, str]:
    return {
        "name": run.tool.name,
        "version": run.tool.version,
        "rules": run.tool.rules,
        "model": run.tool.model,
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {"path": problem.path, "message": problem.message}


def _article(report: Report) -> dict[str, Any]:
    reading = report.reading
    article = reading.article
    text = {"text": article.text} if article.extracted else {}
    return {
        "path": article.path,
        "headline": headline(report),
        "genre": article.genre,
        "words": reading.measures.words,
        **text,
        "sources": [source_object(source) for source in reading.sources],
        "attributions": [attribution_object(attribution) for attribution in reading.attributions],
        "claims": [{**start_end(claim.span), "class": claim.kind} for claim in reading.claims],
        "hedges": [{**start_end(hedge.span), "class": hedge.kind, "voice": hedge.voice} for hedge in reading.hedges],
        "findings": [finding_object(finding) for finding in report.findings],
        "waivers": [waiver(use) for use in report.waivers],
        "measures": _measures(reading.measures),
    }


def source_object(source: Source) -> dict[str, Any]:
    """A source of the ledger."""
    reason = source.reason
    return {
        "id": source.id,
        "kind": source.kind,
        "name": source.name,
        "label": source.label,
        "descriptor": source.descriptor,
        "reason": reason and {"class": reason.kind, "span": reason.span and list(reason.span)},
        "mentions": _spans(source.mentions),
        "people": list(source.people),
        "attributions": source.attributions,
        "words": source.words,
        "quoted_words": source.quoted_words,
    }


def attribution_object(attribution: Attribution) -> dict[str, Any]:
    """An attribution."""
    return {
        "source": _spans(attribution.source),
        "cue": _spans(attribution.cue),
        "content": _spans(attribution.content),
        "kind": attribution.kind,
        "source_id": attribution.source_id,
        "quote": attribution.quote,
        "confidence": round(attribution.confidence, 2),
        "follow_up": attribution.follow_up,
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "family": finding.family,
        "severity": finding.severity,
        "message": finding.message,
        "advice": finding.advice,
        **start_end(finding.span),
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": finding.text,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed and _suppression(finding.suppressed),
        "related": [{**start_end(place.span), "note": place.note} for place in finding.related],
    }


def _suppression(suppression: Suppression) -> dict[str, str]:
    waived = {"by": suppression.by, "until": suppression.until}
    given = {key: value for key, value in waived.items() if value is not None}
    return {"kind": suppression.kind, "reason": suppression.reason, **given}


def waiver(use: WaiverUse) -> dict[str, Any]:
    """A waiver and what became of it, as `audit waivers --json` prints it too."""
    given = use.waiver
    return {
        "state": use.state,
        "kind": given.kind,
        "rules": list(given.rules),
        "reason": given.reason,
        "by": given.by,
        "until": given.until,
        "mistake": given.mistake or None,
        "path": given.path,
        "line": given.line,
        "findings": list(use.findings),
    }


def _measures(measures: Measures) -> dict[str, Any]:
    return {
        "named_sources": measures.named_sources,
        "anonymous_sources": list(measures.anonymous_sources),
        "anonymous_share": _rounded(measures.anonymous_share, 3),
        "attributed_share": _rounded(measures.attributed_share, 3),
        "reason_given_rate": _rounded(measures.reason_given_rate, 3),
        "hedges_per_1000": _rounded(measures.hedges_per_1000, 1),
        "flesch_kincaid_grade": _rounded(measures.flesch_kincaid_grade, 1),
        "flesch_reading_ease": _rounded(measures.flesch_reading_ease, 1),
    }


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def start_end(span: Span) -> dict[str, int]:
    """A place in the text."""
    return {"start": span.start, "end": span.end}


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
