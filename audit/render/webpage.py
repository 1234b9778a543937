"""HTML: pages that need nothing but themselves, with the article marked and each finding beside its paragraph."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from audit.records import Article, Block, Finding, Report, RuleCard, Run, Source, Span
from audit.render.figures import PROVENANCE, Figure, figures
from audit.render.marking import Segment, kind_group, marks, segments
from audit.render.tallies import (
    KIND_NAMES,
    SEVERITY_WORDS,
    cards,
    headline,
    linked_worst_first,
    sourcing,
    summary,
    tally,
    verdict,
)
from audit.render.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render", "render_index"]

DESCRIPTORS = {
    "none": "not described",
    "role": "by role",
    "access": "by access",
    "role+access": "by role and access",
}
BLOCK_TAGS = {"headline": "h3", "heading": "h4", "paragraph": "p", "caption": "p", "byline": "p"}
WHITE_SPACE = re.compile(r"[\t\r\n]")
SAFE_LINK = re.compile(r"https?://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A finding as shown: `number` is its place in the report, `anchor` its id in the page.

    `is_marked` is False where it has no place in a paragraph; `related` has each note once, with
    the paragraphs it speaks of.
    """

    number: int
    anchor: str
    finding: Finding
    level: str
    card: RuleCard | None
    is_marked: bool
    related: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A block of the article with the notes that begin in it."""

    number: int
    anchor: str
    tag: str
    kind: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A source of the ledger: how it's described, the reason why it isn't named, and where it is mentioned."""

    source: Source
    group: str
    kind: str
    described: str
    reason: str
    paragraphs: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One article as the template shows it."""

    anchor: str
    path: str
    title: str
    level: str
    verdict: str
    sourcing: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    fixes: tuple[tuple[Note, ...], ...]
    general: tuple[Note, ...]
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]


def render(run: Run) -> str:
    """One page with every article of the run; a list of them leads it if there are several."""
    by_id = cards(run)
    pages = [_page(report, f"a{index}", by_id) for index, report in enumerate(run.reports, 1)]
    title = pages[0].title if len(pages) == 1 else "Sourcing audit"
    return _template("report.html", run, title=title, pages=pages, provenance=PROVENANCE)


def render_index(run: Run, links: Sequence[str]) -> str:
    """A page that lists all articles, worst first, each with a link to its report."""
    rows = [
        {
            "link": quote(target),
            "path": report.reading.article.path,
            "title": headline(report) or report.reading.article.path,
            "level": _level(report),
            "tally": tally(report.findings),
            "sourcing": " ".join(sourcing(report.reading)),
        }
        for report, target in linked_worst_first(run, links)
    ]
    return _template("index.html", run, title="Sourcing audit", rows=rows)


def _template(name: str, run: Run, **context: object) -> str:
    page = _environment().get_template(name).render(run=run, summary=summary(run), **context)
    return page.rstrip("\n") + "\n"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("audit.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["severity_words"] = SEVERITY_WORDS
    environment.tests["safe_link"] = lambda link: bool(SAFE_LINK.match(link))
    return environment


def _shown(value: object) -> object:
    """Text as a page may show it; markup that a template made passes as it is."""
    return visible(WHITE_SPACE.sub(" ", value)) if type(value) is str else value


def _page(report: Report, anchor: str, by_id: Mapping[str, RuleCard]) -> Page:
    reading = report.reading
    notes = _notes(report, anchor, by_id)
    paragraphs = _paragraphs(report, anchor, notes)
    return Page(
        anchor=anchor,
        path=reading.article.path,
        title=headline(report) or reading.article.path,
        level=_level(report),
        verdict=verdict(report),
        sourcing=sourcing(reading),
        shares=_shares(report),
        fixes=_by_rule([note for note in notes if note.level in ("error", "warning")]),
        general=tuple(note for note in notes if not note.is_marked),
        paragraphs=paragraphs,
        rows=tuple(_row(source, reading.article, anchor) for source in reading.sources),
        figures=figures(reading.measures),
    )


def _level(report: Report) -> str:
    counted = tally(report.findings)
    return "error" if counted.errors else "warning" if counted.warnings else "good"


def _notes(report: Report, anchor: str, by_id: Mapping[str, RuleCard]) -> tuple[Note, ...]:
    blocks = report.reading.article.blocks
    return tuple(
        Note(
            number=number,
            anchor=f"{anchor}-f{number}",
            finding=finding,
            level="suppressed" if finding.suppressed else finding.severity,
            card=by_id.get(finding.rule),
            is_marked=any(_belongs(finding, block) for block in blocks),
            related=tuple(_related(finding, blocks, anchor)),
        )
        for number, finding in enumerate(report.findings, 1)
    )


def _related(
    finding: Finding, blocks: Sequence[Block], anchor: str
) -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
    for note in dict.fromkeys(place.note for place in finding.related):
        spans = [place.span for place in finding.related if place.note == note]
        yield note, _paragraphs_with(spans, blocks, anchor)


def _paragraphs_with(spans: Iterable[Span], blocks: Sequence[Block], anchor: str) -> tuple[tuple[int, str], ...]:
    """Numbers and anchors of the blocks in which any of the spans begins."""
    starts = [span.start for span in spans]
    return tuple(
        (number, f"{anchor}-p{number}")
        for number, block in enumerate(blocks, 1)
        if any(block.span.start <= start < block.span.end for start in starts)
    )


def _by_rule(notes: Sequence[Note]) -> tuple[tuple[Note, ...], ...]:
    """Notes grouped by rule and severity, errors first, otherwise in order of their first place."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in sorted(notes, key=lambda note: note.level != "error"):
        groups.setdefault((note.level, note.finding.rule), []).append(note)
    return tuple(map(tuple, groups.values()))


def _paragraphs(report: Report, anchor: str, notes: Sequence[Note]) -> tuple[Paragraph, ...]:
    article = report.reading.article
    layers = marks(report)
    return tuple(
        Paragraph(
            number=number,
            anchor=f"{anchor}-p{number}",
            tag=BLOCK_TAGS[block.kind],
            kind=block.kind,
            segments=segments(article.prose, block.span, layers),
            notes=tuple(note for note in notes if _belongs(note.finding, block)),
        )
        for number, block in enumerate(article.blocks, 1)
    )


def _belongs(finding: Finding, block: Block) -> bool:
    return finding.family != "article" and block.span.start <= finding.span.start < block.span.end


def _row(source: Source, article: Article, anchor: str) -> Row:
    return Row(
        source=source,
        group=kind_group(source.kind),
        kind=KIND_NAMES[source.kind],
        described=DESCRIPTORS.get(source.descriptor or "", "—"),
        reason=_reason(source, article.text),
        paragraphs=_paragraphs_with(source.mentions, article.blocks, anchor),
    )


def _reason(source: Source, text: str) -> str:
    if source.reason is None:
        return "—"
    if source.reason.kind == "none":
        return "none given"
    words = f"“{text[slice(*source.reason.span)]}”" if source.reason.span else "given"
    return words if source.reason.kind == "specific" else f"stock phrase: {words}"


def _shares(report: Report) -> tuple[tuple[str, float], ...]:
    """Parts of the article's words in percent: credited to the unnamed, to others, to nobody but the writer."""
    measures = report.reading.measures
    unnamed = measures.attributed_share * (measures.anonymous_share or 0)
    shares = (unnamed, measures.attributed_share - unnamed, 1 - measures.attributed_share)
    return tuple(zip(("unnamed", "named", "writer"), (round(100 * share, 1) for share in shares), strict=True))
