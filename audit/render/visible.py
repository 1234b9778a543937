"""Text of articles, rules and paths made safe to show: what steers a terminal or turns text around is spelled out."""

import re

__all__ = ["UNSAFE", "one_line", "visible", "without_commands"]

# Controls (C0, C1), line and paragraph separators, marks that change the direction of text, lone surrogates, and two
# that XML 1.0 cannot hold.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")

COMMAND = re.compile(r"(^[^\S\n]*)(:)(?=:)|#(?=#(?:\[|vso))", re.MULTILINE)


def visible(text: str) -> str:
    r"""The text with each unsafe character spelled out (`\x1b`), line breaks and tabs among them."""
    return UNSAFE.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def one_line(text: str) -> str:
    """The text on one line, runs of white space as one space, and the rest of what is unsafe spelled out."""
    return visible(" ".join(text.split()))


def without_commands(text: str) -> str:
    r"""Output for a terminal in which a CI system finds no command of its own: `::error::` becomes `\x3a:error::`.

    Such systems obey lines that begin with two colons, and `##[...]` and `##vso` anywhere.
    """
    return COMMAND.sub(lambda match: match[1] + "\\x3a" if match[2] else "\\x23", text)
