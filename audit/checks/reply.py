"""Somebody accused, by name, and no word of what they say or that they were asked."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from audit.checks.asking import is_among
from audit.checks.kind import Answer, Check, OneOrMore, Verdict, Vocabulary, Words, judged
from audit.checks.likeness import names_in
from audit.checks.scene import PlaceName, many, place_of, text_of, token_range
from audit.checks.surroundings import Surroundings, excuses, found_in, gathered, sentences_around
from audit.records import Entity, Hit, Reading, Span, Voice

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


def judge(reading: Reading, settings: ReplySettings, words: Vocabulary) -> Iterator[Verdict]:
    """A hit for each person or body accused, at the first accusation."""
    return gathered(reading, _verdicts(reading, settings, words), settings)


def _verdicts(reading: Reading, settings: ReplySettings, words: Vocabulary) -> Iterator[Verdict]:
    seen: list[frozenset[str]] = []
    tokens = reading.parse.tokens
    for match in sorted(m for name in many(settings.accused) for m in words[name].find(tokens)):
        span = Span(tokens[match.first].start, tokens[match.last - 1].end)
        accused = _entity(reading, span)
        if accused is not None:
            voice = is_among("voice", reading.voices[match.first], settings.voice)
            answers = chain((voice,), _answers(reading, span, accused, seen, settings, words))
            yield judged(span, answers, partial(_hit, reading, accused))


def _answers(
    reading: Reading,
    span: Span,
    accused: Entity,
    seen: list[frozenset[str]],
    settings: ReplySettings,
    words: Vocabulary,
) -> Iterator[Answer]:
    """The answers on one accusation; whoever is accused is added to those `seen`."""
    yield is_among("place", place_of(reading, span.start), settings.place)
    yield from excuses(reading, span.start, settings, words)
    name = _name(reading, accused)
    yield Answer("it is a name", bool(name))
    yield Answer("nobody of this name was accused before", not any(name & other for other in seen))
    seen.append(name)
    answer = _answer(reading, name, settings, words)
    yield Answer("answers", answer is None, answer)


def _hit(reading: Reading, accused: Entity) -> Hit:
    at = Span(accused.start, accused.end)
    (here,) = sentences_around(reading, at.start, "sentence")
    sentence = text_of(reading, (Span(here.start, here.end),))
    return Hit(span=at, values={"accused": text_of(reading, (at,)), "text": sentence, "count": "1"})


def _entity(reading: Reading, span: Span) -> Entity | None:
    """The person or body named there."""
    inside = (e for e in reading.parse.entities if e.start < span.end and span.start < e.end)
    return next((e for e in inside if e.label in ("PERSON", "ORG")), None)


def _name(reading: Reading, entity: Entity) -> frozenset[str]:
    """What a later mention shares with this one: a person's last name, or the words of a body's name."""
    words = [t for t in reading.parse.tokens if entity.start <= t.start < entity.end and t.tag.startswith("NNP")]
    return frozenset(t.norm for t in (words[-1:] if entity.label == "PERSON" else words))


def _answer(reading: Reading, name: frozenset[str], settings: ReplySettings, words: Vocabulary) -> Span | None:
    """Where they are credited with words of their own, or where their reply is told of."""
    for attribution in reading.attributions:
        source = reading.source(attribution.source_id)
        mentions = (*attribution.source, *(source.mentions if source else ()))
        if names_in(reading, mentions) & name:
            return mentions[0]
    matchers = [words[n] for n in many(settings.answers)]
    told = ((number, found_in(reading, (s,), matchers)) for number, s in enumerate(reading.parse.sentences))
    return next((found for number, found in told if found and _about(reading, number, name, found)), None)


def _about(reading: Reading, number: int, name: frozenset[str], found: Span) -> bool:
    """Whether a sentence names them, or “he” before the words found there is one whom the two sentences before name."""
    *before, here = (
        _norms(reading, Span(s.start, s.end)) for s in reading.parse.sentences[max(0, number - 2) : number + 1]
    )
    subject = _norms(reading, Span(reading.parse.sentences[number].start, found.start))
    return bool(name & here) or (bool(_PRONOUNS & subject) and any(name & sentence for sentence in before))


def _norms(reading: Reading, span: Span) -> set[str]:
    first, last = token_range(reading, span)
    return {t.norm for t in reading.parse.tokens[first:last]}


CHECK = Check(settings=ReplySettings, judge=judge, placeholders=frozenset({"accused", "text", "count"}))
