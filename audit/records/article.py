"""Where something stands, and an article as decoded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = ["STANDARD_INPUT", "Article", "Block", "BlockKind", "Span", "Waiver", "WaiverKind"]

STANDARD_INPUT = "-"
"""The path that stands for it."""

BlockKind = Literal["headline", "heading", "paragraph", "caption", "byline"]
WaiverKind = Literal["waive", "false-alarm"]


class Span(NamedTuple):
    """The only way to say where: code points into `Article.text`, half open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or its like; spans of blocks are in order and do not overlap."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A note that takes findings of some rules off an article's account, as it was written.

    `path` and `line` say where the note stands, `at` where in `Article.text` if it stands there. It covers the
    paragraphs that hold `words`, else `spans`, else (None) the whole article. `until` is its last day, as
    YYYY-MM-DD. With a `mistake`, which says what is wrong with it, it covers nothing.
    """

    path: str
    line: int
    text: str
    kind: WaiverKind = "waive"
    rules: tuple[str, ...] = ()
    reason: str = ""
    by: str | None = None
    until: str | None = None
    words: str | None = None
    spans: tuple[Span, ...] | None = None
    at: Span | None = None
    mistake: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as decoded.

    `prose` has the length of `text`: what is not prose (markup, code, front matter) is blanked with
    spaces, so that an offset means the same in both. `genre` is "news" unless the article says otherwise.
    `waivers` are those that the file itself holds.
    """

    path: str
    text: str
    prose: str
    blocks: tuple[Block, ...]
    extracted: bool = False
    genre: str = "news"
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    waivers: tuple[Waiver, ...] = ()

    @property
    def headline(self) -> Span | None:
        """Where the headline stands, if the article has one."""
        return next((b.span for b in self.blocks if b.kind == "headline"), None)
