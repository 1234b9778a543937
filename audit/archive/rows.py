"""From a report to the rows of the tables."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from audit import __version__
from audit.archive.articles import Read
from audit.archive.records import Place
from audit.archive.tables import SCHEMA, TABLES, TableName
from audit.records import Attribution, Finding, Measures, Problem, Report, Source, Span

__all__ = ["Rows", "no_rows", "problem_rows", "report_rows"]

Rows = dict[TableName, list[dict[str, Any]]]


def no_rows() -> Rows:
    """No row in any table."""
    return {name: [] for name in TABLES}


def report_rows(report: Report, read: Read, place: Place, rules: str) -> Rows:
    """The rows of an article; `rules` is the hash of all rules of the run."""
    reading = report.reading
    text = reading.article.text
    key = {"article": place.id}
    return {
        "articles": [_article(report, read, place, rules)],
        "sources": [{**key, **_source(source, text)} for source in reading.sources],
        "attributions": [
            {**key, "number": number, **_attribution(attribution, text)}
            for number, attribution in enumerate(reading.attributions, 1)
        ],
        "findings": [
            {**key, "number": number, **_finding(finding)} for number, finding in enumerate(report.findings, 1)
        ],
        "problems": [],
    }


def problem_rows(problem: Problem, place: Place) -> Rows:
    """The row of a record that could not be audited."""
    row = {
        "path": problem.path,
        "input": place.input,
        "record": place.record,
        "offset": place.offset,
        "line": place.line,
        "message": problem.message,
    }
    return {**no_rows(), "problems": [row]}


def _article(report: Report, read: Read, place: Place, rules: str) -> dict[str, Any]:
    article, reading, details = report.reading.article, report.reading, read.details
    headline = article.headline
    counting = [finding.severity for finding in report.findings if not finding.suppressed]
    return {
        "id": place.id,
        "input": place.input,
        "record": place.record,
        "given_id": details.given_id,
        "url": details.url,
        "outlet": details.outlet,
        "desk": details.desk,
        "authors": list(details.authors),
        "date": details.date,
        "published": details.published,
        "month": details.published and f"{details.published:%Y-%m}",
        "fetched": details.fetched,
        "genre": article.genre,
        "headline": headline and " ".join(article.text[slice(*headline)].split()),
        "text_digest": blake2b(article.text.encode(), digest_size=16).hexdigest(),
        **_measures(reading.measures),
        "sources": len(reading.sources),
        "attributions": len(reading.attributions),
        "agentless": sum(attribution.kind == "agentless" for attribution in reading.attributions),
        "attributed_words": sum(source.words for source in reading.sources),
        "anonymous_words": sum(source.words for source in reading.sources if source.kind == "anonymous"),
        "claims": len(reading.claims),
        "hedges": len(reading.hedges),
        "errors": counting.count("error"),
        "warnings": counting.count("warning"),
        "infos": counting.count("info"),
        "suppressed": len(report.findings) - len(counting),
        "schema": SCHEMA,
        "tool": __version__,
        "rules": rules,
        "model": reading.parse.model,
    }


def _measures(measures: Measures) -> dict[str, Any]:
    least, most = measures.anonymous_sources
    return {
        "words": measures.words,
        "named_sources": measures.named_sources,
        "anonymous_sources_min": least,
        "anonymous_sources_max": most,
        "anonymous_share": measures.anonymous_share,
        "attributed_share": measures.attributed_share,
        "reason_given_rate": measures.reason_given_rate,
        "hedges_per_1000": measures.hedges_per_1000,
        "flesch_kincaid_grade": measures.flesch_kincaid_grade,
        "flesch_reading_ease": measures.flesch_reading_ease,
    }


def _source(source: Source, text: str) -> dict[str, Any]:
    reason = source.reason
    return {
        "source_id": source.id,
        "kind": source.kind,
        "name": source.name,
        "label": source.label,
        "descriptor": source.descriptor,
        "reason_class": reason and reason.kind,
        "reason_text": text[slice(*reason.span)] if reason and reason.span else None,
        "mentions": _spans(source.mentions),
        "people_min": source.people[0],
        "people_max": source.people[1],
        "attributions": source.attributions,
        "words": source.words,
        "quoted_words": source.quoted_words,
    }


def _attribution(attribution: Attribution, text: str) -> dict[str, Any]:
    return {
        "source": _spans(attribution.source),
        "cue": _spans(attribution.cue),
        "content": _spans(attribution.content),
        "source_text": _words(attribution.source, text),
        "cue_text": _words(attribution.cue, text),
        "content_text": _words(attribution.content, text),
        "kind": attribution.kind,
        "source_id": attribution.source_id,
        "quote": attribution.quote,
        "confidence": round(attribution.confidence, 2),
        "follow_up": attribution.follow_up,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    suppressed = finding.suppressed
    return {
        "rule": finding.rule,
        "name": finding.name,
        "family": finding.family,
        "severity": finding.severity,
        "message": finding.message,
        "advice": finding.advice,
        "start": finding.span.start,
        "end": finding.span.end,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": finding.text,
        "fingerprint": finding.fingerprint,
        "suppressed": suppressed and suppressed.kind,
        "suppressed_reason": suppressed and suppressed.reason,
        "suppressed_by": suppressed and suppressed.by,
        "suppressed_until": suppressed and suppressed.until,
    }


def _words(spans: Sequence[Span], text: str) -> str:
    return " … ".join(text[slice(*span)] for span in spans)


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]
