"""The data that flows through an audit: frozen records, no behaviour beyond reading their own fields.

    path ─readers→ Article ─pipeline→ Parse ─reading→ Reading ─checks→ Hit ─engine→ Finding, Report ─render→ text

All offsets are Unicode code points into `Article.text`, half open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = [
    "FAMILIES",
    "SEVERITIES",
    "UNNAMED_KINDS",
    "Article",
    "Attribution",
    "Block",
    "BlockKind",
    "Claim",
    "ClaimClass",
    "Descriptor",
    "Draft",
    "Entity",
    "Family",
    "Finding",
    "Hedge",
    "HedgeClass",
    "Hit",
    "Measures",
    "Parse",
    "Place",
    "Problem",
    "Quotation",
    "QuoteStyle",
    "Reading",
    "Reason",
    "ReasonClass",
    "Reference",
    "Report",
    "RuleCard",
    "Run",
    "Sentence",
    "Severity",
    "Source",
    "SourceKind",
    "Span",
    "Suppression",
    "Token",
    "Tool",
    "Voice",
]

BlockKind = Literal["headline", "heading", "paragraph", "caption", "byline"]
SourceKind = Literal[
    "person", "organization", "document", "anonymous", "spokesperson", "collective", "evidence", "agentless"
]
Descriptor = Literal["none", "role", "access", "role+access"]
ReasonClass = Literal["specific", "boilerplate", "none"]
QuoteStyle = Literal["direct", "indirect", "mixed"]
Voice = Literal["writer", "paraphrase", "quote"]
HedgeClass = Literal["modal", "adverb", "verb", "approximator", "limiter"]
ClaimClass = Literal["statistic", "accusation", "causal", "superlative", "motive", "prediction", "evaluation"]
Family = Literal["anonymous", "claims", "hedges", "article"]
Severity = Literal["info", "warning", "error"]

FAMILIES: tuple[Family, ...] = ("anonymous", "claims", "hedges", "article")
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
UNNAMED_KINDS: frozenset[SourceKind] = frozenset({"anonymous", "spokesperson", "collective", "evidence"})


class Span(NamedTuple):
    """The only way to say where: code points into `Article.text`, half open."""

    start: int
    end: int


# ---------------------------------------------------------------- what a reader hands over


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or its like; spans of blocks are in order and do not overlap."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as decoded.

    `prose` has the length of `text`: what is not prose (markup, code, front matter) is blanked with
    spaces, so that an offset means the same in both. `genre` is "news" unless the article says otherwise.
    """

    path: str
    text: str
    prose: str
    blocks: tuple[Block, ...]
    extracted: bool = False
    genre: str = "news"
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def headline(self) -> Span | None:
        """Where the headline stands, if the article has one."""
        return next((b.span for b in self.blocks if b.kind == "headline"), None)


# ---------------------------------------------------------------- what the trained pipeline hands over


class Token(NamedTuple):
    """One token; `norm` is lower case with straight quotes, `tag` a Penn Treebank tag, `sentence` an index."""

    start: int
    end: int
    text: str
    norm: str
    tag: str
    sentence: int


class Sentence(NamedTuple):
    """One sentence: its span, its block's index, and its tokens as a half-open range of token indexes."""

    start: int
    end: int
    block: int
    first: int
    last: int


class Entity(NamedTuple):
    """A named entity; labels are PERSON, ORG, LOC and MISC."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribution as the trained pipeline sees it; source and content may be empty or in pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Tokens, sentences, entities and drafts of one article, in order of the text."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    drafts: tuple[Draft, ...]
    model: str


# ---------------------------------------------------------------- what the reading hands to the rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation: `span` with its marks, `inner` without; `closed` is False where the mark never closes."""

    span: Span
    inner: Span
    depth: int = 0
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a source is not named, as the article tells it."""

    kind: ReasonClass
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One real-world source of the article's ledger.

    `people` is how many persons may stand behind it, least and most (most is None where the text
    cannot tell). `words` counts attributed words, `quoted_words` those among them inside quotation marks.
    """

    id: str
    kind: SourceKind
    label: str
    mentions: tuple[Span, ...]
    name: str | None = None
    descriptor: Descriptor | None = None
    reason: Reason | None = None
    plural: bool = False
    people: tuple[int, int | None] = (1, 1)
    attributions: int = 0
    words: int = 0
    quoted_words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Someone is credited with information, a view, an intention or a quotation.

    `source` is empty when nobody is named as the origin. `follow_up` is True when the source points
    back to one already introduced ("the official added").
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: SourceKind
    quote: QuoteStyle
    confidence: float
    source_id: str | None = None
    follow_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement in the writer's own voice that needs support and has none."""

    span: Span
    kind: ClaimClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """A cue that weakens the writer's commitment."""

    span: Span
    kind: HedgeClass
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Figures of one article; None where the article is too short or has nothing to divide by."""

    words: int
    named_sources: int
    anonymous_sources: tuple[int, int | None]
    anonymous_share: float | None
    attributed_share: float
    reason_given_rate: float | None
    hedges_per_1000: float
    flesch_kincaid_grade: float | None
    flesch_reading_ease: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that rules may look at.

    `voices` has one entry per token. `parse` keeps tokens, sentences and entities.
    """

    article: Article
    parse: Parse
    quotations: tuple[Quotation, ...]
    voices: tuple[Voice, ...]
    sources: tuple[Source, ...]
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    hedges: tuple[Hedge, ...]
    measures: Measures

    def source(self, source_id: str | None) -> Source | None:
        """The ledger entry of that id, or None."""
        return next((s for s in self.sources if s.id == source_id), None)


# ---------------------------------------------------------------- what rules report


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span with a note of its own."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check yields: where, what else to look at, and the values its rule's message may name.

    `severity` overrides the rule's own, for rules with tiers.
    """

    span: Span
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    related: tuple[Place, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Why a finding does not count."""

    kind: Literal["baseline", "base", "waiver"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule reports; complete when built. Lines and columns start at 1 and count code points."""

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
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The audit of one article."""

    reading: Reading
    findings: tuple[Finding, ...]


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


class Reference(NamedTuple):
    """Where a rule's reasons can be read up; `at` is a URL or a path, empty where there is none."""

    title: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """What a reader of a report wants to know of a rule; findings name it by `id`."""

    id: str
    name: str
    family: Family
    severity: Severity
    summary: str
    why: str
    advice: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The audit of all articles asked for, in the order they were found.

    `rules` holds a card for each rule that was on, in order of id.
    """

    tool: Tool
    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()
    rules: tuple[RuleCard, ...] = ()
