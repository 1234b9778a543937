"""What a reader is told of an unnamed source: an office or affiliation, how it knows, both, or nothing."""

from audit.reading.kinds import has_access, is_one_of_them
from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.records import Descriptor

__all__ = ["descriptor_of", "joined"]

_ROLES = frozenset(("insider", "public", "crowd", "expert", "voice", "lawyer"))
_PLACES = frozenset(("in", "at", "inside", "within", "from", "with", "of"))


def descriptor_of(page: Page, mention: Mention) -> Descriptor:
    """The descriptor of one mention of an anonymous source."""
    role = bool(mention.labels & _ROLES) or _says_who(page, mention) or is_one_of_them(page, mention)
    access = has_access(page, mention)
    if role and access:
        return "role+access"
    return "role" if role else "access" if access else "none"


def joined(one: Descriptor, other: Descriptor) -> Descriptor:
    """What two mentions of the same source tell together."""
    parts = {*one.split("+"), *other.split("+")} - {"none"}
    return "role+access" if len(parts) > 1 else "role" if "role" in parts else "access" if "access" in parts else "none"


def _says_who(page: Page, mention: Mention) -> bool:
    """Whether words before the head, or a place after it, tell who a source is: "one union source"."""
    phrase = mention.phrase
    before = page.tokens[phrase.first : phrase.core]
    telling = any(
        t.norm not in words("empty") and t.tag in ("JJ", "NN", "NNS", "NNP", "NNPS") and t.norm != "of" for t in before
    )
    place = phrase.core < phrase.last and page.tokens[phrase.core].norm in _PLACES and not has_access(page, mention)
    human = page.norms(phrase.head, phrase.head + 1)[0] in ("man", "woman", "men", "women")
    return telling or place or human or _in_apposition(page, phrase.last)


def _in_apposition(page: Page, at: int) -> bool:
    """Whether ", an adviser to one of the lenders," follows."""
    if page.norms(at, at + 1) != (",",) or page.norms(at + 1, at + 2) not in (("a",), ("an",)):
        return False
    return any(page.labels[i] & _ROLES for i in range(at + 2, min(at + 6, page.sentence(at).last)))
