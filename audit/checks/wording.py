"""Words and phrases of a lexicon, in the writer's voice unless asked otherwise."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Literal

import msgspec

from audit.checks.asking import is_among
from audit.checks.kind import Answer, Check, OneOrMore, Verdict, Vocabulary, Words, judged
from audit.checks.likeness import names_in
from audit.checks.scene import PlaceName, many, place_of, text_of, token_range
from audit.checks.surroundings import Range, Surroundings, excuses, found_in, gathered, sentences_around
from audit.phrases import Match
from audit.records import Hit, Reading, Source, SourceKind, Span, Voice

__all__ = ["CHECK"]

OVERLAP = "no finding before reaches into it"


class WordingSettings(Surroundings, frozen=True, kw_only=True):
    """`words` and what stands under `needs` name lexicons.

    With `needs` the words are reported only if `missing` or more of these are not met `within` that range.
    With `shares_name_with` only where a name before them in the sentence also describes a source of these kinds,
    and stands in the reported part of a match of `described_by`.
    `words_apart` is how many words must lie between two findings, and `mark` what is reported: the words or all of
    their sentence.
    """

    words: Words
    voice: OneOrMore[Voice] = "writer"
    place: OneOrMore[PlaceName] = ("lead", "body")
    words_apart: int = 0
    mark: Literal["words", "sentence"] = "words"
    shares_name_with: OneOrMore[SourceKind] = ()
    described_by: Words = ()
    needs: dict[str, Words] = msgspec.field(default_factory=dict)
    within: Range = "article"
    missing: int = 1


def judge(reading: Reading, settings: WordingSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A hit for each match that stands, or for each paragraph or article with enough of them."""
    return gathered(reading, _verdicts(reading, settings, words), settings)


def _verdicts(reading: Reading, settings: WordingSettings, words: Vocabulary) -> Iterator[Verdict]:
    tokens = reading.parse.tokens
    free_from = 0
    for match in sorted(m for name in many(settings.words) for m in words[name].find(tokens)):
        span = _marked(reading, match, settings)
        found = Answer("words", True, Span(tokens[match.first].start, tokens[match.last - 1].end))
        apart = Answer("words_apart" if settings.words_apart else OVERLAP, match.first >= free_from)
        answers = chain((found, apart), _answers(reading, match, settings, words))
        verdict = judged(span, answers, partial(_hit, reading, match, span, settings, words))
        yield verdict
        if verdict.hit:
            free_from = match.last + settings.words_apart


def _marked(reading: Reading, match: Match, settings: WordingSettings) -> Span:
    tokens = reading.parse.tokens
    sentence = reading.parse.sentences[tokens[match.first].sentence]
    first, last = (sentence.first, sentence.last) if settings.mark == "sentence" else (match.first, match.last)
    return Span(tokens[first].start, tokens[last - 1].end)


def _answers(reading: Reading, match: Match, settings: WordingSettings, words: Vocabulary) -> Iterator[Answer]:
    start = reading.parse.tokens[match.first].start
    yield is_among("voice", reading.voices[match.first], settings.voice)
    yield is_among("place", place_of(reading, start), settings.place)
    yield from excuses(reading, start, settings, words)
    if settings.shares_name_with:
        yield Answer("shares_name_with", _shares_name(reading, match, settings, words))
    if settings.needs:
        lacking = _lacking(reading, start, settings, words)
        yield Answer("needs", len(lacking) >= settings.missing, ", ".join(lacking))


def _hit(reading: Reading, match: Match, span: Span, settings: WordingSettings, words: Vocabulary) -> Hit:
    lacking = ", ".join(_lacking(reading, span.start, settings, words))
    values = {"text": text_of(reading, (span,)), "group": match.label, "missing": lacking, "count": "1"}
    return Hit(span=span, values=values)


def _shares_name(reading: Reading, match: Match, settings: WordingSettings, words: Vocabulary) -> bool:
    """Whether a name before the words also describes such a source; a person who is their subject is only a person."""
    tokens = reading.parse.tokens
    first = reading.parse.sentences[tokens[match.first].sentence].first
    before = Span(tokens[first].start, tokens[match.first].start)
    ends = (before.end, before.end - 1)
    subject = next((e for e in reading.parse.entities if e.label == "PERSON" and e.end in ends), None)
    if subject and not any(t.tag == "IN" and t.end == subject.start - 1 for t in tokens[first : match.first]):
        before = Span(before.start, max(before.start, subject.start))
    names = names_in(reading, (before,))
    asked = (source for source in reading.sources if source.kind in many(settings.shares_name_with))
    return any(names & names_in(reading, _descriptions(reading, source, settings, words)) for source in asked)


def _descriptions(reading: Reading, source: Source, settings: WordingSettings, words: Vocabulary) -> Iterator[Span]:
    """Where it is told to whom a source belongs; all its mentions if no lexicon says how."""
    if not settings.described_by:
        yield from source.mentions
        return
    tokens = reading.parse.tokens
    for name in many(settings.described_by):
        for mention in source.mentions:
            for match in words[name].find(tokens, *token_range(reading, mention)):
                yield Span(tokens[match.first].start, tokens[match.last - 1].end)


def _lacking(reading: Reading, offset: int, settings: WordingSettings, words: Vocabulary) -> list[str]:
    """The needs that are not met around that offset."""
    around = sentences_around(reading, offset, settings.within)
    return [
        need for need, names in settings.needs.items() if not found_in(reading, around, (words[n] for n in many(names)))
    ]


CHECK = Check(settings=WordingSettings, judge=judge, placeholders=frozenset({"text", "group", "missing", "count"}))
