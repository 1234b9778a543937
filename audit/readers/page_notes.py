"""Waivers in the comments of a web page, and the paragraphs of the extracted text that they are for."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from audit.readers.notes import IN_QUOTATION, at_most, local_waiver
from audit.records import Article, Span, Waiver
from audit.text.lines import LINE_BREAK
from audit.waivers import addressed

__all__ = ["page_waivers"]

MENTION = re.compile(r"<!--\s*audit\b", re.I)
QUOTATIONS = ("blockquote", "q")
ENOUGH = 20  # letters and digits that tell one paragraph from another
ELSEWHERE = (
    "the text at its place is not among what was taken for the article; write “in this article because …”, "
    "or put it into a file of waivers beside the page"
)


class _Comment(NamedTuple):
    """A comment to this program; `piece` is the text that it stands in or before, `number` counts such from 0."""

    text: str
    line: int
    quoted: bool
    piece: str
    number: int


def page_waivers(page: str, article: Article, blocks: Collection[str]) -> tuple[Waiver, ...]:
    """The waivers in a page's comments; `blocks` are the tags that begin and end a paragraph.

    The extractor drops comments, so each is found again by the paragraph that it stands in or before.
    """
    if not MENTION.search(page):
        return ()
    from lxml import etree, html

    try:
        root = html.document_fromstring(LINE_BREAK.sub("\n", page))  # the parser counts no other line breaks
    except (etree.LxmlError, ValueError):
        return ()
    paragraphs: dict[str, list[Span]] = {}
    for block in article.blocks:
        paragraphs.setdefault(_key(article.text[slice(*block.span)]), []).append(block.span)
    return at_most(
        local_waiver(
            comment.text,
            article.path,
            comment.line,
            _paragraph(comment, paragraphs),
            IN_QUOTATION if comment.quoted else "",
            ELSEWHERE,
        )
        for comment in _comments(root, blocks)
    )


def _comments(root: Any, blocks: Collection[str]) -> Iterator[_Comment]:
    """Walk a page as `webpage` does, but a line break ends a paragraph too."""
    from lxml.etree import iterwalk

    waiting: list[_Comment] = []
    parts: list[str] = []
    seen: Counter[str] = Counter()
    quoted = 0
    for event, element in iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            said = addressed(element.text or "")
            if said is not None:
                line = (element.sourceline or 1) - element.text.count("\n")  # the parser tells where it ends
                waiting.append(_Comment(said, line, quoted > 0, "", 0))
            parts.append(element.tail or "")
            continue
        if element.tag in QUOTATIONS:
            quoted += 1 if event == "start" else -1
        if (element.tag in blocks or element.tag == "br") and (piece := _key("".join(parts))):
            yield from (comment._replace(piece=piece, number=seen[piece]) for comment in waiting)
            seen[piece] += 1
            waiting, parts = [], []
        parts.append((element.text if event == "start" else element.tail) or "")
    piece = _key("".join(parts))
    yield from (comment._replace(piece=piece, number=seen[piece]) for comment in waiting)


def _key(text: str) -> str:
    """Letters and digits alone, which every way of extracting text keeps."""
    return "".join(filter(str.isalnum, text)).casefold()


def _paragraph(comment: _Comment, paragraphs: Mapping[str, Sequence[Span]]) -> Span | None:
    """The paragraph with the text at the comment's place, of several the one of the same number; else a part of it."""
    same = paragraphs.get(comment.piece)
    if same:
        return same[min(comment.number, len(same) - 1)]
    if len(comment.piece) < ENOUGH:
        return None
    parts = (key for key in paragraphs if comment.piece in key or (len(key) >= ENOUGH and key in comment.piece))
    found = next(parts, None)
    return paragraphs[found][0] if found else None
