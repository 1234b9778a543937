"""What a rule can ask of one attribution, and the answers a reading gives."""

from collections.abc import Iterator

from audit.checks.kind import OneOrMore, Settings, Vocabulary
from audit.checks.scene import PlaceName, block_at, many, matches_any, place_of, sentence_at, token_range, words_in
from audit.records import Attribution, Descriptor, QuoteStyle, Reading, ReasonClass, SourceKind, Span, Voice

__all__ = ["Conditions", "anchor", "answers"]


class Conditions(Settings, frozen=True):
    """What can be asked of one attribution; a list means any of these. Words are names of lexicons."""

    kind: OneOrMore[SourceKind] | None = None
    descriptor: OneOrMore[Descriptor] | None = None
    reason: OneOrMore[ReasonClass] | None = None
    quote: OneOrMore[QuoteStyle] | None = None
    voice: OneOrMore[Voice] | None = None
    place: OneOrMore[PlaceName] | None = None
    follow_up: bool | None = None
    plural: bool | None = None
    counted: bool | None = None
    min_quoted_words: int | None = None
    min_confidence: float | None = None
    source_words: OneOrMore[str] | None = None
    cue_words: OneOrMore[str] | None = None
    content_words: OneOrMore[str] | None = None
    sentence_words: OneOrMore[str] | None = None
    beside: OneOrMore[SourceKind] | None = None

    def lexicons(self) -> Iterator[str]:
        """Names of the lexicons that are asked for."""
        for names in (self.source_words, self.cue_words, self.content_words, self.sentence_words):
            yield from many(names)


def answers(asked: Conditions, told: Attribution, reading: Reading, words: Vocabulary) -> Iterator[bool]:
    """One answer for each condition that is set, in a fixed order."""
    source = reading.source(told.source_id)
    start = anchor(told).start
    one_of = (
        (asked.kind, told.kind),
        (asked.quote, told.quote),
        (asked.follow_up, told.follow_up),
        (asked.descriptor, source.descriptor if source else None),
        (asked.reason, source.reason.kind if source and source.reason else "none"),
        (asked.plural, source.plural if source else False),
        (asked.counted, _counted(reading, told)),
    )
    yield from (value in many(wanted) for wanted, value in one_of if wanted is not None)
    if asked.place is not None:
        yield place_of(reading, start) in many(asked.place)
    if asked.voice is not None:
        yield reading.voices[token_range(reading, anchor(told, cue=True))[0]] in many(asked.voice)
    if asked.min_confidence is not None:
        yield told.confidence >= asked.min_confidence
    if asked.min_quoted_words is not None:
        yield _quoted_words(reading, told) >= asked.min_quoted_words
    sentence = reading.parse.sentences[sentence_at(reading, start)]
    in_text = (
        (asked.source_words, told.source),
        (asked.cue_words, told.cue),
        (asked.content_words, told.content),
        (asked.sentence_words, (Span(sentence.start, sentence.end),)),
    )
    for names, spans in in_text:
        if names is not None:
            yield matches_any(reading, spans, [words[name] for name in many(names)])
    if asked.beside is not None:
        yield _beside(reading, told, many(asked.beside))


def anchor(told: Attribution, *, cue: bool = False) -> Span:
    """Where an attribution stands: its source, else its cue, else its content; the cue first if asked."""
    order = (told.cue, told.source, told.content) if cue else (told.source, told.cue, told.content)
    return next(spans[0] for spans in order if spans)


def _counted(reading: Reading, told: Attribution) -> bool:
    source = reading.source(told.source_id)
    in_words = any(t.tag == "CD" for span in told.source for t in words_in(reading, span))
    return in_words or (source is not None and source.people[1] is not None)


def _quoted_words(reading: Reading, told: Attribution) -> int:
    inner = [q.inner for q in reading.quotations]
    words = (word for span in told.content for word in words_in(reading, span))
    return sum(any(q.start <= word.start < q.end for q in inner) for word in words)


def _beside(reading: Reading, told: Attribution, kinds: tuple[SourceKind, ...]) -> bool:
    """Whether a source of these kinds is credited in the same paragraph."""
    here = block_at(reading, anchor(told).start)
    others = (a for a in reading.attributions if a is not told and a.kind in kinds)
    return any(block_at(reading, anchor(a).start) == here for a in others)
