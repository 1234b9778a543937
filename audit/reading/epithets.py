"""Who is called "the businessman" or "the Orl Republican": the only one just named, by another word for variety."""

from audit.reading.antecedents import places_of
from audit.reading.entry import Entry
from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import full_name, gender_of, roles_of, singular
from audit.reading.pronouns import named_nearby, person_called, within_reach

__all__ = ["for_epithet"]

_SEXES = (("he", "his"), ("she", "hers"))


def for_epithet(page: Page, mention: Mention, entries: list[Entry]) -> Entry | None:
    """The only person named shortly before whom the word will do for, new if need be; None for other words."""
    head, first = page.tokens[mention.phrase.head].norm, mention.phrase.first
    if mention.plural or mention.owned or head not in words("epithet") | words("office"):
        return None
    if page.norms(mention.phrase.core, mention.phrase.core + 1) in (("who",), ("of",), ("in",)):
        return None  # told of by what follows
    sex = next((pronoun for pronoun, group in _SEXES if head in words(group)), None)
    fitting: dict[tuple[str, ...], tuple[int, int]] = {}
    places, office = places_of(page, mention), head in words("office")
    for name in named_nearby(page, first, within_reach(page, first)):
        own = page.called(full_name(page, name))
        known, roles = gender_of(page, own), roles_of(page, own)
        if (sex and known and sex != known) or (office and not (singular(head) in roles and places <= roles)):
            continue
        fitting.setdefault(own, name)
    if len(fitting) != 1:
        return None
    (name,) = fitting.values()
    return person_called(page, name, entries, sex)
