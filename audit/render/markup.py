"""Text of articles and rules as Markdown in which it can neither mark up nor link nor mention anybody."""

import re
from collections.abc import Sequence

from audit.render.visible import one_line

__all__ = ["comment", "escape", "escape_kept", "table"]

MARKUP = re.compile(r"[\\`*_\[\]{}()|~$!^]")
# At the start of a line these would begin a list or underline a heading.
LIST_START = re.compile(r"\A(\d*)([-+=.])")
# GitHub looks for these after it has undone escapes: an empty comment parts the text it would link.
LINKED_LATER = re.compile(r"[@#]|(?<=:)//|(?i:\bwww)(?=\.)|(?i:\bGH)(?=-\d)")
# What has to be escaped where the text may also be shown as it is.
MARKUP_IN_COMMENTS = re.compile(r"[\\`*_\[\]<|~]|&(?=#?\w+;)|\A[#+=>-]|\A\d+[.)]")
INVISIBLE = "\N{WORD JOINER}"


def escape(text: str) -> str:
    """Text as inline Markdown that shows exactly that text: no markup, HTML, link, mention or issue reference."""
    return escape_kept(one_line(text))


def escape_kept(text: str) -> str:
    """As `escape`, for one line of visible text whose white space at the ends counts."""
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = LIST_START.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", entities))
    return _parted(escaped, "<!-- -->")


def _parted(text: str, by: str) -> str:
    """The text with something between the characters that make a link of it."""
    return LINKED_LATER.sub(lambda match: by + "//" if match.group() == "//" else match.group() + by, text)


def comment(text: str) -> str:
    """Text for programs that show it as Markdown or as it is: few escapes, and no link, mention or issue reference."""
    escaped = MARKUP_IN_COMMENTS.sub(lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", one_line(text))
    return _parted(escaped, INVISIBLE)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    ruler = tuple("---" for _ in head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *rows))
