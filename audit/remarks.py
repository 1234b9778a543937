"""Findings that no rule makes: what is said of an article's waivers and budgets."""

import hashlib

from audit.records import Article, Finding, RuleCard, Span
from audit.text import LineIndex

__all__ = ["remark"]


def remark(
    article: Article, card: RuleCard, message: str, *, key: str, at: Span | None = None, lines: LineIndex | None = None
) -> Finding:
    """A finding at a place in the text, without one at the headline or first paragraph; `key` tells it from others.

    Whoever makes many on one article hands over its `lines`.
    """
    span = at or article.headline or next((block.span for block in article.blocks), Span(0, 0))
    lines = lines or LineIndex(article.text)
    line, column = lines.position(span.start)
    end_line, end_column = lines.position(span.end)
    return Finding(
        rule=card.id,
        name=card.name,
        family=card.family,
        severity=card.severity,
        message=message,
        advice=card.advice,
        span=span,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=article.text[slice(*span)],
        fingerprint=hashlib.sha256(f"{card.id}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()[:16],
    )
