"""The story as a strip, from its first character to its last: whose words each stretch is, and where findings are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from audit.records import Reading, Span
from audit.render.marking import kind_group
from audit.render.page.notes import Note
from audit.render.tallies import percent

__all__ = ["Marker", "Part", "Stretch", "Strip", "strip"]

GROUP_NAMES = {
    "named": "named sources",
    "unnamed": "unnamed sources",
    "nobody": "credited to nobody",
    "writer": "the writer’s own words",
}
_PRIORITY = ("nobody", "named", "unnamed")  # the later paint over the earlier


class Stretch(NamedTuple):
    """A run of text with one owner; `start` and `width` are parts of the whole. `source` is a ledger id or empty."""

    group: str
    quoted: bool
    source: str
    start: float
    width: float


class Marker(NamedTuple):
    """A finding's place on the strip."""

    note: Note
    start: float


class Part(NamedTuple):
    """A paragraph in words: the shares of who speaks in it, largest first."""

    number: int
    anchor: str
    words: str
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The picture, and the same in words."""

    stretches: tuple[Stretch, ...]
    markers: tuple[Marker, ...]
    parts: tuple[Part, ...]
    groups: tuple[tuple[str, str, float], ...]


class _Owner(NamedTuple):
    group: str
    quoted: bool
    source: str


_WRITER = _Owner("writer", False, "")


def strip(reading: Reading, anchor: str, notes: Sequence[Note]) -> Strip:
    """The strip of one article; empty for one without text."""
    blocks = [block.span for block in reading.article.blocks]
    total = sum(end - start for start, end in blocks)
    owners = _owners(reading, anchor)
    offsets = list(_offsets(blocks))
    shares = Counter(owner.group for span in blocks for owner in owners[slice(*span)])
    return Strip(
        stretches=tuple(_stretches(owners, blocks, total)),
        markers=tuple(
            Marker(note, (offset + note.finding.span.start - span.start) / total)
            for note in notes
            for span, offset in zip(blocks, offsets, strict=True)
            if note.is_marked and span.start <= note.finding.span.start < span.end
        ),
        parts=tuple(
            Part(number, f"{anchor}-p{number}", _in_words(owners[slice(*span)]), offset / total)
            for number, (span, offset) in enumerate(zip(blocks, offsets, strict=True), 1)
            if span.end > span.start
        ),
        groups=tuple((group, name, shares[group] / total if total else 0) for group, name in GROUP_NAMES.items()),
    )


def _owners(reading: Reading, anchor: str) -> list[_Owner]:
    """Whose words each character of the text is."""
    owners = [_WRITER] * len(reading.article.text)
    for wanted in _PRIORITY:
        for attribution in reading.attributions:
            if (group := kind_group(attribution.kind)) == wanted:
                source = f"{anchor}-{attribution.source_id}" if attribution.source_id else ""
                for span in attribution.content:
                    owners[slice(*span)] = [_Owner(group, False, source)] * (span.end - span.start)
    for quotation in reading.quotations:
        owners[slice(*quotation.span)] = [owner._replace(quoted=True) for owner in owners[slice(*quotation.span)]]
    return owners


def _offsets(blocks: Sequence[Span]) -> Iterator[int]:
    offset = 0
    for start, end in blocks:
        yield offset
        offset += end - start


def _stretches(owners: Sequence[_Owner], blocks: Sequence[Span], total: int) -> Iterator[Stretch]:
    position = 0
    for owner, run in groupby(owner for span in blocks for owner in owners[slice(*span)]):
        length = sum(1 for _ in run)
        yield Stretch(*owner, position / total, length / total)
        position += length


def _in_words(owners: Sequence[_Owner]) -> str:
    counts = Counter(owner.group for owner in owners)
    told = [f"{GROUP_NAMES[group]} {percent(number / len(owners))}" for group, number in counts.most_common()]
    quoted = sum(owner.quoted for owner in owners)
    return "; ".join(told) + (f"; {percent(quoted / len(owners))} in quotation marks" if quoted else "")
