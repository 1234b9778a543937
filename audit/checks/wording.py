"""Words and phrases of a lexicon, in the writer's voice unless asked otherwise."""

from collections.abc import Iterator

from audit.checks.kind import Check, OneOrMore, Settings, Vocabulary
from audit.checks.scene import PlaceName, attributed_to, many, place_of, text_of
from audit.phrases import Match
from audit.records import Hit, Place, Reading, SourceKind, Span, Voice

__all__ = ["CHECK"]


class WordingSettings(Settings, frozen=True, kw_only=True):
    """`words`, `unless_in_sentence` and `unless_near` (that sentence and the ones beside it) name lexicons.

    `words_apart` is how many words must lie between two findings. With `at_least` above 1 the article
    is reported once, at the first of at least so many different wordings.
    """

    words: OneOrMore[str]
    voice: OneOrMore[Voice] = "writer"
    place: OneOrMore[PlaceName] = ("lead", "body")
    unless_in_sentence: OneOrMore[str] = ()
    unless_near: OneOrMore[str] = ()
    unless_attributed_to: OneOrMore[SourceKind] = ()
    words_apart: int = 0
    at_least: int = 1


def run(reading: Reading, settings: WordingSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each match that stands, or one for them all."""
    hits = []
    free_from = 0
    for match in sorted(m for name in many(settings.words) for m in words[name].find(reading.parse.tokens)):
        if match.first >= free_from and _counts(reading, match, settings, words):
            hits.append(_hit(reading, match))
            free_from = match.last + settings.words_apart
    if settings.at_least == 1:
        yield from hits
    elif len({hit.values["text"].casefold() for hit in hits}) >= settings.at_least:
        others = tuple(Place(span=hit.span, note="here too") for hit in hits[1:])
        yield Hit(span=hits[0].span, values=hits[0].values, related=others)


def _counts(reading: Reading, match: Match, settings: WordingSettings, words: Vocabulary) -> bool:
    token = reading.parse.tokens[match.first]
    if reading.voices[match.first] not in many(settings.voice):
        return False
    if place_of(reading, token.start) not in many(settings.place):
        return False
    sentence = reading.parse.sentences[token.sentence]
    tokens = reading.parse.tokens
    if any(words[name].find(tokens, sentence.first, sentence.last) for name in many(settings.unless_in_sentence)):
        return False
    near = reading.parse.sentences[max(0, token.sentence - 1) : token.sentence + 2]
    if any(words[name].find(tokens, s.first, s.last) for name in many(settings.unless_near) for s in near):
        return False
    return not attributed_to(reading, many(settings.unless_attributed_to), token.sentence)


def _hit(reading: Reading, match: Match) -> Hit:
    tokens = reading.parse.tokens
    span = Span(tokens[match.first].start, tokens[match.last - 1].end)
    return Hit(span=span, values={"text": text_of(reading, (span,)), "group": match.label})


def lexicons(settings: WordingSettings) -> Iterator[str]:
    """Names of the lexicons that the settings mention."""
    yield from many(settings.words)
    yield from many(settings.unless_in_sentence)
    yield from many(settings.unless_near)


CHECK = Check(settings=WordingSettings, run=run, lexicons=lexicons, placeholders=frozenset({"text", "group"}))
