"""Whether an unnamed source is named after all, in the same sentence or the next."""

from collections.abc import Sequence

from audit.reading.mentions import Mention, name_around
from audit.reading.page import Page
from audit.reading.referents import singular

__all__ = ["name_at_once", "names_members"]

_BEFORE_NAME = 6
_AFTER_NAME = 8
_CONTRAST = frozenset(("but", "however", "yet", "still", "meanwhile", "though", "although", "instead"))


def name_at_once(page: Page, mention: Mention) -> tuple[int, int] | None:
    """The name in the same or the next sentence that carries the source's own noun: "The official, Ada Lund, said"."""
    head = singular(page.tokens[mention.phrase.head].norm)
    here = page.tokens[mention.phrase.head].sentence
    end = next((s.last for s in page.parse.sentences[here + 1 : here + 2]), page.sentence(mention.phrase.head).last)
    for at in range(mention.phrase.last, end):
        if page.entities[at] == "PERSON" and page.entities[at - 1] != "PERSON" and not page.quoted[at]:
            if _carries(page, at, head, mention):
                return name_around(page, at)
    return None


def _carries(page: Page, name: int, head: str, mention: Mention) -> bool:
    """Whether the noun stands in apposition to a name, before it or after."""
    first = max(mention.phrase.last, page.sentence(name).first, name - _BEFORE_NAME)
    before = range(name - 1, first - 1, -1)
    for at in before:
        token = page.tokens[at]
        if singular(token.norm) == head:
            return not _of_another(page, at)
        if token.tag not in (",", "NNP", "NN", "JJ", "DT", "NNPS", "(", "IN"):
            break
    last = name
    while last < len(page.tokens) and page.entities[last] == "PERSON":
        last += 1
    if page.norms(last, last + 1) != (",",) or page.norms(last + 1, last + 2) not in (
        ("the",),
        ("a",),
        ("an",),
        ("one",),
        ("another",),
    ):
        return False
    return any(singular(n) == head for n in page.norms(last + 1, min(last + _AFTER_NAME, page.sentence(name).last)))


def _of_another(page: Page, at: int) -> bool:
    first = max(page.sentence(at).first, at - 3)
    return any(w in ("another", "former") for w in page.norms(first, at))


def names_members(page: Page, mention: Mention, named: Sequence[int]) -> bool:
    """Whether a group's named member follows at once in its paragraph: "Critics, including …", "… said Ada Lund".

    `named` are tokens at which persons credited by name begin.
    """
    end = mention.phrase.last
    if page.norms(end, end + 1) == (",",) or page.norms(end, end + 1) in (("such",), ("like",), ("including",)):
        opening = range(end, min(end + 3, len(page.tokens)))
        lists = any(page.tokens[at].norm in ("including", "like", "such", "among") for at in opening)
        sentence_end = page.sentence(mention.phrase.head).last
        if lists and "PERSON" in page.entities[end : min(end + 12, sentence_end)]:
            return True
    here = page.tokens[mention.phrase.head].sentence
    block = page.block(mention.phrase.head)
    for at in named:
        sentence = page.tokens[at].sentence
        if at <= end or page.block(at) != block or sentence - here not in (0, 1):
            continue
        if sentence > here and page.tokens[page.sentence(at).first].norm in _CONTRAST:
            continue
        if _first_named(page, at) and sentence - here == 1:
            return True
    return False


def _first_named(page: Page, at: int) -> bool:
    last = at
    while last + 1 < len(page.tokens) and page.entities[last + 1] == "PERSON":
        last += 1
    return page.surnames.get(page.tokens[last].norm, last) >= at
