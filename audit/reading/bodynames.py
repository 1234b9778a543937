"""Which body a short name is: "the Journal" of The Wall Street Journal, the IMF the International Monetary Fund."""

from collections.abc import Sequence
from itertools import groupby

from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page, remembered

__all__ = ["full_body"]

_LONGEST = 8
_SHORTEST, _MOST = 2, 6  # letters of an acronym
_WHOLE = frozenset(
    ("house", "senate", "congress", "parliament", "cabinet", "state", "party", "union", "city", "county", "country")
)


def full_body(page: Page, mention: Mention) -> tuple[int, int] | None:
    """Where the fuller name stands of which one word is the end or the initials: the nearest before, else after."""
    head = mention.phrase.head
    word = page.tokens[head]
    alone = (
        head == mention.phrase.first or not page.tokens[head - 1].text[0].isupper() or head - 1 == mention.phrase.first
    )
    if page.entities[head] != "ORG" or not alone or (page.entities[head - 1] == "ORG" and head > 0):
        return None
    initials = word.text.replace(".", "")
    if initials.isupper() and _SHORTEST <= len(initials) <= _MOST:
        fuller = [name for name in _bodies(page) if _initials(page, name) == initials]
    elif word.norm in words("body") | words("masthead") and word.norm not in _WHOLE:
        fuller = [name for name in _bodies(page) if page.tokens[name[1] - 1].norm == word.norm]
    else:
        return None
    if page.entities[head + 1 : head + 2] == ("ORG",) or page.norms(head + 1, head + 2) == ("of",):
        return None
    if initials.isupper() and len({page.norms(*name) for name in fuller}) > 1:
        return None
    before = [name for name in fuller if name[0] < head]
    return before[-1] if before else next(iter(fuller), None)


@remembered
def _bodies(page: Page) -> Sequence[tuple[int, int]]:
    """Names of bodies of more than one word, as the trained reader sees them below the headline, in order."""
    at, found = 0, []
    for label, run in groupby(page.entities):
        length = len(list(run))
        first = at + (page.tokens[at].norm == "the")
        if label == "ORG" and 1 < at + length - first <= _LONGEST and not _is_above(page, at):
            found.append((first, at + length))
        at += length
    return found


def _is_above(page: Page, at: int) -> bool:
    return page.article.blocks[page.block(at)].kind in ("headline", "heading")


def _initials(page: Page, name: tuple[int, int]) -> str:
    return "".join(token.text[0] for token in page.tokens[slice(*name)] if token.text[0].isupper())
