"""What a rule can ask of one attribution, and the answers a reading gives."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from audit.checks.kind import Answer, Found, OneOrMore, Part, Vocabulary, Words
from audit.checks.scene import (
    PlaceName,
    block_at,
    hull,
    is_of,
    is_somebody,
    is_title,
    many,
    match_in,
    place_of,
    sentence_at,
    token_range,
    words_in,
)
from audit.checks.surroundings import sentences_around
from audit.records import Attribution, Descriptor, QuoteStyle, Reading, ReasonClass, SourceKind, Span, Voice

__all__ = ["Conditions", "Question", "anchor", "questions", "quoted"]

Question: TypeAlias = Callable[[Attribution, Reading, Vocabulary], Answer]

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


def questions(part: str, asked: Conditions, *, wanted: bool = True) -> tuple[Question, ...]:
    """A question for each condition that is set, in a fixed order; its answer holds if the condition is as `wanted`.

    Answers carry the name of the setting with that of its part before it: "where.kind".
    """
    return tuple(partial(_asked, f"{part}.{name}", wanted, question) for name, question in _questions(asked))


def _asked(
    name: str, wanted: bool, question: "_Question", told: Attribution, reading: Reading, words: Vocabulary
) -> Answer:
    holds, found = question(told, reading, words)
    return Answer(name, holds is wanted, found)


def _questions(asked: Conditions) -> Iterator[tuple[str, "_Question"]]:
    for name in (*_VALUES, *_OF_ITSELF, *_WORDS_IN, *_OTHERS, "not_told_by"):
        wanted = getattr(asked, name)
        if wanted is None or (name in _WORDS_IN and not wanted):
            continue
        if name in _VALUES:
            yield name, partial(_is_among, _VALUES[name], many(wanted))
        elif name in _OF_ITSELF:
            yield name, partial(_OF_ITSELF[name], wanted)
        elif name in _WORDS_IN:
            yield name, partial(_has_words, _WORDS_IN[name], many(wanted))
        elif name in _OTHERS:
            yield name, partial(_has_other, _OTHERS[name], many(wanted))
        else:
            yield name, partial(_not_told_by, many(wanted), many(asked.content_words))


def _is_among(
    value_of: "_Value", wanted: tuple[object, ...], told: Attribution, reading: Reading, _: Vocabulary
) -> tuple[bool, Found]:
    value = value_of(reading, told)
    return value in wanted, value


def _is_sure(least: float, told: Attribution, _: Reading, __: Vocabulary) -> tuple[bool, Found]:
    return told.confidence >= least, round(told.confidence, 2)


def _is_quoted(words: int, told: Attribution, reading: Reading, _: Vocabulary) -> tuple[bool, Found]:
    quotation = quoted(reading, told, words)
    return quotation is not None, quotation


def _is_quoted_first(wanted: bool, told: Attribution, reading: Reading, _: Vocabulary) -> tuple[bool, Found]:
    opens = _opens_quotations(reading, told)
    return opens is wanted, opens


def _has_words(
    spans_of: "_Spans", names: tuple[str, ...], told: Attribution, reading: Reading, words: Vocabulary
) -> tuple[bool, Found]:
    match = match_in(reading, spans_of(reading, told), (words[name] for name in names))
    return match is not None, match


def _has_other(
    others_of: "_Others", kinds: tuple[SourceKind, ...], told: Attribution, reading: Reading, _: Vocabulary
) -> tuple[bool, Found]:
    other = next((a for a in others_of(reading, told) if is_of(reading, a, kinds)), None)
    return other is not None, anchor(other) if other else None


def _not_told_by(
    kinds: tuple[SourceKind, ...], names: tuple[str, ...], told: Attribution, reading: Reading, words: Vocabulary
) -> tuple[bool, Found]:
    matchers = [words[name] for name in names]
    same = (a for a in _of_other_sources(reading, told) if match_in(reading, a.content, matchers))
    other = next((a for a in same if is_of(reading, a, kinds)), None)
    return other is None, anchor(other) if other else None


def anchor(told: Attribution, *, cue: bool = False) -> Span:
    """Where an attribution stands: its source, else its cue, else its content; the cue first if asked."""
    return ((told.cue or told.source or told.content) if cue else (told.source or told.cue or told.content))[0]


def _counted(reading: Reading, told: Attribution) -> bool:
    source = reading.source(told.source_id)
    # Later numbers count something else: “executives of the firm, which earned $30 billion”.
    in_words = any(t.tag == "CD" for span in told.source[:1] for t in words_in(reading, span)[:_OPENING])
    return in_words or (source is not None and source.people[1] is not None)


def _crowd(reading: Reading, told: Attribution) -> bool:
    access = (_descriptor(reading, told) or "").endswith("access")
    return bool(_plural(reading, told)) and not _counted(reading, told) and not access


def quoted(reading: Reading, told: Attribution, words: int) -> Span | None:
    """The first quotation in the content that has so many words and is no title, with its marks; None if there is none.

    What a person with a name is credited with inside the content is not the source's own.
    """
    for quotation in reading.quotations:
        if quotation.depth or not _holds(told.content, quotation.inner):  # few are in this content: the cheapest first
            continue
        long = len(words_in(reading, quotation.inner)) >= words and not is_title(reading, quotation)
        if long and not _told_by_name(reading, told, quotation.inner):
            return quotation.span
    return None


def _told_by_name(reading: Reading, told: Attribution, part: Span) -> bool:
    """Whether a person with a name is credited with that part by another attribution."""
    others = (a for a in reading.attributions if a is not told and _holds(a.content, part))
    return any(is_somebody(reading, a) for a in others)


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


_Question: TypeAlias = Callable[[Attribution, Reading, Vocabulary], tuple[bool, Found]]
_Value: TypeAlias = Callable[[Reading, Attribution], Found]
_Spans: TypeAlias = Callable[[Reading, Attribution], tuple[Span, ...]]
_Others: TypeAlias = Callable[[Reading, Attribution], Iterator[Attribution]]

_VALUES: Mapping[str, _Value] = {
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
_OF_ITSELF: Mapping[str, Callable[..., tuple[bool, Found]]] = {
    "min_confidence": _is_sure,
    "min_quoted_words": _is_quoted,
    "first_quotation": _is_quoted_first,
}
_WORDS_IN: Mapping[str, _Spans] = {
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
_OTHERS: Mapping[str, _Others] = {
    "beside": _beside,
    "relays": _relayed,
}
