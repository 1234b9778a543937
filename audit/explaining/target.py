"""FILE:LINE:COLUMN."""

import re
from dataclasses import dataclass
from pathlib import Path

from audit.errors import UsageError
from audit.records import Article, Span
from audit.text import LineIndex

__all__ = ["Target", "parse_target", "span_of"]

_LINE = re.compile(r"(.+):(\d{1,9})", re.DOTALL)
_LINE_AND_COLUMN = re.compile(r"(.+):(\d{1,9}):(\d{1,9})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Target:
    """A file, a line in it, or a place in that line; both count from 1."""

    path: str
    line: int | None = None
    column: int | None = None


def parse_target(text: str) -> Target:
    """The target in `text`; a file whose own name ends in a number, if there is one, goes before a line or column."""
    readings = [Target(path=text)]
    for pattern in (_LINE, _LINE_AND_COLUMN):
        if found := pattern.fullmatch(text):
            path, *numbers = found.groups()
            readings.append(Target(path, *map(int, numbers)))
    return next((target for target in readings if Path(target.path).exists()), readings[-1])


def span_of(target: Target, article: Article) -> Span:
    """What is asked about: the whole article, a line, or the place of a column. UsageError if there is none."""
    if target.line is None:
        return Span(0, len(article.text))
    lines = LineIndex(article.text)
    try:
        line = lines.line_span(target.line)
    except ValueError:
        last, _ = lines.position(len(article.text))
        raise UsageError(f"{article.path} has no line {target.line}; its last is {last}") from None
    if target.column is None:
        return line
    width = line.end - line.start
    if not 1 <= target.column <= max(1, width):
        raise UsageError(f"{article.path}:{target.line} has no column {target.column}; its last is {max(1, width)}")
    start = line.start + target.column - 1
    return Span(start, min(start + 1, line.end))
