"""Attributions that meet every condition of `where` and none of `unless`."""

from collections.abc import Iterator
from typing import Literal

from audit.checks.conditions import Conditions, anchor, answers, quoted
from audit.checks.kind import Check, Settings, Vocabulary
from audit.checks.scene import face_of, hull, many, sentence_at, text_of, token_range
from audit.records import UNNAMED_KINDS, Attribution, Hit, Place, Reading, SourceKind, Span

__all__ = ["CHECK"]

_AMONG = frozenset({"including", "include", "like", "as", "among", "them", "namely"})
_SINGLE: frozenset[SourceKind] = frozenset({"anonymous", "spokesperson"})


class AttributionSettings(Settings, frozen=True, kw_only=True):
    """`each: source` reports a source once; `unless_named_within` counts sentences after the source's own.

    With `at_least` above 1 the article is reported once, if it has so many hits and they are more than
    `share_over` of its sources of the kinds asked for.
    """

    where: Conditions
    unless: Conditions = Conditions()
    unless_named_within: int | None = None
    at_least: int = 1
    share_over: float = 0.0
    each: Literal["attribution", "source"] = "attribution"
    mark: Literal["source", "cue", "content", "reason", "quotation"] = "source"


def run(reading: Reading, settings: AttributionSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each attribution, or for each source at its first such attribution, or one for them all."""
    hits = list(_hits(reading, settings, words))
    if settings.at_least == 1:
        yield from hits
        return
    kinds = many(settings.where.kind)
    everyone = sum(source.kind in kinds or not kinds for source in reading.sources)
    if len(hits) >= settings.at_least and len(hits) > settings.share_over * everyone:
        values = {**hits[0].values, "count": str(len(hits)), "all": str(everyone)}
        related = tuple(Place(span=hit.span, note="here") for hit in hits)
        yield Hit(span=face_of(reading), values=values, related=related)


def _hits(reading: Reading, settings: AttributionSettings, words: Vocabulary) -> Iterator[Hit]:
    reported: set[str] = set()
    for attribution in reading.attributions:
        if settings.each == "source" and attribution.source_id in reported:
            continue
        if not all(answers(settings.where, attribution, reading, words)):
            continue
        if any(answers(settings.unless, attribution, reading, words)):
            continue
        if _named_soon(reading, attribution, settings.unless_named_within) or _has_a_name(reading, attribution):
            continue
        reported |= {attribution.source_id} if attribution.source_id else set()
        yield _hit(reading, attribution, settings)


def _named_soon(reading: Reading, told: Attribution, sentences: int | None) -> bool:
    """Whether a person with a name speaks in the same sentence or the next few."""
    if sentences is None:
        return False
    here = sentence_at(reading, anchor(told).start)
    people = [e for e in reading.parse.entities if e.label == "PERSON"]
    if any(sentence_at(reading, e.start) == here and _one_among(reading, e.start) for e in people):
        return True
    for other in reading.attributions:
        entry = reading.source(other.source_id)
        named = other.kind == "person" and (
            (entry is not None and entry.name is not None)
            or any(e.start < s.end and s.start < e.end for s in other.source for e in people)
        )
        if named and other.source and here <= sentence_at(reading, other.source[0].start) <= here + sentences:
            return True
    return False


def _one_among(reading: Reading, offset: int) -> bool:
    """Whether a name there is given as one of several: “veterans, including Mr. Roe”."""
    number = token_range(reading, Span(offset, offset + 1))[0]
    return any(t.norm in _AMONG for t in reading.parse.tokens[max(0, number - 3) : number])


def _has_a_name(reading: Reading, told: Attribution) -> bool:
    """Whether an unnamed source is named after all: by another subject of its verb, or at once in the next sentence."""
    if told.kind not in UNNAMED_KINDS:
        return False
    shared = any(other.kind == "person" and other.cue == told.cue for other in reading.attributions)
    return shared or (told.kind in _SINGLE and _introduced(reading, told))


def _introduced(reading: Reading, told: Attribution) -> bool:
    """Whether one person is told of, and the next sentence opens with a name not met before."""
    source = reading.source(told.source_id)
    following = sentence_at(reading, anchor(told).start) + 1
    if source is None or source.plural or following >= len(reading.parse.sentences):
        return False
    start = reading.parse.sentences[following].start
    name = next((e for e in reading.parse.entities if e.label == "PERSON" and e.start == start), None)
    if name is None:
        return False
    surname = reading.article.text[name.start : name.end].split()[-1]
    after = token_range(reading, Span(name.start, name.end))[1]
    # A comma would tell who this is, and so tell that it is somebody else.
    described = any(t.norm == "," for t in reading.parse.tokens[after : after + 1])
    return not described and surname not in reading.article.text[: name.start]


def _hit(reading: Reading, told: Attribution, settings: AttributionSettings) -> Hit:
    source = reading.source(told.source_id)
    because = source.reason.span if source and source.reason else None
    words = quoted(reading, told, settings.where.min_quoted_words or 1)
    parts = {
        "source": told.source,
        # The words of a cue without a source belong together: "it is … widely believed".
        "cue": told.cue if told.source or not told.cue else (hull(told.cue),),
        "content": told.content,
        "reason": (because,) if because else (),
        "quotation": (words,) if words else (),
    }
    values = {name: text_of(reading, part) for name, part in parts.items()}
    values |= {"count": "1", "all": "1"}
    values["label"] = source.label if source else values["source"]
    return Hit(span=(parts[settings.mark] or told.source or (anchor(told),))[0], values=values)


CHECK = Check(
    settings=AttributionSettings,
    run=run,
    placeholders=frozenset({"source", "cue", "content", "reason", "quotation", "label", "count", "all"}),
)
