"""Plain text."""

import re
from collections.abc import Iterator

from audit.readers.decoding import decode
from audit.readers.limits import Limits
from audit.readers.notes import Note, with_waivers
from audit.readers.prose import build_article, plain_characters, require_length, word_spans
from audit.records import Article, Span
from audit.waivers import addressed

__all__ = ["read_plain"]

COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.S)
SHOWN = "in plain text a comment is read by everybody; put it into a file of waivers beside the article"


def read_plain(data: bytes, path: str, limits: Limits) -> Article:
    """Plain text as an article; what its paragraphs are is judged by their wording."""
    text = decode(data, path)
    require_length(path, text, limits)
    prose = plain_characters(text)
    article = build_article(path, text, prose, [(span, None) for span in word_spans(prose)], limits)
    return with_waivers(article, _misplaced(prose))


def _misplaced(prose: str) -> Iterator[Note]:
    for comment in COMMENT.finditer(prose):
        if (said := addressed(comment[1])) is not None:
            yield Note(Span(*comment.span()), said, SHOWN)
