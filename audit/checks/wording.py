"""Words and phrases of a lexicon, in the writer's voice unless asked otherwise."""

from collections.abc import Iterator

import msgspec

from audit.checks.kind import Check, OneOrMore, Vocabulary, Words
from audit.checks.likeness import names_in
from audit.checks.scene import PlaceName, many, place_of, text_of
from audit.checks.surroundings import Range, Surroundings, excused, found_in, gathered, sentences_around
from audit.phrases import Match
from audit.records import Hit, Reading, SourceKind, Span, Voice

__all__ = ["CHECK"]


class WordingSettings(Surroundings, frozen=True, kw_only=True):
    """`words` and what stands under `needs` name lexicons.

    With `needs` the words are reported only if `missing` or more of these are not met `within` that range.
    With `shares_name_with` only where a name before them in the sentence also describes a source of these kinds.
    `words_apart` is how many words must lie between two findings.
    """

    words: Words
    voice: OneOrMore[Voice] = "writer"
    place: OneOrMore[PlaceName] = ("lead", "body")
    words_apart: int = 0
    shares_name_with: OneOrMore[SourceKind] = ()
    needs: dict[str, Words] = msgspec.field(default_factory=dict)
    within: Range = "article"
    missing: int = 1


def run(reading: Reading, settings: WordingSettings, words: Vocabulary) -> Iterator[Hit]:
    """One hit for each match that stands, or for each paragraph or article with enough of them."""
    yield from gathered(reading, _hits(reading, settings, words), settings)


def _hits(reading: Reading, settings: WordingSettings, words: Vocabulary) -> Iterator[Hit]:
    tokens = reading.parse.tokens
    free_from = 0
    for match in sorted(m for name in many(settings.words) for m in words[name].find(tokens)):
        if match.first < free_from or not _counts(reading, match, settings, words):
            continue
        start = tokens[match.first].start
        lacking = _lacking(reading, start, settings, words)
        if settings.needs and len(lacking) < settings.missing:
            continue
        span = Span(start, tokens[match.last - 1].end)
        values = {"text": text_of(reading, (span,)), "group": match.label, "missing": ", ".join(lacking), "count": "1"}
        yield Hit(span=span, values=values)
        free_from = match.last + settings.words_apart


def _counts(reading: Reading, match: Match, settings: WordingSettings, words: Vocabulary) -> bool:
    start = reading.parse.tokens[match.first].start
    asked_for = reading.voices[match.first] in many(settings.voice) and place_of(reading, start) in many(settings.place)
    if not asked_for or excused(reading, start, settings, words):
        return False
    return not settings.shares_name_with or _shares_name(reading, match, many(settings.shares_name_with))


def _shares_name(reading: Reading, match: Match, kinds: tuple[SourceKind, ...]) -> bool:
    """Whether a name before the words also describes such a source; a person who is their subject is only a person."""
    tokens = reading.parse.tokens
    first = reading.parse.sentences[tokens[match.first].sentence].first
    before = Span(tokens[first].start, tokens[match.first].start)
    subject = next(
        (e for e in reading.parse.entities if e.label == "PERSON" and e.end in (before.end, before.end - 1)), None
    )
    if subject and not any(t.tag == "IN" and t.end == subject.start - 1 for t in tokens[first : match.first]):
        before = Span(before.start, max(before.start, subject.start))
    names = names_in(reading, (before,))
    return any(names & names_in(reading, source.mentions) for source in reading.sources if source.kind in kinds)


def _lacking(reading: Reading, offset: int, settings: WordingSettings, words: Vocabulary) -> list[str]:
    """The needs that are not met around that offset."""
    around = sentences_around(reading, offset, settings.within)
    return [
        need for need, names in settings.needs.items() if not found_in(reading, around, (words[n] for n in many(names)))
    ]


CHECK = Check(settings=WordingSettings, run=run, placeholders=frozenset({"text", "group", "missing", "count"}))
