"""Who is called "the businessman" or "the Orl Republican": somebody just named, by another word for variety."""

from audit.reading.entry import Entry
from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import full_name, gender_of, roles_of, singular
from audit.reading.pronouns import named_nearby, person_called, within_reach

__all__ = ["for_epithet"]

_SEXES = (("he", "his"), ("she", "hers"))


def for_epithet(page: Page, mention: Mention, entries: list[Entry]) -> Entry | None:
    """The person named last before, whom the word will do for, new if need be; None for other words."""
    head, first = page.tokens[mention.phrase.head].norm, mention.phrase.first
    if mention.plural or mention.owned or head not in words("epithet") | words("office"):
        return None
    if page.norms(mention.phrase.core, mention.phrase.core + 1) in (("who",), ("of",), ("in",)):
        return None  # told of by what follows
    sex = next((pronoun for pronoun, group in _SEXES if head in words(group)), None)
    for name in named_nearby(page, first, within_reach(page, first)):
        own = page.called(full_name(page, name))
        known = gender_of(page, own)
        if sex and known and sex != known:
            continue
        if head in words("office") and singular(head) not in roles_of(page, own):
            continue
        return person_called(page, name, entries, sex)
    return None
