"""What a rule can ask of one attribution, and the answers a reading gives."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from audit.checks.asking import is_among, with_words
from audit.checks.kind import Answer, Found, OneOrMore, Part, Vocabulary, Words
from audit.checks.scene import (
    PlaceName,
    block_at,
    hull,
    many,
    match_in,
    place_of,
    sentence_at,
    token_range,
    words_in,
)
from audit.checks.surroundings import sentences_around
from audit.records import Attribution, Descriptor, QuoteStyle, Reading, ReasonClass, SourceKind, Span, Voice

__all__ = ["Conditions", "anchor", "answers", "quoted"]

_SENTENCE_LIKE = 4  # words
_OPENING = 5  # words of a source in which its number stands


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
    crowd: bool | None = None
    min_quoted_words: int | None = None
    min_confidence: float | None = None
    source_words: Words | None = None
    cue_words: Words | None = None
    content_words: Words | None = None
    predicate_words: Words | None = None
    said_words: Words | None = None
    sentence_words: Words | None = None
    beside_words: Words | None = None
    near_words: Words | None = None
    article_words: Words | None = None
    beside: OneOrMore[SourceKind] | None = None
    relays: OneOrMore[SourceKind] | None = None
    not_told_by: OneOrMore[SourceKind] | None = None
    first_quotation: bool | None = None


def answers(asked: Conditions, told: Attribution, reading: Reading, words: Vocabulary) -> Iterator[Answer]:
    """One answer for each condition that is set, in a fixed order."""
    for name, value_of in _VALUES.items():
        wanted = getattr(asked, name)
        if wanted is not None:
            yield is_among(name, value_of(reading, told), wanted)
    yield from _of_itself(asked, told, reading)
    for name, spans_of in _WORDS_IN.items():
        yield from with_words(name, getattr(asked, name) or (), reading, spans_of(reading, told), words)
    for name, others_of in _OTHERS.items():
        kinds = getattr(asked, name)
        if kinds is not None:
            other = next((a for a in others_of(reading, told) if a.kind in many(kinds)), None)
            yield Answer(name, other is not None, anchor(other) if other else None)
    if asked.not_told_by is not None:
        yield _not_told_by(asked, told, reading, words)


def _of_itself(asked: Conditions, told: Attribution, reading: Reading) -> Iterator[Answer]:
    if asked.min_confidence is not None:
        yield Answer("min_confidence", told.confidence >= asked.min_confidence, round(told.confidence, 2))
    if asked.min_quoted_words is not None:
        quotation = quoted(reading, told, asked.min_quoted_words)
        yield Answer("min_quoted_words", quotation is not None, quotation)
    if asked.first_quotation is not None:
        yield is_among("first_quotation", _opens_quotations(reading, told), asked.first_quotation)


def _not_told_by(asked: Conditions, told: Attribution, reading: Reading, words: Vocabulary) -> Answer:
    matchers = [words[name] for name in many(asked.content_words)]
    same = (a for a in _of_other_sources(reading, told) if match_in(reading, a.content, matchers))
    other = next((a for a in same if a.kind in many(asked.not_told_by)), None)
    return Answer("not_told_by", other is None, anchor(other) if other else None)


def anchor(told: Attribution, *, cue: bool = False) -> Span:
    """Where an attribution stands: its source, else its cue, else its content; the cue first if asked."""
    spans = told.cue or told.source or told.content if cue else told.source or told.cue or told.content
    return spans[0]


def _counted(reading: Reading, told: Attribution) -> bool:
    source = reading.source(told.source_id)
    # Later numbers count something else: “executives of the firm, which earned $30 billion”.
    in_words = any(t.tag == "CD" for span in told.source[:1] for t in words_in(reading, span)[:_OPENING])
    return in_words or (source is not None and source.people[1] is not None)


def _crowd(reading: Reading, told: Attribution) -> bool:
    access = (_descriptor(reading, told) or "").endswith("access")
    return bool(_plural(reading, told)) and not _counted(reading, told) and not access


def quoted(reading: Reading, told: Attribution, words: int) -> Span | None:
    """The first quotation in the content that has so many words, with its marks; None if there is none.

    What a person with a name is credited with inside the content is not the source's own.
    """
    for quotation in reading.quotations:
        if quotation.depth or not _holds(told.content, quotation.inner):  # few are in this content: the cheapest first
            continue
        if len(words_in(reading, quotation.inner)) >= words and not _told_by_name(reading, told, quotation.inner):
            return quotation.span
    return None


def _told_by_name(reading: Reading, told: Attribution, part: Span) -> bool:
    """Whether a person with a name is credited with that part by another attribution."""
    return any(a.kind == "person" and a is not told and _holds(a.content, part) for a in reading.attributions)


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


def _sentences_beside(reading: Reading, offset: int) -> tuple[Span, ...]:
    """The sentence of that place and the ones beside it."""
    return tuple(Span(s.start, s.end) for s in sentences_around(reading, offset, "near"))


def _surroundings(reading: Reading, offset: int) -> tuple[Span, ...]:
    """The block of that place and the ones beside it."""
    here = block_at(reading, offset)
    return tuple(block.span for block in reading.article.blocks[max(0, here - 1) : here + 2])


def _beside(reading: Reading, told: Attribution) -> Iterator[Attribution]:
    """Other attributions in the same paragraph."""
    here = block_at(reading, anchor(told).start)
    blocks = reading.article.blocks
    first = blocks[here].span.start if here else 0
    after = blocks[here + 1].span.start if here + 1 < len(blocks) else len(reading.article.text)
    return (a for a in reading.attributions if a is not told and first <= anchor(a).start < after)


def _relayed(reading: Reading, told: Attribution) -> Iterator[Attribution]:
    """Those inside what this one tells, or in its sentence: “the Herald, citing two aides, said …”."""
    here = sentence_at(reading, anchor(told).start)
    for other in _of_other_sources(reading, told):
        at = anchor(other)
        if sentence_at(reading, at.start) == here or _holds(told.content, at):
            yield other


def _of_other_sources(reading: Reading, told: Attribution) -> Iterator[Attribution]:
    return (a for a in reading.attributions if a is not told and (a.source_id is None or a.source_id != told.source_id))


def _opens_quotations(reading: Reading, told: Attribution) -> bool:
    """Whether the article's first quotation of more than a few words is part of what this source tells."""
    first = next((q.inner for q in reading.quotations if len(words_in(reading, q.inner)) >= _SENTENCE_LIKE), None)
    return first is not None and _holds(told.content, first)


def _voice(reading: Reading, told: Attribution) -> Voice:
    return reading.voices[token_range(reading, anchor(told, cue=True))[0]]


def _reason(reading: Reading, told: Attribution) -> ReasonClass:
    source = reading.source(told.source_id)
    return source.reason.kind if source and source.reason else "none"


def _descriptor(reading: Reading, told: Attribution) -> Descriptor | None:
    source = reading.source(told.source_id)
    return source.descriptor if source else None


def _plural(reading: Reading, told: Attribution) -> bool:
    source = reading.source(told.source_id)
    return source is not None and source.plural


def _sentence(reading: Reading, told: Attribution) -> tuple[Span, ...]:
    sentence = reading.parse.sentences[sentence_at(reading, anchor(told).start)]
    return (Span(sentence.start, sentence.end),)


_VALUES: Mapping[str, Callable[[Reading, Attribution], Found]] = {
    "kind": lambda _, told: told.kind,
    "quote": lambda _, told: told.quote,
    "follow_up": lambda _, told: told.follow_up,
    "descriptor": _descriptor,
    "reason": _reason,
    "plural": _plural,
    "counted": _counted,
    "crowd": _crowd,
    "place": lambda reading, told: place_of(reading, anchor(told).start),
    "voice": _voice,
}
_WORDS_IN: Mapping[str, Callable[[Reading, Attribution], tuple[Span, ...]]] = {
    "source_words": lambda _, told: told.source,
    "cue_words": lambda _, told: told.cue,
    "content_words": lambda _, told: told.content,
    "predicate_words": _predicate,
    "said_words": lambda _, told: (hull(told.cue + told.content or told.source),),
    "beside_words": lambda reading, told: _sentences_beside(reading, anchor(told).start),
    "near_words": lambda reading, told: _surroundings(reading, anchor(told).start),
    "article_words": lambda reading, _: (Span(0, len(reading.article.text)),),
    "sentence_words": _sentence,
}
_OTHERS: Mapping[str, Callable[[Reading, Attribution], Iterator[Attribution]]] = {
    "beside": _beside,
    "relays": _relayed,
}
