"""Whose name a name is: the full name behind a surname, and what the article calls somebody besides."""

from collections.abc import Sequence

from audit.reading.lexicon import words
from audit.reading.nouns import phrase_in
from audit.reading.page import Page, remembered
from audit.reading.roles import PERSONAL, is_human

__all__ = ["TITLES", "full_name", "gender_of", "is_personal", "roles_of", "same_person", "singular"]

TITLES = {
    **dict.fromkeys(("mr.", "mr", "sir", "lord", "king", "congressman"), "he"),
    **dict.fromkeys(("mrs.", "mrs", "ms.", "ms", "lady", "queen", "congresswoman", "spokeswoman", "chairwoman"), "she"),
}
_FIRST_NAMES = (("he", "man-name"), ("she", "woman-name"))
_LONGEST = 4
_NEAR = 12
_SAME = {
    "officer": "official",
    "supply": "source",
    **dict.fromkeys(("sen.", "sens."), "senator"),
    **dict.fromkeys(("rep.", "reps.", "congressman", "congresswoman"), "representative"),
    "gov.": "governor",
    "justice": "judge",
    "gen.": "general",
    "prof.": "professor",
    "dr.": "doctor",
    **dict.fromkeys(("folk", "folks", "people", "individual", "man", "woman"), "person"),
}


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the same surname, and no other first name."""
    if one[-1] != other[-1]:
        return (len(one) > 1 and other == one[:1]) or (len(other) > 1 and one == other[:1])
    return len(one) == 1 or len(other) == 1 or one[0] == other[0]


def full_name(page: Page, name: tuple[int, int]) -> tuple[int, int]:
    """Where the fullest form of a name stands; a bare surname is the first namesake's whom its title fits."""
    wanted = TITLES.get(page.tokens[name[0] - 1].norm) if name[0] else None
    return _fullest(page, page.called(name), wanted) or name


@remembered
def _fullest(page: Page, own: tuple[str, ...], wanted: str | None) -> tuple[int, int] | None:
    known = zip(page.names, page.named, strict=True)
    whole = [n for n, norms in known if 1 < len(norms) <= _LONGEST and same_person(norms, own)]
    surname = [n for n in whole if page.called(n)[-1] == own[-1]]
    whole = surname or (whole if len(own) == 1 else [])
    if not whole:
        return None
    likely = {ends: _likely(page, whole, ends) for ends in {_ends(page, n) for n in whole}}
    fitting = [n for sex in (wanted, None) for n in whole if wanted and likely[_ends(page, n)] == sex]
    first = _ends(page, (fitting or whole)[0])
    return max((n for n in whole if _ends(page, n) == first), key=lambda n: (n[1] - n[0], -n[0]))


def _likely(page: Page, whole: Sequence[tuple[int, int]], ends: tuple[str, str]) -> str | None:
    """Whether the words around a full name speak of a man or a woman."""
    around: list[str] = []
    for first, last in (n for n in whole if _ends(page, n) == ends):
        sentence = page.sentence(first)
        around += page.norms(max(sentence.first, first - 2), first)
        for at in range(last, min(sentence.last, last + _NEAR)):
            if page.entities[at] == "PERSON":
                break
            around += [page.tokens[at].norm] if page.tokens[at].tag.startswith("PRP") else []
    men, women = (sum(norm in words(group) for norm in around) for group in ("his", "hers"))
    if men == women:
        return None
    return "he" if men > women else "she"


def _ends(page: Page, name: tuple[int, int]) -> tuple[str, str]:
    own = page.called(name)
    return own[0], own[-1]


@remembered
def gender_of(page: Page, name: tuple[str, ...]) -> str | None:
    """ "he" or "she" by the titles before a name, anywhere in the article, or a first name; None where unknown."""
    befores = (
        page.tokens[first - 1].norm
        for (first, _), own in zip(page.names, page.named, strict=True)
        if first and own[-1] == name[-1]
    )
    found = {TITLES[norm] for norm in befores if norm in TITLES}
    if len(found) != 1 and len(name) > 1:
        found = {pronoun for pronoun, group in _FIRST_NAMES if name[0] in words(group)}
    return found.pop() if len(found) == 1 else None


@remembered
def roles_of(page: Page, name: tuple[str, ...]) -> frozenset[str]:
    """The nouns before a name and in apposition to it, anywhere in the article."""
    found: set[str] = set()
    for (first, last), own in zip(page.names, page.named, strict=True):
        if own in (name, name[-1:]):
            found |= _before(page, first) | _after(page, last)
    return frozenset(found)


def _before(page: Page, first: int) -> set[str]:
    """ "Senator Ana Ruiz", "the mayor, Ana Ruiz"."""
    at = first - 1
    if at > 0 and page.tokens[at].norm == "," and is_personal(page, at - 1):
        at -= 1
    start = at
    while at >= 0 and page.is_noun(at) and page.entities[at] != "PERSON":
        at -= 1
    return {singular(page.tokens[i].norm) for i in range(at + 1, start + 1)}


def _after(page: Page, last: int) -> set[str]:
    """ "Ana Ruiz, 58, the former mayor of Orl"."""
    if page.norms(last, last + 1) != (",",):
        return set()
    at = last + 1
    if page.norms(at + 1, at + 2) == (",",) and page.tokens[at].tag == "CD":
        at += 2
    if at >= len(page.tokens) or page.tokens[at].tag not in ("DT", "PRP$", "JJ", "NN", "NNP"):
        return set()
    head = phrase_in(page, at, at + 1).head
    return {singular(page.tokens[head].norm)} if is_personal(page, head) else set()


def is_personal(page: Page, at: int) -> bool:
    """Whether a token's word is one for a person: a trade, an office, kin."""
    return bool(page.labels[at] & PERSONAL) or is_human(page.tokens[at].norm)


def singular(word: str) -> str:
    """A noun's singular, well enough to compare heads."""
    word = _SAME.get(word, word)
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("men"):
        word = word[:-2] + "an"
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _SAME.get(word, word)
