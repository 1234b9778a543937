"""Web pages (.html)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from audit.errors import ArticleError
from audit.readers.decoding import decode
from audit.readers.kinds import genre_named
from audit.readers.limits import Limits, require
from audit.readers.page_notes import page_waivers
from audit.readers.prose import Piece, build_article, join_pieces, plain_characters
from audit.records import Article, BlockKind

__all__ = ["read_webpage"]

DECLARED_ENCODING = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I)
# White space counts as one space, and the extractor's time grows with the square of it.
LONG_SPACE = re.compile(r"(\s{20})\s+")
SAVE_TEXT = "save the article's text alone"
XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
HEAD_OF_FILE = 4096
# Tags of the page, and those the extractor writes in their place.
HEADING: BlockKind = "heading"
CAPTION: BlockKind = "caption"
KINDS = {"head": HEADING, **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING), "figcaption": CAPTION}
PAGE_BLOCKS = ("p", "li", "td", "th", "dd", "dt", "div", "pre", "blockquote", "article", "section", "main", "aside")
BLOCKS = frozenset((*KINDS, *PAGE_BLOCKS, "header", "quote", "item", "cell"))
NOT_SHOWN = ("script", "style", "noscript", "template", "svg", "nav", "footer", "form", "iframe", "head")
LINE_BREAK = "\u2028"
# The date finder rejects dates after its own "today", which would make the result depend on the day.
ANY_DATE = {"max_date": "2999-12-31", "extensive_search": False, "original_date": True}


def read_webpage(data: bytes, path: str, limits: Limits) -> Article:
    """The article of a web page: title and body text, without navigation and readers' comments.

    Nothing is fetched. Where no article body is recognised, all paragraphs of the page are taken.
    """
    declared = DECLARED_ENCODING.search(data[:HEAD_OF_FILE])
    page = decode(data, path, declared[1].decode("ascii", "replace") if declared else None)
    if not page.strip():
        raise ArticleError(path, "has no words to audit")
    require(path, page.count("<"), "markup", limits, "tags", SAVE_TEXT)
    pieces, metadata = _extract(XML_DECLARATION.sub("", LONG_SPACE.sub(r"\1", page), count=1), path, limits)
    text, spans = join_pieces(pieces)
    genre = next(filter(None, map(genre_named, metadata.get("section", "").split(";"))), None)
    article = build_article(
        path, text, plain_characters(text), spans, limits, extracted=True, genre=genre, metadata=metadata
    )
    return replace(article, waivers=page_waivers(page, article, BLOCKS))


def _extract(page: str, path: str, limits: Limits) -> tuple[list[Piece], dict[str, str]]:
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    root: Any = load_html(page)
    if root is not None:
        require(path, _depth(root), "nesting", limits, "levels of tags inside each other", SAVE_TEXT)
    try:
        found: Any = bare_extraction(
            root, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=ANY_DATE
        )
    except Exception:  # the extractor trips over some broken pages in ways of its own: then take all text
        found = None
    if found is None or found.body is None or not "".join(found.body.itertext()).strip():
        return _all_text(page), {}
    return _with_title(found.title, _pieces(found.body)), _metadata(found)


def _depth(root: Any) -> int:
    """How many elements are inside each other, the root not counted."""
    from lxml.etree import iterwalk

    deepest = depth = 0
    for event, _ in iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest - 1


def _all_text(page: str) -> list[Piece]:
    from lxml import etree, html

    try:
        root = html.document_fromstring(page)
    except etree.LxmlError:
        return []
    heading = root.find(".//h1")
    title = root.findtext(".//title") if heading is None else "".join(heading.itertext())
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    etree.strip_elements(root, *NOT_SHOWN, with_tail=False)
    return _with_title(title, _pieces(root))


def _with_title(title: str | None, pieces: Iterable[Piece]) -> list[Piece]:
    """The title first, as the headline, and not a second time as a heading of the body."""
    title = " ".join((title or "").split())
    if not title:
        return list(pieces)
    rest = (p for p in pieces if p.kind != "heading" or p.text.casefold() != title.casefold())
    return [Piece(title, "headline"), *rest]


def _pieces(root: Any) -> Iterator[Piece]:
    """The text of each block, in order of the page, white space folded as a browser does."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    kinds: list[BlockKind | None] = [None]
    for event, element in iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            if text := " ".join(re.split(r"[ \t\r\n]+", "".join(parts))).strip(" "):
                yield Piece(text.replace(LINE_BREAK, "\n"), kinds[-1])
            parts = []
            if event == "start":
                kinds.append(KINDS.get(element.tag, kinds[-1]))
            else:
                kinds.pop()
        elif event == "start" and element.tag in ("br", "lb"):
            parts.append(LINE_BREAK)
        parts.append((element.text if event == "start" else element.tail) or "")
    if text := "".join(parts).strip():
        yield Piece(text, None)


def _metadata(found: Any) -> dict[str, str]:
    section = ";".join(found.categories or ())
    named = {"title": found.title, "author": found.author, "date": found.date, "sitename": found.sitename}
    return {name: value for name, value in {**named, "section": section}.items() if value}
