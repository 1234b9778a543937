"""What a rule can ask of one attribution, and the answers a reading gives."""

from collections.abc import Iterable, Iterator

from audit.checks.kind import OneOrMore, Part, Vocabulary
from audit.checks.scene import PlaceName, block_at, many, matches_any, place_of, sentence_at, token_range, words_in
from audit.records import Attribution, Descriptor, QuoteStyle, Reading, ReasonClass, SourceKind, Span, Voice

__all__ = ["Conditions", "anchor", "answers", "quoted"]


class Conditions(Part, frozen=True):
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
    predicate_words: OneOrMore[str] | None = None
    sentence_words: OneOrMore[str] | None = None
    near_words: OneOrMore[str] | None = None
    article_words: OneOrMore[str] | None = None
    beside: OneOrMore[SourceKind] | None = None

    def lexicons(self) -> Iterator[str]:
        """Names of the lexicons that are asked for."""
        in_text = (self.source_words, self.cue_words, self.content_words, self.predicate_words)
        for names in (*in_text, self.sentence_words, self.near_words, self.article_words):
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
        yield quoted(reading, told, asked.min_quoted_words) is not None
    sentence = reading.parse.sentences[sentence_at(reading, start)]
    in_text = (
        (asked.source_words, told.source),
        (asked.cue_words, told.cue),
        (asked.content_words, told.content),
        (asked.predicate_words, _predicate(reading, told)),
        (asked.near_words, _surroundings(reading, start)),
        (asked.article_words, (Span(0, len(reading.article.text)),)),
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


def quoted(reading: Reading, told: Attribution, words: int) -> Span | None:
    """The first quotation in the content that has so many words, with its marks; None if there is none.

    What a person with a name is credited with inside the content is not the source's own.
    """
    named = [a.content for a in reading.attributions if a.kind == "person" and a is not told]
    for quotation in reading.quotations:
        if quotation.depth or len(words_in(reading, quotation.inner)) < words:
            continue
        if _holds(told.content, quotation.inner) and not any(_holds(content, quotation.inner) for content in named):
            return quotation.span
    return None


def _holds(spans: Iterable[Span], part: Span) -> bool:
    return any(part.start < span.end and span.start < part.end for span in spans)


def _predicate(reading: Reading, told: Attribution) -> tuple[Span, ...]:
    """From the last word of a source to the word after the cue that follows it: “who may have told him”."""
    if not told.source or not told.cue or told.cue[-1].end <= told.source[-1].end:
        return told.cue
    tokens = reading.parse.tokens
    first = token_range(reading, told.source[-1])[1] - 1
    last = min(token_range(reading, told.cue[-1])[1], len(tokens) - 1)
    return (Span(tokens[first].start, tokens[last].end),)


def _surroundings(reading: Reading, offset: int) -> tuple[Span, ...]:
    """The block of that place and the ones beside it."""
    here = block_at(reading, offset)
    return tuple(block.span for block in reading.article.blocks[max(0, here - 1) : here + 2])


def _beside(reading: Reading, told: Attribution, kinds: tuple[SourceKind, ...]) -> bool:
    """Whether a source of these kinds is credited in the same paragraph."""
    here = block_at(reading, anchor(told).start)
    others = (a for a in reading.attributions if a is not told and a.kind in kinds)
    return any(block_at(reading, anchor(a).start) == here for a in others)
