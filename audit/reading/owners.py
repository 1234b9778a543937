"""Whose a body, thing or relative is: "his" campaign, "Mr. Roe's" campaign and the "Roe" campaign are all Roe's."""

from collections.abc import Sequence
from typing import NamedTuple

from audit.reading.entry import Entry
from audit.reading.mentions import Mention, words_of
from audit.reading.nouns import phrase_in
from audit.reading.page import Page
from audit.reading.persons import full_name
from audit.reading.pronouns import for_pronoun
from audit.reading.relatives import spoken_of

__all__ = ["Owner", "owner_of"]


class Owner(NamedTuple):
    """A person by surname, in lower case, and by full name as printed."""

    surname: str
    shown: str


def owner_of(page: Page, mention: Mention, entries: Sequence[Entry]) -> Owner | None:
    """The person who is named, or meant by a pronoun, before a mention's head."""
    first, head = mention.phrase.first, mention.phrase.head
    if page.tokens[first].tag == "WP$" and first < head:
        about = spoken_of(page, first)
        if about is None or about.name is None:
            return None
        name = full_name(page, about.name)
        return Owner(page.called(name)[-1], page.text(*name))
    if page.tokens[first].tag == "PRP$" and first < head:
        meant = for_pronoun(page, words_of(page, phrase_in(page, first, first + 1, first + 1)), list(entries))
        return Owner(meant.name[-1], meant.shown or "") if meant and meant.name else None
    last = next((at + 1 for at in reversed(range(first, head)) if page.entities[at] == "PERSON"), None)
    if last is None or mention.name is not None:
        return None
    begins = next((at for at in range(first, last) if page.entities[at] == "PERSON"), first)
    name = full_name(page, (begins, last))
    return Owner(page.called(name)[-1], page.text(*name))
