"""Quotations for which nobody is credited."""

from collections.abc import Iterator

from audit.checks.kind import Check, Settings, Vocabulary, Words
from audit.checks.scene import block_at, many, sentence_at, text_of, words_in
from audit.records import Hit, Quotation, Reading, Span

__all__ = ["CHECK"]

_SOMEBODY = frozenset({"he", "she", "i", "him", "her", "his"})
_LONG, _MOST = 3, 0.75


class QuotationSettings(Settings, frozen=True, kw_only=True):
    """`unless_near` names lexicons: one of these words in the quotation's sentence, or one beside it, excuses it.

    With `unless_person_before` so does a named person, or “he” or “she”, in the sentence before.
    """

    min_words: int = 5
    unless_near: Words = ()
    unless_person_before: bool = True


def run(reading: Reading, settings: QuotationSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each outer quotation in a paragraph that no attribution touches."""
    for number, quotation in enumerate(reading.quotations):
        long_enough = len(words_in(reading, quotation.inner)) >= settings.min_words
        if quotation.depth or not long_enough or not _in_paragraph(reading, quotation):
            continue
        if _credited(reading, quotation) or _goes_on(reading, number) or _is_title(reading, quotation):
            continue
        if not _excused(reading, quotation, settings, words):
            yield Hit(span=quotation.span, values={"text": text_of(reading, (quotation.span,))})


def _in_paragraph(reading: Reading, quotation: Quotation) -> bool:
    return reading.article.blocks[block_at(reading, quotation.span.start)].kind == "paragraph"


def _sentences(reading: Reading, span: Span) -> range:
    return range(sentence_at(reading, span.start), sentence_at(reading, span.end - 1) + 1)


def _credited(reading: Reading, quotation: Quotation) -> bool:
    """Whether an attribution touches the quotation, or stands beside it in its paragraph."""
    own = _sentences(reading, quotation.span)
    block = block_at(reading, quotation.span.start)
    for attribution in reading.attributions:
        if any(c.start < quotation.span.end and quotation.span.start < c.end for c in attribution.content):
            return True
        for span in attribution.source + attribution.cue:
            near = own.start - 1 <= sentence_at(reading, span.start) <= own.stop
            if near and block_at(reading, span.start) == block:
                return True
    return False


def _goes_on(reading: Reading, number: int) -> bool:
    """Whether the quotation continues one of the paragraph before: one left open there, or one at its end."""
    if number == 0:
        return False
    before, this = reading.quotations[number - 1], reading.quotations[number]
    block = block_at(reading, before.span.start)
    runs_on = not before.closed or before.span.end >= reading.article.blocks[block].span.end - 1
    return runs_on and block == block_at(reading, this.span.start) - 1


def _is_title(reading: Reading, quotation: Quotation) -> bool:
    """Whether nearly all its longer words have capitals, as those of a book or a film."""
    long = [t.text for t in words_in(reading, quotation.inner) if len(t.text) > _LONG]
    return sum(word[0].isupper() or word[0].isdigit() for word in long) >= _MOST * len(long)


def _excused(reading: Reading, quotation: Quotation, settings: QuotationSettings, words: Vocabulary) -> bool:
    own = _sentences(reading, quotation.span)
    near = reading.parse.sentences[max(0, own.start - 1) : own.stop + 1]
    matchers = [words[name] for name in many(settings.unless_near)]
    if any(m.find(reading.parse.tokens, s.first, s.last) for s in near for m in matchers):
        return True
    return settings.unless_person_before and _person_in(reading, Span(near[0].start, quotation.span.start))


def _person_in(reading: Reading, span: Span) -> bool:
    named = any(e.label == "PERSON" and span.start <= e.start < span.end for e in reading.parse.entities)
    return named or any(t.norm in _SOMEBODY for t in words_in(reading, span))


CHECK = Check(settings=QuotationSettings, run=run, placeholders=frozenset({"text"}))
