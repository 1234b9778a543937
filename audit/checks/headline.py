"""A headline that states as fact what the story only attributes or hedges."""

from collections.abc import Iterator

from audit.checks.kind import Check, OneOrMore, Settings, Vocabulary, Words
from audit.checks.likeness import same_word, telling_words
from audit.checks.scene import hull, many, matches_any, text_of, token_range
from audit.records import Attribution, Hit, Place, Reading, Sentence, SourceKind, Span

__all__ = ["CHECK"]


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


def run(reading: Reading, settings: HeadlineSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit, at the headline, with the sentences that carry it."""
    headline = reading.article.headline
    if headline is None or _owned(reading, headline):
        return
    if matches_any(reading, (headline,), [words[name] for name in many(settings.unless_words)]):
        return
    carriers = list(_carriers(reading, headline, settings))
    if not carriers or not all(_weak(reading, s, shared, settings) for s, shared in carriers):
        return
    spans = tuple(Span(sentence.start, sentence.end) for sentence, _ in carriers)
    if matches_any(reading, spans, [words[name] for name in many(settings.unless_in_sentence)]):
        return
    values = {"text": text_of(reading, (headline,)), "carrier": text_of(reading, spans[:1])}
    yield Hit(span=headline, values=values, related=tuple(Place(span=span, note="carried by this") for span in spans))


def _owned(reading: Reading, headline: Span) -> bool:
    """Whether the headline hedges, quotes or asks."""
    spans = [h.span for h in reading.hedges] + [q.span for q in reading.quotations]
    asks = "?" in reading.article.text[slice(*headline)]
    return asks or any(headline.start <= span.start < headline.end for span in spans)


def _carriers(
    reading: Reading, headline: Span, settings: HeadlineSettings
) -> Iterator[tuple[Sentence, tuple[Span, ...]]]:
    """Sentences of paragraphs that carry the headline, and where the shared words stand in them."""
    wanted = telling_words(reading, headline)
    if len(wanted) < settings.shared_words:
        return
    enough = max(settings.shared * len(wanted), settings.shared_words)
    for sentence in reading.parse.sentences:
        if reading.article.blocks[sentence.block].kind != "paragraph":
            continue
        tokens = reading.parse.tokens[sentence.first : sentence.last]
        met = {word: next((t for t in tokens if same_word(word, t.norm)), None) for word in wanted}
        places = tuple(Span(t.start, t.end) for t in met.values() if t is not None)
        if len(places) >= enough:
            yield sentence, places


def _weak(reading: Reading, sentence: Sentence, shared: tuple[Span, ...], settings: HeadlineSettings) -> bool:
    """Whether the shared words are a weak source's, or hedged in the writer's own voice."""
    holders = [a for a in reading.attributions if _holds(a, shared)]
    if holders or not settings.or_hedged:
        return bool(holders) and all(a.kind in many(settings.carried_by) for a in holders)
    hedges = (h for h in reading.hedges if h.voice == "writer" and h.kind in ("modal", "adverb", "verb"))
    return any(sentence.start <= h.span.start < sentence.end and _near(reading, h.span, shared) for h in hedges)


def _holds(attribution: Attribution, shared: tuple[Span, ...]) -> bool:
    """Whether most of the shared words are part of what that source is credited with."""
    inside = sum(any(c.start <= s.start < c.end for c in attribution.content) for s in shared)
    return inside * 2 > len(shared)


def _near(reading: Reading, hedge: Span, shared: tuple[Span, ...]) -> bool:
    """Whether a hedge stands among the shared words, or right before or after them."""
    first, last = token_range(reading, hull(shared))
    at = token_range(reading, hedge)[0]
    return first - 3 <= at <= last + 1


CHECK = Check(settings=HeadlineSettings, run=run, placeholders=frozenset({"text", "carrier"}))
