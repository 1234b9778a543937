"""How many sources of some kinds the whole article has."""

from collections.abc import Iterator

from audit.checks.kind import Check, OneOrMore, Settings, Vocabulary
from audit.checks.measure import AtLeast
from audit.checks.scene import face_of, hull, many, matches_any
from audit.records import Hit, Place, Reading, Source, SourceKind

__all__ = ["CHECK"]


class SourcesSettings(Settings, frozen=True, kw_only=True):
    """`count` says which kinds are counted, `if_any` which must be there for the rule to apply.

    `except_words` names lexicons: a source counts only if one of its attributions has none of these
    words in its cue or content, so that a refusal to comment supports nothing.
    """

    count: OneOrMore[SourceKind]
    fewer_than: int
    if_any: OneOrMore[SourceKind] = ()
    except_words: OneOrMore[str] = ()
    at_least: AtLeast = AtLeast()


def run(reading: Reading, settings: SourcesSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit, with the first mention of every source, if there are too few."""
    speaking = [s for s in reading.sources if s.attributions and _supports(reading, s, settings, words)]
    counted = [s for s in speaking if s.kind in many(settings.count)]
    applies = not settings.if_any or any(s.kind in many(settings.if_any) for s in speaking)
    if not applies or len(counted) >= settings.fewer_than or not settings.at_least.met_by(reading):
        return
    related = tuple(Place(span=s.mentions[0], note=f"a source: {s.kind}") for s in speaking if s.mentions)
    values = {"count": str(len(counted)), "all": str(len(speaking)), "label": speaking[0].label if speaking else ""}
    yield Hit(span=face_of(reading), values=values, related=related)


def _supports(reading: Reading, source: Source, settings: SourcesSettings, words: Vocabulary) -> bool:
    excluded = [words[name] for name in many(settings.except_words)]
    own = [a for a in reading.attributions if a.source_id == source.id]
    # A refusal runs from the cue into the content: "declined | to comment".
    return any(not matches_any(reading, (hull(a.cue + a.content or a.source),), excluded) for a in own)


def lexicons(settings: SourcesSettings) -> Iterator[str]:
    """Names of the lexicons that the settings mention."""
    yield from many(settings.except_words)


CHECK = Check(settings=SourcesSettings, run=run, lexicons=lexicons, placeholders=frozenset({"count", "all", "label"}))
