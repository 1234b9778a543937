"""Where the paragraphs of plain text stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.records import Span
from audit.text.lines import LINE_BREAK

__all__ = ["paragraph_spans"]

LINE = re.compile(r"[^\r\n]+")
SENTENCE_END = re.compile(r"[.!?…:][\"”“'’»)\]]*$")
GOES_ON = re.compile(r"[,;–—-]$")
LIST_ITEM = re.compile(r"[-*•‣–—]\s|\d{1,3}[.)]\s")
BYLINE_START = re.compile(r"(?:By|BY) [A-Z]")
LONGEST_WRAPPED_LINE = 120


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    opens: bool  # stands after a blank line or at the top


def paragraph_spans(text: str) -> tuple[Span, ...]:
    """Paragraphs in order, trimmed of white space.

    Blank lines always part paragraphs. A single line break parts them too, unless the text is
    hard-wrapped, or the sentence plainly goes on in the next line.
    """
    lines = tuple(_lines(text))
    width = _wrap_width(lines)
    spans: list[Span] = []
    previous: _Line | None = None
    for line in lines:
        if previous is None or line.opens or not _continues(previous.text, line.text, width):
            spans.append(line.span)
        else:
            spans[-1] = Span(spans[-1].start, line.span.end)
        previous = line
    return tuple(spans)


def _lines(text: str) -> Iterator[_Line]:
    end = 0
    for match in LINE.finditer(text):
        content = match.group().strip()
        if not content:
            continue
        start = match.start() + match.group().index(content)
        breaks = len(LINE_BREAK.findall(text, end, start))
        yield _Line(Span(start, start + len(content)), content, end == 0 or breaks > 1)
        end = start + len(content)


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """The column at which the text was hard-wrapped, or None where each line is a paragraph."""
    breaks = [before.text for before, after in pairwise(lines) if not after.opens]
    if not breaks:
        return None
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[int(len(lengths) * 0.95) - 1] if len(lengths) >= 20 else lengths[-1]
    mid_sentence = sum(not SENTENCE_END.search(line) for line in breaks)
    return width if width <= LONGEST_WRAPPED_LINE and mid_sentence > len(breaks) / 2 else None


def _continues(before: str, after: str, width: int | None) -> bool:
    if LIST_ITEM.match(after) or BYLINE_START.match(after):
        return False
    if width is not None and len(before) + 1 + len(after.split(None, 1)[0]) > width * 0.75:
        return True
    if len(before) > LONGEST_WRAPPED_LINE or SENTENCE_END.search(before):
        return False
    return bool(GOES_ON.search(before)) or after[0].islower()
