"""Offsets to lines and columns."""

import re
from bisect import bisect_right

from audit.records import Span

__all__ = ["LINE_BREAK", "LineIndex"]

LINE_BREAK = re.compile(r"\r\n|\r|\n")


class LineIndex:
    """Lines of one text, found once; LF, CRLF and CR each end a line."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = (0, *(match.end() for match in LINE_BREAK.finditer(text)))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, in code points; ValueError outside the text."""
        if not 0 <= offset <= len(self._text):
            raise ValueError(f"offset {offset} is outside a text of {len(self._text)} code points")
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_span(self, line: int) -> Span:
        """Where a line (from 1) stands, without its line break; ValueError if there is no such line."""
        if not 1 <= line <= len(self._starts):
            raise ValueError(f"line {line} is outside a text of {len(self._starts)} lines")
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return Span(start, start + len(self._text[start:end].rstrip("\r\n")))
