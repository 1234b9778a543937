"""The line a finding stands on, cut around the finding to a given width."""

from typing import NamedTuple

from audit.records import Finding
from audit.render.terminal import cells, fitting
from audit.render.visible import visible
from audit.text import LineIndex

__all__ = ["Excerpt", "excerpt", "related_places"]

CUT = "…"


class Excerpt(NamedTuple):
    """What stands before the finding on its first line, the finding as far as that line goes, and the rest."""

    before: str
    marked: str
    after: str


def excerpt(finding: Finding, text: str, lines: LineIndex, width: int) -> Excerpt:
    """The finding in its line, in at most `width` columns."""
    line = lines.line_span(finding.line)
    end = min(finding.span.end, line.end)
    before, marked, after = (
        visible(part.replace("\t", " "))
        for part in (text[line.start : finding.span.start], text[finding.span.start : end], text[end : line.end])
    )
    return _cut(before.lstrip(), marked, after.rstrip(), width)


def _cut(before: str, marked: str, after: str, width: int) -> Excerpt:
    """The parts cut, at words where there are any, until together they fit the width."""
    most = width - 2 * cells(CUT)
    if cells(marked) > most:
        marked, after = fitting(marked, most) + CUT, ""
    room = width - cells(marked)
    left = max(room // 2, room - cells(after))
    if cells(before) > left:
        before = CUT + _whole_words(before[::-1], left - cells(CUT))[::-1]
    if cells(after) > room - cells(before):
        after = _whole_words(after, room - cells(before) - cells(CUT)) + CUT
    return Excerpt(before, marked, after)


def _whole_words(text: str, width: int) -> str:
    """As much of the beginning as fits, ending at a space if there is one."""
    kept = fitting(text, width)
    return kept[: kept.rfind(" ") + 1] or kept


def related_places(finding: Finding, lines: LineIndex) -> str:
    """Where else to look, as "line:column" with each note once: "Here too: 3:1, 7:12; the same quotation: 9:4"."""
    places: dict[str, list[str]] = {}
    for place in finding.related:
        line, column = lines.position(place.span.start)
        places.setdefault(place.note, []).append(f"{line}:{column}")
    text = "; ".join(f"{note}: {', '.join(where)}" for note, where in places.items())
    return text[:1].upper() + text[1:]
