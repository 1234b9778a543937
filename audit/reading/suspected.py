"""Unnamed sources that the trained reader suspects where it sees no attribution: "one trooper kept a log"."""

from collections.abc import Collection, Iterator

from audit.reading.lexicon import words
from audit.reading.mentions import Mention, words_of
from audit.reading.nouns import Phrase, phrase_around, phrase_in
from audit.reading.page import Page
from audit.reading.weighing import FAIRLY_SURE, SURE, likeliest, unnamed
from audit.records import Draft, SourceKind

__all__ = ["find"]

_GOES_ON = 0.5
_PARTS = frozenset(("both", "some"))


def find(page: Page, covered: Collection[int]) -> Iterator[tuple[Draft, Mention, SourceKind]]:
    """Drafts of a source alone, each read, with its likeliest kind, where no token is `covered` by another source.

    The chance is the draft's confidence. Nothing is looked for inside quotations.
    """
    taken = set(covered)
    for head in page.hunches:
        phrase = _phrase(page, head)
        if phrase is None or not taken.isdisjoint(phrase.words):
            continue
        chances = unnamed(page.hunches, phrase.own)
        kind = max(chances, key=chances.__getitem__)
        if chances[kind] >= (SURE if kind == "evidence" else FAIRLY_SURE):
            taken.update(phrase.words)
            source = page.span(phrase.first, phrase.last)
            draft = Draft(source=(source,), cue=(), content=(), confidence=chances[kind])
            yield draft, words_of(page, phrase), kind


def _phrase(page: Page, head: int) -> Phrase | None:
    """The phrase of a likely head, unless it runs on from likely words; of "one organizer's account" the owner's."""
    token = page.tokens[head]
    counts = token.tag == "CD" and not token.norm[0].isdigit()  # "three", not "15:37"
    is_head = page.is_noun(head) or counts or token.norm in words("one-of-them") | _PARTS
    if not is_head or likeliest(page.hunches, (head,)) < FAIRLY_SURE or page.quoted[head] or _is_name(page, head):
        return None
    phrase = phrase_around(page, head)
    if phrase.head != head and "POS" in [token.tag for token in page.tokens[head + 1 : head + 2]]:
        phrase = phrase_in(page, phrase.first, head + 1, head + 1)
    idle = _is_mutual(page, head) or (token.norm == "others" and not _acts(page, phrase))
    return None if phrase.head != head or _runs_on(page, phrase.first) or idle else phrase


def _runs_on(page: Page, first: int) -> bool:
    """Whether likely words lead up to a phrase, so that it is part of another: an aide to a senator."""
    opens, before = page.sentence(first).first, first - 1

    def likely(at: int) -> bool:
        return at >= opens and sum(unnamed(page.hunches, (at,)).values()) >= _GOES_ON

    return likely(before) and (page.is_noun(before) or page.tokens[before].tag in ("CD", "DT") or likely(before - 1))


def _is_mutual(page: Page, head: int) -> bool:
    """Whether it is one word of "each other" or "one another"."""
    pairs = (page.norms(max(0, at), at + 2) for at in (head - 1, head))
    return any(pair in (("each", "other"), ("one", "another")) for pair in pairs)


def _acts(page: Page, phrase: Phrase) -> bool:
    """Whether what follows lets it do something: "others kept a log", not "the others like it"."""
    following = page.tokens[phrase.last : phrase.last + 1]
    return any(token.tag.startswith(("VB", "MD", "RB", "POS", ",")) for token in following)


def _is_name(page: Page, at: int) -> bool:
    body = page.entities[at] == "ORG" and page.tokens[at].text[0].isupper() and page.tokens[at].tag != "NNS"
    return body or page.entities[at] in ("PERSON", "LOC")
