"""A mention: one noun phrase that an attribution credits, with what its words alone tell about it."""

from dataclasses import dataclass

from audit.reading.lexicon import words
from audit.reading.nouns import DEFINITE, FINITE, Phrase
from audit.reading.page import Page
from audit.reading.roles import PERSONAL

__all__ = ["PRONOUNS", "Mention", "count_people", "is_proper", "key_of", "name_around", "name_in", "words_of"]

PRONOUNS: dict[str, str] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "themselves", "both"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(
        ("i", "we", "you", "me", "us", "my", "our", "your", "who", "which", "that", "whom", "whose"), "other"
    ),
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_VAGUE = frozenset(
    (
        "number",
        "handful",
        "group",
        "majority",
        "range",
        "few",
        "lot",
        "dozen",
        "chorus",
        "host",
        "army",
        "array",
        "flood",
        "wave",
        "legion",
        "slew",
        "crop",
        "swath",
    )
)
_PARTS = frozenset(("%", "percent"))
_THOUSANDS = frozenset(("thousand", "thousands", "million", "millions", "billion"))
_DIGITS = 10
_NAMING = (("named",), ("called",), ("calling", "himself"), ("calling", "herself"), ("identified", "as"))
_AT_LEAST = frozenset(("least", "more", "over"))
_PLURALS = frozenset(
    (
        "people",
        "police",
        "personnel",
        "staff",
        "media",
        "folk",
        "crowd",
        "audience",
        "public",
        "electorate",
        "%",
        "percent",
    )
)
_SEVERAL = frozenset(("they", "them", "their", "themselves", "we", "us", "our"))
_NEGATIVE = frozenset(("no", "nobody", "none", "neither", "anyone", "anybody", "whoever"))
_AFTER_ALL = frozenset(("fewer", "less", "other", "but"))
_ANYBODY = (("you",), ("your",), ("yourself",), ("one", "another"), ("each", "other"))
_SINGULAR = frozenset(("a", "an", "one", "another", "someone", "somebody", "each"))


@dataclass(frozen=True, slots=True)
class Mention:
    """What a source's words tell: `name` is a person's, `people` how many, least and most.

    `nobody` is whether nobody in particular is meant: you, anyone, no court, one another.
    """

    phrase: Phrase
    pronoun: str | None
    name: tuple[int, int] | None
    labels: frozenset[str]
    definite: bool
    owned: bool
    plural: bool
    people: tuple[int, int | None]
    nobody: bool = False

    @property
    def is_body(self) -> bool:
        """Whether its noun is one for a body, and for no people."""
        return "institution" in self.labels and not self.labels & PERSONAL

    @property
    def counted(self) -> bool:
        """Whether it is one person or a number of them, not a crowd."""
        return self.people[1] is not None or self.people[0] != 2


def words_of(page: Page, phrase: Phrase) -> Mention:
    """Read one noun phrase."""
    own = page.norms(phrase.first, phrase.core)
    tags = [t.tag for t in page.tokens[phrase.first : phrase.core]]
    head = page.tokens[phrase.head]
    alone = len(own) == 1 and head.tag.startswith(("PRP", "WP", "WDT", "DT"))
    within = own[own.index("of") + 1 : own.index("of") + 2] if "of" in own else ()
    definite = own[0] in DEFINITE or own[0] == "both" or "same" in own[:2] or bool(DEFINITE.intersection(within))
    if own[0] == "both" and len(own) > 1 and page.tokens[min(phrase.core, len(page.tokens) - 1)].tag == "CC":
        own, definite = own[1:], False  # both experts and officials
    many = head.tag in ("NNS", "NNPS") or head.norm in _PLURALS | words("bare") or own == ("those",)
    several = (alone and head.norm in _SEVERAL) or _is_ratio(page, phrase)
    people = (2, None) if several else count_people(own, many)
    return Mention(
        phrase=phrase,
        pronoun=PRONOUNS.get(head.norm) if alone else None,
        name=name_in(page, phrase),
        labels=page.labels[phrase.head],
        definite=definite,
        owned=bool({"PRP$", "WP$", "POS"}.intersection(tags)),
        plural=people != (1, 1),
        people=people,
        nobody=own in _ANYBODY or (own[0] in _NEGATIVE and not _is_somebody_after_all(page, phrase)),
    )


def _is_somebody_after_all(page: Page, phrase: Phrase) -> bool:
    """Whether a "no" or "neither" opens a name, or what some did: No Labels, no fewer than 40, none other than Lund."""
    words_there = page.norms(phrase.first + 1, phrase.last + 2)
    return any(page.entities[phrase.first : phrase.last]) or bool(_AFTER_ALL.intersection(words_there))


def _is_ratio(page: Page, phrase: Phrase) -> bool:
    """Whether a number is a part of a larger one: one in four, six in 10."""
    after = page.tokens[phrase.core : phrase.core + 2]
    ratio = [token.tag for token in after] == ["IN", "CD"] and after[0].norm == "in"
    return ratio and page.tokens[phrase.core - 1].tag == "CD"


def count_people(own: tuple[str, ...], plural: bool) -> tuple[int, int | None]:
    """How many people a phrase of these words speaks of, least and most; None where it does not tell."""
    if "half" in own and "dozen" in own:
        return 6, 6
    if _PARTS.intersection(own):
        return 2, None
    if _THOUSANDS.intersection(own):
        return 1000, None
    if own[:1] == ("both",) or own[:2] in (("a", "couple"), ("a", "pair")):
        return 2, 2
    if own[:2] == ("a", "trio"):
        return 3, 3
    if words("share").intersection(own) and "of" in own:
        return 2, None
    before_of = own[: own.index("of")] if "of" in own else own[:2]
    if own[:1] in (("a",), ("an",)) and _VAGUE.intersection(before_of):
        after = own[len(before_of) + 1 :]
        return (next((n for w in after[:1] if (n := _number(w))), 2), None)
    if _SINGULAR.intersection(own[:1]) and not (plural and "of" not in own):
        return 1, 1
    aged = (w for w, after in zip(own, (*own[1:], ""), strict=True) if after != "-")
    number = next((n for w in aged if (n := _number(w))), 0)
    if number:
        return number, None if _AT_LEAST.intersection(own) else number
    return (2, None) if plural else (1, 1)


def _number(word: str) -> int:
    if word in _NUMBERS:
        return _NUMBERS.index(word) + 1
    digits = word.replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _DIGITS else 0


def name_in(page: Page, phrase: Phrase) -> tuple[int, int] | None:
    """A person's name that is the phrase's head, follows it at once, or stands in apposition to it."""
    if page.entities[phrase.head] == "PERSON":
        whole = name_around(page, phrase.head)
        if whole[1] - whole[0] > 1 or not page.labels[phrase.head] - {"institution", "document"}:
            return whole  # Ada Carpenter, but no Speaker
    named = _named_before(page, phrase) or _named_after(page, phrase.core)
    if named is None and page.norms(max(0, phrase.first - 2), phrase.first) != ("according", "to"):
        named = _named_after(page, phrase.last)
    return named


def _named_before(page: Page, phrase: Phrase) -> tuple[int, int] | None:
    """The name to which a phrase stands in apposition: "Ada Lund, an aide who"; or that "who" is about."""
    before = phrase.first - 1
    token = page.tokens[phrase.first]
    joined = token.norm == "who"
    if before >= 0 and page.tokens[before].norm == ",":
        joined = joined or token.tag == "PRP$" or token.norm in ("a", "an", "the", "one", "another")
        before -= 1
    if before < 0 or not joined or page.entities[before] != "PERSON":
        return None
    if token.norm != "who" and page.tokens[min(phrase.core, len(page.tokens) - 1)].tag in ("VBD", "VBZ", "VBP"):
        return None  # "Lund, a top aide said, is …" is told of, and does not tell
    return name_around(page, before)


def _named_after(page: Page, at: int) -> tuple[int, int] | None:
    """A name that begins at a token, or after a comma there: "a man called Lund", but not "a man called Lund vain"."""
    naming = next((words for words in _NAMING if page.norms(at, at + len(words)) == words), ())
    at += len(naming) if naming and _is_told_of(page, at, at + len(naming)) else 0
    end = page.sentence(at - 1).last
    if at < end and page.entities[at] == "PERSON":
        return name_around(page, at)
    if at + 1 < end and page.tokens[at].norm in (",", "(", "—", "–", ":"):
        after = at + 1
        limit = min(end, after + 5)
        while (
            after < limit
            and page.entities[after] != "PERSON"
            and page.tokens[after].tag in ("NNP", "NN", "JJ", "CD", "PRP$", "POS")
        ):
            after += 1
        if after < limit and page.entities[after] == "PERSON":
            name = name_around(page, after)
            closes = name[1] < len(page.tokens) and page.tokens[name[1]].tag in (",", ".", "-RRB-", ":", "IN")
            return name if closes else None
    return None


def _is_told_of(page: Page, verb: int, name: int) -> bool:
    """Whether somebody is called by a name and goes on to do something, rather than calling somebody names."""
    if page.tokens[verb].tag in ("VBN", "VBG"):
        return True
    after = name_around(page, name)[1] if name < len(page.tokens) else name
    return any(token.tag in FINITE for token in page.tokens[after : after + 1])


def name_around(page: Page, at: int) -> tuple[int, int]:
    """The whole of a name of which one token is given."""
    first, last = at, at + 1
    while first > 0 and page.entities[first - 1] == "PERSON":
        first -= 1
    while last < len(page.tokens) and page.entities[last] == "PERSON":
        last += 1
    return first, last


def is_proper(page: Page, mention: Mention) -> bool:
    """Whether its head is capitalised as a name is, and not only as the first of its sentence."""
    head = page.tokens[mention.phrase.head]
    inside = mention.phrase.head > page.sentence(mention.phrase.head).first or bool(page.entities[mention.phrase.head])
    return head.text[0].isupper() and inside


def key_of(page: Page, mention: Mention) -> str:
    """The words by which a source is known again; all that is told of "those who back it"."""
    phrase = mention.phrase
    telling = [t.norm for t in page.tokens[phrase.first : phrase.core] if t.tag not in ("DT", "POS")]
    return " ".join(telling or page.norms(phrase.first, phrase.last))
