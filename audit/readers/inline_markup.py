"""What of a stretch of inline Markdown a reader sees, character by character."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

__all__ = ["Shown", "shown_text"]

FOOTNOTE_MARK = re.compile(r"\[\^[^\[\]\s]+\]:?")


class Shown(NamedTuple):
    """Characters that are shown, and where in the source they stand."""

    start: int
    text: str


def shown_text(source: str, tokens: Sequence[Any]) -> Iterator[Shown]:
    """Walk the parser's inline tokens along their source; they come in its order.

    The parser does not say where a token stands, but text tokens are verbatim, and what lies between
    them is skipped by kind: marks, code, tags, images, and where a link leads.
    """
    at = 0
    in_autolink = False
    for token in tokens:
        if token.type == "text":
            if in_autolink or not token.content:
                continue
            found = source.find(token.content, at)
            if found < 0:  # an unforeseen token: better to show its markup than to lose prose
                yield Shown(at, source[at:])
                return
            yield from _without_footnote_marks(Shown(found, token.content))
            at = found + len(token.content)
        elif token.type == "text_special":
            at = max(source.find(token.markup, at), at)
            yield _special(at, token.markup, token.content)
            at += len(token.markup)
        elif token.type == "link_open" and token.markup == "autolink":
            in_autolink = True
        elif token.type == "link_close" and in_autolink:
            in_autolink = False
            at = _after(source, ">", at)
        else:
            at = _skip(source, token, at)


def _skip(source: str, token: Any, at: int) -> int:
    """Where the source goes on after a token that shows nothing."""
    if token.type in ("softbreak", "hardbreak"):
        return _after(source, "\n", at)
    if token.type == "code_inline":
        start = _after(source, token.markup, at)
        closing = re.compile(rf"(?<!`){token.markup}(?!`)").search(source, start)
        return closing.end() if closing else start
    if token.type == "html_inline":
        return _after(source, token.content, at)
    if token.type == "link_open":
        return _after(source, "[", at)
    if token.type == "link_close":
        return _after_link_target(source, at)
    if token.type == "image":
        return _after_link_target(source, _after(source, "![" + token.content, at))
    return _after(source, token.markup, at) if token.markup else at


def _after(source: str, mark: str, at: int) -> int:
    found = source.find(mark, at)
    return at if found < 0 else found + len(mark)


def _after_link_target(source: str, at: int) -> int:
    """Past `](address "title")`, `][label]` or `]`, as the parser reads them."""
    from markdown_it.helpers import parseLinkDestination, parseLinkTitle

    at = _after(source, "]", at)
    if source.startswith("(", at):
        end = _past_blanks(source, at + 1)
        destination = parseLinkDestination(source, end, len(source))
        end = _past_blanks(source, destination.pos if destination.ok else end)
        title = parseLinkTitle(source, end, len(source))
        end = _past_blanks(source, title.pos if title.ok else end)
        if source.startswith(")", end):
            return end + 1
    if source.startswith("[", at):
        return _after(source, "]", at)
    return at


def _past_blanks(source: str, at: int) -> int:
    while at < len(source) and source[at] in " \t\n":
        at += 1
    return at


def _special(at: int, markup: str, content: str) -> Shown:
    """An escaped character where it stands; an entity's character where its neighbour in the word is."""
    if markup.startswith("\\"):
        return Shown(at + 1, markup[1:])
    shown = content if len(content) == 1 and content.isprintable() else " "
    faces_right = shown in "“‘„«([{"
    return Shown(at + len(markup) - 1 if faces_right else at, shown)


def _without_footnote_marks(shown: Shown) -> Iterator[Shown]:
    at = 0
    for mark in FOOTNOTE_MARK.finditer(shown.text):
        yield Shown(shown.start + at, shown.text[at : mark.start()])
        at = mark.end()
    yield Shown(shown.start + at, shown.text[at:])
