"""What the trained pipeline hands over."""

from dataclasses import dataclass
from typing import NamedTuple

from audit.records.article import Span

__all__ = ["Draft", "Entity", "Parse", "Sentence", "Token"]


class Token(NamedTuple):
    """One token; `norm` is lower case with straight quotes, `tag` a Penn Treebank tag, `sentence` an index."""

    start: int
    end: int
    text: str
    norm: str
    tag: str
    sentence: int


class Sentence(NamedTuple):
    """One sentence: its span, its block's index, and its tokens as a half-open range of token indexes."""

    start: int
    end: int
    block: int
    first: int
    last: int


class Entity(NamedTuple):
    """A named entity; labels are PERSON, ORG, LOC and MISC."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribution as the trained pipeline sees it; source and content may be empty or in pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Tokens, sentences, entities and drafts of one article, in order of the text."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    drafts: tuple[Draft, ...]
    model: str
