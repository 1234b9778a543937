"""An article's text cut at every boundary of a mark, so that overlapping marks nest in any markup."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.records import UNNAMED_KINDS, Report, SourceKind, Span

__all__ = ["Mark", "Segment", "marks", "segments"]

LAYERS = ("content", "source", "cue", "claim", "hedge", "finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of text and what it is: its layer, a finer class, and words that explain it.

    `number` is a finding's place in the report, from 1, and `family` its family; other layers have none. `source` is
    the ledger's id of whoever is credited.
    """

    span: Span
    layer: str
    kind: str
    title: str = ""
    number: int | None = None
    family: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text under the same marks throughout, outermost first.

    `opens` and `closes` are the numbers of the findings that begin and end with this piece.
    """

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]


def marks(report: Report) -> tuple[Mark, ...]:
    """Everything an article's page marks in its text; findings on the article as a whole are left out."""
    return tuple(_marks(report))


def _marks(report: Report) -> Iterator[Mark]:
    reading = report.reading
    for attribution in reading.attributions:
        group = kind_group(attribution.kind)
        source = reading.source(attribution.source_id)
        credited = source.id if source else ""
        speaker = source.label if source else attribution.kind
        for layer, spans in (
            ("content", attribution.content),
            ("source", attribution.source),
            ("cue", attribution.cue),
        ):
            title = speaker if layer == "source" else ""
            yield from (Mark(span=span, layer=layer, kind=group, title=title, source=credited) for span in spans)
    for claim in reading.claims:
        yield Mark(span=claim.span, layer="claim", kind=claim.kind, title=f"unsupported {claim.kind}")
    for hedge in reading.hedges:
        yield Mark(span=hedge.span, layer="hedge", kind=hedge.kind, title=f"hedge: {hedge.kind}")
    for number, finding in enumerate(report.findings, 1):
        if finding.family != "article":
            kind = "suppressed" if finding.suppressed else finding.severity
            yield Mark(
                span=finding.span,
                layer="finding",
                kind=kind,
                title=finding.message,
                number=number,
                family=finding.family,
            )
        for place in finding.related:
            yield Mark(
                span=place.span,
                layer="finding",
                kind="related",
                title=f"{finding.rule}: {place.note}",
                family=finding.family,
            )


def kind_group(kind: SourceKind) -> str:
    """The few groups of sources that a reader tells apart by colour."""
    if kind in UNNAMED_KINDS:
        return "unnamed"
    return "nobody" if kind == "agentless" else "named"


def segments(text: str, block: Span, layers: Sequence[Mark]) -> tuple[Segment, ...]:
    """The block's text in pieces, in order, which together are exactly that text."""
    inside = [mark for mark in layers if mark.span.start < block.end and mark.span.end > block.start]
    edges = {edge for mark in inside for edge in mark.span if block.start < edge < block.end}
    return tuple(_segment(text, Span(*edge), inside) for edge in pairwise(sorted({*block, *edges})))


def _segment(text: str, span: Span, inside: Sequence[Mark]) -> Segment:
    covering = [mark for mark in inside if mark.span.start <= span.start and span.end <= mark.span.end]
    covering.sort(key=lambda mark: (LAYERS.index(mark.layer), mark.span.start, -mark.span.end))
    numbered = [(mark.number, mark.span) for mark in covering if mark.number is not None]
    return Segment(
        text[slice(*span)],
        tuple(covering),
        tuple(number for number, marked in numbered if marked.start == span.start),
        tuple(number for number, marked in numbered if marked.end == span.end),
    )
