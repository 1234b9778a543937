"""Statements in the writer's own voice that need support and have none, as the reading found them."""

from collections.abc import Iterator

from audit.checks.kind import Check, OneOrMore, Vocabulary, Words
from audit.checks.scene import PlaceName, many, matches_any, place_of, text_of
from audit.checks.surroundings import Surroundings, excused, gathered
from audit.records import Claim, ClaimClass, Hit, Reading

__all__ = ["CHECK"]


class ClaimSettings(Surroundings, frozen=True, kw_only=True):
    """`words` names lexicons one of which must match inside the claim, `unless_words` those that excuse it there."""

    kind: OneOrMore[ClaimClass]
    place: OneOrMore[PlaceName] = ("headline", "lead", "body", "caption")
    words: Words = ()
    unless_words: Words = ()


def run(reading: Reading, settings: ClaimSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each claim that counts, or for each paragraph or article with enough of them."""
    found = (claim for claim in reading.claims if _counts(reading, claim, settings, words))
    hits = (Hit(span=c.span, values={"text": text_of(reading, (c.span,)), "kind": c.kind, "count": "1"}) for c in found)
    yield from gathered(reading, hits, settings)


def _counts(reading: Reading, claim: Claim, settings: ClaimSettings, words: Vocabulary) -> bool:
    if claim.kind not in many(settings.kind) or place_of(reading, claim.span.start) not in many(settings.place):
        return False
    asked, excuses = ([words[name] for name in many(names)] for names in (settings.words, settings.unless_words))
    if (asked and not matches_any(reading, (claim.span,), asked)) or matches_any(reading, (claim.span,), excuses):
        return False
    return not excused(reading, claim.span.start, settings, words)


CHECK = Check(settings=ClaimSettings, run=run, placeholders=frozenset({"text", "kind", "count"}))
