"""Plain text."""

from audit.readers.decoding import decode
from audit.readers.limits import Limits, require_length
from audit.readers.prose import build_article, plain_characters, word_spans
from audit.records import Article

__all__ = ["read_plain"]


def read_plain(data: bytes, path: str, limits: Limits) -> Article:
    """Plain text as an article; what its paragraphs are is judged by their wording."""
    text = decode(data, path, limits)
    prose = plain_characters(text)
    require_length(path, prose, limits)
    return build_article(path, text, prose, [(span, None) for span in word_spans(prose)], limits)
