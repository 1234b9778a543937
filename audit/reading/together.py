"""Whom "they", "both" or "the senators" mean, where several who have an entry each were told of together."""

from collections.abc import Sequence
from itertools import pairwise

from audit.reading.credit import Credit
from audit.reading.entry import Entry
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import singular
from audit.reading.pronouns import named_in, person_called, within_reach

__all__ = ["those_together"]

_APART = 5  # words between two names, for titles: Sens. Ana Ruiz and Rep. Lev Ost


def those_together(
    page: Page, mention: Mention, told: Sequence[tuple[Credit, Entry, bool]], entries: list[Entry]
) -> list[Entry]:
    """The known speakers of before, or the two just named together, unless others told of since could be meant."""
    if mention.pronoun != "they" and not (mention.definite and mention.plural and mention.name is None):
        return []
    speakers, since = _speakers(page, mention, told)
    if mention.pronoun != "they":
        role = singular(page.tokens[mention.phrase.head].norm)
        return speakers if speakers and all(role in e.roles | e.heads for e in speakers) else []
    return speakers or _named(page, mention.phrase.first, since, entries)


def _speakers(page: Page, mention: Mention, told: Sequence[tuple[Credit, Entry, bool]]) -> tuple[list[Entry], int]:
    """Those who spoke together last, if any, and from where on nobody was told of who could be several."""
    reached = within_reach(page, mention.phrase.first)
    for credit, entry, _ in reversed(told):
        if page.tokens[entry.last_seen].sentence not in reached:
            break
        if credit.joint:
            with_it = (e for other, e, _ in told if other.joint and other.draft.source == credit.draft.source)
            return list({id(e): e for e in with_it}.values()), entry.last_seen
        if entry.plural or entry.kind == "organization":
            return [], entry.last_seen
    return [], page.parse.sentences[reached[0]].first


def _named(page: Page, at: int, since: int, entries: list[Entry]) -> list[Entry]:
    """The two whom the sentence before names with an "and" between them."""
    number = page.tokens[at].sentence - 1
    if number < 0:
        return []
    names = [name for name in named_in(page, number) if name[0] >= since and not page.quoted[name[0]]]
    joined = [pair for pair in pairwise(names) if _are_joined(page, *pair)]
    return [person_called(page, name, entries, None) for name in joined[-1]] if len(joined) == 1 else []


def _are_joined(page: Page, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = page.norms(one[1], other[0])
    return (
        between[:1] == ("and",)
        and len(between) <= _APART
        and all(page.is_noun(at) for at in range(one[1] + 1, other[0]))
    )
