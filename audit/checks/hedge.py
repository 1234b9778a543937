"""Hedges that the reading found, one by one or piled up."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from audit.checks.asking import is_among, with_words
from audit.checks.kind import Answer, Check, OneOrMore, Part, Verdict, Vocabulary, Words, judged
from audit.checks.scene import PlaceName, hull, place_of, sentence_at, text_of, token_range
from audit.checks.surroundings import Surroundings, excuses, gathered
from audit.records import Hedge, HedgeClass, Hit, Reading, Voice

__all__ = ["CHECK"]

_MAGNITUDES = frozenset(("thousand", "million", "billion", "trillion"))


class Stacked(Part, frozen=True):
    """At least so many hedges of different kinds, each at most `within` tokens after the last."""

    count: int = 2
    within: int = 5


class HedgeSettings(Surroundings, frozen=True, kw_only=True):
    """`words` names lexicons one of which the hedge must match; `exact_figure` asks for an exact figure after it."""

    kind: OneOrMore[HedgeClass] = ("modal", "adverb", "verb", "limiter")
    voice: OneOrMore[Voice] = "writer"
    place: OneOrMore[PlaceName] = ("lead", "body")
    words: Words = ()
    exact_figure: bool = False
    stacked: Stacked | None = None


def judge(reading: Reading, settings: HedgeSettings, words: Vocabulary) -> Iterator[Verdict]:
    """A hit for each hedge or pile of them that counts, or for each paragraph or article with enough of them."""
    single = (
        (hedge, judged(hedge.span, _answers(reading, hedge, settings, words), partial(_hit, reading, [hedge])))
        for hedge in reading.hedges
    )
    verdicts = (
        (verdict for _, verdict in single) if settings.stacked is None else _piled(reading, single, settings.stacked)
    )
    return gathered(reading, verdicts, settings)


def _answers(reading: Reading, hedge: Hedge, settings: HedgeSettings, words: Vocabulary) -> Iterator[Answer]:
    yield is_among("kind", hedge.kind, settings.kind)
    yield is_among("voice", hedge.voice, settings.voice)
    yield is_among("place", place_of(reading, hedge.span.start), settings.place)
    yield from with_words("words", settings.words, reading, (hedge.span,), words)
    if settings.exact_figure:
        figure = _figure_after(reading, hedge)
        yield Answer("exact_figure", _is_exact(figure), figure)
    yield from excuses(reading, hedge.span.start, settings, words)


def _hit(reading: Reading, pile: Sequence[Hedge]) -> Hit:
    span = hull([hedge.span for hedge in pile])
    cues = ", ".join(text_of(reading, (hedge.span,)) for hedge in pile)
    return Hit(span=span, values={"text": text_of(reading, (span,)), "cues": cues, "count": "1"})


def _figure_after(reading: Reading, hedge: Hedge) -> str:
    """The figure that the hedge stands before, as printed; empty if there is none, or one in millions."""
    last = token_range(reading, hedge.span)[1]
    after = [token for token in reading.parse.tokens[last : last + 3] if token.tag != "$"]
    if not after or not after[0].text[0].isdigit() or {t.norm for t in after[1:2]} & _MAGNITUDES:
        return ""
    return after[0].text


def _is_exact(figure: str) -> bool:
    """Whether a figure is told to the last of three digits or more and is no year: 1,317, 43.7; not 1,320, 1994."""
    digits = re.sub(r"[^\d]", "", figure).lstrip("0")
    if "." in figure:
        return len(digits) > 2
    count = len(digits.rstrip("0"))
    rounded = count < 3 or (count < 5 and (count < len(digits) or digits.endswith(("25", "75"))))
    return not rounded and not (len(figure) == 4 and "1500" <= figure < "2100")


# ---------------------------------------------------------------- piles


def _piled(reading: Reading, single: Iterable[tuple[Hedge, Verdict]], stacked: Stacked) -> Iterator[Verdict]:
    """A verdict on each pile of hedges that count alone, and on each that does not."""
    piles: list[list[tuple[Hedge, Verdict]]] = []
    for hedge, verdict in single:
        if verdict.hit is None:
            yield verdict
        elif piles and _close(reading, piles[-1][-1][0], hedge, stacked.within):
            piles[-1].append((hedge, verdict))
        else:
            piles.append([(hedge, verdict)])
    for pile in piles:
        hit = _hit(reading, [hedge for hedge, _ in pile])
        kinds = len({hedge.kind for hedge, _ in pile})
        enough = Answer("stacked.count", kinds >= stacked.count, kinds)
        yield Verdict(span=hit.span, answers=(*pile[0][1].answers, enough), hit=hit if enough.holds else None)


def _close(reading: Reading, one: Hedge, other: Hedge, within: int) -> bool:
    same_sentence = sentence_at(reading, one.span.start) == sentence_at(reading, other.span.start)
    between = token_range(reading, other.span)[0] - token_range(reading, one.span)[1]
    return same_sentence and between < within


CHECK = Check(settings=HedgeSettings, judge=judge, placeholders=frozenset({"text", "cues", "count"}))
