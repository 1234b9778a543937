"""Statements in the writer's own voice that need support and have none, as the reading found them."""

from collections.abc import Iterator

from audit.checks.kind import Check, OneOrMore, Settings, Vocabulary
from audit.checks.scene import PlaceName, many, matches_any, place_of, text_of
from audit.records import ClaimClass, Hit, Reading

__all__ = ["CHECK"]


class ClaimSettings(Settings, frozen=True, kw_only=True):
    """`unless_words` names lexicons that, when they match inside the claim, excuse it."""

    kind: OneOrMore[ClaimClass]
    place: OneOrMore[PlaceName] = ("headline", "lead", "body", "caption")
    unless_words: OneOrMore[str] = ()


def run(reading: Reading, settings: ClaimSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each claim of the kinds asked for."""
    excuses = [words[name] for name in many(settings.unless_words)]
    for claim in reading.claims:
        asked = claim.kind in many(settings.kind) and place_of(reading, claim.span.start) in many(settings.place)
        if asked and not matches_any(reading, (claim.span,), excuses):
            yield Hit(span=claim.span, values={"text": text_of(reading, (claim.span,)), "kind": claim.kind})


def lexicons(settings: ClaimSettings) -> Iterator[str]:
    """Names of the lexicons that the settings mention."""
    yield from many(settings.unless_words)


CHECK = Check(settings=ClaimSettings, run=run, lexicons=lexicons, placeholders=frozenset({"text", "kind"}))
