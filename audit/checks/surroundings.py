"""What checks of single places have in common: where they look, what excuses a place, and how many make a finding."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Literal, TypeAlias

from audit.checks.kind import OneOrMore, Settings, Vocabulary, Words
from audit.checks.scene import block_at, face_of, many, sentence_at
from audit.phrases import PhraseMatcher
from audit.records import Attribution, Hit, Place, Reading, Sentence, SourceKind, Span

__all__ = ["Range", "Surroundings", "excused", "gathered", "sentences_around"]

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


def excused(reading: Reading, offset: int, settings: Surroundings, words: Vocabulary) -> bool:
    """Whether something around that offset excuses what stands there."""
    asked: tuple[tuple[Range, Words], ...] = (
        ("sentence", settings.unless_in_sentence),
        ("near", settings.unless_near),
        ("paragraph", settings.unless_in_paragraph),
        ("article", settings.unless_in_article),
    )
    for where, names in asked:
        if names and found_in(reading, sentences_around(reading, offset, where), (words[n] for n in many(names))):
            return True
    in_sentence = _attributed(reading, many(settings.unless_attributed_to), offset, sentence_at)
    return in_sentence or _attributed(reading, many(settings.unless_paragraph_attributed_to), offset, block_at)


def found_in(reading: Reading, sentences: Iterable[Sentence], matchers: Iterable[PhraseMatcher]) -> bool:
    """Whether one of the lexicons matches in one of the sentences."""
    tokens = reading.parse.tokens
    ranges = [(s.first, s.last) for s in sentences]
    return any(matcher.find(tokens, *one) for matcher in matchers for one in ranges)


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


def gathered(reading: Reading, hits: Iterable[Hit], settings: Surroundings) -> Iterator[Hit]:
    """The hits as they are, or one for each paragraph or article that has enough of them.

    That of an article is shown at its headline, that of a paragraph at the first place; both point at all others.
    """
    ordered = sorted(hits, key=lambda hit: hit.span)
    if settings.each == "place":
        yield from ordered
        return
    whole = settings.each == "article"
    groups = groupby(ordered, key=lambda hit: 0 if whole else block_at(reading, hit.span.start))
    for group in (list(members) for _, members in groups):
        if _number(group, settings) >= settings.at_least:
            related = tuple(Place(span=hit.span, note="here") for hit in (group if whole else group[1:]))
            values = {**group[0].values, "count": str(len(group))}
            yield replace(group[0], span=face_of(reading) if whole else group[0].span, values=values, related=related)


def _number(group: list[Hit], settings: Surroundings) -> int:
    return len({hit.values["text"].casefold() for hit in group}) if settings.different else len(group)


def _attributed(
    reading: Reading, kinds: tuple[SourceKind, ...], offset: int, at: Callable[[Reading, int], int]
) -> bool:
    """Whether a source of one of these kinds is credited in the same sentence or block."""
    here = at(reading, offset)
    return any(a.kind in kinds and any(at(reading, s.start) == here for s in _said_at(a)) for a in reading.attributions)


def _said_at(attribution: Attribution) -> tuple[Span, ...]:
    return attribution.cue or attribution.source
