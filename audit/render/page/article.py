"""One article as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.records import Report, RuleCard, WaiverUse
from audit.render.page.gaps import Gap, gaps
from audit.render.page.label import Label, label
from audit.render.page.ledger import Row, ledger
from audit.render.page.notes import Note, by_rule, notes_on
from audit.render.page.passages import Paragraph, paragraphs
from audit.render.page.strip import Strip, strip
from audit.render.tallies import judged_by, level, sourcing, title, verdict

__all__ = ["Page", "Waived", "page_of"]


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
    strip: Strip
    label: Label
    judged_by: str
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
    rows = ledger(reading, anchor)
    return Page(
        anchor=anchor,
        path=article.path,
        title=title(report),
        level=level(report),
        verdict=verdict(report),
        sourcing=sourcing(reading),
        strip=strip(reading, anchor, notes),
        label=label(reading, notes, by_id),
        judged_by=judged_by(report),
        fixes=by_rule(notes),
        general=tuple(note for note in notes if not note.is_marked),
        paragraphs=paragraphs(report, anchor, notes),
        rows=rows,
        heaviest=tuple(sorted((row for row in rows if row.source.words), key=lambda row: -row.source.words)),
        waivers=tuple(_waived(use, article.path, notes) for use in report.waivers),
        gaps=gaps(reading, anchor),
    )


def _waived(use: WaiverUse, path: str, notes: Sequence[Note]) -> Waived:
    given = use.waiver
    return Waived(
        use=use,
        where=f"line {given.line}" if given.path == path else f"{given.path}, line {given.line}",
        notes=tuple(note for note in notes if note.finding.fingerprint in use.findings),
    )
