"""A headline that states as fact what the story only attributes or hedges."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeAlias

from audit.checks.asking import without_words
from audit.checks.kind import Answer, Check, OneOrMore, Settings, Verdict, Vocabulary, Words, judged
from audit.checks.likeness import forms_like, telling_words
from audit.checks.scene import many, text_of, token_range
from audit.records import Attribution, Hit, Place, Reading, Sentence, SourceKind, Span, Tokens

__all__ = ["CHECK"]

_AHEAD = 3  # words between a hedge and its verb


class HeadlineSettings(Settings, frozen=True, kw_only=True):
    """A sentence carries the headline if it has `shared` of its telling words, and at least `shared_words` of them.

    Reported is a headline that sentences carry, if in every one of them the words are those of a source of
    `carried_by`, or hedged where `or_hedged`. `unless_words` in the headline excuse it, `unless_in_sentence` in one
    of those sentences.
    """

    carried_by: OneOrMore[SourceKind]
    or_hedged: bool = True
    shared: float = 0.6
    shared_words: int = 3
    unless_words: Words = ()
    unless_in_sentence: Words = ()


_Carrier: TypeAlias = tuple[Sentence, tuple[Span, ...]]


def judge(reading: Reading, settings: HeadlineSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A verdict on the headline, with the sentences that carry it."""
    headline = reading.article.headline
    if headline is not None:
        carriers = list(_carriers(reading, headline, settings))
        answers = _answers(reading, headline, carriers, settings, words)
        yield judged(headline, answers, partial(_hit, reading, headline, carriers))


def _answers(
    reading: Reading, headline: Span, carriers: Sequence[_Carrier], settings: HeadlineSettings, words: Vocabulary
) -> Iterator[Answer]:
    yield Answer("it neither hedges, quotes nor asks", not _owned(reading, headline))
    yield from without_words("unless_words", settings.unless_words, reading, (headline,), words)
    yield Answer("shared", bool(carriers), len(carriers))
    strong = (_span(sentence) for sentence, shared in carriers if not _weak(reading, sentence, shared, settings))
    found = next(strong, None)
    yield Answer("carried_by", found is None, found)
    spans = [_span(sentence) for sentence, _ in carriers]
    yield from without_words("unless_in_sentence", settings.unless_in_sentence, reading, spans, words)


def _hit(reading: Reading, headline: Span, carriers: Sequence[_Carrier]) -> Hit:
    spans = tuple(_span(sentence) for sentence, _ in carriers)
    values = {"text": text_of(reading, (headline,)), "carrier": text_of(reading, spans[:1])}
    return Hit(span=headline, values=values, related=tuple(Place(span=span, note="carried by this") for span in spans))


def _span(sentence: Sentence) -> Span:
    return Span(sentence.start, sentence.end)


def _owned(reading: Reading, headline: Span) -> bool:
    """Whether the headline hedges, quotes or asks."""
    spans = [h.span for h in reading.hedges] + [q.span for q in reading.quotations]
    asks = "?" in reading.article.text[slice(*headline)]
    return asks or any(headline.start <= span.start < headline.end for span in spans)


def _carriers(reading: Reading, headline: Span, settings: HeadlineSettings) -> Iterator[_Carrier]:
    """Sentences of paragraphs that carry the headline, and where the shared words stand in them."""
    wanted = telling_words(reading, headline)
    if len(wanted) < settings.shared_words:
        return
    enough = max(settings.shared * len(wanted), settings.shared_words)
    tokens = Tokens.of(reading.parse.tokens)
    met = [_first_in_sentences(tokens, forms_like(word)) for word in wanted]
    for number, sentence in enumerate(reading.parse.sentences):
        if reading.article.blocks[sentence.block].kind != "paragraph":
            continue
        shared = [tokens[first[number]] for first in met if number in first]
        places = tuple(Span(t.start, t.end) for t in shared)
        # Without a verb they have their topic in common, not what is said of it.
        if len(places) >= enough and any(t.tag.startswith("VB") for t in shared):
            yield sentence, places


def _first_in_sentences(tokens: Tokens, norms: frozenset[str]) -> dict[int, int]:
    """By sentence, the first of its tokens that is one of these words."""
    places = (at for norm in norms & tokens.at_norm.keys() for at in tokens.at_norm[norm])
    return {tokens[at].sentence: at for at in sorted(places, reverse=True)}


def _weak(reading: Reading, sentence: Sentence, shared: tuple[Span, ...], settings: HeadlineSettings) -> bool:
    """Whether the shared words are a weak source's, or hedged."""
    holders = [a for a in reading.attributions if _holds(a, shared)]
    if holders and all(a.kind in many(settings.carried_by) for a in holders):
        return True
    hedges = (h for h in reading.hedges if h.kind in ("modal", "adverb", "verb")) if settings.or_hedged else ()
    return any(sentence.start <= h.span.start < sentence.end and _near(reading, h.span, shared) for h in hedges)


def _holds(attribution: Attribution, shared: tuple[Span, ...]) -> bool:
    """Whether most of the shared words are part of what that source is credited with."""
    inside = sum(any(c.start <= s.start < c.end for c in attribution.content) for s in shared)
    return inside * 2 > len(shared)


def _near(reading: Reading, hedge: Span, shared: tuple[Span, ...]) -> bool:
    """Whether a hedge stands right before one of the shared words that is a verb: “may have halved”."""
    first, last = token_range(reading, hedge)[0], token_range(reading, hedge)[1] + _AHEAD
    starts = {span.start for span in shared}
    return any(t.tag.startswith("VB") and t.start in starts for t in reading.parse.tokens[first:last])


CHECK = Check(settings=HeadlineSettings, judge=judge, placeholders=frozenset({"text", "carrier"}))
