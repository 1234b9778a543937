"""What a definite phrase points back to: "the official", "the same person", "one of the two", "the Orl governor"."""

from collections.abc import Sequence

from audit.reading.entry import Entry, latest_first
from audit.reading.kinds import has_access
from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import singular
from audit.reading.weighing import POSSIBLE, unnamed
from audit.records import UNNAMED_KINDS

__all__ = ["antecedent", "places_of", "tail_of"]

_DEPUTIES = frozenset(("vice", "deputy", "assistant"))


def antecedent(page: Page, mention: Mention, entries: Sequence[Entry]) -> Entry | None:
    """What "the official", "the same person" or "one of the four sources" points back to."""
    head = page.tokens[mention.phrase.head]
    word = singular(head.norm)
    plural = head.tag in ("NNS", "NNPS")
    recent = latest_first(entries)
    alike = [e for e in recent if word in e.heads]
    called = _called_so(page, mention, recent, word)
    unnamed = [e for e in recent if e.kind == "anonymous"] if word in words("generic") else []
    tail = tail_of(page, mention)
    if has_access(page, mention) and "same" not in page.norms(mention.phrase.first, mention.phrase.core):
        alike, unnamed = ([e for e in group if e.tails & tail] for group in (alike, unnamed))
    if not plural and not any(not e.plural for e in alike):
        alike = [e for e in unnamed if not e.plural] or alike
    for candidates in (alike, called, unnamed):
        found = _fitting(candidates, plural, partitive=mention.plural != plural)
        if found is not None:
            return None if _is_stranger(page, mention, found) else found
    return None


def _called_so(page: Page, mention: Mention, recent: Sequence[Entry], role: str) -> list[Entry]:
    """Persons whom the article calls so elsewhere; "the Orl governor" is one whose name stands beside Orl."""
    own = set(page.norms(mention.phrase.first, mention.phrase.head))
    places = places_of(page, mention)
    called = [e for e in recent if role in e.roles and own & _DEPUTIES == e.roles & _DEPUTIES]
    closer = [e for e in called if e.roles & own]
    return closer or [e for e in called if not places]


def places_of(page: Page, mention: Mention) -> set[str]:
    """The places before a head: the Orl governor."""
    before_head = range(mention.phrase.first, mention.phrase.head)
    return {page.tokens[at].norm for at in before_head if page.entities[at] == "LOC"}


def _is_stranger(page: Page, mention: Mention, entry: Entry) -> bool:
    """Whether "the two" or "the latest one" are no unnamed source of before, for the trained reader suspects none."""
    head = page.tokens[mention.phrase.head]
    bare = (head.tag == "CD" or head.norm == "ones") and entry.kind in UNNAMED_KINDS
    if not bare or page.parse.hunches is None:
        return False
    chances = unnamed(page.hunches, mention.phrase.own)
    return sum(c for kind, c in chances.items() if (kind == "evidence") == (entry.kind == "evidence")) < POSSIBLE


def _fitting(candidates: Sequence[Entry], plural: bool, partitive: bool) -> Entry | None:
    """The latest of the same number; a source may be one of several, but no crowd where there are sources."""
    told = [e for e in candidates if e.kind != "collective"]
    same = [e for e in (told or candidates) if e.plural == plural]
    several = [e for e in told if e.kind == "anonymous"]
    if not same and (not plural or partitive or len(several) > 1):
        same = several
    return same[0] if same else None


def tail_of(page: Page, mention: Mention) -> set[str]:
    """The nouns of what follows a head: "close to the talks"."""
    phrase = mention.phrase
    return {singular(page.tokens[i].norm) for i in range(phrase.core, phrase.last) if page.is_noun(i)}
