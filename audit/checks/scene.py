"""Looking things up in a Reading: tokens under a span, the sentence, the paragraph, the place in the article."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, TypeVar

from audit.phrases import PhraseMatcher
from audit.records import Attribution, Quotation, Reading, SourceKind, Span, Token, Tokens

__all__ = [
    "PlaceName",
    "block_at",
    "face_of",
    "first_match",
    "hull",
    "is_of",
    "is_somebody",
    "is_title",
    "many",
    "match_in",
    "matches_any",
    "place_of",
    "sentence_at",
    "text_of",
    "token_range",
    "words_in",
]

PlaceName = Literal["headline", "lead", "body", "heading", "caption", "byline"]
T = TypeVar("T")
_LONG, _MOST = 3, 0.75


def many(value: T | tuple[T, ...] | None) -> tuple[T, ...]:
    """One or more settings as a tuple; empty for None."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def token_range(reading: Reading, span: Span) -> tuple[int, int]:
    """The half-open range of tokens that lie at least partly inside the span."""
    tokens = Tokens.of(reading.parse.tokens)
    first = bisect_right(tokens.ends, span.start)
    return first, max(first, bisect_left(tokens.starts, span.end))


def sentence_at(reading: Reading, offset: int) -> int:
    """Index of the sentence in which, or before which, the offset stands; 0 for a text without sentences."""
    return max(0, bisect_right(reading.parse.sentences, offset, key=lambda s: s.start) - 1)


def block_at(reading: Reading, offset: int) -> int:
    """Index of the block in which the offset stands."""
    return max(0, bisect_right(reading.article.blocks, offset, key=lambda b: b.span.start) - 1)


def place_of(reading: Reading, offset: int) -> PlaceName:
    """Where in the article's build: a paragraph is "lead" if it is the first one, else "body"."""
    blocks = reading.article.blocks
    kind = blocks[block_at(reading, offset)].kind
    if kind != "paragraph":
        return kind
    lead = next(b.span for b in blocks if b.kind == "paragraph")
    return "lead" if lead.start <= offset < lead.end else "body"


def face_of(reading: Reading) -> Span:
    """Where a finding about the whole article is shown: its headline, else its first paragraph."""
    article = reading.article
    first = next((b.span for b in article.blocks if b.kind == "paragraph"), Span(0, len(article.text)))
    return article.headline or first


def hull(spans: Sequence[Span]) -> Span:
    """The smallest span around all of them; raises ValueError for none."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def text_of(reading: Reading, spans: Iterable[Span]) -> str:
    """The words of the article at these spans."""
    return " … ".join(reading.article.text[s.start : s.end] for s in spans)


def words_in(reading: Reading, span: Span) -> list[Token]:
    """Tokens inside the span that are words or numbers, not punctuation."""
    first, last = token_range(reading, span)
    tokens = Tokens.of(reading.parse.tokens)
    return [tokens[at] for at in range(first, last) if tokens.is_word[at]]


def match_in(reading: Reading, spans: Iterable[Span], matchers: Iterable[PhraseMatcher]) -> Span | None:
    """The first match of the first lexicon that matches inside one of the spans."""
    return first_match(reading, [token_range(reading, span) for span in spans], matchers)


def first_match(reading: Reading, ranges: Sequence[tuple[int, int]], matchers: Iterable[PhraseMatcher]) -> Span | None:
    """The first match of the first lexicon that matches inside one of the ranges of tokens."""
    tokens = reading.parse.tokens
    found = (match for matcher in matchers for one in ranges for match in matcher.find(tokens, *one))
    return next((Span(tokens[match.first].start, tokens[match.last - 1].end) for match in found), None)


def matches_any(reading: Reading, spans: Iterable[Span], matchers: Iterable[PhraseMatcher]) -> bool:
    """Whether one of the lexicons matches inside one of the spans."""
    return match_in(reading, spans, matchers) is not None


def is_somebody(reading: Reading, told: Attribution) -> bool:
    """Whether one person is credited who has a name or can be found out, and not several."""
    source = reading.source(told.source_id)
    return told.kind == "person" and source is not None and source.people == (1, 1)


def is_of(reading: Reading, told: Attribution, kinds: Collection[SourceKind]) -> bool:
    """Whether the source is of one of these kinds; a crowd is one only where bodies are, for it has no name."""
    return told.kind in kinds and ("organization" in kinds or told.kind != "person" or is_somebody(reading, told))


def is_title(reading: Reading, quotation: Quotation) -> bool:
    """Whether nearly all its longer words have capitals, as those of a book or a film."""
    long = [t.text for t in words_in(reading, quotation.inner) if len(t.text) > _LONG]
    return bool(long) and sum(word[0].isupper() or word[0].isdigit() for word in long) >= _MOST * len(long)
