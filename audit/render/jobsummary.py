"""The summary of a GitHub job: what a pull request's readers need, in the room that GitHub has for it."""

from collections.abc import Iterator
from typing import NamedTuple

from audit.records import Report, Run
from audit.render.markdown import findings, opening, problems, set_aside
from audit.render.markup import escape, table
from audit.render.tallies import count, summary, tally, title, worst_first

__all__ = ["LIMIT", "render"]

LIMIT = 1000 * 1024
"""In bytes. GitHub drops all of a step's summary if it has more than 1024 KiB; some is left for the step's others."""
MOST_ROWS = 200
ENDING = 1024  # bytes kept for the words on what is left out


class _Block(NamedTuple):
    """Markdown that stands or falls together, and how many findings it tells."""

    text: str
    findings: int = 0


def render(run: Run) -> str:
    """The total, a table of the worst articles, then their findings, worst first, as far as there is room."""
    worst = [report for report in worst_first(run.reports) if report.findings]
    blocks = [
        _Block("# Sourcing audit"),
        _Block(f"{escape(summary(run))}."),
        *_problems(run),
        *_overview(worst),
        *(block for report in worst for block in _article(report)),
    ]
    return "\n\n".join(_fitting(blocks)) + "\n"


def _fitting(blocks: list[_Block]) -> Iterator[str]:
    """The first blocks that fit, and words on the rest."""
    room = LIMIT - ENDING
    for index, block in enumerate(blocks):
        room -= len(block.text.encode()) + len("\n\n")
        if room < 0:
            left_out = sum(block.findings for block in blocks[index:])
            yield (
                f"**Cut here with {count(left_out, 'finding')} to come:** GitHub takes no summary of more than "
                "1024 KiB. `--format markdown`, `--format html` and `--format json` have all of it."
            )
            return
        yield block.text


def _problems(run: Run) -> Iterator[_Block]:
    if run.problems:
        heading, listed = problems(run)
        yield _Block(heading)
        yield from map(_Block, listed.split("\n"))


def _overview(worst: list[Report]) -> Iterator[_Block]:
    if len(worst) < 2:
        return
    yield _Block(table(("Article", "Errors", "Warnings", "Notes", "Set aside"), list(map(_row, worst[:MOST_ROWS]))))
    if len(worst) > MOST_ROWS:
        yield _Block(f"And {len(worst) - MOST_ROWS} more.")


def _row(report: Report) -> tuple[str, ...]:
    return (escape(title(report)), *map(str, tally(report.findings)))


def _article(report: Report) -> Iterator[_Block]:
    """As in the Markdown report, less the ledger and the measures."""
    faults, notes = findings(report)
    yield from map(_Block, opening(report))
    yield from (_Block(item, 1) for item in faults)
    if notes:
        listed = "\n".join(notes)
        text = f"<details><summary>{count(len(notes), 'note')}</summary>\n\n{listed}\n\n</details>"
        yield _Block(text, len(notes))
    yield from map(_Block, set_aside(report))
