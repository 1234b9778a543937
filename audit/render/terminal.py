"""What fits where on a terminal, where some characters take two columns and some none; and its colours."""

import unicodedata
from typing import Literal

from audit.render.visible import one_line

__all__ = ["Colour", "cells", "fitting", "painted", "wrapped"]

Colour = Literal["red", "yellow", "cyan", "green", "bold", "dim"]
CODES: dict[Colour, int] = {"red": 31, "yellow": 33, "cyan": 36, "green": 32, "bold": 1, "dim": 2}


def cells(text: str) -> int:
    """How many columns of a terminal the text takes up."""
    return len(text) if text.isascii() else sum(map(_width, text))


def fitting(text: str, width: int) -> str:
    """As much of the beginning as fits into that many columns."""
    if text.isascii():
        return text[: max(0, width)]
    for position, character in enumerate(text):
        width -= _width(character)
        if width < 0:
            return text[:position]
    return text


def wrapped(text: str, indent: int, width: int) -> str:
    """The text in lines of at most `width` columns, broken at spaces, or inside a word that is longer than a line."""
    room = width - indent
    lines = [""]
    for word in one_line(text).split(" "):
        if lines[-1] and cells(lines[-1]) + 1 + cells(word) <= room:
            lines[-1] += f" {word}"
            continue
        rest = word
        while rest:
            piece = fitting(rest, room) or rest[0]
            lines.append(piece)
            rest = rest[len(piece) :]
    return "\n".join(" " * indent + line for line in lines[1:])


def painted(text: str, colour: Colour, wanted: bool) -> str:
    """The text between the codes that switch a colour on and off again, if that is wanted."""
    return f"\x1b[{CODES[colour]}m{text}\x1b[0m" if wanted and text else text


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
