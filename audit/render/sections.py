"""The parts of an article's report that a terminal shows on request: its strip, label, ledger, waivers and gaps."""

from collections.abc import Iterator, Sequence
from io import StringIO

from audit.records import Report, Run
from audit.render.figures import PROVENANCE
from audit.render.page.gaps import gaps
from audit.render.page.label import Bound, Label, label
from audit.render.page.ledger import Row, cells, ledger
from audit.render.page.notes import notes_on
from audit.render.page.strip import strip
from audit.render.tallies import NOTHING, cards, judged_by, waiver
from audit.render.terminal import wrapped
from audit.render.textstrip import KEY, drawn, shares
from audit.render.visible import one_line

__all__ = ["before_findings", "beyond_findings"]

INDENT = 4
LEDGER = ("Source", "What it is", "Times", "Words", "Quoted", "¶")
NUMBERS = ("Times", "Words", "Quoted")


def before_findings(report: Report, run: Run, width: int, colour: bool) -> Iterator[str]:
    """The story as a strip, and its measures beside the policy and ordinary news."""
    known = cards(report, run)
    notes = notes_on(report, "", known)
    picture = strip(report.reading, "", notes)
    if picture.stretches:
        yield "\n  From first word to last"
        yield from (" " * INDENT + line for line in drawn(picture, width - INDENT) if line)
        yield wrapped(f"{shares(picture)}.", INDENT, width)
        yield wrapped(KEY, INDENT, width)
    yield "\n  The sourcing label"
    yield _label(label(report.reading, notes, known), width, colour)
    yield wrapped(f"{judged_by(report)} {PROVENANCE}", INDENT, width)


def beyond_findings(report: Report, width: int, colour: bool) -> Iterator[str]:
    """The ledger, the waivers, and what could not be read."""
    rows = ledger(report.reading, "")
    if rows:
        yield "\n  Ledger of sources"
        yield _table(LEDGER, list(map(_narrow, rows)), width, colour)
    if report.waivers:
        yield "\n  Waivers"
        path = report.reading.article.path
        yield from (wrapped(f"{use.state}: {waiver(use, path)}", INDENT, width) for use in report.waivers)
    found = gaps(report.reading, "")
    if found:
        yield "\n  What could not be read"
        yield from (wrapped(gap.told, INDENT, width) for gap in found)


def _narrow(row: Row) -> tuple[str, ...]:
    """The cells of a row, those on what the source is as one."""
    source, *about, times, words, quoted, paragraphs = cells(row)
    return source, "; ".join(part for part in about if part != NOTHING), times, words, quoted, paragraphs


def _label(made: Label, width: int, colour: bool) -> str:
    rows = [
        (line.name, line.value, "\n".join(map(_bound, line.bounds)) or NOTHING, line.ordinary or NOTHING)
        for line in (*made.counts, *made.measures)
    ]
    return _table(("Measure", "This story", "Policy", "Ordinary news"), rows, width, colour)


def _bound(bound: Bound) -> str:
    return f"{bound.rule} {bound.said} {bound.told}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int, colour: bool) -> str:
    """Columns that share the width, cells wrapped within them, whatever the terminal and its settings."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", show_edge=False)
    for heading in headings:
        is_number = heading in NUMBERS
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    for row in rows:
        table.add_row(*(Text("\n".join(map(one_line, cell.split("\n")))) for cell in row))
    output = StringIO()
    Console(
        file=output,
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        legacy_windows=False,
        _environ={},
    ).print(Padding(table, (0, 0, 0, INDENT)))
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines())
