"""Figures of the whole article beyond a limit."""

import operator
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from audit.checks.kind import Answer, Bound, Check, Part, Settings, Verdict, Vocabulary, judged
from audit.checks.scene import face_of
from audit.records import Hit, Measures, Reading

__all__ = ["CHECK", "AtLeast"]

MeasureName = Literal[
    "anonymous_share",
    "attributed_share",
    "reason_given_rate",
    "hedges_per_1000",
    "flesch_kincaid_grade",
    "flesch_reading_ease",
]
NAMES: dict[MeasureName, str] = {
    "anonymous_share": "share of attributed words that is anonymous",
    "attributed_share": "share of words that is attributed",
    "reason_given_rate": "share of anonymous sources with a reason",
    "hedges_per_1000": "hedges per 1,000 words",
    "flesch_kincaid_grade": "Flesch-Kincaid grade",
    "flesch_reading_ease": "Flesch reading ease",
}

SHARES = frozenset({"anonymous_share", "attributed_share", "reason_given_rate"})


class AtLeast(Part, frozen=True):
    """How much an article must hold before it can be judged."""

    words: int = 0
    attributed_words: int = 0
    attributions: int = 0
    anonymous_sources: int = 0

    def answers(self, reading: Reading) -> Iterator[Answer]:
        """Whether the article holds so much: an answer for each setting that is given."""
        measures = reading.measures
        held: dict[str, float] = {
            "words": measures.words,
            "attributed_words": measures.attributed_share * measures.words,
            "attributions": len(reading.attributions),
            "anonymous_sources": sum(s.kind == "anonymous" for s in reading.sources),
        }
        for name, number in held.items():
            if wanted := getattr(self, name):
                yield Answer(f"at_least.{name}", number >= wanted, round(number))


class MeasureSettings(Settings, frozen=True, kw_only=True):
    """Limits by measure: the first one crossed is reported, those of `over` before those of `under`."""

    over: dict[MeasureName, float] = msgspec.field(default_factory=dict)
    under: dict[MeasureName, float] = msgspec.field(default_factory=dict)
    at_least: AtLeast = AtLeast()


class _Figure(NamedTuple):
    measure: MeasureName
    value: float
    limit: float
    crossed: bool

    def values(self) -> dict[str, str]:
        form = "{:.1%}" if self.measure in SHARES else "{:.1f}"
        value, limit = (form.format(number) for number in (self.value, self.limit))
        return {"measure": NAMES[self.measure], "value": value, "limit": limit}


def judge(reading: Reading, settings: MeasureSettings, words: Vocabulary) -> Iterator[Verdict]:  # noqa: ARG001  # one signature
    """A verdict on the article: a hit if a limit is crossed."""
    figures = list(_figures(reading.measures, settings))
    crossed = [figure for figure in figures if figure.crossed][:1]
    face = face_of(reading)
    yield judged(face, _answers(reading, settings, figures), lambda: Hit(span=face, values=crossed[0].values()))


def _answers(reading: Reading, settings: MeasureSettings, figures: Sequence[_Figure]) -> Iterator[Answer]:
    told = "; ".join("{measure} {value}".format_map(figure.values()) for figure in figures)
    yield Answer("a figure is beyond its limit", any(figure.crossed for figure in figures), told or None)
    yield from settings.at_least.answers(reading)


def _figures(measures: Measures, settings: MeasureSettings) -> Iterator[_Figure]:
    """The figures that have a limit and that the article has."""
    for limits, beyond in ((settings.over, operator.gt), (settings.under, operator.lt)):
        for measure, limit in limits.items():
            value: float | None = getattr(measures, measure)
            if value is not None:
                yield _Figure(measure, value, limit, beyond(value, limit))


def _limits(settings: MeasureSettings) -> Iterator[Bound]:
    yield from ((measure, "over", limit) for measure, limit in settings.over.items())
    yield from ((measure, "under", limit) for measure, limit in settings.under.items())


CHECK = Check(
    settings=MeasureSettings, judge=judge, placeholders=frozenset({"measure", "value", "limit"}), limits=_limits
)
