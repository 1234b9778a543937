"""Whom "they", "both" or "the senators" mean, where several who have an entry each spoke together."""

from collections.abc import Sequence

from audit.reading.credit import Credit
from audit.reading.entry import Entry
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import singular
from audit.reading.pronouns import within_reach

__all__ = ["those_together"]


def those_together(page: Page, mention: Mention, told: Sequence[tuple[Credit, Entry, bool]]) -> list[Entry]:
    """The known speakers who spoke together last, unless others told of since could be meant."""
    if mention.pronoun != "they" and not (mention.definite and mention.plural and mention.name is None):
        return []
    speakers = _speakers(page, mention, told)
    if mention.pronoun == "they":
        return speakers
    role = singular(page.tokens[mention.phrase.head].norm)
    return speakers if all(role in e.roles | e.heads for e in speakers) else []


def _speakers(page: Page, mention: Mention, told: Sequence[tuple[Credit, Entry, bool]]) -> list[Entry]:
    reached = within_reach(page, mention.phrase.first)
    for credit, entry, _ in reversed(told):
        if page.tokens[credit.mention.phrase.first].sentence not in reached:
            break
        if credit.joint:
            with_it = (e for other, e, _ in told if other.joint and other.draft.source == credit.draft.source)
            return list({id(e): e for e in with_it}.values())
        if entry.plural or entry.kind == "organization":
            break
    return []
