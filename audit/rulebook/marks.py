"""Examples: `[[ ]]` around what a rule must report, and the small article that an example stands for."""

import re
from dataclasses import dataclass

from audit.records import Article, Block, Span
from audit.text import paragraph_spans

__all__ = ["Example", "example", "strip_marks"]

_MARK = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A runnable example of a rule: its article, and the exact spans that the rule must report in it."""

    article: Article
    expected: tuple[Span, ...]
    note: str = ""


def strip_marks(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and the spans that were marked, in order.

    Raises ValueError, in words for the author, where marks do not pair up or enclose nothing.
    """
    clean, spans, opened, last = "", [], None, 0
    for mark in _MARK.finditer(text):
        clean += text[last : mark.start()]
        last = mark.end()
        if (mark[0] == "[[") != (opened is None):
            raise ValueError("[[ and ]] must come in pairs, one inside no other")
        if opened is None:
            opened = len(clean)
            continue
        if opened == len(clean):
            raise ValueError("[[ ]] marks nothing")
        spans.append(Span(opened, len(clean)))
        opened = None
    if opened is not None:
        raise ValueError("[[ is never closed")
    return clean + text[last:], tuple(spans)


def example(text: str, *, path: str, headline: str = "", genre: str = "news", note: str = "") -> Example:
    """Build an example from marked text, which may have several paragraphs. Raises ValueError as strip_marks does."""
    whole, expected = strip_marks(f"{headline}\n\n{text.strip()}" if headline else text.strip())
    title_ends = len(strip_marks(headline)[0])
    paragraphs = (Span(span.start, span.end) for span in paragraph_spans(whole) if span.start >= title_ends)
    blocks = [Block(span=span, kind="paragraph") for span in paragraphs]
    if headline:
        blocks.insert(0, Block(span=Span(0, title_ends), kind="headline"))
    article = Article(path=path, text=whole, prose=whole, blocks=tuple(blocks), genre=genre)
    return Example(article=article, expected=expected, note=note)
