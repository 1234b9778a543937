"""Whether an unnamed source is named after all, in the same sentence or the next."""

from collections.abc import Sequence

from audit.reading.mentions import Mention, name_around
from audit.reading.nouns import phrase_around
from audit.reading.page import Page
from audit.reading.persons import singular

__all__ = ["lists_members", "name_at_once", "names_members", "quote_follows"]

_BEFORE_NAME = 6
_AFTER_NAME = 11
_TITLES = 3
_DASHES = (("—",), ("–",), ("--",), (":",))
_CONTRAST = frozenset(("but", "however", "yet", "still", "meanwhile", "though", "although", "instead"))


def name_at_once(page: Page, mention: Mention) -> tuple[int, int] | None:
    """The name in the same or the next sentence that carries the source's own noun: "The official, Ada Lund, said"."""
    head = singular(page.tokens[mention.phrase.head].norm)
    here = page.tokens[mention.phrase.head].sentence
    end = next((s.last for s in page.parse.sentences[here + 1 : here + 2]), page.sentence(mention.phrase.head).last)
    own = page.norms(mention.phrase.first, mention.phrase.core)  # a Lund adviser is not Lund
    for at in range(mention.phrase.last, end):
        if _name_begins(page, at) and page.tokens[at].norm not in own and _carries(page, at, head, mention):
            return name_around(page, at)
    return _after_the_lead(page, mention)


def _name_begins(page: Page, at: int) -> bool:
    return page.entities[at] == "PERSON" and page.entities[at - 1] != "PERSON" and not page.quoted[at]


def _after_the_lead(page: Page, mention: Mention) -> tuple[int, int] | None:
    """The name, with what it stands for, that opens the paragraph after a first: "A nurse said …. ¶ Ada Lund, who …".

    The first may be that of the article, or of a part of it under a heading.
    """
    here = page.block(mention.phrase.head)
    kinds = [b.kind for b in page.article.blocks]
    if here and kinds[here - 1] == "paragraph":
        return None
    following = next((at for at in range(here + 1, len(kinds)) if kinds[at] == "paragraph"), None)
    opens = next((s.first for s in page.parse.sentences if s.block == following), None)
    if opens is None or not _name_begins(page, opens) or not _first_named(page, opens):
        return None
    name = name_around(page, opens)
    return name if page.norms(name[1], name[1] + 1) == (",",) else None


def _carries(page: Page, name: int, head: str, mention: Mention) -> bool:
    """Whether "the official" stands in apposition to a name, before it or after, or the noun is the name's title."""
    first = max(mention.phrase.last, page.sentence(name).first, name - _BEFORE_NAME)
    for at in range(name - 1, first - 1, -1):
        if singular(page.tokens[at].norm) == head:
            return _points_back(page, at, mention)
        if page.tokens[at].tag not in (",", "NNP", "NN", "NNS", "JJ", "NNPS"):
            break
    last = name_around(page, name)[1]
    leads = page.norms(last, last + 2) == (",", "who") and name == page.sentence(name).first
    if page.norms(last, last + 2) != (",", "the") and not leads:
        return False
    return any(singular(n) == head for n in page.norms(last + 2, min(last + _AFTER_NAME, page.sentence(name).last)))


def _points_back(page: Page, at: int, mention: Mention) -> bool:
    """Whether the noun is "the official", or a bare one in the source's own sentence."""
    phrase = phrase_around(page, at)
    if page.tokens[phrase.first].norm == "the":
        return page.norms(max(0, phrase.first - 2), phrase.first) != ("according", "to")
    return phrase.first == at and page.tokens[at].sentence == page.tokens[mention.phrase.head].sentence


def lists_members(page: Page, mention: Mention, labels: frozenset[str]) -> bool:
    """Whether a list of members with a name of these labels follows: "Officials — including the envoy, Ada Lund"."""
    end = mention.phrase.core
    if page.norms(end, end + 1) in _DASHES and "PERSON" in labels and "PERSON" in page.entities[end + 1 : end + 2]:
        return True  # three economists — Ada Lund of the bank, …
    if mention.counted and "PERSON" in labels and _names_follow(page, end):
        return True
    end = mention.phrase.last
    opening = page.norms(end, min(end + 3, len(page.tokens)))
    if opening[:1] not in ((",",), ("—",), ("–",), ("--",), ("(",), ("such",), ("like",), ("including",)):
        return False
    stop = min(end + 12, page.sentence(mention.phrase.head).last)
    listed = {"including", "like", "such", "among"}.intersection(opening)
    return bool(listed) and bool(labels.intersection(page.entities[end:stop]))


def _names_follow(page: Page, end: int) -> bool:
    """Whether names follow at once or after a colon: "Two judges, Lund and Roth,"; "Two judges object: Lund and"."""
    stop = page.sentence(end - 1).last
    apposed = page.norms(end, end + 1) == (",",)
    marks = (at for at in range(end, stop) if page.tokens[at].norm == ":" and not page.quoted[at])
    mark = end if apposed else next(marks, stop)
    names = [name for name in page.names if mark < name[0] < stop]
    if len(names) < 2:
        return False
    titles = range(mark + 1, names[0][0])
    between = range(names[0][1], names[1][0]) if apposed else ()
    return (
        len(titles) <= _TITLES
        and all(page.is_noun(at) or page.tokens[at].tag == "." for at in titles)
        and not any(page.tokens[at].tag.startswith("V") for at in between)
    )


def names_members(page: Page, mention: Mention, named: Sequence[int]) -> bool:
    """Whether a group's named member speaks at once in its paragraph: "Critics said …. … said Ada Lund".

    `named` are tokens at which persons credited by name begin.
    """
    end = mention.phrase.last
    return any(_follows_at_once(page, end, at) and _first_named(page, at) for at in named)


def quote_follows(page: Page, mention: Mention) -> bool:
    """Whether the next sentence opens with a quotation: "Farmers fear so. “They’ve taken two,” said Ada Lund"."""
    here = page.tokens[mention.phrase.head].sentence
    return any(page.quoted[each.first] for each in page.parse.sentences[here + 1 : here + 2])


def _follows_at_once(page: Page, end: int, at: int) -> bool:
    """Whether a name stands in the next sentence of the paragraph, not set against what comes before."""
    if at <= end or page.block(at) != page.block(end - 1):
        return False
    stops = [i for i in range(end, at) if page.tokens[i].tag == "." and not page.quoted[i]]
    opening = page.tokens[stops[0] + 1].norm if stops else ""
    return len(stops) == 1 and opening not in _CONTRAST


def _first_named(page: Page, at: int) -> bool:
    last = at
    while last + 1 < len(page.tokens) and page.entities[last + 1] == "PERSON":
        last += 1
    return page.surnames.get(page.tokens[last].norm, last) >= at
