"""What stands right before an unnamed source that is no subject: according to, citing, the paper spoke with."""

from audit.reading.drafting import draft_of, trimmed
from audit.reading.lexicon import lexicon, words
from audit.reading.nouns import Phrase
from audit.reading.page import Page
from audit.records import Draft

__all__ = ["ASKED", "FRAME", "fits", "framed", "frames_of"]

FRAME = 0.8
ASKED = frozenset(("source", "vague", "insider", "public", "expert", "person"))
"""Sections of the head-noun lexicon with people of whom a newsroom asks a few."""


def frames_of(page: Page) -> dict[int, tuple[int, int, str]]:
    """By the token that follows: where the frame begins and ends, and its section."""
    found = lexicon("frames").find(page.tokens)
    return {m.last: (m.first, m.last, m.label) for m in found if not page.quoted[m.first]}


def fits(page: Page, phrase: Phrase, frame: str) -> bool:
    """Whether a phrase after a frame of this section is who is credited."""
    labels = page.labels[phrase.head]
    if frame == "reworded":
        return bool(labels & {"source", "vague"}) or ("insider" in labels and _ends_clause(page, phrase))
    if frame == "asked":
        counted = any(t.tag == "CD" for t in page.tokens[phrase.first : phrase.core])
        return counted and bool(labels & ASKED) and _a_newsroom_asks(page, phrase.first)
    if frame == "leading":
        wonders = lexicon("cues", "view").find(page.tokens, phrase.last + 1, min(len(page.tokens), phrase.last + 3))
        return page.norms(phrase.last, phrase.last + 1) == ("to",) and bool(wonders)
    return True


def _a_newsroom_asks(page: Page, at: int) -> bool:
    """Whether the writer or a paper is the subject of the frame that ends at a token: "the Courier spoke with"."""
    sentence = page.sentence(at)
    before = range(sentence.first, at)
    verb = next((i for i in before if page.tokens[i].tag.startswith("VB")), at)
    subject = range(max(sentence.first, verb - 2), verb)
    return any(page.entities[i] == "ORG" or page.tokens[i].norm in ("i", "we", *words("newspaper")) for i in subject)


def _ends_clause(page: Page, phrase: Phrase) -> bool:
    follows = page.tokens[phrase.last].tag if phrase.last < len(page.tokens) else "."
    starts = page.sentence(phrase.head).first == phrase.first - 3
    return follows in (".", "''") or (follows == "," and not starts)


def framed(page: Page, phrase: Phrase, frame: tuple[int, int, str]) -> Draft:
    """The draft of a phrase after a frame; that it was asked is no cue of what it told."""
    first, last, section = frame
    sentence = page.sentence(phrase.head)
    before = trimmed(page, sentence.first, first)
    content = before if before and before[1] - before[0] > 2 else trimmed(page, phrase.last, sentence.last)
    return draft_of(page, phrase, None if section == "asked" else (first, last), content, FRAME)
