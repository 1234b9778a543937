"""One draft with its source read, and how much of what it tells is quoted."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.records import Draft, QuoteStyle, SourceKind, Span

__all__ = ["Credit", "quoted_words", "style_of"]

_DIRECT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One draft with its source read; `joint` is whether others speak in the words of the same source."""

    draft: Draft
    mention: Mention
    kind: SourceKind
    trained: bool
    cue: frozenset[str]
    idle: bool = False
    joint: bool = False


def style_of(page: Page, content: Sequence[Span]) -> QuoteStyle:
    """Whether content is quoted word for word, in part or not at all."""
    inside, all_words = quoted_words(page, content)
    if not all_words or not inside:
        return "indirect"
    return "direct" if inside >= _DIRECT * all_words else "mixed"


def quoted_words(page: Page, spans: Sequence[Span]) -> tuple[int, int]:
    """Words inside quotation marks, and all words, of some spans."""
    at = {i for s in spans for i in range(*page.range((s,))) if page.tokens.is_word[i]}
    return sum([page.quoted[i] for i in at]), len(at)
