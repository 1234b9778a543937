"""Whom "who", "whose", "which" and "that" speak of: "Ada Lund of Harwick, who said", "the board, which ruled"."""

from audit.reading.lexicon import words
from audit.reading.mentions import Mention, words_of
from audit.reading.nouns import FINITE, phrase_around
from audit.reading.page import Page
from audit.reading.persons import is_personal

__all__ = ["spoken_of"]

_RELATIVE = ("WP", "WDT", "WP$")
_BETWEEN = (",", ":", "HYPH", "``", "''")
_PLURALS = ("NNS", "NNPS")
_THOSE = frozenset(("those", "one", "ones", "somebody", "someone", "anyone", "everyone", "all"))


def spoken_of(page: Page, at: int) -> Mention | None:
    """The mention that a relative pronoun at a token stands for; None for other words, or where none is found."""
    token, floor = page.tokens[at], page.sentence(at).first
    if token.tag not in _RELATIVE or token.norm not in ("who", "which", "that", "whose"):
        return None
    while page.tokens[at - 1].tag == "CC":  # "a president who ordered the raid and who hoped to leave"
        first = (i for i in range(at - 2, floor, -1) if page.norms(i, i + 1) == (token.norm,))
        earlier = next((i for i in first if page.tokens[i].tag in _RELATIVE), None)
        if earlier is None:
            return None
        at = earlier
    last = _last_before(page, at, floor)
    if last is None:
        return None
    if token.norm == "that" and page.entities[last] == "LOC":
        return None  # "an ad aimed at Iowa that attacks her"
    head = _person(page, last, floor) if token.norm in ("who", "whose") else None
    if head is None and token.norm != "who":
        head = _thing(page, last, floor)
    return None if head is None else words_of(page, phrase_around(page, head, at))


def _last_before(page: Page, at: int, floor: int) -> int | None:
    """The last word before a clause; commas, dashes and what stands in parentheses are passed over."""
    at -= 1
    while at >= floor:
        token = page.tokens[at]
        if token.norm == ")":
            at = next((i for i in range(at, floor - 1, -1) if page.tokens[i].norm == "("), floor)
        elif token.tag not in _BETWEEN and page.tokens.is_word[at]:
            return at
        at -= 1
    return None


def _person(page: Page, last: int, floor: int) -> int | None:
    """The people whose words end at a token, or, where a thing or place does, the person named last before it."""
    token = page.tokens[last]
    people = token.tag in _PLURALS or is_personal(page, last)
    if page.entities[last] == "PERSON" or token.norm in _THOSE or (people and page.is_noun(last)):
        return last
    verb = next((at for at in range(last, floor - 1, -1) if page.tokens[at].tag in FINITE), floor)
    named = (end - 1 for first, end in reversed(page.names) if verb <= first and end <= last)
    return next((at for at in named if page.tokens[at + 1].tag != "POS"), None)


def _thing(page: Page, last: int, floor: int) -> int | None:
    """The body or document whose words end at a token: of "the Bank of Japan" and "records in July" the first."""
    if not page.is_noun(last) or page.entities[last] == "PERSON":
        return None
    first = phrase_around(page, last).first
    when = page.tokens[last].norm in words("day") | words("circumstance")
    joined = (
        when
        or page.norms(first - 1, first) == ("on",)
        or (page.norms(first - 1, first) == ("of",) and page.tokens[last].text[0].isupper())
    )
    if first - 2 >= floor and joined and page.tokens[first - 1].tag == "IN" and page.is_noun(first - 2):
        return first - 2
    return None if when else last
