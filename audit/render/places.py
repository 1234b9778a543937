"""Where a finding stands, as other programs want it told."""

from urllib.parse import quote

from audit.records import Article, Finding, Span
from audit.render.visible import one_line, visible
from audit.text import LineIndex

__all__ = ["Position", "byte_range", "shown_path", "told", "uri"]

Position = tuple[int, int]
LONGEST_QUOTE = 80


def shown_path(path: str) -> str:
    """The path as it is, but for characters that no output should hold, which are spelled out."""
    return visible(path)


def uri(path: str) -> str:
    """A path as a URI reference, an absolute one with `file:`; bytes that were no UTF-8 stay what they were.

    RFC 3986 wants a relative reference without a colon in its first part, so colons too are percent-encoded.
    """
    quoted = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    return f"file://{quoted}" if quoted.startswith("/") else quoted


def byte_range(span: Span, text: str, lines: LineIndex) -> tuple[Position, Position]:
    """Line and column of a span's start and end, from 1, columns in UTF-8 bytes."""
    return _byte_position(span.start, text, lines), _byte_position(span.end, text, lines)


def _byte_position(offset: int, text: str, lines: LineIndex) -> Position:
    line, column = lines.position(offset)
    return line, len(text[offset - column + 1 : offset].encode("utf-8", "surrogatepass")) + 1


def told(finding: Finding, article: Article) -> str:
    """The finding's message, never empty; for extracted text with the words it is about and where they stand there.

    No file has the lines of extracted text: a CI system that was given them would point at the wrong ones.
    """
    message = one_line(finding.message) or finding.rule
    if not article.extracted:
        return message
    words = one_line(finding.text)
    words = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"{message} (“{words}”, {finding.line}:{finding.column} in the text extracted from this file)"
