"""The article's paragraphs, cut where marks begin and end, so that marks nest however they overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from audit.records import Report, Span
from audit.render.marking import Mark, Segment, marks, segments
from audit.render.page.notes import Note, begins_in

__all__ = ["Paragraph", "Piece", "Tag", "paragraphs"]

BLOCK_TAGS = {"headline": "h3", "heading": "h4", "paragraph": "p", "caption": "p", "byline": "p"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An element around a piece: a `link` leads to the ledger, `source` is the id of whoever is credited."""

    element: str
    classes: str
    title: str
    source: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text under the same marks throughout, with the findings that begin and end with it."""

    text: str
    tags: tuple[Tag, ...]
    opens: tuple[Note, ...]
    closes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A block of the article with the notes that begin in it: what to fix, and what to know.

    Beside it and the blocks after it that have no notes there is room for its own: beside `span` blocks in all.
    """

    number: int
    span: int
    anchor: str
    tag: str
    kind: str
    pieces: tuple[Piece, ...]
    faults: tuple[Note, ...]
    remarks: tuple[Note, ...]


def paragraphs(report: Report, anchor: str, notes: Sequence[Note]) -> tuple[Paragraph, ...]:
    """Every block of the article, marked."""
    article = report.reading.article
    layers = marks(report)
    beside = [[note for note in notes if begins_in(note.finding, block)] for block in article.blocks]
    result = []
    for number, (block, here) in enumerate(zip(article.blocks, beside, strict=True), 1):
        result.append(
            Paragraph(
                number=number,
                span=1 + sum(1 for _ in takewhile(lambda notes: not notes, beside[number:])),
                anchor=f"{anchor}-p{number}",
                tag=BLOCK_TAGS[block.kind],
                kind=block.kind,
                pieces=_pieces(segments(article.prose, block.span, layers), block.span, anchor, notes),
                faults=tuple(note for note in here if note.is_fault),
                remarks=tuple(note for note in here if not note.is_fault),
            )
        )
    return tuple(result)


def _pieces(cut: Sequence[Segment], block: Span, anchor: str, notes: Sequence[Note]) -> tuple[Piece, ...]:
    pieces, position = [], block.start
    for segment in cut:
        pieces.append(
            Piece(
                text=segment.text,
                tags=_tags(segment, max(position, block.start), block, anchor),
                opens=tuple(notes[number - 1] for number in segment.opens),
                closes=tuple(notes[number - 1] for number in segment.closes),
            )
        )
        position += len(segment.text)
    return tuple(pieces)


def _tags(segment: Segment, position: int, block: Span, anchor: str) -> tuple[Tag, ...]:
    """The elements around a segment. A source is a link where it begins: one only, for links do not nest."""
    begins = [
        m for m in segment.marks if m.layer == "source" and m.source and max(m.span.start, block.start) == position
    ]
    return tuple(_tag(mark, anchor, is_link=mark is (begins[-1] if begins else None)) for mark in segment.marks)


def _tag(mark: Mark, anchor: str, *, is_link: bool) -> Tag:
    source = f"{anchor}-{mark.source}" if mark.source else ""
    return Tag(
        element="a" if is_link else "mark" if mark.layer == "finding" else "span",
        classes=" ".join(filter(None, (mark.layer, mark.kind, mark.family and f"fam-{mark.family}"))),
        title=mark.title,
        source=source,
        link=source if is_link else "",
    )
