"""Figures of the whole article beyond a limit."""

from collections.abc import Iterator
from typing import Literal

from audit.checks.kind import Check, Settings, Vocabulary
from audit.checks.scene import face_of
from audit.records import SEVERITIES, Hit, Measures, Reading, Severity

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


class AtLeast(Settings, frozen=True):
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


class Limit(Settings, frozen=True):
    """One limit; without a severity the rule's own holds."""

    measure: MeasureName
    over: float | None = None
    under: float | None = None
    severity: Severity | None = None

    def crossed_by(self, measures: Measures) -> bool:
        """Whether the article's figure lies beyond the limit; a figure that is not there never does."""
        value: float | None = getattr(measures, self.measure)
        if value is None:
            return False
        return (self.over is not None and value > self.over) or (self.under is not None and value < self.under)


class MeasureSettings(Settings, frozen=True):
    """The gravest of the limits crossed is reported, of equals the last."""

    limits: tuple[Limit, ...]
    at_least: AtLeast = AtLeast()


def run(reading: Reading, settings: MeasureSettings, words: Vocabulary) -> Iterator[Hit]:  # noqa: ARG001  # one signature
    """One hit if a limit is crossed."""
    crossed = [limit for limit in settings.limits if limit.crossed_by(reading.measures)]
    if not crossed or not settings.at_least.met_by(reading):
        return
    gravest = max(enumerate(crossed), key=lambda item: (_rank(item[1]), item[0]))[1]
    limit = gravest.over if gravest.under is None else gravest.under
    figures = {"value": getattr(reading.measures, gravest.measure), "limit": limit}
    form = "{:.1%}" if gravest.measure in SHARES else "{:.1f}"
    values = {name: form.format(figure) for name, figure in figures.items()}
    yield Hit(span=face_of(reading), values={"measure": NAMES[gravest.measure], **values}, severity=gravest.severity)


def _rank(limit: Limit) -> int:
    return SEVERITIES.index(limit.severity) if limit.severity else -1


def lexicons(settings: MeasureSettings) -> Iterator[str]:  # noqa: ARG001  # one signature
    """None: figures need no words."""
    return iter(())


CHECK = Check(
    settings=MeasureSettings, run=run, lexicons=lexicons, placeholders=frozenset({"measure", "value", "limit"})
)
