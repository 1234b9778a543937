"""Noun phrases over Penn tags: where one begins and ends, and which word is its head."""

from dataclasses import dataclass

from audit.reading.page import Page
from audit.records import Token

__all__ = ["DEFINITE", "QUANTIFIERS", "Phrase", "phrase_around", "phrase_in"]

QUANTIFIERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozen dozens score scores hundreds thousands some "
    "many several few most both all each any another more number handful couple pair trio group majority half none "
    "others lot lots chorus percent share proportion thirds quarters quarter host plenty range variety minority".split()
)
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
    "AFX",
)
_SUBJECTS = frozenset(("he", "she", "they", "we", "i"))
_BOUNDS = (("at", "least"), ("more", "than"), ("up", "to"), ("fewer", "than"))
_HELPERS = frozenset(("is", "are", "was", "were", "been", "be", "has", "have", "had"))
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_DEGREE = frozenset(("most", "more", "very", "so", "highly", "well", "then", "-", "least"))
_ENTRY = frozenset(
    "familiar close aware privy knowledgeable present acquainted conversant briefed involved interviewed informed "
    "quoted cited contacted reached surveyed polled working speaking near inside conscious concerned".split()
)
_NO_POSTMODIFIER = frozenset(
    "that after because as if while since before when until than though although once whether so despite during amid per".split()
)
_CIRCUMSTANCE = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday statement interview email e-mail letter call conference "
    "briefing tweet week month year morning evening night afternoon response condition background record anonymity "
    "today yesterday january february march april june july august september october november december message memo "
    "time report filing testimony speech news call-in".split()
)


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


def phrase_in(page: Page, first: int, last: int, limit: int | None = None) -> Phrase:
    """The phrase that a span of tokens begins with, drawn out over what belongs to it, but not to `limit`."""
    start = first + 2 if page.norms(first, first + 2) in _BOUNDS else first
    lead = first if start > first else None
    while start < last - 1 and not _opens(page, start):
        start += 1
    stop = page.sentence(start).last if limit is None else limit
    core = _core_end(page, start, stop)
    head = _head(page, start, core)
    if page.norms(core, core + 1) == ("of",) and page.tokens[head].norm in QUANTIFIERS and core + 1 < len(page.tokens):
        inner_end = _core_end(page, core + 1, stop)
        if inner_end > core + 1:
            core, head = inner_end, _head(page, core + 1, inner_end)
    end = _end(page, core, stop)
    return Phrase(start if lead is None else lead, max(end, core), head, core)


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
    while at < stop:
        token = page.tokens[at]
        noun_before = at > start and page.is_noun(at - 1)
        if token.tag == "CC":
            joins = at > start and not noun_before and at + 1 < stop and page.tokens[at + 1].tag in _BEFORE
            if not (joins or (at > start and page.tokens[at - 1].norm == "both")):
                break
        elif token.tag in ("VBN", "VBG") and (noun_before or not _noun_follows(page, at, stop)):
            break
        elif token.tag in ("DT", "PRP$", "WP$", "PDT") and at > start and not _may_precede(page.tokens[at - 1]):
            break
        elif token.tag == "JJ" and noun_before and (token.norm in _ENTRY or not _noun_follows(page, at, stop)):
            break
        elif token.tag == "PRP" and at > start and page.tokens[at - 1].tag != "PDT":
            break
        elif token.tag not in (*_BEFORE, "PRP", "RBS") and token.norm not in _DEGREE:
            break
        at += 1
        if token.tag == "PRP":
            break
    while at > start + 1 and page.tokens[at - 1].tag in ("POS", "CC", "HYPH"):
        at -= 1
    return max(at, start + 1)


def _may_precede(token: Token) -> bool:
    """Whether a determiner may follow: "half a dozen", "all the aides"."""
    return token.tag in ("PDT", "DT") or token.norm in ("half", "all")


def _noun_follows(page: Page, at: int, stop: int) -> bool:
    at += 1
    while at < stop and page.tokens[at].tag in ("JJ", "VBN", "VBG", "CD", "HYPH", "CC"):
        at += 1
    return at < stop and page.is_noun(at)


def _head(page: Page, start: int, end: int) -> int:
    """The last noun, or the last word where there is none."""
    return next((at for at in range(end - 1, start - 1, -1) if page.is_noun(at)), end - 1)


def _first(page: Page, head: int) -> int:
    at = head
    floor = page.sentence(head).first
    while at > floor:
        before = page.tokens[at - 1]
        if page.tokens[at].tag in ("DT", "PRP$", "WP$") and before.tag != "PDT" and before.norm not in ("half", "all"):
            break
        if page.tokens[at].tag == "CD" and page.norms(max(floor, at - 2), at) in _BOUNDS:
            at -= 2
            continue
        if before.tag == "CC":
            if at - 2 < floor or page.tokens[at - 2].tag not in ("JJ", "VBN") or at == head:
                break
        elif before.tag == "VBN" and at - 2 >= floor and page.tokens[at - 2].tag.startswith(("VB", "MD")):
            break
        elif before.tag not in _BEFORE and before.norm not in _DEGREE:
            break
        elif before.tag == "VBG" and (at - 1 == floor or page.tokens[at - 2].tag not in ("DT", "PRP$", "CD", "JJ")):
            break
        at -= 1
    if at - 2 >= floor and page.tokens[at - 1].norm == "of" and page.tokens[at - 2].norm in QUANTIFIERS:
        return _first(page, at - 2)
    return at


def _end(page: Page, core: int, limit: int) -> int:
    """Draw a phrase out over "of the party", "familiar with the talks", "who saw it", "and aides"."""
    at = core
    limit = min(limit, page.sentence(core - 1).last)
    while at < limit:
        token = page.tokens[at]
        if token.tag in ("WP", "WDT", "WP$"):
            return _clause_end(page, at, limit)
        if token.norm == "and" and at + 1 < limit and _another_person(page, at + 1, limit):
            at = _core_end(page, at + 1, limit)
        elif (token.tag in ("IN", "TO") or token.norm in _ENTRY) and token.norm not in _NO_POSTMODIFIER:
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


def _another_person(page: Page, at: int, limit: int) -> bool:
    end = _core_end(page, at, limit)
    return bool(page.labels[_head(page, at, end)]) and page.tokens[at].tag in _BEFORE


def _object_end(page: Page, at: int, limit: int) -> int | None:
    """Where a preposition or participle with its object ends; None where it tells when or how, not who."""
    at += 1
    while at < limit and page.tokens[at].tag in ("IN", "TO", "RP", "RB") and page.tokens[at].norm != "that":
        at += 1
    if at >= limit or page.tokens[at].tag not in (*_BEFORE, "PRP", "WP", "$"):
        return at if at <= limit and page.tokens[at - 1].norm in _ENTRY else None
    end = _core_end(page, at, limit)
    words = {*page.norms(at, end)}
    if words & _CIRCUMSTANCE and page.tokens[at - 1].norm in ("on", "in", "at", "by", "last", "this"):
        return None
    return end


def _clause_end(page: Page, at: int, limit: int) -> int:
    """Where a relative clause ends: at a comma, or before a second finite verb that is not its own."""
    verbs = 0
    while at < limit and page.tokens[at].tag not in (",", ".", ":", "``", "''", "-RRB-"):
        if page.tokens[at].tag in _FINITE:
            verbs += 1
            before = page.tokens[at - 1]
            if verbs > 1 and not (
                before.tag.startswith(("MD", "CC", "W", "RB")) or before.norm in _SUBJECTS | _HELPERS
            ):
                return at
        at += 1
    return at
