"""The ledger of an article's sources, in words."""

from dataclasses import dataclass

from audit.records import Reading, Source
from audit.render.marking import kind_group
from audit.render.page.notes import paragraphs_with
from audit.render.tallies import NOTHING, kind_name, people

__all__ = ["HEADINGS", "Row", "cells", "ledger"]


HEADINGS = ("Source", "Kind", "Described", "Reason for no name", "Credited", "Words", "Quoted", "Paragraphs")

DESCRIPTORS = {
    "none": "not described",
    "role": "by role",
    "access": "by access",
    "role+access": "by role and access",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A source of the ledger: how it's described, the reason why it isn't named, and where it is mentioned.

    `weight` and `quoted` are parts of the words of the source with the most.
    """

    source: Source
    anchor: str
    group: str
    kind: str
    people: str
    described: str
    reason: str
    paragraphs: tuple[tuple[int, str], ...]
    weight: float
    quoted: float


def ledger(reading: Reading, anchor: str) -> tuple[Row, ...]:
    """The sources of an article, in order of the ledger."""
    sources, article = reading.sources, reading.article
    most = max((source.words for source in sources), default=0) or 1
    return tuple(
        Row(
            source=source,
            anchor=f"{anchor}-{source.id}",
            group=kind_group(source.kind),
            kind=kind_name(source),
            people=people(source.people) if source.kind == "anonymous" and source.people != (1, 1) else "",
            described=DESCRIPTORS.get(source.descriptor or "", NOTHING),
            reason=_reason(source, article.text),
            paragraphs=paragraphs_with(source.mentions, article.blocks, anchor),
            weight=source.words / most,
            quoted=source.quoted_words / most,
        )
        for source in sources
    )


def _reason(source: Source, text: str) -> str:
    if source.reason is None:
        return NOTHING
    if source.reason.kind == "none":
        return "none given"
    words = f"“{text[slice(*source.reason.span)]}”" if source.reason.span else "given"
    return words if source.reason.kind == "specific" else f"stock phrase: {words}"


def cells(row: Row) -> tuple[str, ...]:
    """A row under the headings, for reports without links."""
    source = row.source
    return (
        source.name or source.label,
        f"{row.kind} ({row.people})" if row.people else row.kind,
        row.described,
        row.reason,
        str(source.attributions),
        str(source.words),
        str(source.quoted_words),
        ", ".join(str(number) for number, _ in row.paragraphs),
    )
