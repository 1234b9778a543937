"""Attributions that meet every condition of `where` and none of `unless`."""

from collections.abc import Iterator
from typing import Literal

from audit.checks.conditions import Conditions, anchor, answers
from audit.checks.kind import Check, Settings, Vocabulary
from audit.checks.scene import hull, sentence_at, text_of
from audit.records import Attribution, Hit, Reading

__all__ = ["CHECK"]


class AttributionSettings(Settings, frozen=True):
    """`each: source` reports a source once; `unless_named_within` counts sentences after the source's own."""

    where: Conditions
    unless: Conditions = Conditions()
    unless_named_within: int | None = None
    each: Literal["attribution", "source"] = "attribution"
    mark: Literal["source", "cue", "content", "reason"] = "source"


def run(reading: Reading, settings: AttributionSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each attribution, or for each source at its first such attribution."""
    reported: set[str] = set()
    for attribution in reading.attributions:
        if settings.each == "source" and attribution.source_id in reported:
            continue
        if not all(answers(settings.where, attribution, reading, words)):
            continue
        if any(answers(settings.unless, attribution, reading, words)):
            continue
        if _named_soon(reading, attribution, settings.unless_named_within):
            continue
        reported |= {attribution.source_id} if attribution.source_id else set()
        yield _hit(reading, attribution, settings.mark)


def _named_soon(reading: Reading, told: Attribution, sentences: int | None) -> bool:
    """Whether a person with a name speaks in the same sentence or the next few."""
    if sentences is None:
        return False
    here = sentence_at(reading, anchor(told).start)
    people = [e for e in reading.parse.entities if e.label == "PERSON"]
    for other in reading.attributions:
        named = other.kind == "person" and any(
            e.start < s.end and s.start < e.end for s in other.source for e in people
        )
        if named and here <= sentence_at(reading, other.source[0].start) <= here + sentences:
            return True
    return False


def _hit(reading: Reading, told: Attribution, mark: str) -> Hit:
    source = reading.source(told.source_id)
    because = source.reason.span if source and source.reason else None
    parts = {
        "source": told.source,
        # The words of a cue without a source belong together: "it is … widely believed".
        "cue": told.cue if told.source or not told.cue else (hull(told.cue),),
        "content": told.content,
        "reason": (because,) if because else (),
    }
    values = {name: text_of(reading, part) for name, part in parts.items()}
    values["label"] = source.label if source else values["source"]
    return Hit(span=(parts[mark] or told.source or (anchor(told),))[0], values=values)


def lexicons(settings: AttributionSettings) -> Iterator[str]:
    """Names of the lexicons that the conditions mention."""
    yield from settings.where.lexicons()
    yield from settings.unless.lexicons()


CHECK = Check(
    settings=AttributionSettings,
    run=run,
    lexicons=lexicons,
    placeholders=frozenset({"source", "cue", "content", "reason", "label"}),
)
