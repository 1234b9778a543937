"""What the ledger calls a source: its first words that say who it is, without what the trained reader drew in."""

from collections.abc import Sequence
from itertools import dropwhile

from audit.reading.entry import Entry
from audit.reading.lexicon import words
from audit.reading.mentions import PRONOUNS
from audit.reading.page import Page
from audit.records import UNNAMED_KINDS, Span

__all__ = ["label_of", "name_of"]

_RELATIVE = ("WP", "WDT", "WP$")
_VERBS = ("VBD", "VBZ", "VBP", "MD")
_LOOSE = (",", ":", "POS", "IN", "TO", "CC", "HYPH", "``", *_RELATIVE)
_KEPT = frozenset(("about", "neither", "nor"))
_ARTICLES = ("A", "An", "One", "Our", "His", "Her", "Their", "This", "That")
_YEAR = 4


def label_of(page: Page, entry: Entry, spans: Sequence[Span]) -> str:
    """The first mention below the headline, with the full name of who has one; a pronoun only where nothing else is."""
    texts = [_told(page, entry, span) for span in sorted(spans, key=lambda span: (_is_above(page, span), span))]
    if entry.shown:
        return next((text for text in texts if entry.shown in text), entry.shown)
    if entry.body:
        return next((text for text in texts if entry.body in text), entry.body)
    if PRONOUNS.get(entry.key) == "other":
        return entry.told or texts[0]
    return next((text for text in texts if text.lower() not in PRONOUNS), entry.told or texts[0])


def name_of(entry: Entry, label: str) -> str | None:
    """A person's full name, or what a body or document with a name of its own is called; None for all others."""
    if entry.shown or not entry.proper or entry.kind not in ("organization", "document"):
        return entry.shown
    opens, *rest = label.partition(",")[0].split() or [""]
    own = list(dropwhile(_is_common, rest)) if opens.lower() == "the" else [opens, *rest]
    return " ".join(own) if own and own[0] and not _is_common(own[0]) else None


def _is_common(word: str) -> bool:
    return word in _ARTICLES or (word[0].isalpha() and word.islower())


def _is_above(page: Page, span: Span) -> bool:
    return page.article.blocks[page.block(page.at(span.start))].kind in ("headline", "heading")


def _told(page: Page, entry: Entry, span: Span) -> str:
    first, last = page.range((span,))
    if entry.kind not in UNNAMED_KINDS:
        last = _before_clause(page, entry, first, last)
    begins, ends = _opens(page, first, last), _ends(page, first, last)
    if begins >= ends:
        return page.text(first, last)
    if page.tokens[begins].tag in ("PRP$", "WP$") and entry.whose and ends > begins + 1:
        mark = "’" if "’" in page.article.text else "'"
        return f"{entry.whose}{mark}s {page.text(begins + 1, ends)}"
    return page.text(begins, ends)


def _before_clause(page: Page, entry: Entry, first: int, last: int) -> int:
    """Where ", which makes bread" begins, which tells more of a known source; of a bare name "who" may tell all."""
    commas = (at for at in range(first + 1, last - 1) if page.tokens[at].tag == ",")
    opened = next((at for at in commas if page.tokens[at + 1].tag in _RELATIVE), last)
    only_named = entry.shown is not None and all(page.entities[at] == "PERSON" for at in range(first, opened))
    return last if only_named and page.norms(opened + 1, opened + 2) == ("who",) else opened


def _opens(page: Page, first: int, last: int) -> int:
    while first < last and page.tokens[first].tag in (",", "IN", "TO", "CC") and page.tokens[first].norm not in _KEPT:
        first += 1
    return first


def _ends(page: Page, first: int, last: int) -> int:
    """Where the words end, less what cannot end a noun phrase and the day on which something was said."""
    related = any(page.tokens[at].tag in _RELATIVE for at in range(first, last - 1))
    while last > first:
        token = page.tokens[last - 1]
        verb = token.tag in _VERBS and not related and last - first > 1 and page.is_noun(last - 2)
        when = not related and last - first > 1 and _is_when(page, last - 1)
        if not (token.tag in _LOOSE or verb or when):
            break
        last -= 1
    return last


def _is_when(page: Page, at: int) -> bool:
    """Whether a token tells when: a day after a noun, a year after "in", or an adverb after a noun."""
    token, before = page.tokens[at], page.tokens[at - 1]
    if token.tag == "CD":
        return len(token.text) == _YEAR and before.norm == "in"
    after = page.is_noun(at - 1) or before.tag == "IN"
    day = token.norm in words("day") and not page.entities[at] and (token.text.islower() or token.norm.endswith("sday"))
    return after and (token.tag == "RB" or day)
