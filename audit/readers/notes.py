"""Waivers in an article's own file: found as notes, and turned into what they cover once its paragraphs are known."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from audit.records import Article, Span, Waiver
from audit.text import LineIndex
from audit.text.lines import LINE_BREAK
from audit.waivers import addressed, parse_waiver

__all__ = ["IN_QUOTATION", "NOT_CLOSED", "Note", "at_most", "comment_notes", "local_waiver", "with_waivers"]

MARKUP = re.compile(
    r"<!--(?P<comment>.*?)(?P<closed>-->|\Z)"
    r"|<(?P<code>script|style)\b.*?(?:</(?P=code)\s*>|\Z)"
    r"|(?P<quotation></?)blockquote\b",
    re.S | re.I,
)
MOST = 1000  # in one article
IN_QUOTATION = "it stands inside a quotation, where pasted text could bring one along; put it before the quotation"
NOT_CLOSED = "its comment is never closed, which hides the rest of the article; write --> after it"
AFTER_ALL = "no paragraph comes after it; put it before the one that it is for, or write “in this article because …”"


class Note(NamedTuple):
    """A note to this program: where it stands in the text, what it says, and what is wrong with its place.

    `is_local` tells whether it is for the paragraph at its place, and not for the whole article.
    """

    at: Span
    text: str
    mistake: str = ""
    is_local: bool = True


def with_waivers(article: Article, notes: Iterable[Note]) -> Article:
    """The article with the waivers that its notes say."""
    lines = LineIndex(article.text)
    waivers = at_most(_waiver(note, article, lines) for note in notes)
    return replace(article, waivers=waivers) if waivers else article


def at_most(waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """The first waivers; where there are more, the last one has that as its mistake."""
    first = tuple(islice(waivers, MOST + 1))
    if len(first) <= MOST:
        return first
    return (*first[:MOST], replace(first[MOST], mistake=f"an article has at most {MOST:,}, and the rest is not read"))


def _waiver(note: Note, article: Article, lines: LineIndex) -> Waiver:
    line, _ = lines.position(note.at.start)
    if not note.is_local:
        return parse_waiver(note.text, path=article.path, line=line, at=note.at, mistake=note.mistake)
    waiver = local_waiver(note.text, article.path, line, _block_at(note.at, article), note.mistake, AFTER_ALL)
    return replace(waiver, at=note.at)


def local_waiver(text: str, path: str, line: int, block: Span | None, mistake: str, nowhere: str) -> Waiver:
    """A waiver for the paragraph at its place, unless it says otherwise; `nowhere` is its mistake if there is none."""
    waiver = parse_waiver(text, path=path, line=line, spans=(block,) if block else (), mistake=mistake)
    is_nowhere = waiver.spans == () and waiver.words is None and not waiver.mistake
    return replace(waiver, mistake=nowhere) if is_nowhere else waiver


def _block_at(at: Span, article: Article) -> Span | None:
    """The paragraph that the note stands in, or at the end of on the same line, else the next one."""
    following = bisect_right(article.blocks, at.start, key=lambda block: block.span.start)
    before = article.blocks[following - 1].span if following else None
    if before and not LINE_BREAK.search(article.text, before.end, at.start):
        return before
    return article.blocks[following].span if following < len(article.blocks) else None


# ---------------------------------------------------------------- Markdown


def comment_notes(plain: str, lines: Sequence[Span], tokens: Iterable[Any]) -> Iterator[Note]:
    """Comments to this program among the tokens of a Markdown parser; what stands in code is code, and none."""
    if "<!--" not in plain:
        return
    quoted = in_html_quotation = at = 0
    for token in tokens:
        quoted += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if not token.map:
            continue
        region = Span(lines[token.map[0]].start, lines[min(token.map[1], len(lines)) - 1].end)
        for markup in _markup(token):
            at = max(at, plain.find(markup.group().partition("\n")[0], max(at, region.start), region.end), region.start)
            if markup["quotation"]:
                in_html_quotation = max(0, in_html_quotation + (-1 if markup["quotation"] == "</" else 1))
            elif markup["comment"] is not None and (said := addressed(markup["comment"])) is not None:
                is_quoted = quoted or in_html_quotation
                mistake = IN_QUOTATION if is_quoted else "" if markup["closed"] else NOT_CLOSED
                yield Note(Span(at, _end_of_comment(plain, at)), said, mistake)


def _markup(token: Any) -> Iterator[re.Match[str]]:
    if token.type == "html_block":
        yield from MARKUP.finditer(token.content)
    for child in token.children or () if token.type == "inline" else ():
        if child.type == "html_inline":
            yield from MARKUP.finditer(child.content)


def _end_of_comment(plain: str, start: int) -> int:
    found = plain.find("-->", start)
    return len(plain) if found < 0 else found + len("-->")
