"""One article as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.records import Article, Report, RuleCard, Source, WaiverUse
from audit.render.marking import kind_group
from audit.render.page.gaps import Gap, gaps
from audit.render.page.label import Label, label
from audit.render.page.notes import Note, by_rule, notes_on, paragraphs_with
from audit.render.page.passages import Paragraph, paragraphs
from audit.render.page.strip import Strip, strip
from audit.render.tallies import KIND_NAMES, headline, level, people, sourcing, verdict

__all__ = ["Page", "Row", "Waived", "page_of"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A waiver and the findings that it covers."""

    use: WaiverUse
    where: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One article as the template shows it; `rows` are in order of the ledger, `heaviest` by words, most first."""

    anchor: str
    path: str
    title: str
    level: str
    verdict: str
    sourcing: tuple[str, ...]
    label: Label
    strip: Strip
    fixes: tuple[tuple[Note, ...], ...]
    general: tuple[Note, ...]
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[Row, ...]
    heaviest: tuple[Row, ...]
    waivers: tuple[Waived, ...]
    gaps: tuple[Gap, ...]


def page_of(report: Report, anchor: str, by_id: Mapping[str, RuleCard]) -> Page:
    """The page on one article, whose ids in the document all begin with the anchor."""
    reading = report.reading
    article = reading.article
    notes = notes_on(report, anchor, by_id)
    rows = _rows(reading.sources, article, anchor)
    return Page(
        anchor=anchor,
        path=article.path,
        title=headline(report) or article.path,
        level=level(report),
        verdict=verdict(report),
        sourcing=sourcing(reading),
        label=label(reading, notes, by_id),
        strip=strip(reading, anchor, notes),
        fixes=by_rule(notes),
        general=tuple(note for note in notes if not note.is_marked),
        paragraphs=paragraphs(report, anchor, notes),
        rows=rows,
        heaviest=tuple(sorted((row for row in rows if row.source.words), key=lambda row: -row.source.words)),
        waivers=tuple(_waived(use, article.path, notes) for use in report.waivers),
        gaps=gaps(reading, anchor),
    )


def _rows(sources: Sequence[Source], article: Article, anchor: str) -> tuple[Row, ...]:
    most = max((source.words for source in sources), default=0) or 1
    return tuple(
        Row(
            source=source,
            anchor=f"{anchor}-{source.id}",
            group=kind_group(source.kind),
            kind=KIND_NAMES[source.kind],
            people=people(source.people) if source.kind == "anonymous" and source.people != (1, 1) else "",
            described=DESCRIPTORS.get(source.descriptor or "", "—"),
            reason=_reason(source, article.text),
            paragraphs=paragraphs_with(source.mentions, article.blocks, anchor),
            weight=source.words / most,
            quoted=source.quoted_words / most,
        )
        for source in sources
    )


def _reason(source: Source, text: str) -> str:
    if source.reason is None:
        return "—"
    if source.reason.kind == "none":
        return "none given"
    words = f"“{text[slice(*source.reason.span)]}”" if source.reason.span else "given"
    return words if source.reason.kind == "specific" else f"stock phrase: {words}"


def _waived(use: WaiverUse, path: str, notes: Sequence[Note]) -> Waived:
    given = use.waiver
    return Waived(
        use=use,
        where=f"line {given.line}" if given.path == path else f"{given.path}, line {given.line}",
        notes=tuple(note for note in notes if note.finding.fingerprint in use.findings),
    )
