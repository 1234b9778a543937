"""Noun phrases over Penn tags: where one begins and ends, and which word is its head."""

from dataclasses import dataclass

from audit.reading.lexicon import words
from audit.reading.page import Page, remembered

__all__ = ["DEFINITE", "FINITE", "HELPERS", "Phrase", "phrase_around", "phrase_in"]

DEFINITE = frozenset(("the", "this", "that", "these", "those"))

_BEFORE = (
    "DT",
    "PDT",
    "PRP$",
    "WP$",
    "CD",
    "JJ",
    "JJR",
    "JJS",
    "NN",
    "NNS",
    "NNP",
    "NNPS",
    "POS",
    "VBN",
    "VBG",
    "HYPH",
)
_SUBJECTS = frozenset(("he", "she", "they", "we", "i"))
_BOUNDS = (("at", "least"), ("more", "than"), ("up", "to"), ("fewer", "than"))
HELPERS = frozenset(("is", "are", "was", "were", "been", "be", "has", "have", "had"))
FINITE = ("VBD", "VBZ", "VBP", "MD")
_DEGREE = frozenset(("most", "more", "very", "so", "highly", "well", "then", "-", "least"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens first to last, its head, and where it ends without what follows the head."""

    first: int
    last: int
    head: int
    core: int

    @property
    def words(self) -> range:
        """Its tokens."""
        return range(self.first, self.last)

    @property
    def own(self) -> range:
        """Its tokens without what follows the head, which may be drawn out too far."""
        return range(self.first, self.core)


@remembered
def phrase_in(page: Page, first: int, last: int, limit: int | None = None) -> Phrase:
    """The phrase that a span of tokens begins with, drawn out over what belongs to it, but not to `limit`."""
    start = first + 2 if page.norms(first, first + 2) in _BOUNDS else first
    lead = first if start > first else None
    while start < last - 1 and not _opens(page, start):
        start += 1
    stop = page.sentence(start).last if limit is None else limit
    core = _core_end(page, start, stop)
    head = _head(page, start, core)
    if (
        page.norms(core, core + 1) == ("of",)
        and page.tokens[head].norm in words("quantifier")
        and core + 1 < len(page.tokens)
    ):
        inner_end = _core_end(page, core + 1, stop)
        if inner_end > core + 1:
            core, head = inner_end, _head(page, core + 1, inner_end)
    end = _end(page, core, stop)
    return Phrase(start if lead is None else lead, max(end, core), head, core)


@remembered
def phrase_around(page: Page, head: int, limit: int | None = None) -> Phrase:
    """The phrase whose head is this token."""
    first = _first(page, head)
    return phrase_in(page, first, head + 1, limit)


def _opens(page: Page, at: int) -> bool:
    token = page.tokens[at]
    return token.tag in (*_BEFORE, "PRP", "EX", "WP", "RBS") and token.norm not in ("according",)


def _core_end(page: Page, start: int, stop: int) -> int:
    """Where the run of determiners, adjectives and nouns from `start` ends."""
    at = start
    while at < stop and (at == start or _goes_on(page, at, stop)):
        at += 1
        if page.tokens[at - 1].tag == "PRP":
            break
    while at > start + 1 and page.tokens[at - 1].tag in ("POS", "CC", "HYPH"):
        at -= 1
    return max(at, start + 1)


def _goes_on(page: Page, at: int, stop: int) -> bool:
    """Whether a token belongs to the run of the token before it."""
    token, before = page.tokens[at], page.tokens[at - 1]
    after_noun = page.is_noun(at - 1)
    if after_noun and token.norm in words("day") and not page.entities[at]:
        return at + 1 < stop and page.is_noun(at + 1)  # backers today argue, but a USA Today poll
    if token.tag == "CC":
        return not after_noun and at + 1 < stop and page.tokens[at + 1].tag in _BEFORE
    if token.tag in ("VBN", "VBG"):
        return not after_noun and _noun_follows(page, at, stop)
    if token.tag in ("DT", "PRP$", "WP$", "PDT"):
        return before.tag in ("PDT", "DT") or before.norm in ("half", "all")
    if token.tag == "JJ" and after_noun:
        return token.norm not in words("opening") and _noun_follows(page, at, stop)
    if token.tag == "RB" and not after_noun and token.norm not in _DEGREE:
        return _noun_follows(page, at, stop) and page.tokens[at + 1].tag in ("JJ", "VBN", "CD")  # a normally loyal aide
    return token.tag in _BEFORE or token.norm in _DEGREE or token.tag == "RBS"


def _noun_follows(page: Page, at: int, stop: int) -> bool:
    at += 1
    while at < stop and page.tokens[at].tag in ("JJ", "VBN", "VBG", "CD", "HYPH", "CC"):
        at += 1
    return at < stop and page.is_noun(at)


def _head(page: Page, start: int, end: int) -> int:
    """The last noun, or the last word where there is none."""
    return next((at for at in range(end - 1, start - 1, -1) if page.is_noun(at)), end - 1)


def _first(page: Page, head: int) -> int:
    """Where the phrase of a head begins."""
    at = head
    floor = page.sentence(head).first
    while at > floor:
        if page.tokens[at].tag == "CD" and page.norms(max(floor, at - 2), at) in _BOUNDS:
            at -= 2
        elif _comes_before(page, at, floor, head):
            at -= 1
        else:
            break
    if at - 2 >= floor and page.tokens[at - 1].norm == "of" and page.tokens[at - 2].norm in words("quantifier"):
        return _first(page, at - 2)
    return at


def _comes_before(page: Page, at: int, floor: int, head: int) -> bool:
    """Whether the token before `at` belongs to the phrase too."""
    token, before = page.tokens[at], page.tokens[at - 1]
    if before.norm == "-" and before.end < token.start:
        return False  # a dash, no hyphen
    earlier = page.tokens[at - 2].tag if at - 2 >= floor else ""
    if token.tag in ("DT", "PRP$", "WP$"):
        return before.tag == "PDT" or before.norm in ("half", "all")
    if before.tag == "CC":
        return at != head and earlier in ("JJ", "VBN")
    if before.tag == "VBN":
        return not earlier.startswith(("VB", "MD"))
    if before.tag == "VBG":
        return earlier in ("DT", "PRP$", "CD", "JJ")
    return before.tag in _BEFORE or before.norm in _DEGREE


def _end(page: Page, core: int, limit: int) -> int:
    """Draw a phrase out over "of the party", "familiar with the talks", "who saw it", "and aides"."""
    at = core
    limit = min(limit, page.sentence(core - 1).last)
    while at < limit:
        token = page.tokens[at]
        if token.tag in ("WP", "WDT", "WP$") or _opens_contact_clause(page, at, limit):
            return _clause_end(page, at, limit)
        if token.norm == "and" and at + 1 < limit and _another_person(page, at + 1, limit):
            at = _core_end(page, at + 1, limit)
        elif (token.tag in ("IN", "TO") or token.norm in words("opening")) and token.norm not in words("apart"):
            after = _object_end(page, at, limit)
            if after is None:
                return at
            at = after
        elif token.tag in ("VBN", "VBG") and at == core:
            at = _object_end(page, at, limit) or at
            if at == core:
                return at
        else:
            return at
    return at


def _opens_contact_clause(page: Page, at: int, limit: int) -> bool:
    """Whether a clause without "who" or "that" begins: people I have spoken with."""
    if page.tokens[at].norm not in _SUBJECTS or at + 1 >= limit or page.tokens[at + 1].tag not in FINITE:
        return False
    end = _clause_end(page, at, limit)
    return end < page.sentence(at).last and page.tokens[end].tag in FINITE


def _another_person(page: Page, at: int, limit: int) -> bool:
    end = _core_end(page, at, limit)
    return bool(page.labels[_head(page, at, end)]) and page.tokens[at].tag in _BEFORE


def _object_end(page: Page, at: int, limit: int) -> int | None:
    """Where a preposition or participle with its object ends; None where it tells when or how, not who."""
    at += 1
    while at < limit and page.tokens[at].tag in ("IN", "TO", "RP", "RB") and page.tokens[at].norm != "that":
        at += 1
    if at >= limit or page.tokens[at].tag not in (*_BEFORE, "PRP", "WP", "$"):
        return at if at <= limit and page.tokens[at - 1].norm in words("opening") else None
    end = _core_end(page, at, limit)
    if (words("circumstance") | words("day")).intersection(page.norms(at, end)) and page.tokens[at - 1].norm in (
        "on",
        "in",
        "at",
        "by",
        "last",
        "this",
    ):
        return None
    return end


def _clause_end(page: Page, at: int, limit: int) -> int:
    """Where a relative clause ends: at a comma, or before a second finite verb that is not its own."""
    verbs = 0
    while at < limit and page.tokens[at].tag not in (",", ".", ":", "``", "''", "-RRB-"):
        if page.tokens[at].tag in FINITE:
            verbs += 1
            before = page.tokens[at - 1]
            if verbs > 1 and not (before.tag.startswith(("MD", "CC", "W", "RB")) or before.norm in _SUBJECTS | HELPERS):
                return at
        at += 1
    return at
