"""Whether evidence that somebody is credited with says whose it is."""

from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import singular
from audit.reading.roles import is_human

__all__ = ["is_unnamed", "was_looked_at"]


def is_unnamed(page: Page, mention: Mention) -> bool:
    """Studies, a poll, recent data: not "the report", "its analysis" or a poll with a name to it."""
    phrase, sentence = mention.phrase, page.sentence(mention.phrase.head)
    core = range(phrase.first, phrase.core)
    kin = phrase.head - 1
    if kin >= phrase.first and "evidence" in page.labels[kin] and page.tokens[kin].text.islower():
        return not mention.owned  # the survey data
    if mention.definite or mention.owned or words("official-body").intersection(page.norms(phrase.first, phrase.core)):
        return False
    named = any(page.entities[i] or (page.tokens[i].text[0].isupper() and i > sentence.first) for i in core)
    end = phrase.core + bool(words("day").intersection(page.norms(phrase.core, phrase.core + 1)))
    after = page.norms(end, end + 1)
    reach = range(end, min(sentence.last, end + 7))
    at_place = after == ("from",) and "LOC" in page.entities[end + 1 : end + 2]
    by_somebody = bool(words("made-by").intersection(after)) and any(_is_named(page, i) for i in reach)
    return bool(words("looked-at").intersection(after)) or not (
        named or by_somebody or at_place or _is_named_next(page, mention)
    )


def was_looked_at(page: Page, mention: Mention) -> bool:
    """Whether words go on to say that somebody saw it, which readers cannot: cables reviewed by the Gazette."""
    following = page.norms(mention.phrase.core, mention.phrase.core + 2)
    things = "institution" not in mention.labels and not is_human(singular(page.tokens[mention.phrase.head].norm))
    return following[1:] == ("by",) and following[0] in words("looked-at") and things


def _is_named_next(page: Page, mention: Mention) -> bool:
    """Whether the next sentence says whose it is: "The poll, released by the Harbor Institute"."""
    head = page.tokens[mention.phrase.head]
    following = page.parse.sentences[head.sentence + 1 : head.sentence + 2]
    for sentence in following:
        opening = page.norms(sentence.first, min(sentence.first + 2, sentence.last))
        if opening == ("the", singular(head.norm)) or opening == ("the", head.norm):
            return any(page.entities[i] == "ORG" for i in range(sentence.first, sentence.last))
    return False


def _is_named(page: Page, at: int) -> bool:
    """Whether a token tells who made something: a name, or "the organization" met before."""
    token = page.tokens[at]
    known = token.norm in words("body") and page.tokens[at - 1].norm == "the"
    return page.entities[at] in ("ORG", "PERSON") or known or any(c.isupper() for c in token.text[1:])
