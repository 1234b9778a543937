"""What rules report, and what a run holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from audit.records.article import Span, Waiver
from audit.records.reading import Reading

__all__ = [
    "FAMILIES",
    "SEVERITIES",
    "Family",
    "Figures",
    "Finding",
    "Hit",
    "Limit",
    "Place",
    "Problem",
    "Reference",
    "Report",
    "RuleCard",
    "Run",
    "Severity",
    "Suppression",
    "Tally",
    "Tool",
    "WaiverState",
    "WaiverUse",
]

Family = Literal["anonymous", "claims", "hedges", "article"]
Severity = Literal["info", "warning", "error"]
WaiverState = Literal["used", "unused", "expired", "broken"]

FAMILIES: tuple[Family, ...] = ("anonymous", "claims", "hedges", "article")
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span with a note of its own."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check yields: where, what else to look at, and the values its rule's message may name."""

    span: Span
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    related: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Why a finding does not count.

    A waiver may say who gave it (`by`) and the last day on which it holds (`until`, as YYYY-MM-DD).
    """

    kind: Literal["baseline", "base", "waiver"]
    reason: str
    by: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule reports; complete when built. Lines and columns start at 1 and count code points.

    With a `limit`, the article's report has no more than so many of the rule that count (within_limits).
    """

    rule: str
    name: str
    family: Family
    severity: Severity
    message: str
    advice: str
    span: Span
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    fingerprint: str
    related: tuple[Place, ...] = ()
    limit: int | None = None
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverUse:
    """What became of a waiver; `findings` are the fingerprints of those that it names and stands at."""

    waiver: Waiver
    state: WaiverState
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The audit of one article.

    `fails_on` is the least severity of a finding that makes the run fail; with None no finding does. `policy` is the
    one that the article was judged by, and `rules` has a card for each rule that was on for it, in order of id.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    waivers: tuple[WaiverUse, ...] = ()
    fails_on: Severity | None = "error"
    policy: str = "default"
    rules: tuple["RuleCard", ...] = ()

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that make the run fail; suppressed ones never do."""
        failing = SEVERITIES[SEVERITIES.index(self.fails_on) :] if self.fails_on else ()
        return tuple(finding for finding in self.findings if finding.severity in failing and not finding.suppressed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An input that could not be audited, in words for the person who supplied it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What produced a run: program version, rules hash ("sha256:…"), model name and version."""

    version: str
    rules: str
    model: str
    name: str = "audit"


class Limit(NamedTuple):
    """A figure of `Measures` beyond which a rule reports at a severity: above it if `side` is "over", else below it."""

    measure: str
    side: Literal["over", "under"]
    value: float
    severity: Severity


class Reference(NamedTuple):
    """Where a rule's reasons can be read up; `at` is a URL or a path, empty where there is none."""

    title: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often a rule was right on copy that people marked: findings right and wrong, and places it missed."""

    right: int
    wrong: int
    missed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of a rule, and on what.

    `written` is a tally on copy that was written for the purpose; `judged` one of its findings on articles that
    its author did not write, where nobody looked for what it missed.
    """

    written: Tally
    written_on: str
    judged: Tally
    judged_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """What a reader of a report wants to know of a rule; findings name it by `id`.

    `limits` are those that the rule sets to an article's measures, the gravest first.
    `precision` is the part of the rule's findings that people marked as right, 0 to 1, on the articles that
    `precision_basis` names with their number of findings; None where nobody has measured it.
    """

    id: str
    name: str
    family: Family
    severity: Severity
    summary: str
    why: str
    advice: str
    references: tuple[Reference, ...] = ()
    limits: tuple[Limit, ...] = ()
    precision: float | None = None
    precision_basis: str = ""
    figures: Figures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The audit of all articles asked for, in the order they were found.

    `rules` holds a card for each rule that was on, in order of id.
    """

    tool: Tool
    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()
    rules: tuple[RuleCard, ...] = ()
