"""What checks of single places have in common: where they look, what excuses a place, and how many make a finding."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, TypeAlias

from msgspec import structs

from audit.checks.kind import Answer, OneOrMore, Settings, Verdict, Vocabulary, Words
from audit.checks.scene import block_at, face_of, first_match, is_of, many, sentence_at
from audit.phrases import PhraseMatcher
from audit.records import Attribution, Hit, Place, Reading, Sentence, SourceKind, Span

__all__ = ["Range", "Surroundings", "excuses", "found_in", "gathered", "sentences_around"]

Range: TypeAlias = Literal["sentence", "near", "paragraph", "article"]


class Surroundings(Settings, frozen=True, kw_only=True):
    """Words and sources that excuse a place, and `each`: what gets one finding.

    With `at_least` a paragraph or an article is reported only if so many places stand in it; with `different`
    equal words count once.
    """

    unless_in_sentence: Words = ()
    unless_near: Words = ()
    unless_in_paragraph: Words = ()
    unless_in_article: Words = ()
    unless_attributed_to: OneOrMore[SourceKind] = ()
    unless_paragraph_attributed_to: OneOrMore[SourceKind] = ()
    each: Literal["place", "paragraph", "article"] = "place"
    at_least: int = 1
    different: bool = False

    def __post_init__(self) -> None:
        if self.at_least > 1 and self.each == "place":
            raise ValueError("`at_least` counts in a paragraph or an article: say which with `each`")


def excuses(reading: Reading, offset: int, settings: Surroundings, words: Vocabulary) -> Iterator[Answer]:
    """Whether nothing around that offset excuses what stands there: an answer for each setting that is given."""
    asked: tuple[tuple[str, Range, Words], ...] = (
        ("unless_in_sentence", "sentence", settings.unless_in_sentence),
        ("unless_near", "near", settings.unless_near),
        ("unless_in_paragraph", "paragraph", settings.unless_in_paragraph),
        ("unless_in_article", "article", settings.unless_in_article),
    )
    for setting, where, names in asked:
        if names:
            match = found_in(reading, sentences_around(reading, offset, where), (words[name] for name in many(names)))
            yield Answer(setting, match is None, match)
    yield from _credited("unless_attributed_to", reading, settings.unless_attributed_to, offset, sentence_at)
    kinds = settings.unless_paragraph_attributed_to
    yield from _credited("unless_paragraph_attributed_to", reading, kinds, offset, block_at)


def found_in(reading: Reading, sentences: Iterable[Sentence], matchers: Iterable[PhraseMatcher]) -> Span | None:
    """The first match of the first lexicon that matches in one of the sentences."""
    return first_match(reading, [(sentence.first, sentence.last) for sentence in sentences], matchers)


def sentences_around(reading: Reading, offset: int, where: Range) -> tuple[Sentence, ...]:
    """The sentence in which the offset stands, with the ones beside it, those of its paragraph, or all."""
    sentences = reading.parse.sentences
    here = sentence_at(reading, offset)
    if where == "sentence":
        return sentences[here : here + 1]
    if where == "near":
        return sentences[max(0, here - 1) : here + 2]
    if where == "paragraph":
        return tuple(s for s in sentences if s.block == block_at(reading, offset))
    return sentences


def gathered(reading: Reading, verdicts: Iterable[Verdict], settings: Surroundings) -> Iterator[Verdict]:
    """The verdicts as they are, or one hit for each paragraph or article that has enough of them.

    That of an article is shown at its headline, that of a paragraph at the first place; both point at all others.
    """
    standing: list[tuple[Hit, Verdict]] = []
    for verdict in verdicts:
        if verdict.hit and settings.each != "place":
            standing.append((verdict.hit, verdict))
        else:
            yield verdict
    whole = settings.each == "article"
    standing.sort(key=lambda one: one[0].span)
    groups = groupby(standing, key=lambda one: 0 if whole else block_at(reading, one[0].span.start))
    for group in (list(members) for _, members in groups):
        yield from _group(reading, group, settings)


def _group(reading: Reading, group: Sequence[tuple[Hit, Verdict]], settings: Surroundings) -> Iterator[Verdict]:
    """One hit for all these places, if they are enough; each of them tells that it is part of it."""
    hits = [hit for hit, _ in group]
    number = _number(hits, settings)
    enough = Answer("at_least", number >= settings.at_least, number)
    parts = [structs.replace(verdict, answers=(*verdict.answers, enough), hit=None) for _, verdict in group]
    if not enough.holds:
        yield from parts
        return
    whole = settings.each == "article"
    at = face_of(reading) if whole else hits[0].span
    related = tuple(Place(span=hit.span, note="here") for hit in (hits if whole else hits[1:]))
    hit = replace(hits[0], span=at, values={**hits[0].values, "count": str(len(hits))}, related=related)
    yield Verdict(span=at, answers=(enough,), hit=hit) if whole else structs.replace(parts[0], hit=hit)
    yield from (structs.replace(part, into=at) for part in (parts if whole else parts[1:]))


def _number(hits: Sequence[Hit], settings: Surroundings) -> int:
    return len({hit.values["text"].casefold() for hit in hits}) if settings.different else len(hits)


def _credited(
    setting: str,
    reading: Reading,
    kinds: OneOrMore[SourceKind],
    offset: int,
    at: Callable[[Reading, int], int],
) -> Iterator[Answer]:
    """Whether no source of one of these kinds is credited in the same sentence or block."""
    if kinds:
        here = at(reading, offset)
        credited = (a for a in reading.attributions if is_of(reading, a, many(kinds)))
        found = next((a for a in credited if any(at(reading, s.start) == here for s in _said_at(a))), None)
        yield Answer(setting, found is None, _said_at(found)[0] if found else None)


def _said_at(attribution: Attribution) -> tuple[Span, ...]:
    return attribution.cue or attribution.source
