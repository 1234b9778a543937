"""A draft of an attribution from the tokens of its parts."""

from audit.reading.nouns import Phrase
from audit.reading.page import Page
from audit.records import Draft

__all__ = ["draft_of", "trimmed"]


def trimmed(page: Page, first: int, last: int) -> tuple[int, int] | None:
    """A stretch of tokens without punctuation at its ends."""
    marks = (",", ".", ":", "-LRB-", "-RRB-")
    while first < last and page.tokens[first].tag in marks:
        first += 1
    while first < last and page.tokens[last - 1].tag in marks:
        last -= 1
    return (first, last) if first < last else None


def draft_of(
    page: Page, phrase: Phrase, cue: tuple[int, int] | None, content: tuple[int, int] | None, confidence: float
) -> Draft:
    """The draft that credits a phrase; `cue` and `content` are ranges of tokens, None where there is none."""
    return Draft(
        source=(page.span(phrase.first, phrase.last),),
        cue=(page.span(*cue),) if cue else (),
        content=(page.span(*content),) if content else (),
        confidence=confidence,
    )
