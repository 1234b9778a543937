"""Hedges that the reading found, one by one or piled up."""

from collections.abc import Iterator, Sequence

from audit.checks.kind import Check, OneOrMore, Part, Vocabulary, Words
from audit.checks.scene import PlaceName, hull, many, matches_any, place_of, sentence_at, text_of, token_range
from audit.checks.surroundings import Surroundings, excused, gathered
from audit.records import Hedge, HedgeClass, Hit, Reading, Voice

__all__ = ["CHECK"]


class Stacked(Part, frozen=True):
    """At least so many hedges of different kinds, each at most `within` tokens after the last."""

    count: int = 2
    within: int = 5


class HedgeSettings(Surroundings, frozen=True, kw_only=True):
    """`words` names lexicons one of which the hedge must match."""

    kind: OneOrMore[HedgeClass] = ("modal", "adverb", "verb", "limiter")
    voice: OneOrMore[Voice] = "writer"
    place: OneOrMore[PlaceName] = ("lead", "body")
    words: Words = ()
    stacked: Stacked | None = None


def run(reading: Reading, settings: HedgeSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each hedge or pile of them that counts, or for each paragraph or article with enough of them."""
    yield from gathered(reading, _hits(reading, settings, words), settings)


def _hits(reading: Reading, settings: HedgeSettings, words: Vocabulary) -> Iterator[Hit]:
    hedges = [h for h in reading.hedges if _counts(reading, h, settings, words)]
    piles = [[h] for h in hedges] if settings.stacked is None else _piles(reading, hedges, settings.stacked)
    for pile in piles:
        span = hull([h.span for h in pile])
        cues = ", ".join(text_of(reading, (h.span,)) for h in pile)
        yield Hit(span=span, values={"text": text_of(reading, (span,)), "cues": cues, "count": "1"})


def _counts(reading: Reading, hedge: Hedge, settings: HedgeSettings, words: Vocabulary) -> bool:
    if hedge.kind not in many(settings.kind) or hedge.voice not in many(settings.voice):
        return False
    if place_of(reading, hedge.span.start) not in many(settings.place):
        return False
    names = many(settings.words)
    if names and not matches_any(reading, (hedge.span,), [words[name] for name in names]):
        return False
    return not excused(reading, hedge.span.start, settings, words)


def _piles(reading: Reading, hedges: Sequence[Hedge], stacked: Stacked) -> list[list[Hedge]]:
    piles: list[list[Hedge]] = []
    for hedge in hedges:
        if piles and _close(reading, piles[-1][-1], hedge, stacked.within):
            piles[-1].append(hedge)
        else:
            piles.append([hedge])
    return [pile for pile in piles if len({h.kind for h in pile}) >= stacked.count]


def _close(reading: Reading, one: Hedge, other: Hedge, within: int) -> bool:
    same_sentence = sentence_at(reading, one.span.start) == sentence_at(reading, other.span.start)
    between = token_range(reading, other.span)[0] - token_range(reading, one.span)[1]
    return same_sentence and between < within


CHECK = Check(settings=HedgeSettings, run=run, placeholders=frozenset({"text", "cues", "count"}))
