"""From text to what an audit reads: prose of the same length, blocks, and the finished article."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from audit.errors import ArticleError
from audit.readers.kinds import genre_of, judge_kinds
from audit.readers.limits import Limits, require
from audit.records import Article, Block, BlockKind, Span
from audit.text import is_foreign, paragraph_spans

__all__ = ["Piece", "build_article", "join_pieces", "plain_characters", "require_length", "word_spans"]

LINE_SEPARATOR = re.compile("[\x0b\x0c\x85\u2028\u2029]")
LAYOUT = re.compile(r"[^\S\r\n]|[\x00-\x08\x0e-\x1f\x7f-\x9f]")
TOKEN = re.compile(r"\w+|[^\w\s]")
WORD = re.compile(r"\S+")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+"
)


class Piece(NamedTuple):
    """A stretch of extracted text and its kind, None where its wording must tell."""

    text: str
    kind: BlockKind | None = None


def plain_characters(text: str) -> str:
    """The text with one plain character for each that only lays it out; the length stays.

    Spaces of every width and control characters become spaces, line separators line feeds. Invisible
    characters become spaces unless they stand inside a word, which a space would break.
    """
    plain = LAYOUT.sub(" ", LINE_SEPARATOR.sub("\n", text))
    return INVISIBLE.sub(_blank_unless_inside_a_word, plain)


def _blank_unless_inside_a_word(match: re.Match[str]) -> str:
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return match.group() if before.isalnum() and after.isalnum() else " " * len(match.group())


def word_spans(prose: str, within: Span | None = None) -> tuple[Span, ...]:
    """Paragraphs of prose that have at least one letter or digit."""
    start, end = within or Span(0, len(prose))
    spans = (Span(start + s.start, start + s.end) for s in paragraph_spans(prose[start:end]))
    return tuple(span for span in spans if any(map(str.isalnum, prose[slice(*span)])))


def join_pieces(pieces: Iterable[Piece]) -> tuple[str, tuple[tuple[Span, BlockKind | None], ...]]:
    """Extracted pieces as one text, paragraphs parted by a blank line, and where each stands."""
    texts: list[str] = []
    spans: list[tuple[Span, BlockKind | None]] = []
    length = 0
    for piece in pieces:
        for span in word_spans(plain_characters(piece.text)):
            text = piece.text[slice(*span)]
            spans.append((Span(length, length + len(text)), piece.kind))
            texts.append(text)
            length += len(text) + 2
    return "\n\n".join(texts), tuple(spans)


def build_article(
    path: str,
    text: str,
    prose: str,
    spans: Sequence[tuple[Span, BlockKind | None]],
    limits: Limits,
    *,
    extracted: bool = False,
    genre: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Article:
    """Judge the kinds that are not given, and the genre; ArticleError where there are no words, or no English ones,
    and beyond the limits.
    """
    if not spans:
        raise ArticleError(path, "has no words to audit")
    require_length(path, text, limits)
    _require_prose(path, prose, limits)
    texts = [prose[slice(*span)] for span, _ in spans]
    kinds = judge_kinds(texts, [kind for _, kind in spans])
    return Article(
        path=path,
        text=text,
        prose=prose,
        blocks=tuple(Block(span=span, kind=kind) for (span, _), kind in zip(spans, kinds, strict=True)),
        extracted=extracted,
        genre=genre or genre_of(texts),
        metadata=MappingProxyType(dict(metadata or {})),
    )


def require_length(path: str, text: str, limits: Limits) -> None:
    """Raise ArticleError for a text that is too long to be looked at more closely."""
    require(path, len(text), "characters", limits, "characters")
    if len(text) > limits.words:  # else there cannot be too many
        require(path, len(WORD.findall(text)), "words", limits, "words")


def _require_prose(path: str, prose: str, limits: Limits) -> None:
    if len(prose) > limits.tokens:
        require(path, len(TOKEN.findall(prose)), "tokens", limits, "words and punctuation marks")
    words = WORD.findall(prose)
    longest, apart = max(map(len, words)), "put spaces between its words"
    require(path, longest, "word_characters", limits, "characters without a space", apart)
    suspects = (word for word in words if len(word) > limits.word_marks)  # no other can have too many
    marks = max((sum(not character.isalnum() for character in word) for word in suspects), default=0)
    require(path, marks, "word_marks", limits, "punctuation marks without a space", apart)  # their time is squared
    if is_foreign(prose, limits.english_percent / 100):
        raise ArticleError(
            path,
            "seems not to be in English, and nothing else is read; if it is, set english-percent = 0 under [limits]",
        )
