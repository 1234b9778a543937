"""Statements in the writer's own voice that need support and have none, as the reading found them."""

from collections.abc import Iterator
from functools import partial

from audit.checks.asking import is_among, with_words, without_words
from audit.checks.kind import Answer, Check, OneOrMore, Verdict, Vocabulary, Words, judged
from audit.checks.scene import PlaceName, place_of, text_of
from audit.checks.surroundings import Surroundings, excuses, gathered
from audit.records import Claim, ClaimClass, Hit, Reading

__all__ = ["CHECK"]


class ClaimSettings(Surroundings, frozen=True, kw_only=True):
    """`words` names lexicons one of which must match inside the claim, `unless_words` those that excuse it there."""

    kind: OneOrMore[ClaimClass]
    place: OneOrMore[PlaceName] = ("headline", "lead", "body", "caption")
    words: Words = ()
    unless_words: Words = ()


def judge(reading: Reading, settings: ClaimSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A hit for each claim that counts, or for each paragraph or article with enough of them."""
    verdicts = (
        judged(claim.span, _answers(reading, claim, settings, words), partial(_hit, reading, claim))
        for claim in reading.claims
    )
    return gathered(reading, verdicts, settings)


def _answers(reading: Reading, claim: Claim, settings: ClaimSettings, words: Vocabulary) -> Iterator[Answer]:
    yield is_among("kind", claim.kind, settings.kind)
    yield is_among("place", place_of(reading, claim.span.start), settings.place)
    yield from with_words("words", settings.words, reading, (claim.span,), words)
    yield from without_words("unless_words", settings.unless_words, reading, (claim.span,), words)
    yield from excuses(reading, claim.span.start, settings, words)


def _hit(reading: Reading, claim: Claim) -> Hit:
    return Hit(span=claim.span, values={"text": text_of(reading, (claim.span,)), "kind": claim.kind, "count": "1"})


CHECK = Check(settings=ClaimSettings, judge=judge, placeholders=frozenset({"text", "kind", "count"}))
