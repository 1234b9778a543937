"""The sourcing label: each measure of an article beside the policy's limits and ordinary news."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from audit.records import Limit, Reading, RuleCard, SourceKind
from audit.render.figures import RANGES, Figure, figures
from audit.render.page.notes import Note
from audit.render.tallies import NOTHING, SEVERITY_WORDS, count, percent

__all__ = ["Bound", "Gauge", "Label", "Line", "label"]

# The rules that judge what no limit to a measure does, by what they judge.
JUDGES: Mapping[str, tuple[str, ...]] = {
    "named_sources": ("ART001", "ART002"),
    "reason_given_rate": ("ART004",),
    "reply": ("ART006",),
}
KINDS: tuple[tuple[str, tuple[SourceKind, ...]], ...] = (
    ("Organizations", ("organization",)),
    ("Documents", ("document",)),
    ("Unnamed spokespeople", ("spokesperson",)),
    ("Unnamed crowds and evidence", ("collective", "evidence")),
)
NAMELESS = "Other people and groups"
SHARES = frozenset({"anonymous_share", "attributed_share", "reason_given_rate"})

State = Literal["kept", "silent", "crossed", "waived", "unjudged"]
STATES: Mapping[State, str] = {
    "kept": "kept",
    "silent": "no finding",
    "crossed": "not kept",
    "waived": "set aside",
    "unjudged": "not judged here",
}


class Bound(NamedTuple):
    """What the policy says of a measure, in words, and whether the article keeps to it; `notes` are the findings.

    A rule that judges by more than the measure is `silent` where it reports nothing. A limit is `unjudged` where the
    figure is beyond it and the rule reports nothing: the article is too short, or another rule says the same.
    """

    rule: str
    words: str
    state: State
    notes: tuple[Note, ...]

    @property
    def said(self) -> str:
        """What the policy says, up to the word on whether the article keeps to it."""
        return self.words if self.words.endswith(".") else f"{self.words}:"

    @property
    def told(self) -> str:
        """The state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Where value, limits and what is ordinary stand on a scale, as parts of it from 0 to 1."""

    value: float
    low: float
    median: float
    high: float
    limits: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure: its value, what is ordinary, and what the policy says."""

    name: str
    value: str
    ordinary: str
    bounds: tuple[Bound, ...] = ()
    gauge: Gauge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How many sources of each kind there are, and what else is measured."""

    counts: tuple[Line, ...]
    measures: tuple[Line, ...]


def label(reading: Reading, notes: Sequence[Note], by_id: Mapping[str, RuleCard]) -> Label:
    """Who is behind the story, by kind; then how much of it, and how it reads."""
    shown = {figure.measure: figure for figure in figures(reading.measures)}
    lines = {measure: _measured(figure, reading, notes, by_id) for measure, figure in shown.items()}
    kinds = Counter(source.kind for source in reading.sources)
    others = [Line(name=name, value=str(sum(kinds[k] for k in some)), ordinary="") for name, some in KINDS]
    nameless = Line(name=NAMELESS, value=str(kinds["person"] - reading.measures.named_sources), ordinary="")
    first = ("named_sources", "anonymous_sources")
    reply = _reply(notes, by_id)
    return Label(
        counts=(lines[first[0]], *others[:2], nameless, lines[first[1]], *others[2:]),
        measures=(*(line for measure, line in lines.items() if measure not in first), *((reply,) if reply else ())),
    )


def _measured(figure: Figure, reading: Reading, notes: Sequence[Note], by_id: Mapping[str, RuleCard]) -> Line:
    value = getattr(reading.measures, figure.measure)
    limits = [(card, limit) for card in by_id.values() for limit in card.limits if limit.measure == figure.measure]
    judged = tuple(_bounds(limits, notes, value)) or tuple(_judged(figure.measure, notes, by_id))
    text = figure.value
    if figure.measure == "attributed_share":
        text = f"{text}; the other {percent(1 - value)} to nobody"
    return Line(
        name=figure.name,
        value=text,
        ordinary=figure.ordinary,
        bounds=judged,
        gauge=_gauge(figure.measure, value, [limit.value for _, limit in limits]),
    )


def _bounds(limits: Sequence[tuple[RuleCard, Limit]], notes: Sequence[Note], value: float | None) -> Iterator[Bound]:
    for rule in dict.fromkeys(card.id for card, _ in limits):
        own = [limit for card, limit in limits if card.id == rule]
        words = "; ".join(_limit_in_words(limit) for limit in reversed(own))
        yield _bound(
            rule, words, notes, otherwise="unjudged" if any(_is_beyond(limit, value) for limit in own) else "kept"
        )


def _judged(measure: str, notes: Sequence[Note], by_id: Mapping[str, RuleCard]) -> Iterator[Bound]:
    for rule in JUDGES.get(measure, ()):
        if rule in by_id:
            yield _bound(rule, by_id[rule].summary, notes, otherwise="silent")


def _bound(rule: str, words: str, notes: Sequence[Note], *, otherwise: State) -> Bound:
    """What a rule's findings tell, and where there are none, the state given."""
    found = tuple(note for note in notes if note.finding.rule == rule)
    if not found:
        return Bound(rule, words, otherwise, ())
    return Bound(rule, words, "waived" if all(note.level == "suppressed" for note in found) else "crossed", found)


def _is_beyond(limit: Limit, value: float | None) -> bool:
    return value is not None and (value > limit.value if limit.side == "over" else value < limit.value)


def _limit_in_words(limit: Limit) -> str:
    number = percent(limit.value) if limit.measure in SHARES else f"{limit.value:g}"
    return f"{SEVERITY_WORDS[limit.severity]} {limit.side} {number}"


def _gauge(measure: str, value: float | None, limits: Sequence[float]) -> Gauge | None:
    if value is None or measure not in RANGES:
        return None
    ordinary = RANGES[measure]
    least, most = min(ordinary.scale[0], value), max(ordinary.scale[1], value)

    def part(number: float) -> float:
        return min(1.0, max(0.0, (number - least) / (most - least)))

    return Gauge(
        value=part(value),
        low=part(ordinary.low),
        median=part(ordinary.median),
        high=part(ordinary.high),
        limits=tuple(part(limit) for limit in dict.fromkeys(limits)),
    )


def _reply(notes: Sequence[Note], by_id: Mapping[str, RuleCard]) -> Line | None:
    """Whether the accused were heard; None where no rule looks for it."""
    bounds = tuple(_judged("reply", notes, by_id))
    if not bounds:
        return None
    silent = sum(len(bound.notes) for bound in bounds)
    value = f"{count(silent, 'accused', 'accused')} without a reply" if silent else "nobody found who was not asked"
    return Line(name="Reply sought from the accused", value=value, ordinary=NOTHING, bounds=bounds)
