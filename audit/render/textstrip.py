"""The strip of a story in plain characters: whose words each stretch is, what is quoted, and where findings are."""

from collections.abc import Iterator

from audit.render.page.strip import Strip
from audit.render.tallies import percent

__all__ = ["KEY", "drawn", "shares"]

OWNERS = {"named": "=", "unnamed": "#", "nobody": "?", "writer": "."}
LEVELS = {"error": "E", "warning": "W", "info": "i", "suppressed": "x"}  # the worst first
KEY = 'E error, W warning, i note, x set aside; " mostly in quotation marks.'


def drawn(strip: Strip, width: int) -> tuple[str, str, str]:
    """Three lines of so many columns: the worst finding of each part of the story, who speaks, and what is quoted."""
    speaking = [dict.fromkeys(OWNERS, 0.0) for _ in range(width)]
    quoted = [0.0] * width
    for stretch in strip.stretches:
        for column, part in _columns(stretch.start, stretch.width, width):
            speaking[column][stretch.group] += part
            quoted[column] += part * stretch.quoted
    found: list[set[str]] = [set() for _ in range(width)]
    for marker in strip.markers:
        found[min(int(marker.start * width), width - 1)].add(marker.note.level)
    return (
        "".join(next((sign for level, sign in LEVELS.items() if level in levels), " ") for levels in found).rstrip(),
        "".join(OWNERS[max(parts, key=parts.__getitem__)] for parts in speaking),
        "".join('"' if share > 0.5 else " " for share in quoted).rstrip(),
    )


def _columns(start: float, length: float, width: int) -> Iterator[tuple[int, float]]:
    """The columns that a stretch lies in, each with the part of the column that it fills."""
    begin, end = start * width, (start + length) * width
    for column in range(int(begin), min(int(end) + 1, width)):
        yield column, max(0.0, min(end, column + 1) - max(begin, column))


def shares(strip: Strip) -> str:
    """Whose words make up how much of the story, with the signs of the drawing."""
    return ", ".join(f"{OWNERS[group]} {name} {percent(share)}" for group, name, share in strip.groups)
