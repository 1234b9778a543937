"""Figures of the whole article beyond a limit."""

import operator
from collections.abc import Iterator
from typing import Literal

import msgspec

from audit.checks.kind import Check, Part, Settings, Vocabulary
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

    def met_by(self, reading: Reading) -> bool:
        """Whether the article is long enough for this."""
        measures = reading.measures
        return (
            measures.words >= self.words
            and measures.attributed_share * measures.words >= self.attributed_words
            and len(reading.attributions) >= self.attributions
            and sum(s.kind == "anonymous" for s in reading.sources) >= self.anonymous_sources
        )


class MeasureSettings(Settings, frozen=True, kw_only=True):
    """Limits by measure: the first one crossed is reported, those of `over` before those of `under`."""

    over: dict[MeasureName, float] = msgspec.field(default_factory=dict)
    under: dict[MeasureName, float] = msgspec.field(default_factory=dict)
    at_least: AtLeast = AtLeast()


def run(reading: Reading, settings: MeasureSettings, words: Vocabulary) -> Iterator[Hit]:  # noqa: ARG001  # one signature
    """One hit if a limit is crossed."""
    crossed = next(_crossed(reading.measures, settings), None)
    if crossed is None or not settings.at_least.met_by(reading):
        return
    measure, *figures = crossed
    form = "{:.1%}" if measure in SHARES else "{:.1f}"
    value, limit = (form.format(figure) for figure in figures)
    yield Hit(span=face_of(reading), values={"measure": NAMES[measure], "value": value, "limit": limit})


def _crossed(measures: Measures, settings: MeasureSettings) -> Iterator[tuple[MeasureName, float, float]]:
    """Measure, value and limit wherever the article has that figure and it lies beyond the limit."""
    for limits, beyond in ((settings.over, operator.gt), (settings.under, operator.lt)):
        for measure, limit in limits.items():
            value: float | None = getattr(measures, measure)
            if value is not None and beyond(value, limit):
                yield measure, value, limit


CHECK = Check(settings=MeasureSettings, run=run, placeholders=frozenset({"measure", "value", "limit"}))
