"""Attributions that meet every condition of `where` and none of `unless`."""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import chain, dropwhile
from typing import Literal

from msgspec.structs import replace

from audit.checks.conditions import Conditions, Question, anchor, questions, quoted
from audit.checks.kind import Answer, Check, Settings, Verdict, Vocabulary, judged
from audit.checks.scene import face_of, hull, is_somebody, many, sentence_at, text_of, token_range
from audit.records import UNNAMED_KINDS, Attribution, Hit, Place, Reading, SourceKind, Span

__all__ = ["CHECK"]

_TITLE = 3  # words before a name that opens a sentence: Senator, Deputy Prime Minister
_AMONG = frozenset({"including", "include", "like", "as", "among", "them", "namely"})
_SINGLE: frozenset[SourceKind] = frozenset({"anonymous", "spokesperson"})


class AttributionSettings(Settings, frozen=True, kw_only=True, dict=True):
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

    @cached_property
    def kinds(self) -> frozenset[SourceKind]:
        """The kinds of source that are asked for; none if all are."""
        return frozenset(many(self.where.kind))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked of each attribution first."""
        return *questions("where", self.where), *questions("unless", self.unless, wanted=False)


def judge(reading: Reading, settings: AttributionSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A hit for each attribution, or for each source at its first such attribution, or one for them all."""
    verdicts = _verdicts(reading, settings, words)
    return verdicts if settings.at_least == 1 else _together(reading, list(verdicts), settings)


def _verdicts(reading: Reading, settings: AttributionSettings, words: Vocabulary) -> Iterator[Verdict]:
    reported: dict[str | None, Span] = {}
    kinds = settings.kinds
    for told in reading.attributions:
        if kinds and told.kind not in kinds:  # the first question, and all that most attributions are ever asked
            yield Verdict(span=anchor(told), answers=(Answer("where.kind", False, told.kind),))
            continue
        before = reported.get(told.source_id)
        once = (Answer("each", before is None, before),) if settings.each == "source" else ()
        answered = chain(_answers(reading, told, settings, words), once)
        verdict = judged(anchor(told), answered, partial(_hit, reading, told, settings))
        yield verdict
        if verdict.hit and told.source_id:
            reported.setdefault(told.source_id, verdict.span)


def _answers(reading: Reading, told: Attribution, settings: AttributionSettings, words: Vocabulary) -> Iterator[Answer]:
    for question in settings.questions:
        yield question(told, reading, words)
    if settings.unless_named_within is not None:
        soon = _named_soon(reading, told, settings.unless_named_within)
        yield Answer("unless_named_within", soon is None, soon)
    if told.kind in UNNAMED_KINDS:
        name = _name_of(reading, told)
        yield Answer("it is not named after all", name is None, name)


def _together(reading: Reading, verdicts: Sequence[Verdict], settings: AttributionSettings) -> Iterator[Verdict]:
    """One hit on the article for all that are hits alone, if they are enough."""
    hits = [verdict.hit for verdict in verdicts if verdict.hit]
    kinds = many(settings.where.kind)
    everyone = sum(source.kind in kinds or not kinds for source in reading.sources)
    enough = (
        Answer("at_least", len(hits) >= settings.at_least, len(hits)),
        Answer("share_over", len(hits) > settings.share_over * everyone, f"{len(hits)} of {everyone}"),
    )
    face = face_of(reading)
    related = tuple(Place(span=hit.span, note="here") for hit in hits)
    number = {"count": str(len(hits)), "all": str(everyone)}
    whole = judged(face, enough, lambda: Hit(span=face, values={**hits[0].values, **number}, related=related))
    yield whole
    for verdict in verdicts:
        if verdict.hit:
            verdict = replace(
                verdict, answers=verdict.answers + whole.answers, hit=None, into=face if whole.hit else None
            )
        yield verdict


def _named_soon(reading: Reading, told: Attribution, sentences: int) -> Span | None:
    """A person with a name who, or whose words, begin in the same sentence or the next few."""
    here = sentence_at(reading, anchor(told).start)
    people = [Span(e.start, e.end) for e in reading.parse.entities if e.label == "PERSON"]
    one = (name for name in people if sentence_at(reading, name.start) == here and _one_among(reading, name.start))
    if (found := next(one, None)) is not None:
        return found
    for other in reading.attributions:
        entry = reading.source(other.source_id)
        named = is_somebody(reading, other) and (
            (entry is not None and entry.name is not None)
            or any(name.start < s.end and s.start < name.end for s in other.source for name in people)
        )
        words = (*other.source, *other.content) if named and other.source else ()
        if any(here <= sentence_at(reading, piece.start) <= here + sentences for piece in words):
            return other.source[0]
    return None


def _one_among(reading: Reading, offset: int) -> bool:
    """Whether a name there is given as one of several: “veterans, including Mr. Roe”."""
    number = token_range(reading, Span(offset, offset + 1))[0]
    return any(t.norm in _AMONG for t in reading.parse.tokens[max(0, number - 3) : number])


def _name_of(reading: Reading, told: Attribution) -> Span | None:
    """The name of an unnamed source after all: another subject of its verb, or at once in the next sentence."""
    shared = (a for a in reading.attributions if a.cue == told.cue and is_somebody(reading, a))
    named = next(((a.source or a.cue or a.content)[0] for a in shared), None)
    return named or (_introduced(reading, told) if told.kind in _SINGLE else None)


def _introduced(reading: Reading, told: Attribution) -> Span | None:
    """A name not met before that opens the next sentence, perhaps after a title, where one person is told of."""
    source = reading.source(told.source_id)
    following = sentence_at(reading, anchor(told).start) + 1
    if source is None or source.plural or following >= len(reading.parse.sentences):
        return None
    sentence = reading.parse.sentences[following]
    people = {e.start: Span(e.start, e.end) for e in reading.parse.entities if e.label == "PERSON"}
    opening = reading.parse.tokens[sentence.first : sentence.first + _TITLE + 1]
    title = dropwhile(lambda token: token.tag == "NNP" and token.start not in people, opening)
    first = next(title, None)
    name = people.get(first.start) if first else None
    if name is None:
        return None
    surname = reading.article.text[slice(*name)].split()[-1]
    after = token_range(reading, name)[1]
    # A comma would tell who this is, and so tell that it is somebody else.
    described = any(t.norm == "," for t in reading.parse.tokens[after : after + 1])
    return None if described or surname in reading.article.text[: name.start] else name


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
    judge=judge,
    placeholders=frozenset({"source", "cue", "content", "reason", "quotation", "label", "count", "all"}),
)
