"""What the reading hands to the rules."""

from dataclasses import dataclass
from typing import Literal

from audit.records.article import Article, Span
from audit.records.parse import Parse

__all__ = [
    "UNNAMED_KINDS",
    "Attribution",
    "Claim",
    "ClaimClass",
    "Descriptor",
    "Hedge",
    "HedgeClass",
    "Measures",
    "Quotation",
    "QuoteStyle",
    "Reading",
    "Reason",
    "ReasonClass",
    "Source",
    "SourceKind",
    "Voice",
]

SourceKind = Literal[
    "person", "organization", "document", "anonymous", "spokesperson", "collective", "evidence", "agentless"
]
Descriptor = Literal["none", "role", "access", "role+access"]
ReasonClass = Literal["specific", "boilerplate", "none"]
QuoteStyle = Literal["direct", "indirect", "mixed"]
Voice = Literal["writer", "paraphrase", "quote"]
HedgeClass = Literal["modal", "adverb", "verb", "approximator", "limiter"]
ClaimClass = Literal["statistic", "accusation", "causal", "superlative", "motive", "prediction", "evaluation"]

UNNAMED_KINDS: frozenset[SourceKind] = frozenset({"anonymous", "spokesperson", "collective", "evidence"})


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
        for source in self.sources:  # a generator would take twice as long, and every rule asks
            if source.id == source_id:
                return source
        return None
