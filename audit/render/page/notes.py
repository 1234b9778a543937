"""The findings of one article as its page shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.records import Block, Finding, Report, RuleCard, Span

__all__ = ["Note", "begins_in", "by_rule", "notes_on", "paragraphs_with"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A finding as shown: `number` is its place in the report, `anchor` its id in the page.

    `is_marked` is False where it has no place in a paragraph, `is_first` True for the first of its rule; `related`
    has each note once, with the paragraphs it speaks of.
    """

    number: int
    anchor: str
    finding: Finding
    level: str
    card: RuleCard | None
    is_marked: bool
    is_first: bool
    related: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]

    @property
    def is_fault(self) -> bool:
        """Whether it asks an editor to act."""
        return self.level in ("error", "warning")


def notes_on(report: Report, anchor: str, by_id: Mapping[str, RuleCard]) -> tuple[Note, ...]:
    """A note for each finding, in the order of the report."""
    blocks = report.reading.article.blocks
    first = {finding.rule: number for number, finding in reversed(list(enumerate(report.findings, 1)))}
    return tuple(
        Note(
            number=number,
            anchor=f"{anchor}-f{number}",
            finding=finding,
            level="suppressed" if finding.suppressed else finding.severity,
            card=by_id.get(finding.rule),
            is_marked=any(begins_in(finding, block) for block in blocks),
            is_first=first[finding.rule] == number,
            related=tuple(_related(finding, blocks, anchor)),
        )
        for number, finding in enumerate(report.findings, 1)
    )


def _related(
    finding: Finding, blocks: Sequence[Block], anchor: str
) -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
    for note in dict.fromkeys(place.note for place in finding.related):
        spans = [place.span for place in finding.related if place.note == note]
        yield note, paragraphs_with(spans, blocks, anchor)


def paragraphs_with(spans: Iterable[Span], blocks: Sequence[Block], anchor: str) -> tuple[tuple[int, str], ...]:
    """Numbers and anchors of the blocks in which any of the spans begins."""
    starts = [span.start for span in spans]
    return tuple(
        (number, f"{anchor}-p{number}")
        for number, block in enumerate(blocks, 1)
        if any(block.span.start <= start < block.span.end for start in starts)
    )


def begins_in(finding: Finding, block: Block) -> bool:
    """Whether the finding is shown with that paragraph; those on the article as a whole are with none."""
    return finding.family != "article" and block.span.start <= finding.span.start < block.span.end


def by_rule(notes: Sequence[Note]) -> tuple[tuple[Note, ...], ...]:
    """Errors and warnings grouped by rule and severity, errors first, otherwise in order of their first place."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in sorted(filter(lambda note: note.is_fault, notes), key=lambda note: note.level != "error"):
        groups.setdefault((note.level, note.finding.rule), []).append(note)
    return tuple(map(tuple, groups.values()))
