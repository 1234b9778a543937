"""How many sources of some kinds the whole article has."""

from collections.abc import Iterator, Sequence

from audit.checks.kind import Answer, Check, OneOrMore, Settings, Verdict, Vocabulary, Words, judged
from audit.checks.likeness import telling_words
from audit.checks.measure import AtLeast
from audit.checks.scene import face_of, hull, many, matches_any, token_range
from audit.records import Hit, Place, Reading, Source, SourceKind, Span

__all__ = ["CHECK"]

_BESIDE = 6  # words around a name in which it is told for whom somebody speaks


class SourcesSettings(Settings, frozen=True, kw_only=True):
    """`count` says which kinds are counted, `if_any` which must be there for the rule to apply.

    `except_words` names lexicons: a source counts only if one of its attributions has none of these
    words in its cue or content, so that a refusal to comment supports nothing. `speaks_for` names lexicons of
    those who speak for a body (“spokesman”): they and the body they belong to count as one. With
    `unless_in_headline` an article is left alone whose headline names one of its sources.
    """

    count: OneOrMore[SourceKind]
    fewer_than: int
    if_any: OneOrMore[SourceKind] = ()
    except_words: Words = ()
    speaks_for: Words = ()
    unless_in_headline: bool = False
    at_least: AtLeast = AtLeast()


def judge(reading: Reading, settings: SourcesSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A verdict on the article: a hit, with the first mention of every source, if there are too few."""
    speaking = [s for s in reading.sources if s.attributions and _supports(reading, s, settings, words)]
    asked = [s for s in speaking if s.kind in many(settings.count)]
    bodies = [s for s in asked if s.kind == "organization" and s.mentions]
    counted = [s for s in asked if not (bodies and _speaks_for_one(reading, s, bodies, settings, words))]

    def answers() -> Iterator[Answer]:
        if settings.if_any:
            found = next((s.label for s in speaking if s.kind in many(settings.if_any)), None)
            yield Answer("if_any", found is not None, found)
        yield Answer("fewer_than", len(counted) < settings.fewer_than, len(counted))
        if settings.unless_in_headline:
            named = next((s.label for s in counted if _in_headline(reading, s)), None)
            yield Answer("unless_in_headline", named is None, named)
        yield from settings.at_least.answers(reading)

    yield judged(face_of(reading), answers(), lambda: _hit(reading, speaking, len(counted)))


def _hit(reading: Reading, speaking: Sequence[Source], counted: int) -> Hit:
    related = tuple(Place(span=s.mentions[0], note=f"a source: {s.kind}") for s in speaking if s.mentions)
    values = {"count": str(counted), "all": str(len(speaking)), "label": speaking[0].label if speaking else ""}
    return Hit(span=face_of(reading), values=values, related=related)


def _in_headline(reading: Reading, source: Source) -> bool:
    headline = reading.article.headline
    if headline is None or source.kind != "person" or source.name is None:
        return False
    first, last = token_range(reading, headline)
    return source.name.split()[-1].casefold() in {t.norm for t in reading.parse.tokens[first:last]}


def _supports(reading: Reading, source: Source, settings: SourcesSettings, words: Vocabulary) -> bool:
    excluded = [words[name] for name in many(settings.except_words)]
    own = [a for a in reading.attributions if a.source_id == source.id]
    # A refusal runs from the cue into the content: "declined | to comment".
    return any(not matches_any(reading, (hull(a.cue + a.content or a.source),), excluded) for a in own)


def _speaks_for_one(
    reading: Reading, source: Source, bodies: Sequence[Source], settings: SourcesSettings, words: Vocabulary
) -> bool:
    """Whether a source is introduced as the voice of a body: “ministry spokesman Ray Holt” of “the ministry”."""
    if not source.mentions:
        return False
    first, last = token_range(reading, source.mentions[0])
    tokens = reading.parse.tokens
    span = Span(tokens[max(0, first - _BESIDE)].start, tokens[min(last + _BESIDE, len(tokens)) - 1].end)
    if not matches_any(reading, (span,), [words[name] for name in many(settings.speaks_for)]):
        return False
    introduced = set(telling_words(reading, span))
    others = (set(telling_words(reading, body.mentions[0])) for body in bodies if body is not source)
    return any(telling and telling <= introduced for telling in others)


CHECK = Check(settings=SourcesSettings, judge=judge, placeholders=frozenset({"count", "all", "label"}))
