"""Quotations for which nobody is credited."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from audit.checks.asking import without_words
from audit.checks.kind import Answer, Check, Settings, Verdict, Vocabulary, Words, judged
from audit.checks.scene import block_at, is_title, sentence_at, text_of, words_in
from audit.records import Hit, Quotation, Reading, Span

__all__ = ["CHECK"]

_SOMEBODY = frozenset({"he", "she", "i", "him", "her", "his"})


class QuotationSettings(Settings, frozen=True, kw_only=True):
    """`unless_near` names lexicons: one of these words in the quotation's sentence, or one beside it, excuses it.

    With `unless_person_before` so does a named person, or “he” or “she”, in the sentence before.
    """

    min_words: int = 5
    unless_near: Words = ()
    unless_person_before: bool = True


def judge(reading: Reading, settings: QuotationSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A verdict on each outer quotation: a hit for one in a paragraph that no attribution touches."""
    for number, quotation in enumerate(reading.quotations):
        if not quotation.depth:
            span = quotation.span
            yield judged(span, _answers(reading, number, settings, words), partial(_hit, reading, span))


def _hit(reading: Reading, span: Span) -> Hit:
    return Hit(span=span, values={"text": text_of(reading, (span,))})


def _answers(reading: Reading, number: int, settings: QuotationSettings, words: Vocabulary) -> Iterator[Answer]:
    quotation = reading.quotations[number]
    length = len(words_in(reading, quotation.inner))
    yield Answer("min_words", length >= settings.min_words, length)
    yield Answer("it stands in a paragraph", _in_paragraph(reading, quotation))
    credited = _credited(reading, quotation)
    yield Answer("nobody is credited near it", credited is None, credited)
    yield Answer("it does not go on from the paragraph before", not _goes_on(reading, number))
    yield Answer("it is no title", not is_title(reading, quotation))
    own = _sentences(reading, quotation.span)
    near = reading.parse.sentences[max(0, own.start - 1) : own.stop + 1]
    spans = [Span(sentence.start, sentence.end) for sentence in near]
    yield from without_words("unless_near", settings.unless_near, reading, spans, words)
    if settings.unless_person_before:
        person = _person_in(reading, Span(near[0].start, quotation.span.start))
        yield Answer("unless_person_before", person is None, person)


def _in_paragraph(reading: Reading, quotation: Quotation) -> bool:
    return reading.article.blocks[block_at(reading, quotation.span.start)].kind == "paragraph"


def _sentences(reading: Reading, span: Span) -> range:
    return range(sentence_at(reading, span.start), sentence_at(reading, span.end - 1) + 1)


def _credited(reading: Reading, quotation: Quotation) -> Span | None:
    """Where somebody is credited with words of the quotation, or beside it in its paragraph."""
    own = _sentences(reading, quotation.span)
    block = block_at(reading, quotation.span.start)
    for attribution in reading.attributions:
        if any(c.start < quotation.span.end and quotation.span.start < c.end for c in attribution.content):
            return (attribution.source + attribution.cue + attribution.content)[0]
        for span in attribution.source + attribution.cue:
            near = own.start - 1 <= sentence_at(reading, span.start) <= own.stop
            if near and block_at(reading, span.start) == block:
                return span
    return None


def _goes_on(reading: Reading, number: int) -> bool:
    """Whether the quotation continues one of the paragraph before: one left open there, or one at its end."""
    if number == 0:
        return False
    before, this = reading.quotations[number - 1], reading.quotations[number]
    block = block_at(reading, before.span.start)
    runs_on = not before.closed or before.span.end >= reading.article.blocks[block].span.end - 1
    return runs_on and block == block_at(reading, this.span.start) - 1


def _person_in(reading: Reading, span: Span) -> Span | None:
    """A named person there, else “he” or “she”."""
    people = (e for e in reading.parse.entities if e.label == "PERSON" and span.start <= e.start < span.end)
    named = (Span(person.start, person.end) for person in people)
    meant = (Span(t.start, t.end) for t in words_in(reading, span) if t.norm in _SOMEBODY)
    return next(chain(named, meant), None)


CHECK = Check(settings=QuotationSettings, judge=judge, placeholders=frozenset({"text"}))
