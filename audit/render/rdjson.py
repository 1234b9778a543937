"""reviewdog's rdjson: a DiagnosticResult, columns in UTF-8 bytes."""

from typing import Any

from audit.records import Article, Finding, RuleCard, Run, Severity, Span
from audit.render.cards import known_cards, link
from audit.render.jsontext import expanded
from audit.render.markup import comment
from audit.render.places import byte_range, shown_path, told
from audit.render.tallies import standing
from audit.render.visible import visible
from audit.text import LineIndex

__all__ = ["render"]

SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
EXPANDED_LEVELS = 2


def render(run: Run) -> str:
    """One diagnostic a line; what is set aside is left out, for reviewdog would comment on it and fail by it."""
    cards = known_cards(run)
    diagnostics: list[dict[str, Any]] = []
    for report in run.reports:
        article = report.reading.article
        lines = LineIndex(article.text)
        diagnostics.extend(_diagnostic(finding, article, lines, cards[finding.rule]) for finding in standing(report))
    return expanded({"source": {"name": run.tool.name}, "diagnostics": diagnostics}, EXPANDED_LEVELS) + "\n"


def _diagnostic(finding: Finding, article: Article, lines: LineIndex, card: RuleCard) -> dict[str, Any]:
    where = link(card)
    related = [
        {"message": comment(place.note), "location": _location(article, place.span, lines)} for place in finding.related
    ]
    return {
        "message": f"{comment(told(finding, article))}\n\nFix: {comment(finding.advice)}",
        "location": _location(article, finding.span, lines),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": visible(finding.rule), **({"url": where} if where else {})},
        **({"related_locations": related} if related else {}),
    }


def _location(article: Article, span: Span, lines: LineIndex) -> dict[str, Any]:
    """A place in the file, or, since extracted text has no lines of it, the file as a whole."""
    path = {"path": shown_path(article.path)}
    if article.extracted:
        return path
    (line, column), (end_line, end_column) = byte_range(span, article.text, lines)
    return {
        **path,
        "range": {"start": {"line": line, "column": column}, "end": {"line": end_line, "column": end_column}},
    }
