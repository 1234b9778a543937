"""Somebody accused, by name, and no word of what they say or that they were asked."""

from collections.abc import Iterator

from audit.checks.kind import Check, OneOrMore, Vocabulary, Words
from audit.checks.likeness import names_in
from audit.checks.scene import PlaceName, many, place_of, text_of
from audit.checks.surroundings import Surroundings, excused, found_in, gathered, sentences_around
from audit.records import Entity, Hit, Reading, Sentence, Span, Voice

__all__ = ["CHECK"]

_PRONOUNS = {"he", "she", "they", "it", "his", "her", "their", "its", "both", "neither"}


class ReplySettings(Surroundings, frozen=True, kw_only=True):
    """`accused` names lexicons whose part in brackets is the one accused; `answers` those that tell of a reply.

    Whoever is credited with words of their own, has answered; so has one near whose name a word of `answers` stands.
    """

    accused: Words
    answers: Words
    voice: OneOrMore[Voice] = ("writer", "paraphrase")
    place: OneOrMore[PlaceName] = ("lead", "body")


def run(reading: Reading, settings: ReplySettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each person or body accused, at the first accusation."""
    yield from gathered(reading, _hits(reading, settings, words), settings)


def _hits(reading: Reading, settings: ReplySettings, words: Vocabulary) -> Iterator[Hit]:
    seen: list[frozenset[str]] = []
    tokens = reading.parse.tokens
    for match in sorted(m for name in many(settings.accused) for m in words[name].find(tokens)):
        span = Span(tokens[match.first].start, tokens[match.last - 1].end)
        accused = _entity(reading, span)
        if accused is None or reading.voices[match.first] not in many(settings.voice):
            continue
        if place_of(reading, span.start) not in many(settings.place) or excused(reading, span.start, settings, words):
            continue
        name = _name(reading, accused)
        if not name or any(name & other for other in seen):
            continue
        seen.append(name)
        if not _answered(reading, name, settings, words):
            at = Span(accused.start, accused.end)
            (here,) = sentences_around(reading, at.start, "sentence")
            sentence = text_of(reading, (Span(here.start, here.end),))
            yield Hit(span=at, values={"accused": text_of(reading, (at,)), "text": sentence, "count": "1"})


def _entity(reading: Reading, span: Span) -> Entity | None:
    """The person or body named there."""
    inside = (e for e in reading.parse.entities if e.start < span.end and span.start < e.end)
    return next((e for e in inside if e.label in ("PERSON", "ORG")), None)


def _name(reading: Reading, entity: Entity) -> frozenset[str]:
    """What a later mention shares with this one: a person's last name, or the words of a body's name."""
    words = [t for t in reading.parse.tokens if entity.start <= t.start < entity.end and t.tag.startswith("NNP")]
    return frozenset(t.norm for t in (words[-1:] if entity.label == "PERSON" else words))


def _answered(reading: Reading, name: frozenset[str], settings: ReplySettings, words: Vocabulary) -> bool:
    for attribution in reading.attributions:
        source = reading.source(attribution.source_id)
        mentions = (*attribution.source, *(source.mentions if source else ()))
        if names_in(reading, mentions) & name:
            return True
    matchers = [words[n] for n in many(settings.answers)]
    told = (n for n, s in enumerate(reading.parse.sentences) if found_in(reading, (s,), matchers))
    return any(_about(reading, number, name) for number in told)


def _about(reading: Reading, number: int, name: frozenset[str]) -> bool:
    """Whether a sentence names them, or points back to where one of the two sentences before does."""
    *before, here = (_norms(reading, s) for s in reading.parse.sentences[max(0, number - 2) : number + 1])
    return bool(name & here) or (bool(_PRONOUNS & here) and any(name & sentence for sentence in before))


def _norms(reading: Reading, sentence: Sentence) -> set[str]:
    return {t.norm for t in reading.parse.tokens[sentence.first : sentence.last]}


CHECK = Check(settings=ReplySettings, run=run, placeholders=frozenset({"accused", "text", "count"}))
