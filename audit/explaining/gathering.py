"""What was read and ruled in a part of an article, sentence by sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import replace

from audit.engine import Ruling
from audit.explaining.target import Target, span_of
from audit.reading import claims, weighing
from audit.reading.nouns import phrase_in
from audit.reading.page import Page, turn
from audit.records import (
    Attribution,
    Claim,
    Finding,
    Hedge,
    Quotation,
    Reading,
    Report,
    RuleCard,
    Sentence,
    Source,
    Span,
    Voice,
)
from audit.rulebook import Rule, Rulebook

__all__ = ["Explanation", "Passage", "gather"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One sentence with all that was read in it, and what became of every place in it that a rule looked at.

    `voices` are its runs of words in one voice. `signs` is what spoke for (above 0) and against its being a claim, in
    order; empty where it was not weighed because it is not the writer's own. `suspected` is, for each attribution, how
    likely the trained reader holds its source to be an unnamed one, by kind; empty where it has none.
    """

    span: Span
    voices: tuple[tuple[Voice, Span], ...]
    attributions: tuple[Attribution, ...]
    suspected: tuple[Mapping[str, float], ...]
    claims: tuple[Claim, ...]
    signs: Mapping[str, float]
    hedges: tuple[Hedge, ...]
    quotations: tuple[Quotation, ...]
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a report says what it says of the target.

    `sources` are those credited there, `remarks` findings that no rule made: on waivers and budgets. `silent` rules
    skip the article's genre, those that are `off` are not tried. With `only` there are no other rule's rulings.
    """

    target: Target
    reading: Reading
    passages: tuple[Passage, ...]
    sources: tuple[Source, ...]
    remarks: tuple[Finding, ...]
    silent: tuple[RuleCard, ...]
    off: tuple[RuleCard, ...]
    only: Rule | None = None


def gather(
    target: Target, report: Report, rulings: Iterable[Ruling], book: Rulebook, only: Rule | None = None
) -> Explanation:
    """All about the sentences that the target touches; the rulings made the report, whose reading is whole.

    Raises UsageError for a target that the article has not.
    """
    reading = report.reading
    asked = span_of(target, reading.article)
    findings = {(finding.rule, finding.span): finding for finding in report.findings}
    settled = tuple(_settled(ruling, findings) for ruling in rulings)
    made = {(ruling.finding.rule, ruling.finding.span) for ruling in settled if ruling.finding}
    told = [ruling for ruling in settled if only is None or ruling.rule.id == only.id]
    signs = _signs(reading)
    page = turn(reading.article, reading.parse)
    passages = tuple(
        _passage(reading, sentence, told, signs.get(sentence, {}), page)
        for sentence in reading.parse.sentences
        if _meet(_span(sentence), asked)
    )
    credited = {attribution.source_id for passage in passages for attribution in passage.attributions}
    return Explanation(
        target=target,
        reading=reading,
        passages=passages,
        sources=tuple(source for source in reading.sources if source.id in credited),
        remarks=tuple(f for key, f in findings.items() if key not in made and _meet(f.span, asked)),
        silent=tuple(rule.card for rule in book.rules if reading.article.genre in rule.skip_genres),
        off=tuple(rule.card for rule in book.off),
        only=only,
    )


def _settled(ruling: Ruling, findings: Mapping[tuple[str, Span], Finding]) -> Ruling:
    """The ruling as the report has it: its finding may be suppressed there, or left out by the rule's limit."""
    made = ruling.finding
    if made is None:
        return ruling
    if finding := findings.get((made.rule, made.span)):
        return replace(ruling, finding=finding)
    last = max(span for rule, span in findings if rule == made.rule and not findings[rule, span].suppressed)
    return replace(ruling, finding=None, outcome="folded", instead=(made.rule, last))


def _signs(reading: Reading) -> dict[Sentence, Mapping[str, float]]:
    """What was weighed in each sentence that could have been a claim."""
    weighing = claims.candidates(reading.article, reading.parse, reading.voices, reading.attributions, reading.hedges)
    return {sentence: claims.weighed(signs) for sentence, signs in weighing}


def _passage(
    reading: Reading, sentence: Sentence, rulings: Iterable[Ruling], signs: Mapping[str, float], page: Page
) -> Passage:
    span = _span(sentence)
    told = tuple(a for a in reading.attributions if any(_meet(part, span) for part in (*a.source, *a.cue, *a.content)))
    return Passage(
        span=span,
        voices=tuple(_voices(reading, sentence)),
        attributions=told,
        suspected=tuple(_suspected(reading, attribution, page) for attribution in told),
        claims=tuple(claim for claim in reading.claims if _meet(claim.span, span)),
        signs=signs,
        hedges=tuple(hedge for hedge in reading.hedges if _meet(hedge.span, span)),
        quotations=tuple(quotation for quotation in reading.quotations if _meet(quotation.span, span)),
        rulings=tuple(ruling for ruling in rulings if any(_meet(place, span) for place in _places(ruling))),
    )


def _suspected(reading: Reading, attribution: Attribution, page: Page) -> Mapping[str, float]:
    entry = reading.source(attribution.source_id)
    if reading.parse.hunches is None or not attribution.source or (entry and entry.name):
        return {}
    return weighing.suspicions(page.hunches, phrase_in(page, *page.range(attribution.source)).own)


def _voices(reading: Reading, sentence: Sentence) -> Iterator[tuple[Voice, Span]]:
    tokens = reading.parse.tokens
    for voice, run in groupby(range(sentence.first, sentence.last), key=lambda number: reading.voices[number]):
        numbers = list(run)
        yield voice, Span(tokens[numbers[0]].start, tokens[numbers[-1]].end)


def _places(ruling: Ruling) -> Iterator[Span]:
    yield ruling.verdict.span
    if ruling.verdict.hit:
        yield ruling.verdict.hit.span


def _span(sentence: Sentence) -> Span:
    return Span(sentence.start, sentence.end)


def _meet(one: Span, other: Span) -> bool:
    """Whether two places share something; an empty one lies where it starts."""
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)
